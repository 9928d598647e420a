package dev.progloss.train.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.progloss.core.balance.Branch;
import dev.progloss.core.balance.Component;
import dev.progloss.core.balance.LossPlan;
import dev.progloss.core.balance.Preset;
import dev.progloss.core.box.Box;
import dev.progloss.core.box.IouKind;
import dev.progloss.core.schedule.Progress;
import dev.progloss.data.augment.AugmentConfig;
import dev.progloss.data.augment.ResizedPictures;
import dev.progloss.data.augment.TrainingPipeline;
import dev.progloss.data.dataset.Dataset;
import dev.progloss.data.dataset.Split;
import dev.progloss.data.synthetic.DrawnDataset;
import dev.progloss.model.architecture.DetectorConfig;
import dev.progloss.model.architecture.Scale;
import dev.progloss.model.assign.Assigner;
import dev.progloss.model.assign.Assignment;
import dev.progloss.model.assign.AtssAssigner;
import dev.progloss.model.assign.ImageTruth;
import dev.progloss.model.assign.SimOtaAssigner;
import dev.progloss.model.detector.Detector;
import dev.progloss.model.loss.BoxLoss;
import dev.progloss.model.loss.ClassLoss;
import dev.progloss.model.loss.Criterion;
import dev.progloss.model.loss.LossConfig;
import dev.progloss.model.prediction.AnchorGrid;
import dev.progloss.model.prediction.AnchorPredictions;
import dev.progloss.run.journal.StepRecord;
import dev.progloss.torch.device.ComputeDevice;
import dev.progloss.torch.device.Engine;
import dev.progloss.train.average.WeightAverageConfig;
import dev.progloss.train.batch.Batch;
import dev.progloss.train.optimizer.OptimizerConfig;
import dev.progloss.train.rate.RateConfig;
import dev.progloss.train.rate.RatePlan;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A few steps of the smallest network on one batch with every loss and every assigner. */
class ZooTorchTest {

  private static final int SIDE = 64;
  private static final int STEPS = 8;
  private static final Dataset DATA = new DrawnDataset(3, Split.TRAIN, 2, SIDE);

  /** Anchors of the finest level inside an object, all of one weight: does not move with scores. */
  private static final Assigner STILL = ZooTorchTest::inside;

  private static Assignment inside(AnchorPredictions predictions, int image, ImageTruth truth) {
    AnchorGrid grid = predictions.anchors();
    List<int[]> pairs = new ArrayList<>();
    for (int a = 0; a < grid.size() && grid.strides()[a] == 8; a++) {
      double x = grid.centresX()[a] * 8;
      double y = grid.centresY()[a] * 8;
      for (int g = 0; g < truth.size(); g++) {
        Box box = truth.boxes().get(g);
        if (x > box.x1() && x < box.x2() && y > box.y1() && y < box.y2()) {
          pairs.add(new int[] {a, g});
          break;
        }
      }
    }
    return new Assignment(
        pairs.stream().mapToInt(pair -> pair[0]).toArray(),
        pairs.stream().mapToInt(pair -> pair[1]).toArray(),
        IntStream.range(0, pairs.size()).mapToDouble(i -> 0.8).toArray());
  }

  @BeforeAll
  static void start() {
    Engine.start(1); // more threads cost more than they bring to so small a network
  }

  /** Every class loss and every box loss at least once. */
  static List<LossConfig> losses() {
    List<ClassLoss> classes =
        List.of(
            new ClassLoss.Bce(),
            new ClassLoss.Focal(1.5, 0.25),
            new ClassLoss.Varifocal(2, 0.75),
            new ClassLoss.QualityFocal(2));
    List<BoxLoss> boxes = new ArrayList<>();
    for (IouKind kind : IouKind.values()) {
      boxes.add(new BoxLoss.Overlap(kind));
    }
    BoxLoss.OfIou ciou = new BoxLoss.Overlap(IouKind.CIOU);
    boxes.add(new BoxLoss.Eiou());
    boxes.add(new BoxLoss.Siou(4));
    boxes.add(new BoxLoss.Mpdiou());
    boxes.add(new BoxLoss.Nwd(12.8));
    boxes.add(new BoxLoss.Inner(ciou, 1.2));
    boxes.add(new BoxLoss.Focaler(ciou, 0, 0.9));
    return IntStream.range(0, boxes.size())
        .mapToObj(i -> new LossConfig(classes.get(i % 4), boxes.get(i), STILL, STILL))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("losses")
  void steps_onOneBatch_everyTermFalls(LossConfig config) {
    requireFalling(config, DetectorConfig.of(Scale.T, DATA.classes().size()));
  }

  @ParameterizedTest
  @MethodSource("headsWithMore")
  void steps_headWithMore_everyTermFalls(DetectorConfig head) {
    LossConfig usual = LossConfig.defaults();
    requireFalling(new LossConfig(usual.classes(), usual.boxes(), STILL, STILL), head);
  }

  static List<DetectorConfig> headsWithMore() {
    int classes = DATA.classes().size();
    return List.of(
        new DetectorConfig(Scale.T, classes, 1, true, true),
        new DetectorConfig(Scale.T, classes, 16, true, true));
  }

  private static void requireFalling(LossConfig config, DetectorConfig head) {
    List<StepRecord> steps = steps(config, head);
    for (Branch branch : Branch.values()) {
      for (Component component : Component.values()) {
        if (steps.get(0).raw().has(branch, component)) {
          assertThat(steps.get(STEPS - 1).raw().of(branch, component))
              .as("%s %s", branch, component)
              .isLessThan(steps.get(0).raw().of(branch, component));
        }
      }
    }
  }

  static List<Assigner> assigners() {
    return List.of(
        LossConfig.defaults().oneToMany(), SimOtaAssigner.defaults(), AtssAssigner.defaults());
  }

  /** Targets move with the predictions here, so no term need fall; but there must be some. */
  @ParameterizedTest
  @MethodSource("assigners")
  void steps_assigner_findsPositivesAndStaysFinite(Assigner assigner) {
    LossConfig usual = LossConfig.defaults();
    LossConfig config = new LossConfig(usual.classes(), usual.boxes(), assigner, usual.oneToOne());
    List<StepRecord> steps = steps(config, DetectorConfig.of(Scale.T, DATA.classes().size()));
    assertThat(steps.get(0).raw().of(Branch.ONE_TO_MANY, Component.BOX)).isPositive();
    assertThat(steps.get(STEPS - 1).raw().of(Branch.ONE_TO_MANY, Component.BOX)).isPositive();
    assertThat(steps.get(STEPS - 1).total()).isFinite();
  }

  private static List<StepRecord> steps(LossConfig config, DetectorConfig head) {
    TrainingData data =
        new TrainingData(
            new TrainingPipeline(new ResizedPictures(DATA, SIDE, 1 << 20), AugmentConfig.none(), 0),
            2,
            STEPS);
    RateConfig rates = new RateConfig(0.003, 1, false, 0.9, 0, 0.8, 0, 0, 2, 10, 1, true);
    Learner.Recipe recipe =
        new Learner.Recipe(
            new Criterion(config),
            LossPlan.preset(Preset.OFF),
            RatePlan.of(rates, 2, 1, STEPS),
            new OptimizerConfig.AdamW(0.9, 0.999, 1e-8),
            WeightAverageConfig.defaults());
    Batch batch = Batch.of(data.samples(0));
    List<StepRecord> steps = new ArrayList<>();
    try (Learner learner = new Learner(Detector.create(head, 4), recipe, ComputeDevice.CPU)) {
      for (int step = 0; step < STEPS; step++) {
        steps.add(learner.step(batch, new Progress(step, 1, STEPS)));
      }
    }
    return steps;
  }
}
