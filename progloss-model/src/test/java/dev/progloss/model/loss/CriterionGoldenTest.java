package dev.progloss.model.loss;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.progloss.core.balance.Branch;
import dev.progloss.core.balance.Component;
import dev.progloss.core.balance.LossPlan;
import dev.progloss.core.balance.LossWeights;
import dev.progloss.core.balance.Preset;
import dev.progloss.core.balance.TermTable;
import dev.progloss.core.box.Box;
import dev.progloss.core.box.IouKind;
import dev.progloss.core.schedule.Progress;
import dev.progloss.core.testkit.Goldens;
import dev.progloss.model.assign.Assigner;
import dev.progloss.model.assign.AssignerConfig;
import dev.progloss.model.assign.Assignment;
import dev.progloss.model.assign.Growth;
import dev.progloss.model.assign.ImageTruth;
import dev.progloss.model.prediction.AnchorGrid;
import dev.progloss.model.prediction.BranchArrays;
import dev.progloss.model.prediction.BranchPredictions;
import dev.progloss.model.prediction.Predictions;
import dev.progloss.torch.device.Heap;
import dev.progloss.torch.device.Precision;
import dev.progloss.torch.scope.TensorScope;
import dev.progloss.torch.testkit.GoldenTensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class CriterionGoldenTest {

  private static final LossConfig CONFIG =
      new LossConfig(
          new ClassLoss.Bce(),
          IouKind.CIOU,
          AssignerConfig.oneToMany().withGrowth(Growth.WIDE),
          AssignerConfig.oneToOne().withGrowth(Growth.WIDE));

  @TestFactory
  List<DynamicTest> everyCase_termsTotalsAndGradients_areTheReference() {
    JsonNode facts = Goldens.json("loss/loss.json");
    List<DynamicTest> tests = new ArrayList<>();
    for (Map.Entry<String, JsonNode> e : facts.get("cases").properties()) {
      for (Precision precision : Precision.values()) {
        tests.add(
            DynamicTest.dynamicTest(
                e.getKey() + " " + precision,
                () -> check(e.getKey(), e.getValue(), facts, precision)));
      }
    }
    assertThat(tests).isNotEmpty();
    return tests;
  }

  private static void check(String name, JsonNode facts, JsonNode all, Precision precision) {
    GoldenTensors golden = GoldenTensors.open(Goldens.path("loss/" + name + ".safetensors"));
    int batch = facts.get("batch").asInt();
    double tolerance = precision == Precision.FLOAT64 ? 1e-8 : 2e-5;
    try (TensorScope scope = TensorScope.open()) {
      Map<Branch, BranchPredictions> outputs = new EnumMap<>(Branch.class);
      for (Branch branch : Branch.values()) {
        outputs.put(
            branch,
            new BranchPredictions(
                leaf(golden, branch.key() + ".boxes", precision),
                leaf(golden, branch.key() + ".scores", precision)));
      }
      AnchorGrid grid =
          AnchorGrid.of(facts.get("width").asInt(), facts.get("height").asInt(), 8, 16, 32);
      List<ImageTruth> truth = truth(golden, facts, batch);
      LossTerms terms = new Criterion(CONFIG).terms(new Predictions(outputs, grid), truth);
      TermTable raw = terms.numbers();
      for (Branch branch : Branch.values()) {
        JsonNode expected = facts.get("branch").get(branch.key());
        compareTerms(branch, raw, facts, all.get("gains"), tolerance);
        compareTargets(golden, branch, BranchArrays.of(outputs.get(branch), grid), truth);
        BranchTerms got = terms.branches().get(branch);
        assertClose(
            branch + " target scores",
            got.targetScores(),
            expected.get("target_scores_sum").asDouble(),
            tolerance);
        if (facts.get("gradients").asBoolean()) {
          compareGradients(golden, branch, outputs.get(branch), got, batch, tolerance);
        }
      }
      for (Map.Entry<String, JsonNode> e : facts.get("total").properties()) {
        LossWeights weights =
            LossPlan.preset(Preset.BRANCHES)
                .at(Progress.atEpoch(Integer.parseInt(e.getKey()), all.get("epochs").asInt()));
        double total = terms.weightedBy(weights).item_double() * batch;
        assertClose(
            "total at " + e.getKey(), total, e.getValue().get("objective").asDouble(), tolerance);
        assertClose("total in numbers", weights.total(raw) * batch, total, 10 * tolerance);
      }
    }
  }

  /** Raw, times its gain, and summed over the batch. */
  private static void compareTerms(
      Branch branch, TermTable raw, JsonNode facts, JsonNode gains, double tolerance) {
    JsonNode expected = facts.get("branch").get(branch.key());
    double sum = 0;
    assertThat(expected.get("unweighted")).isNotEmpty();
    for (Map.Entry<String, JsonNode> e : expected.get("unweighted").properties()) {
      Component component = component(e.getKey(), facts);
      double gain = gains.get(e.getKey()).asDouble();
      double got = raw.of(branch, component);
      String what = branch + " " + e.getKey();
      assertThat(LossPlan.preset(Preset.OFF).gain(component)).as(what + " gain").isEqualTo(gain);
      assertClose(what, got, e.getValue().asDouble(), tolerance);
      assertClose(
          what + " gained",
          got * gain,
          expected.get("gained").get(e.getKey()).asDouble(),
          tolerance);
      sum += got * gain;
    }
    assertClose(
        branch + " sum",
        sum * facts.get("batch").asInt(),
        expected.get("sum_times_batch").asDouble(),
        tolerance);
  }

  /** Which anchors learn which objects, and how much. */
  private static void compareTargets(
      GoldenTensors golden, Branch branch, BranchArrays arrays, List<ImageTruth> truth) {
    double[] weight = golden.doubles(branch.key() + ".target_weight");
    int[] index = golden.ints(branch.key() + ".target_index");
    int anchors = arrays.anchors().size();
    Assigner assigner = CONFIG.assigner(branch);
    for (int image = 0; image < truth.size(); image++) {
      Assignment got = assigner.assign(arrays, image, truth.get(image));
      double[] weights = new double[anchors];
      for (int i = 0; i < got.size(); i++) {
        int anchor = got.anchors()[i];
        weights[anchor] = got.weights()[i];
        assertThat(got.objects()[i])
            .as("%s object of anchor %s", branch, anchor)
            .isEqualTo(index[image * anchors + anchor]);
      }
      GoldenTensors.assertClose(
          branch + " target weights",
          weights,
          Arrays.copyOfRange(weight, image * anchors, (image + 1) * anchors),
          1e-9);
    }
  }

  private static void compareGradients(
      GoldenTensors golden,
      Branch branch,
      BranchPredictions outputs,
      BranchTerms terms,
      int batch,
      double tolerance) {
    LossPlan plan = LossPlan.preset(Preset.OFF);
    Tensor total = null;
    for (Map.Entry<Component, Tensor> e : terms.terms().entrySet()) {
      Tensor part = e.getValue().mul(new Scalar(plan.gain(e.getKey()) * batch));
      total = total == null ? part : total.add(part);
    }
    assertThat(total).isNotNull();
    total.backward(
        new Tensor(),
        new org.bytedeco.pytorch.BoolOptional(true),
        false,
        new org.bytedeco.pytorch.TensorArrayRefOptional());
    compareGradient(golden, branch.key() + ".boxes", outputs.boxes(), tolerance);
    compareGradient(golden, branch.key() + ".scores", outputs.scores(), tolerance);
  }

  private static void compareGradient(
      GoldenTensors golden, String name, Tensor leaf, double tolerance) {
    double[] expected = golden.doubles(name + ".grad");
    double largest = 0;
    for (double value : expected) {
      largest = Math.max(largest, Math.abs(value));
    }
    double[] got = leaf.grad().defined() ? Heap.doubles(leaf.grad()) : new double[expected.length];
    GoldenTensors.assertClose(name + ".grad", got, expected, tolerance * largest);
  }

  private static Tensor leaf(GoldenTensors golden, String name, Precision precision) {
    return golden.file().read(name).to(precision.scalarType()).set_requires_grad(true);
  }

  private static Component component(String key, JsonNode facts) {
    return switch (key) {
      case "cls" -> Component.CLS;
      case "box" -> Component.BOX;
      default -> facts.get("reg_max").asInt() > 1 ? Component.DFL : Component.L1;
    };
  }

  private static List<ImageTruth> truth(GoldenTensors golden, JsonNode facts, int batch) {
    List<List<Integer>> classes = new ArrayList<>();
    List<List<Box>> boxes = new ArrayList<>();
    for (int i = 0; i < batch; i++) {
      classes.add(new ArrayList<>());
      boxes.add(new ArrayList<>());
    }
    int[] image = golden.ints("gt.image");
    int[] label = golden.ints("gt.cls");
    double[] rows = golden.doubles("gt.cxcywh");
    double width = facts.get("width").asDouble();
    double height = facts.get("height").asDouble();
    for (int i = 0; i < image.length; i++) {
      classes.get(image[i]).add(label[i]);
      boxes
          .get(image[i])
          .add(
              Box.ofCentre(
                  rows[4 * i] * width,
                  rows[4 * i + 1] * height,
                  rows[4 * i + 2] * width,
                  rows[4 * i + 3] * height));
    }
    List<ImageTruth> truth = new ArrayList<>();
    for (int i = 0; i < batch; i++) {
      truth.add(new ImageTruth(classes.get(i), boxes.get(i)));
    }
    return truth;
  }

  private static void assertClose(String what, double got, double expected, double tolerance) {
    double gap = Math.abs(got - expected) / Math.max(Math.abs(expected), 1e-12);
    assertThat(expected == 0 ? Math.abs(got) : gap)
        .as("%s: got %s, expected %s", what, got, expected)
        .isLessThanOrEqualTo(tolerance);
  }
}
