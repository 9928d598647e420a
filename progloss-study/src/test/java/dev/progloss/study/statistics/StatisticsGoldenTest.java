package dev.progloss.study.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

/** Agreement with SciPy, statsmodels and brute force; golden/statistics/README.md says how made. */
class StatisticsGoldenTest {

  private static final Offset<Double> ROUNDING = Offset.offset(1e-12);

  private static List<JsonNode> cases(String name) throws IOException {
    try (InputStream file =
        Objects.requireNonNull(
            StatisticsGoldenTest.class.getResourceAsStream("/golden/statistics/" + name))) {
      List<JsonNode> cases = new ArrayList<>();
      new ObjectMapper().readTree(file).forEach(cases::add);
      assertThat(cases).hasSizeGreaterThanOrEqualTo(10);
      return cases;
    }
  }

  private static double[] numbers(JsonNode array) {
    return IntStream.range(0, array.size()).mapToDouble(i -> array.get(i).asDouble()).toArray();
  }

  private static List<double[]> strata(JsonNode each) {
    JsonNode strata = each.get("strata");
    return IntStream.range(0, strata.size()).mapToObj(i -> numbers(strata.get(i))).toList();
  }

  @Test
  void signFlips_countAsTheReferenceDoes() throws IOException {
    for (JsonNode each : cases("sign-flips.json")) {
      assertThat(SignFlips.pValue(strata(each)))
          .as("%s", each)
          .isCloseTo(each.get("p").asDouble(), ROUNDING);
    }
  }

  @Test
  void bootstrap_countedResamples_areThoseOfBruteForce() throws IOException {
    for (JsonNode each : cases("bootstrap.json")) {
      Interval interval =
          PairedBootstrap.interval(strata(each), each.get("level").asDouble(), 0).orElseThrow();
      assertThat(interval.low()).as("%s", each).isCloseTo(each.get("low").asDouble(), ROUNDING);
      assertThat(interval.high()).as("%s", each).isCloseTo(each.get("high").asDouble(), ROUNDING);
    }
  }

  @Test
  void holm_adjustsAsTheReferenceDoes() throws IOException {
    for (JsonNode each : cases("holm.json")) {
      assertThat(Holm.adjusted(numbers(each.get("p"))))
          .as("%s", each)
          .containsExactly(numbers(each.get("adjusted")), ROUNDING);
    }
  }

  @Test
  void detectableEffect_hasThePowerOfTheReference() throws IOException {
    for (JsonNode each : cases("detectable.json")) {
      double effect =
          DetectableEffect.of(
              numbers(each.get("differences")),
              each.get("alpha").asDouble(),
              each.get("power").asDouble());
      assertThat(effect)
          .as("%s", each)
          .isCloseTo(each.get("effect").asDouble(), Percentage.withPercentage(1e-6));
    }
  }
}
