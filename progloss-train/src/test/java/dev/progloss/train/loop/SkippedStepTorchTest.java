package dev.progloss.train.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.progloss.core.balance.LossPlan;
import dev.progloss.core.balance.Preset;
import dev.progloss.core.error.DivergedException;
import dev.progloss.core.schedule.Progress;
import dev.progloss.data.augment.AugmentConfig;
import dev.progloss.data.augment.ResizedPictures;
import dev.progloss.data.augment.TrainingPipeline;
import dev.progloss.data.dataset.Split;
import dev.progloss.data.synthetic.DrawnDataset;
import dev.progloss.model.architecture.DetectorConfig;
import dev.progloss.model.architecture.Scale;
import dev.progloss.model.detector.Detector;
import dev.progloss.model.loss.Criterion;
import dev.progloss.model.loss.LossConfig;
import dev.progloss.run.layout.Disk;
import dev.progloss.run.layout.RunDirectory;
import dev.progloss.torch.device.ComputeDevice;
import dev.progloss.torch.device.Engine;
import dev.progloss.torch.device.Heap;
import dev.progloss.torch.scope.TensorScope;
import dev.progloss.train.average.WeightAverageConfig;
import dev.progloss.train.batch.Batch;
import dev.progloss.train.checkpoint.CheckpointKeeper;
import dev.progloss.train.checkpoint.ModelCard;
import dev.progloss.train.checkpoint.ResumeFile;
import dev.progloss.train.optimizer.OptimizerConfig;
import dev.progloss.train.rate.RateConfig;
import dev.progloss.train.rate.RatePlan;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A batch that is not finite leaves no trace. */
final class SkippedStepTorchTest {

  private static final int SIDE = 64;
  private static final int EPOCHS = 50;

  /** Gradients of two batches make a step. */
  private static final int NOMINAL_BATCH = 8;

  private Learner learner;
  private TrainingData data;

  @BeforeAll
  static void start() {
    Engine.start(2);
  }

  @BeforeEach
  void build() {
    DrawnDataset drawn = new DrawnDataset(1, Split.TRAIN, 8, SIDE);
    data =
        new TrainingData(
            new TrainingPipeline(
                new ResizedPictures(drawn, SIDE, 1 << 20), AugmentConfig.none(), 1),
            4,
            EPOCHS);
    learner = learner(classes());
  }

  @AfterEach
  void close() {
    learner.close();
  }

  private Learner learner(int classes) {
    return learner(classes, 0.01);
  }

  private Learner learner(int classes, double lr0) {
    RateConfig rates =
        new RateConfig(lr0, 0.01, false, 0.9, 0, 0.8, 0.1, 5e-4, NOMINAL_BATCH, 10, 1, true);
    Learner.Recipe recipe =
        new Learner.Recipe(
            new Criterion(LossConfig.defaults()),
            LossPlan.preset(Preset.BOTH),
            RatePlan.of(rates, 4, data.batchesPerEpoch(), EPOCHS),
            OptimizerConfig.defaults(),
            WeightAverageConfig.defaults());
    return new Learner(
        Detector.create(DetectorConfig.of(Scale.T, classes), 0), recipe, ComputeDevice.CPU);
  }

  @Test
  void step_lossNotFinite_namesTheTermAndLeavesEverythingAsItWas() {
    step(learner, 0); // its gradients wait
    Tensor weight = anyWeight(learner);
    float before = weight.data_ptr_float().get(0);
    weight.data_ptr_float().put(0, Float.NaN);
    Map<String, float[]> all = everything(learner);
    assertThatThrownBy(() -> step(learner, 1))
        .isInstanceOfSatisfying(
            DivergedException.class,
            e -> {
              assertThat(e.what()).isEqualTo("o2m/cls");
              assertThat(e.value()).isNaN();
            })
        .hasMessageContaining("o2m/cls is NaN at step 1");
    requireSame(all, everything(learner));
    weight.data_ptr_float().put(0, before);
    // It goes on as one that never saw the batch.
    step(learner, 1);
    try (Learner twin = learner(classes())) {
      step(twin, 0);
      step(twin, 1);
      requireSame(everything(twin), everything(learner));
    }
  }

  @Test
  void step_gradientNotFinite_dropsItAndMovesNothing() {
    step(learner, 0);
    Tensor gradient = anyWeight(learner).grad();
    try (NoGradGuard guard = new NoGradGuard()) {
      gradient.fill_(new Scalar(Float.POSITIVE_INFINITY));
    }
    Map<String, float[]> all = everything(learner);
    all.keySet().removeIf(name -> name.startsWith("gradient."));
    assertThatThrownBy(() -> step(learner, 1))
        .isInstanceOfSatisfying(
            DivergedException.class, e -> assertThat(e.what()).isEqualTo("gradient norm"));
    requireSame(all, everything(learner)); // no gradient is left either
    step(learner, 2);
    step(learner, 3);
    assertThat(learner.average().updates()).isEqualTo(1);
    everything(learner).forEach((name, numbers) -> assertThat(finite(numbers)).as(name).isTrue());
  }

  @Test
  void step_wouldLeaveTheFiniteNumbers_isNotMade() {
    try (Learner fast = learner(classes(), 1e30)) {
      step(fast, 0);
      Map<String, float[]> before = everything(fast);
      assertThatThrownBy(() -> step(fast, 1))
          .isInstanceOfSatisfying(
              DivergedException.class, e -> assertThat(e.what()).isEqualTo("step size"));
      before.keySet().removeIf(name -> name.startsWith("gradient."));
      requireSame(before, everything(fast));
      assertThat(fast.average().updates()).isZero();
    }
  }

  @Test
  void keep_averageNotFinite_isRefusedAndLeavesWhatWasSaved(@TempDir Path folder) throws Exception {
    RunDirectory run = RunDirectory.create(folder, "run", true, false);
    CheckpointKeeper keeper =
        new CheckpointKeeper(
            new CheckpointKeeper.Place(run, Disk.real()),
            new ModelCard(
                Scale.T,
                1,
                false,
                new DrawnDataset(1, Split.TRAIN, 1, SIDE).classes(),
                SIDE,
                Map.of()),
            new ResumeFile.Origin(Map.of(), ""),
            () -> {},
            new CheckpointKeeper.Told(file -> {}, note -> {}));
    Standing standing = Standing.begin(new Progress(0, data.batchesPerEpoch(), EPOCHS));
    keeper.keepUnjudged(learner, standing);
    byte[] saved = Files.readAllBytes(run.weights("last"));
    learner.average().tensors().values().iterator().next().data_ptr_float().put(0, Float.NaN);
    assertThatThrownBy(() -> keeper.keepUnjudged(learner, standing.learned()))
        .isInstanceOf(DivergedException.class)
        .hasMessageContaining("not finite before step 1");
    assertThat(run.weights("last")).hasBinaryContent(saved);
    assertThat(ResumeFile.newest(run, note -> {}).standing().next().step()).isZero();
  }

  private static int classes() {
    return new DrawnDataset(1, Split.TRAIN, 8, SIDE).classes().size();
  }

  private void step(Learner which, long step) {
    which.step(Batch.of(data.samples(step)), new Progress(step, data.batchesPerEpoch(), EPOCHS));
  }

  private static Tensor anyWeight(Learner learner) {
    return learner.detector().parameters().entrySet().stream()
        .filter(e -> e.getValue().dim() == 4)
        .findFirst()
        .orElseThrow()
        .getValue();
  }

  /** Parameters, running statistics, optimiser, average and waiting gradients. */
  private static Map<String, float[]> everything(Learner learner) {
    Map<String, float[]> all = new LinkedHashMap<>();
    try (TensorScope scope = TensorScope.open();
        NoGradGuard guard = new NoGradGuard()) {
      learner.detector().state().forEach((name, t) -> all.put("live." + name, floats(t)));
      learner.average().tensors().forEach((name, t) -> all.put("average." + name, floats(t)));
      learner.optimizer().state().forEach((name, t) -> all.put("optimizer." + name, floats(t)));
      learner
          .detector()
          .parameters()
          .forEach(
              (name, t) -> {
                if (t.grad().defined()) {
                  all.put("gradient." + name, floats(t.grad()));
                }
              });
    }
    return all;
  }

  private static float[] floats(Tensor tensor) {
    return Heap.floats(tensor.detach().to(ScalarType.Float));
  }

  private static void requireSame(Map<String, float[]> expected, Map<String, float[]> got) {
    assertThat(got).containsOnlyKeys(expected.keySet());
    // NaN equals NaN here, and 0 is not -0.
    expected.forEach((name, numbers) -> assertThat(got.get(name)).as(name).isEqualTo(numbers));
  }

  private static boolean finite(float[] numbers) {
    for (float number : numbers) {
      if (!Float.isFinite(number)) {
        return false;
      }
    }
    return true;
  }
}
