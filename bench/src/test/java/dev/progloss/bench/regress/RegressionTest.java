package dev.progloss.bench.regress;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RegressionTest {

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  private boolean report(List<Map<String, Double>> a, List<Map<String, Double>> b) {
    return Regression.report(a, b, 0.1, new PrintStream(printed, true, UTF_8));
  }

  private static List<Map<String, Double>> rounds(double... scores) {
    return java.util.Arrays.stream(scores).mapToObj(score -> Map.of("x", score)).toList();
  }

  @Test
  void read_jmhTable_namesParametersThatAreSet() {
    List<String> lines =
        List.of(
            "\"Benchmark\",\"Mode\",\"Threads\",\"Samples\",\"Score\",\"Score Error"
                + " (99.9%)\",\"Unit\",\"Param: kind\",\"Param: side\"",
            "\"dev.progloss.bench.inner.D.decode\",\"avgt\",1,4,12.5,0.5,\"us/op\",NMS,640",
            "\"dev.progloss.bench.inner.M.sample\",\"avgt\",1,4,3.5,NaN,\"ms/op\",,640");
    assertThat(Regression.read(lines))
        .isEqualTo(Map.of("D.decode kind=NMS side=640", 12.5, "M.sample side=640", 3.5));
  }

  @Test
  void report_everyRoundSlower_fails() {
    // Ratios 1.2, 1.3 and 1.25; the fastest of B, 1.2, is slower than the slowest of A, 1.0.
    assertThat(report(rounds(1, 1, 1), rounds(1.2, 1.3, 1.25))).isFalse();
    assertThat(printed.toString(UTF_8)).contains("1.250   1.200 to 1.300   SLOWER x");
  }

  @Test
  void report_roundsOverlap_isNoise() {
    assertThat(report(rounds(1, 1.3, 1), rounds(1.2, 1.25, 1.25))).isTrue();
    assertThat(printed.toString(UTF_8)).doesNotContain("SLOWER");
  }

  @Test
  void report_withinTolerance_isFine() {
    assertThat(report(rounds(1, 1, 1), rounds(1.05, 1.06, 1.07))).isTrue();
  }

  @Test
  void report_everyRoundFaster_saysSo() {
    assertThat(report(rounds(1, 1), rounds(0.5, 0.7))).isTrue();
    assertThat(printed.toString(UTF_8)).contains("0.600   0.500 to 0.700   faster x");
  }

  @Test
  void report_benchmarkOfOneCommitOnly_isLeftOut() {
    assertThat(report(List.of(Map.of()), List.of(Map.of("x", 1.0)))).isTrue();
    assertThat(printed.toString(UTF_8)).contains("left out").contains("nothing to compare");
  }
}
