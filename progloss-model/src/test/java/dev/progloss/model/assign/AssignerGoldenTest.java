package dev.progloss.model.assign;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.progloss.core.box.Box;
import dev.progloss.core.testkit.Goldens;
import dev.progloss.model.prediction.AnchorGrid;
import dev.progloss.torch.testkit.GoldenTensors;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class AssignerGoldenTest {

  private record Variant(String key, AssignerConfig config) {}

  /** The settings stand in the list; the two rules of growth are what tells the variants apart. */
  private static List<Variant> variants(JsonNode facts) {
    double alpha = facts.get("alpha").asDouble();
    double beta = facts.get("beta").asDouble();
    JsonNode one = facts.get("o2o");
    int many = facts.get("o2m").get("topk").asInt();
    int candidates = one.get("topk").asInt();
    int kept = one.get("topk2").asInt();
    List<Variant> variants = new ArrayList<>();
    for (Growth growth : List.of(Growth.WIDE, Growth.PAPER)) {
      String ending = growth.equals(Growth.PAPER) ? "_paper" : "";
      variants.add(new Variant("o2m" + ending, new AssignerConfig(many, 0, alpha, beta, growth)));
      variants.add(
          new Variant("o2o" + ending, new AssignerConfig(candidates, kept, alpha, beta, growth)));
    }
    return variants;
  }

  @Test
  void defaults_areTheReferences() {
    assertThat(variants(Goldens.json("assign/assign.json")))
        .extracting(Variant::config)
        .contains(AssignerConfig.oneToMany(), AssignerConfig.oneToOne());
  }

  @TestFactory
  List<DynamicTest> everyCase_everyVariant_isTheReference() {
    List<DynamicTest> tests = new ArrayList<>();
    JsonNode facts = Goldens.json("assign/assign.json");
    for (Path file : Goldens.files("assign", ".safetensors")) {
      GoldenTensors golden = GoldenTensors.open(file);
      String name = file.getFileName().toString().replace(".safetensors", "");
      for (Variant variant : variants(facts)) {
        boolean orderFree =
            facts
                .at("/cases/" + name + "/" + variant.key + "/per_gt_order_free")
                .asBoolean(orderFree(golden, variant.key));
        tests.add(
            DynamicTest.dynamicTest(
                name + " " + variant.key, () -> check(golden, variant, orderFree)));
      }
    }
    return tests;
  }

  private static void check(GoldenTensors golden, Variant variant, boolean orderFree) {
    long[] shape = golden.shape("scores");
    int anchors = (int) shape[1];
    ArrayPredictions predictions =
        new ArrayPredictions(
            grid(golden), golden.doubles("scores"), golden.doubles("boxes"), (int) shape[2]);
    for (int image = 0; image < shape[0]; image++) {
      List<Integer> rows = new ArrayList<>();
      ImageTruth truth = truth(golden, image, rows);
      Assignment got = new TaskAlignedAssigner(variant.config).assign(predictions, image, truth);
      compareAnchors(golden, variant.key, image * anchors, got, rows);
      if (orderFree) {
        compareObjects(golden, variant.key, image, got, rows);
      }
    }
  }

  private static void compareAnchors(
      GoldenTensors golden, String key, int first, Assignment got, List<Integer> rows) {
    int[] foreground = golden.ints(key + ".fg");
    int[] index = golden.ints(key + ".gt_index");
    double[] weight = golden.doubles(key + ".weight");
    int[] orderDependent = golden.ints(key + ".order_dependent");
    int next = 0;
    for (int a = 0; a < foreground.length / (int) golden.shape("scores")[0]; a++) {
      boolean mine = next < got.size() && got.anchors()[next] == a;
      if (orderDependent[first + a] == 0) {
        boolean expected = foreground[first + a] == 1 && weight[first + a] > 0;
        assertThat(mine).as("%s anchor %s", key, a).isEqualTo(expected);
        if (mine) {
          assertThat(rows.get(got.objects()[next]))
              .as("%s anchor %s", key, a)
              .isEqualTo(index[first + a]);
          assertThat(got.weights()[next])
              .as("%s anchor %s", key, a)
              .isCloseTo(weight[first + a], Offset.offset(1e-9));
        }
      }
      next += mine ? 1 : 0;
    }
    assertThat(next).isEqualTo(got.size());
  }

  private static void compareObjects(
      GoldenTensors golden, String key, int image, Assignment got, List<Integer> rows) {
    int padded = (int) golden.shape("gt_labels")[1];
    int[] count = golden.ints(key + ".count_per_gt");
    double[] weight = golden.doubles(key + ".weight_per_gt");
    int[] gotCount = new int[padded];
    double[] gotWeight = new double[padded];
    for (int i = 0; i < got.size(); i++) {
      gotCount[rows.get(got.objects()[i])]++;
      gotWeight[rows.get(got.objects()[i])] += got.weights()[i];
    }
    for (int g = 0; g < padded; g++) {
      assertThat(gotCount[g]).as("%s object %s", key, g).isEqualTo(count[image * padded + g]);
      assertThat(gotWeight[g])
          .as("%s object %s", key, g)
          .isCloseTo(weight[image * padded + g], Offset.offset(1e-8));
    }
  }

  /** Where the list does not say: if no anchor depends on the order, no object's sums do. */
  private static boolean orderFree(GoldenTensors golden, String key) {
    for (int dependent : golden.ints(key + ".order_dependent")) {
      if (dependent != 0) {
        return false;
      }
    }
    return true;
  }

  private static AnchorGrid grid(GoldenTensors golden) {
    float[] centres = golden.floats("centres");
    float[] strides = golden.floats("strides");
    float[] x = new float[strides.length];
    float[] y = new float[strides.length];
    for (int a = 0; a < strides.length; a++) {
      x[a] = centres[2 * a] / strides[a];
      y[a] = centres[2 * a + 1] / strides[a];
    }
    return new AnchorGrid(0, 0, x, y, strides);
  }

  private static ImageTruth truth(GoldenTensors golden, int image, List<Integer> rows) {
    int padded = (int) golden.shape("gt_labels")[1];
    if (padded == 0) {
      return ImageTruth.NOTHING;
    }
    int[] labels = golden.ints("gt_labels");
    int[] mask = golden.ints("gt_mask");
    double[] boxes = golden.doubles("gt_boxes");
    List<Integer> classes = new ArrayList<>();
    List<Box> truth = new ArrayList<>();
    for (int g = 0; g < padded; g++) {
      int at = image * padded + g;
      if (mask[at] == 1) {
        rows.add(g);
        classes.add(labels[at]);
        truth.add(new Box(boxes[4 * at], boxes[4 * at + 1], boxes[4 * at + 2], boxes[4 * at + 3]));
      }
    }
    return new ImageTruth(classes, truth);
  }
}
