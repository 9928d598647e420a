package dev.progloss.train.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.progloss.core.balance.Branch;
import dev.progloss.core.balance.Component;
import dev.progloss.core.balance.LossPlan;
import dev.progloss.core.balance.Preset;
import dev.progloss.core.schedule.Progress;
import dev.progloss.data.augment.AugmentConfig;
import dev.progloss.data.dataset.Dataset;
import dev.progloss.data.dataset.Split;
import dev.progloss.data.synthetic.DrawnDataset;
import dev.progloss.model.architecture.DetectorConfig;
import dev.progloss.model.architecture.Scale;
import dev.progloss.model.assign.ImageTruth;
import dev.progloss.model.detector.Detector;
import dev.progloss.model.loss.Criterion;
import dev.progloss.model.loss.LossConfig;
import dev.progloss.model.loss.LossTerms;
import dev.progloss.run.journal.JournalReader;
import dev.progloss.run.journal.StepRecord;
import dev.progloss.run.layout.RunDirectory;
import dev.progloss.torch.device.ComputeDevice;
import dev.progloss.torch.device.Precision;
import dev.progloss.torch.scope.TensorScope;
import dev.progloss.torch.weights.ElementType;
import dev.progloss.torch.weights.SafetensorsFile;
import dev.progloss.train.batch.Batch;
import dev.progloss.train.loop.Calendar;
import dev.progloss.train.loop.TrainListener;
import dev.progloss.train.loop.Validation;
import dev.progloss.train.optimizer.OptimizerConfig;
import dev.progloss.train.rate.RateConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Training, judging, saving and resuming on a GPU: {@code ./mvnw -Pgpu -Dquick -pl progloss-train
 * -am test -Dtest=GpuTorchTest -Dsurefire.failIfNoSpecifiedTests=false}. Sums on a GPU come in any
 * order and convolutions may round to TF32, so nothing is compared to the bit.
 */
final class GpuTorchTest {

  private static final int SIDE = 64;
  private static final double SHARE = 0.1;

  @TempDir Path folder;

  @BeforeEach
  void requireGpu() {
    assumeTrue(
        ComputeDevice.cudaCount() > 0,
        "skipped: no CUDA device was found; this wants a build with -Pgpu and a CUDA driver");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void run_onAGpu_isNearTheProcessor(boolean amp) {
    RunDirectory expected = run("processor");
    training(Hardware.cpu().withLoaders(0).withAmp(false), musgd()).into(expected);
    RunDirectory got = run("gpu");
    List<Validation> seen = new ArrayList<>();
    training(gpu().withAmp(amp), musgd())
        .watchedBy(
            new TrainListener() {
              @Override
              public void evaluated(Validation validation) {
                seen.add(validation);
              }
            })
        .into(got);
    requireNear(totals(got), totals(expected));
    SafetensorsFile weights = SafetensorsFile.open(got.weights("best"));
    assertThat(weights.names()).noneMatch(name -> weights.type(name) == ElementType.BF16);
    for (Hardware hardware : List.of(gpu(), Hardware.cpu())) {
      try (Predictor predictor = Predictor.open(got.weights("best"), hardware)) {
        assertThat(predictor.judge(data(), SIDE, 4).endToEnd().ap())
            .isCloseTo(seen.get(0).endToEnd().ap(), within(0.05));
        var unused = predictor.detect(data().read(0).image(), 0.001);
      }
    }
  }

  @Test
  void resume_onAGpu_goesOn() {
    for (OptimizerConfig optimizer :
        List.of(musgd(), new OptimizerConfig.Sgd(), new OptimizerConfig.AdamW(0.9, 0.999, 1e-8))) {
      String name = optimizer.getClass().getSimpleName();
      RunDirectory straight = run("straight" + name);
      training(gpu(), optimizer).into(straight);
      RunDirectory broken = run("broken" + name);
      int[] done = {0};
      TrainListener counter =
          new TrainListener() {
            @Override
            public void stepDone(StepRecord step) {
              done[0]++;
            }
          };
      // Nominal batch 8 of batches of 4: the stop after batch 3 leaves gradients that wait.
      var unused =
          training(gpu(), optimizer).watchedBy(counter).stoppedBy(() -> done[0] == 3).into(broken);
      unused = training(gpu(), optimizer).resume(broken);
      requireNear(totals(broken), totals(straight));
    }
  }

  @Test
  void step_withoutAnyObject_isFinite() {
    Dataset data = data();
    Batch full = Batch.of(List.of(data.read(0), data.read(1)));
    ImageTruth nothing = new ImageTruth(List.of(), List.of());
    Batch empty = new Batch(SIDE, full.pixels(), List.of(nothing, nothing));
    ComputeDevice device = ComputeDevice.of("cuda:0");
    DetectorConfig config = DetectorConfig.of(Scale.T, data.classes().size());
    try (Detector detector = Detector.create(config, 0, Precision.FLOAT32, device);
        TensorScope scope = TensorScope.open()) {
      LossTerms terms =
          new Criterion(LossConfig.defaults())
              .terms(detector.train(empty.images(device)), empty.truth());
      assertThat(terms.numbers().of(Branch.ONE_TO_ONE, Component.BOX)).isZero();
      assertThat(terms.numbers().of(Branch.ONE_TO_ONE, Component.CLS)).isPositive().isFinite();
      terms.weightedBy(LossPlan.preset(Preset.BOTH).at(Progress.atEpoch(0, 1))).backward();
    }
  }

  @Test
  void requireDevice_oneTooFar_saysWhatIsHere() {
    String beyond = "cuda:" + ComputeDevice.cudaCount();
    assertThatThrownBy(() -> ComputeDevice.of(beyond)).hasMessageContaining("cuda:0 to cuda:");
  }

  private static void requireNear(List<Double> got, List<Double> expected) {
    assertThat(got).hasSameSizeAs(expected);
    for (int step = 0; step < got.size(); step++) {
      assertThat(got.get(step))
          .as("total of step %d", step)
          .isCloseTo(expected.get(step), within(SHARE * expected.get(step)));
    }
  }

  private static List<Double> totals(RunDirectory run) {
    return JournalReader.read(run.journal()).stream()
        .filter(record -> "step".equals(record.get("kind")))
        .map(record -> (Double) record.get("total"))
        .toList();
  }

  private static Hardware gpu() {
    return Hardware.cpu().onDevice(ComputeDevice.of("cuda:0")).withLoaders(1);
  }

  private static OptimizerConfig musgd() {
    return new OptimizerConfig.MuSgd(0.2, 1);
  }

  private static Training training(Hardware hardware, OptimizerConfig optimizer) {
    TrainConfig usual =
        TrainConfig.of(Scale.T)
            .withImageSide(SIDE)
            .withLength(3, 4)
            .withAugment(AugmentConfig.none())
            .withRates(rates())
            .withCalendar(new Calendar(3));
    TrainConfig config =
        new TrainConfig(
            usual.model(),
            usual.length(),
            usual.seed(),
            usual.losses(),
            usual.criterion(),
            Optional.of(optimizer),
            usual.rates(),
            usual.augment(),
            usual.average(),
            usual.calendar());
    return Training.of(config, data(), data()).on(hardware);
  }

  private static RateConfig rates() {
    RateConfig usual = RateConfig.defaults();
    return new RateConfig(
        0.001,
        usual.lrf(),
        false,
        0.9,
        1,
        usual.warmupMomentum(),
        usual.warmupBiasLr(),
        usual.weightDecay(),
        8,
        usual.gradientClip(),
        usual.warmupCapShare(),
        true);
  }

  /** Two batches of four. */
  private static Dataset data() {
    return new DrawnDataset(3, Split.TRAIN, 8, SIDE);
  }

  private RunDirectory run(String name) {
    return RunDirectory.create(folder, name, false, false);
  }
}
