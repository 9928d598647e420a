package dev.progloss.bench.scaling;

import dev.progloss.core.balance.LossPlan;
import dev.progloss.core.balance.Preset;
import dev.progloss.core.schedule.Progress;
import dev.progloss.model.architecture.DetectorConfig;
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
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.bytedeco.javacpp.Pointer;

/** Times whole training steps of a case and watches the memory of the process meanwhile. */
final class StepTimer {

  private static final long BATCHES_AN_EPOCH = 1000;
  private static final int WARM_UP = 2;
  private static final int LEAST = 3;
  private static final long ENOUGH_NANOS = 1_500_000_000L;
  private static final long LOOK_MILLIS = 5;

  private StepTimer() {}

  /**
   * What a case costs.
   *
   * @param seconds the fastest step
   * @param bytes resident at most
   */
  record Cost(double seconds, long bytes) {}

  /** Runs a case: best in a process of its own, whose memory is then the case's. */
  static Cost run(StepCase step) throws InterruptedException {
    Engine.start(Runtime.getRuntime().availableProcessors());
    Batch pictures = step.pictures();
    AtomicLong most = new AtomicLong();
    AtomicBoolean done = new AtomicBoolean();
    Thread watcher = new Thread(() -> watch(most, done), "memory");
    watcher.start();
    Detector detector = Detector.create(DetectorConfig.of(step.scale(), step.classes()), 1);
    try (Learner learner = new Learner(detector, recipe(step.batch()), ComputeDevice.CPU)) {
      return new Cost(fastest(learner, pictures), most.get());
    } finally {
      done.set(true);
      watcher.join();
    }
  }

  private static double fastest(Learner learner, Batch pictures) {
    long fastest = Long.MAX_VALUE;
    long spent = 0;
    for (int step = 0; step < WARM_UP + LEAST || spent < ENOUGH_NANOS; step++) {
      long begin = System.nanoTime();
      StepRecord unused = learner.step(pictures, new Progress(step, BATCHES_AN_EPOCH, 1));
      long nanos = System.nanoTime() - begin;
      if (step >= WARM_UP) {
        fastest = Math.min(fastest, nanos);
        spent += nanos;
      }
    }
    return fastest / 1e9;
  }

  /** The defaults of a run, but for a rate too small to change anything and no accumulation. */
  private static Learner.Recipe recipe(int batch) {
    RateConfig rates = new RateConfig(1e-6, 1, false, 0.937, 0, 0.8, 0, 5e-4, batch, 10, 0.1, true);
    return new Learner.Recipe(
        new Criterion(LossConfig.defaults()),
        LossPlan.preset(Preset.BOTH),
        RatePlan.of(rates, batch, BATCHES_AN_EPOCH, 1),
        OptimizerConfig.defaults(),
        WeightAverageConfig.defaults());
  }

  private static void watch(AtomicLong most, AtomicBoolean done) {
    while (!done.get()) {
      most.accumulateAndGet(Pointer.physicalBytes(), Math::max);
      try {
        Thread.sleep(LOOK_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
