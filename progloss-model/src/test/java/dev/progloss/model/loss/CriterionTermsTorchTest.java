package dev.progloss.model.loss;

import static org.assertj.core.api.Assertions.assertThat;

import dev.progloss.core.balance.Branch;
import dev.progloss.core.balance.Component;
import dev.progloss.core.balance.TermTable;
import dev.progloss.core.box.Box;
import dev.progloss.core.box.IouKind;
import dev.progloss.model.assign.Assigner;
import dev.progloss.model.assign.Assignment;
import dev.progloss.model.assign.ImageTruth;
import dev.progloss.model.prediction.AnchorGrid;
import dev.progloss.model.prediction.BranchPredictions;
import dev.progloss.model.prediction.Predictions;
import dev.progloss.torch.device.Heap;
import dev.progloss.torch.scope.TensorScope;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.assertj.core.data.Offset;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every term of a branch under an assignment that stands still: its twin in doubles and its slope.
 */
class CriterionTermsTorchTest {

  private static final AnchorGrid GRID = AnchorGrid.of(64, 96, 8, 16, 32);
  private static final int CLASSES = 2;
  // Strides 8, 16 and 32; the centre of the last lies outside its object.
  private static final int[] ANCHORS = {9, 102, 125};
  private static final double[] WEIGHTS = {0.8, 0.3, 0.5};
  private static final double SUM = 1.6;
  private static final double STEP = 1e-5;
  private static final List<Box> OBJECTS =
      List.of(new Box(4, 6, 20, 22), new Box(20, 10, 60, 40), new Box(0, 20, 30, 60));
  private static final ImageTruth TRUTH = new ImageTruth(List.of(0, 1, 1), OBJECTS);
  private static final Assigner STILL =
      (predictions, image, truth) -> new Assignment(ANCHORS, new int[] {0, 1, 2}, WEIGHTS);
  private static final Criterion CRITERION =
      new Criterion(
          new LossConfig(new ClassLoss.Bce(), new BoxLoss.Overlap(IouKind.DIOU), STILL, STILL));

  /** Raw outputs of one image. */
  @SuppressWarnings("ArrayRecordComponent") // a carrier inside this test
  private record Outputs(double[] boxes, double[] scores, double[] objectness) {

    static Outputs random(int bins) {
      Random random = new Random(11);
      int anchors = GRID.size();
      return new Outputs(
          random.doubles(4L * bins * anchors, 0.3, 3).toArray(),
          random.doubles((long) CLASSES * anchors, -3, 3).toArray(),
          random.doubles(anchors, -3, 3).toArray());
    }

    List<double[]> all() {
      return List.of(boxes, scores, objectness);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 16})
  void terms_ofAStillAssignment_areTheirPlainTwins(int bins) {
    Outputs outputs = Outputs.random(bins);
    double third = 0;
    double object = 0;
    for (int i = 0; i < ANCHORS.length; i++) {
      third += WEIGHTS[i] * (bins == 1 ? l1(outputs, i) : dfl(outputs, i, bins)) / SUM;
    }
    for (int a = 0; a < GRID.size(); a++) {
      double target = a == 9 ? 0.8 : a == 102 ? 0.3 : a == 125 ? 0.5 : 0;
      double p = 1 / (1 + Math.exp(-outputs.objectness[a]));
      object -= (target * Math.log(p) + (1 - target) * Math.log(1 - p)) / SUM;
    }
    TermTable got = terms(outputs, bins);
    assertThat(got.of(Branch.ONE_TO_MANY, bins == 1 ? Component.L1 : Component.DFL))
        .isCloseTo(third, Offset.offset(1e-12));
    assertThat(got.of(Branch.ONE_TO_MANY, Component.OBJ)).isCloseTo(object, Offset.offset(1e-10));
  }

  private static double[] targetDistances(int i) {
    double stride = GRID.strides()[ANCHORS[i]];
    double x = GRID.centresX()[ANCHORS[i]];
    double y = GRID.centresY()[ANCHORS[i]];
    Box box = OBJECTS.get(i);
    return new double[] {
      x - box.x1() / stride, y - box.y1() / stride, box.x2() / stride - x, box.y2() / stride - y
    };
  }

  private static double l1(Outputs outputs, int i) {
    double[] target = targetDistances(i);
    double sum = 0;
    for (int side = 0; side < 4; side++) {
      double error = Math.abs(outputs.boxes[side * GRID.size() + ANCHORS[i]] - target[side]);
      sum += error * GRID.strides()[ANCHORS[i]] / (side % 2 == 0 ? 64 : 96);
    }
    return sum / 4;
  }

  private static double dfl(Outputs outputs, int i, int bins) {
    double[] target = targetDistances(i);
    double sum = 0;
    for (int side = 0; side < 4; side++) {
      double at = Math.max(0, Math.min(bins - 1.01, target[side]));
      double mass = 0;
      for (int bin = 0; bin < bins; bin++) {
        mass += Math.exp(logit(outputs, i, side * bins + bin));
      }
      int below = (int) at;
      double lower = logit(outputs, i, side * bins + below) - Math.log(mass);
      double upper = logit(outputs, i, side * bins + below + 1) - Math.log(mass);
      sum -= (below + 1 - at) * lower + (at - below) * upper;
    }
    return sum / 4;
  }

  private static double logit(Outputs outputs, int i, int channel) {
    return outputs.boxes[channel * GRID.size() + ANCHORS[i]];
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 16})
  void terms_gradients_agreeWithCentralDifferences(int bins) {
    Outputs outputs = Outputs.random(bins);
    List<Component> components =
        List.of(
            Component.CLS, Component.BOX, bins == 1 ? Component.L1 : Component.DFL, Component.OBJ);
    Map<Component, List<double[]>> gradients = new EnumMap<>(Component.class);
    components.forEach(each -> gradients.put(each, gradients(outputs, bins, each)));
    Set<Component> moved = EnumSet.noneOf(Component.class);
    for (int part = 0; part < 3; part++) {
      double[] values = outputs.all().get(part);
      for (int at : places(values.length)) {
        double was = values[at];
        values[at] = was + STEP;
        TermTable more = terms(outputs, bins);
        values[at] = was - STEP;
        TermTable less = terms(outputs, bins);
        values[at] = was;
        for (Component each : components) {
          double slope =
              (more.of(Branch.ONE_TO_MANY, each) - less.of(Branch.ONE_TO_MANY, each)) / (2 * STEP);
          assertThat(gradients.get(each).get(part)[at])
              .as("%s of part %d at %d", each, part, at)
              .isCloseTo(slope, Offset.offset(1e-7));
          if (slope != 0) {
            moved.add(each);
          }
        }
      }
    }
    assertThat(moved).containsExactlyInAnyOrderElementsOf(components);
  }

  /** Some outputs of every positive and of one background anchor. */
  private static List<Integer> places(int length) {
    int channels = length / GRID.size();
    List<Integer> places = new ArrayList<>();
    for (int channel = 0; channel < channels; channel += channels > 4 ? 5 : 1) {
      for (int anchor : new int[] {9, 102, 125, 40}) { // the last is background
        places.add(channel * GRID.size() + anchor);
      }
    }
    return places;
  }

  private static TermTable terms(Outputs outputs, int bins) {
    try (TensorScope scope = TensorScope.open()) {
      return CRITERION.terms(predictions(branch(outputs, bins)), List.of(TRUTH)).numbers();
    }
  }

  private static List<double[]> gradients(Outputs outputs, int bins, Component component) {
    try (TensorScope scope = TensorScope.open()) {
      BranchPredictions branch = branch(outputs, bins);
      CRITERION
          .terms(predictions(branch), List.of(TRUTH))
          .branches()
          .get(Branch.ONE_TO_MANY)
          .terms()
          .get(component)
          .backward();
      return List.of(
          gradient(branch.boxes()), gradient(branch.scores()), gradient(branch.objectness()));
    }
  }

  private static double[] gradient(Tensor leaf) {
    return leaf.grad().defined()
        ? Heap.doubles(leaf.grad())
        : new double[Math.toIntExact(leaf.numel())];
  }

  private static BranchPredictions branch(Outputs outputs, int bins) {
    return new BranchPredictions(
        Heap.tensor(outputs.boxes, 1, 4L * bins, GRID.size()).set_requires_grad(true),
        Heap.tensor(outputs.scores, 1, CLASSES, GRID.size()).set_requires_grad(true),
        Heap.tensor(outputs.objectness, 1, 1, GRID.size()).set_requires_grad(true));
  }

  private static Predictions predictions(BranchPredictions branch) {
    return new Predictions(Map.of(Branch.ONE_TO_MANY, branch), GRID);
  }
}
