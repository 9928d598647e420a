package dev.progloss.model.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.progloss.core.balance.Branch;
import dev.progloss.core.testkit.Goldens;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class ScalesGoldenTest {

  private static final Pattern CASE =
      Pattern.compile("([tnsmlx])-nc(\\d+)(?:-dfl(\\d+))?(-one-head)?");

  @TestFactory
  List<DynamicTest> everyScale_hasTheNamesShapesAndCostsOfTheReference() {
    List<DynamicTest> tests = new ArrayList<>();
    Goldens.json("model/scales.json")
        .properties()
        .forEach(
            e ->
                tests.add(
                    DynamicTest.dynamicTest(e.getKey(), () -> check(e.getKey(), e.getValue()))));
    assertThat(tests).isNotEmpty();
    return tests;
  }

  private static void check(String name, JsonNode expected) {
    Matcher matcher = CASE.matcher(name);
    assertThat(matcher.matches()).as("case name %s", name).isTrue();
    int bins = matcher.group(3) == null ? 1 : Integer.parseInt(matcher.group(3));
    DetectorConfig config =
        new DetectorConfig(
            Scale.ofModel(matcher.group(1)),
            Integer.parseInt(matcher.group(2)),
            bins,
            matcher.group(4) == null);
    Network network = Network.of(config);
    Census census = Census.of(network, 640);

    assertThat(shapes(census, bins)).isEqualTo(expectedShapes(expected.get("tensors")));
    assertThat(census.trainableParameters())
        .isEqualTo(expected.get("trainable_parameters").asLong());
    assertThat(census.convolutionMacs() + binMacs(bins))
        .isEqualTo(expected.get("convolution_macs_640").asLong());
    assertThat(census.attentionMacs()).isEqualTo(expected.get("attention_macs_640").asLong());
    if (expected.hasNonNull("fused_one_to_one")) {
      JsonNode fused = expected.get("fused_one_to_one");
      Census one = Census.of(network, 640, EnumSet.of(Branch.ONE_TO_ONE));
      assertThat(one.foldedParameters() + (bins > 1 ? bins : 0))
          .isEqualTo(fused.get("parameters").asLong());
      assertThat(one.convolutionMacs() + binMacs(bins))
          .isEqualTo(fused.get("convolution_macs_640").asLong());
    }
  }

  /** The reference reads the bins by a convolution: R multiply-adds a side and anchor at 640. */
  private static long binMacs(int bins) {
    return bins > 1 ? 4L * bins * 8400 : 0;
  }

  private static Map<String, List<Long>> shapes(Census census, int bins) {
    Map<String, List<Long>> shapes = new TreeMap<>();
    for (Conv conv : census.convolutions()) {
      long out = conv.out();
      long kernel = conv.kernel();
      long in = conv.in() / conv.groups();
      shapes.put(conv.name() + ".conv.weight", List.of(out, in, kernel, kernel));
      for (String each : List.of("weight", "bias", "running_mean", "running_var")) {
        shapes.put(conv.name() + ".bn." + each, List.of(out));
      }
      shapes.put(conv.name() + ".bn.num_batches_tracked", List.of());
    }
    for (Projection projection : census.projections()) {
      long out = projection.out();
      shapes.put(projection.name() + ".weight", List.of(out, (long) projection.in(), 1L, 1L));
      shapes.put(projection.name() + ".bias", List.of(out));
    }
    if (bins > 1) {
      shapes.put("model.23.dfl.conv.weight", List.of(1L, (long) bins, 1L, 1L));
    }
    return shapes;
  }

  private static Map<String, List<Long>> expectedShapes(JsonNode tensors) {
    Map<String, List<Long>> shapes = new TreeMap<>();
    tensors
        .properties()
        .forEach(
            e -> {
              List<Long> shape = new ArrayList<>();
              e.getValue().forEach(length -> shape.add(length.asLong()));
              shapes.put(e.getKey(), shape);
            });
    return shapes;
  }
}
