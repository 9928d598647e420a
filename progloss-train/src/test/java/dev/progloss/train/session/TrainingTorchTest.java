package dev.progloss.train.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import dev.progloss.core.balance.Branch;
import dev.progloss.core.balance.Component;
import dev.progloss.core.balance.LossPlan;
import dev.progloss.core.balance.Preset;
import dev.progloss.core.detection.ClassNames;
import dev.progloss.core.error.ConfigException;
import dev.progloss.core.error.DivergedException;
import dev.progloss.core.schedule.Progress;
import dev.progloss.data.augment.AugmentConfig;
import dev.progloss.data.dataset.Dataset;
import dev.progloss.data.dataset.Split;
import dev.progloss.data.synthetic.DrawnDataset;
import dev.progloss.model.architecture.DetectorConfig;
import dev.progloss.model.architecture.Scale;
import dev.progloss.model.detector.Detector;
import dev.progloss.model.loss.Criterion;
import dev.progloss.run.journal.JournalReader;
import dev.progloss.run.journal.StepRecord;
import dev.progloss.run.layout.RunDirectory;
import dev.progloss.torch.device.ComputeDevice;
import dev.progloss.torch.device.Engine;
import dev.progloss.torch.device.Heap;
import dev.progloss.torch.scope.PointerCensus;
import dev.progloss.torch.scope.TensorScope;
import dev.progloss.train.batch.Batch;
import dev.progloss.train.checkpoint.ModelFile;
import dev.progloss.train.loop.Calendar;
import dev.progloss.train.loop.Learner;
import dev.progloss.train.loop.RunPolicy;
import dev.progloss.train.loop.TrainListener;
import dev.progloss.train.loop.TrainingData;
import dev.progloss.train.loop.Validation;
import dev.progloss.train.profile.Phase;
import dev.progloss.train.profile.PhaseTime;
import dev.progloss.train.profile.RecordingClock;
import dev.progloss.train.rate.RateConfig;
import dev.progloss.train.rate.RatePlan;
import dev.progloss.train.testkit.DatasetAround;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TrainingTorchTest {

  private static final int SIDE = 64;

  @TempDir Path folder;

  @Test
  void overfit_eightPictures_reachesAp50Of095() {
    Dataset eight = new DrawnDataset(7, Split.TRAIN, 8, 96);
    TrainConfig config =
        TrainConfig.of(Scale.T)
            .withImageSide(96)
            .withLength(350, 8)
            .withAugment(AugmentConfig.none())
            .withRates(rates(0.01, 8))
            .withCalendar(new Calendar(350));
    List<Validation> seen = new ArrayList<>();
    Training.of(config, eight, eight).watchedBy(evaluations(seen)).into(run("overfit"));
    assertThat(seen).hasSize(1);
    assertThat(seen.get(0).endToEnd().ap50()).isGreaterThan(0.95);
  }

  @Test
  void journal_sameSeed_sameBitsForAnyNumberOfLoaders() throws Exception {
    byte[] without = journal("without", config(2).withSeed(3), 0);
    assertThat(journal("again", config(2).withSeed(3), 0)).isEqualTo(without);
    assertThat(journal("one", config(2).withSeed(3), 1)).isEqualTo(without);
    assertThat(journal("two", config(2).withSeed(3), 2)).isEqualTo(without);
    assertThat(journal("other", config(2).withSeed(4), 0)).isNotEqualTo(without);
  }

  @Test
  void timed_anyRun_leavesTheSameBytesAndTellsEveryPhase() {
    RunDirectory plain = run("plain");
    training(config(4).withRates(rates(0.01, 8))).into(plain);
    RunDirectory timed = run("timed");
    RecordingClock clock = new RecordingClock(System::nanoTime, ComputeDevice.CPU);
    training(config(4).withRates(rates(0.01, 8))).timedBy(clock).into(timed);
    assertThat(timed.journal()).hasSameBinaryContentAs(plain.journal());
    assertThat(timed.weights("last")).hasSameBinaryContentAs(plain.weights("last"));
    assertThat(timed.weights("best")).hasSameBinaryContentAs(plain.weights("best"));
    Map<Phase, Integer> counts = new EnumMap<>(Phase.class);
    clock.profile().phases().forEach(time -> counts.put(time.phase(), time.count()));
    // Four epochs of three batches of 4; nominal batch 8: not every batch moves the parameters.
    assertThat(counts)
        .containsOnlyKeys(EnumSet.complementOf(EnumSet.of(Phase.WAITING)))
        .containsEntry(Phase.PREPARING, 12)
        .containsEntry(Phase.ASSIGNMENT, 12)
        .containsEntry(Phase.BACKWARD, 12)
        .containsEntry(Phase.EVALUATION, 2)
        .containsEntry(Phase.SAVING, 4);
    assertThat(counts.get(Phase.OPTIMIZER)).isLessThan(12).isEqualTo(counts.get(Phase.AVERAGE));
  }

  @Test
  void timed_withLoaders_waitsInsteadOfPreparing() {
    RecordingClock clock = new RecordingClock(System::nanoTime, ComputeDevice.CPU);
    training(config(1)).on(Hardware.cpu().withLoaders(1)).timedBy(clock).into(run("loaders"));
    assertThat(clock.profile().phases())
        .extracting(PhaseTime::phase)
        .contains(Phase.WAITING)
        .doesNotContain(Phase.PREPARING);
  }

  @Test
  void resume_midwayBetweenOptimiserSteps_equalsStraightRun() throws Exception {
    // Nominal batch 8 of batches of 4: the stop after batch 4 leaves gradients that wait.
    TrainConfig config = config(4).withRates(rates(0.01, 8));
    RunDirectory straight = run("straight");
    training(config).into(straight);
    RunDirectory broken = run("broken");
    int[] done = {0};
    Progress stopped =
        training(config)
            .watchedBy(
                new TrainListener() {
                  @Override
                  public void stepDone(StepRecord step) {
                    done[0]++;
                  }
                })
            .stoppedBy(() -> done[0] == 5)
            .into(broken);
    assertThat(stopped.step()).isEqualTo(5);
    Progress end = training(config).resume(broken);
    assertThat(end.step()).isEqualTo(end.totalSteps());
    assertThat(broken.journal()).hasSameBinaryContentAs(straight.journal());
    assertThat(broken.weights("last")).hasSameBinaryContentAs(straight.weights("last"));
    assertThat(broken.weights("best")).hasSameBinaryContentAs(straight.weights("best"));
    assertThatThrownBy(() -> training(config).resume(broken))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("nothing to resume");
    assertThat(Files.readAllLines(broken.results()))
        .hasSameSizeAs(Files.readAllLines(straight.results()));
  }

  @Test
  void resume_afterACrash_takesBackTheStepsSinceTheLastSave() {
    RunDirectory straight = run("uncrashed");
    training(config(4)).into(straight);
    RunDirectory crashed = run("crashed");
    TrainListener crash =
        new TrainListener() {
          @Override
          public void stepDone(StepRecord step) {
            if (step.progress().step() == 7) { // saved after step 5; 6 and 7 are in the journal
              throw new IllegalStateException("crash");
            }
          }
        };
    assertThatThrownBy(() -> training(config(4)).watchedBy(crash).into(crashed))
        .hasMessage("crash");
    Progress end = training(config(4)).resume(crashed);
    assertThat(end.step()).isEqualTo(end.totalSteps());
    assertThat(crashed.journal()).hasSameBinaryContentAs(straight.journal());
    assertThat(crashed.weights("last")).hasSameBinaryContentAs(straight.weights("last"));
  }

  @Test
  void resume_finishedRun_saysSo() {
    RunDirectory run = run("finished");
    training(config(1)).into(run);
    assertThatThrownBy(() -> training(config(1)).resume(run))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("nothing to resume");
  }

  @Test
  void journal_everyStep_totalIsTheWeightedSumOfAllTerms() {
    RunDirectory run = run("sums");
    training(config(3).withLosses(LossPlan.preset(Preset.BOTH))).into(run);
    int steps = 0;
    for (Map<String, Object> record : JournalReader.read(run.journal())) {
      if ("step".equals(record.get("kind"))) {
        steps++;
        double total = 0;
        for (Branch branch : Branch.values()) {
          for (Component component : List.of(Component.CLS, Component.BOX, Component.L1)) {
            total +=
                number(record, "weights", branch.key())
                    * number(record, "weights", component.key())
                    * number(record, "gains", component.key())
                    * number(record, "raw", branch.key() + "/" + component.key());
          }
        }
        assertThat((Double) record.get("total")).isCloseTo(total, offset(1e-9 * total));
      }
    }
    assertThat(steps).isEqualTo(9);
  }

  @Test
  void diverged_hugeRate_keepsFiniteWeightsAndNamesTheStep() {
    RunDirectory run = run("diverged");
    RateConfig rates =
        new RateConfig(
            1e20, 0.01, false, 0.9, 0, 0.8, 0.1, 0, 4, Double.POSITIVE_INFINITY, 1, true);
    Training training = training(config(3).withRates(rates)).keptBy(new RunPolicy(10, 0, 3));
    assertThatThrownBy(() -> training.into(run))
        .isInstanceOf(DivergedException.class)
        .hasMessageContaining("at step ")
        .hasMessageContaining("3 steps in a row were not finite")
        .hasMessageContaining("last finite step ");
    List<Map<String, Object>> skipped =
        JournalReader.read(run.journal()).stream()
            .filter(line -> "skipped".equals(line.get("kind")))
            .toList();
    assertThat(skipped).hasSize(3);
    assertThat(skipped.get(0).get("what")).asString().matches("o2[mo]/(cls|box|l1)");
    assertThat(skipped.get(0).get("value")).isIn("NaN", "Infinity");
    try (TensorScope scope = TensorScope.open()) {
      ModelFile kept = ModelFile.open(run.weights("last"));
      kept.tensors()
          .readAll()
          .forEach((name, tensor) -> assertThat(finite(Heap.floats(tensor))).as(name).isTrue());
    }
  }

  @Test
  void predictor_bestWeights_repeatsTheValidationOfTheRun() {
    List<Validation> seen = new ArrayList<>();
    RunDirectory run = run("repeat");
    training(config(6)).watchedBy(evaluations(seen)).into(run);
    double best = seen.stream().mapToDouble(v -> v.endToEnd().ap()).max().orElseThrow();
    try (Predictor predictor = Predictor.open(run.weights("best"))) {
      assertThat(predictor.classes()).isEqualTo(data(Split.VAL).classes());
      assertThat(predictor.judge(data(Split.VAL), SIDE, 4).endToEnd().ap()).isEqualTo(best);
    }
  }

  @Test
  void of_otherClasses_refuses() {
    Dataset train = data(Split.TRAIN);
    Dataset val = new OneClass(data(Split.VAL));
    assertThatThrownBy(() -> Training.of(config(1), train, val))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("same classes");
  }

  @Test
  void step_threeHundredTimes_leavesNothingBehind() {
    Engine.start(2);
    Dataset data = data(Split.TRAIN);
    TrainConfig config = config(100);
    Training training = Training.of(config, data, data);
    TrainingData batches = training.data();
    Learner.Recipe recipe =
        new Learner.Recipe(
            new Criterion(config.criterion()),
            config.losses(),
            RatePlan.of(rates(0.001, 4), 4, batches.batchesPerEpoch(), 110),
            training.optimizer(),
            config.average());
    Detector detector = Detector.create(DetectorConfig.of(Scale.T, data.classes().size()), 0);
    Batch batch = Batch.of(batches.samples(0));
    try (Learner learner = new Learner(detector, recipe, ComputeDevice.CPU)) {
      PointerCensus before = PointerCensus.take();
      for (int step = 0; step < 320; step++) {
        var unused = learner.step(batch, new Progress(step, batches.batchesPerEpoch(), 110));
        if (step == 19) {
          before = PointerCensus.take();
        }
      }
      PointerCensus after = PointerCensus.take();
      assertThat(after.pointers()).isLessThanOrEqualTo(before.pointers());
      assertThat(after.residentBytes() - before.residentBytes()).isLessThan(64L << 20);
    }
  }

  /** The same pictures under one class name. */
  private record OneClass(Dataset inner) implements DatasetAround {
    @Override
    public ClassNames classes() {
      return ClassNames.of("thing");
    }
  }

  private static boolean finite(float[] values) {
    for (float value : values) {
      if (!Float.isFinite(value)) {
        return false;
      }
    }
    return true;
  }

  private static double number(Map<String, Object> record, String group, String key) {
    return (Double) ((Map<?, ?>) record.get(group)).get(key);
  }

  private static TrainListener evaluations(List<Validation> into) {
    return new TrainListener() {
      @Override
      public void evaluated(Validation validation) {
        into.add(validation);
      }
    };
  }

  private byte[] journal(String name, TrainConfig config, int loaders) throws Exception {
    RunDirectory run = run(name);
    Training.of(config, data(Split.TRAIN), data(Split.VAL))
        .on(Hardware.cpu().withLoaders(loaders))
        .into(run);
    return Files.readAllBytes(run.journal());
  }

  private static Training training(TrainConfig config) {
    return Training.of(config, data(Split.TRAIN), data(Split.VAL));
  }

  private static TrainConfig config(int epochs) {
    return TrainConfig.of(Scale.T)
        .withImageSide(SIDE)
        .withLength(epochs, 4)
        .withCalendar(new Calendar(2));
  }

  private static RateConfig rates(double lr0, int nominalBatch) {
    RateConfig usual = RateConfig.defaults();
    return new RateConfig(
        lr0,
        usual.lrf(),
        false,
        0.9,
        1,
        usual.warmupMomentum(),
        usual.warmupBiasLr(),
        usual.weightDecay(),
        nominalBatch,
        usual.gradientClip(),
        usual.warmupCapShare(),
        true);
  }

  /** Three batches of four. */
  private static Dataset data(Split split) {
    return new DrawnDataset(1, split, split == Split.TRAIN ? 12 : 6, SIDE);
  }

  private RunDirectory run(String name) {
    return RunDirectory.create(folder, name, true, false);
  }

  @Test
  void rates_notGiven_areChosenForTheLength() {
    assertThat(training(config(2)).rates().nominalBatch()).isEqualTo(4);
    assertThat(config(2).rates()).isEqualTo(Optional.empty());
  }
}
