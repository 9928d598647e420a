package dev.progloss.bench.inner;

import dev.progloss.core.balance.LossPlan;
import dev.progloss.core.balance.Preset;
import dev.progloss.core.schedule.Progress;
import dev.progloss.data.augment.AugmentConfig;
import dev.progloss.data.augment.ResizedPictures;
import dev.progloss.data.augment.TrainingPipeline;
import dev.progloss.data.dataset.Sample;
import dev.progloss.data.dataset.Split;
import dev.progloss.data.synthetic.DrawnDataset;
import dev.progloss.model.architecture.DetectorConfig;
import dev.progloss.model.architecture.Scale;
import dev.progloss.model.detector.Detector;
import dev.progloss.model.loss.Criterion;
import dev.progloss.model.loss.LossConfig;
import dev.progloss.run.journal.StepRecord;
import dev.progloss.torch.device.ComputeDevice;
import dev.progloss.torch.device.Engine;
import dev.progloss.train.average.WeightAverageConfig;
import dev.progloss.train.batch.Batch;
import dev.progloss.train.loop.Learner;
import dev.progloss.train.optimizer.OptimizerConfig;
import dev.progloss.train.rate.RateConfig;
import dev.progloss.train.rate.RatePlan;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * {@code bench/inner StepBenchmark -p scale=N,S -p side=320,640 -p batch=8,16}
 *
 * <p>How long does one whole training step take: forward, assignment, losses, backward, optimiser,
 * weight average?
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 2)
@Measurement(iterations = 6)
public class StepBenchmark {

  private static final long BATCHES_AN_EPOCH = 1000;
  private static final int EPOCHS = 2;

  @Param("N")
  Scale scale;

  @Param("320")
  int side;

  @Param("16")
  int batch;

  private Learner learner;
  private Batch pictures;
  private long next;

  /** Builds the learner and draws one batch. */
  @Setup
  public void build() {
    Engine.start(Runtime.getRuntime().availableProcessors());
    DrawnDataset dataset = new DrawnDataset(1, Split.TRAIN, batch, side);
    TrainingPipeline pipeline =
        new TrainingPipeline(
            new ResizedPictures(dataset, side, 0), AugmentConfig.none().withMosaic(1), 1);
    List<Sample> samples = new ArrayList<>();
    for (int i = 0; i < batch; i++) {
      samples.add(pipeline.sample(0, i, true));
    }
    pictures = Batch.of(samples);
    learner =
        new Learner(
            Detector.create(DetectorConfig.of(scale, dataset.classes().size()), 1),
            recipe(batch),
            ComputeDevice.CPU);
  }

  /** The recipe of a run whose every batch ends with an optimiser step, a small one. */
  private static Learner.Recipe recipe(int batch) {
    RateConfig rates = new RateConfig(1e-5, 1, false, 0.937, 0, 0.8, 0, 5e-4, batch, 10, 0.1, true);
    return new Learner.Recipe(
        new Criterion(LossConfig.defaults()),
        LossPlan.preset(Preset.BOTH),
        RatePlan.of(rates, batch, BATCHES_AN_EPOCH, EPOCHS),
        OptimizerConfig.defaults(),
        WeightAverageConfig.defaults());
  }

  /** One step, always on the same pictures. */
  @Benchmark
  public StepRecord step() {
    Progress progress = new Progress(next, BATCHES_AN_EPOCH, EPOCHS);
    next = (next + 1) % progress.totalSteps();
    return learner.step(pictures, progress);
  }

  /** Frees the tensors. */
  @TearDown
  public void close() {
    learner.close();
  }
}
