package dev.progloss.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class InfoCommandTest {

  private record Printed(int code, String out, String err) {}

  private static Printed run(String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code =
        Main.execute(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            arguments);
    return new Printed(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /** Parameters and GFLOPs as the YOLO26 paper prints them (table 7), for 80 classes at 640. */
  @ParameterizedTest
  @CsvSource({
    "yolo26n, 2408932, 5.357",
    "yolo26s, 9496140, 20.69",
    "yolo26m, 20411132, 68.18",
    "yolo26l, 24807420, 86.43",
    "yolo26x, 55725948, 193.87",
  })
  void info_everyPublishedScale_hasItsPublishedFigures(String model, long parameters, double gflops)
      throws IOException {
    JsonNode info = new ObjectMapper().readTree(run("info", "--json", "model=" + model).out);
    assertThat(info.get("parameters_served").asLong()).isEqualTo(parameters);
    boolean found = false;
    for (JsonNode cost : info.get("costs")) {
      if (cost.get("imgsz").asInt() == 640) {
        assertThat(cost.get("gflops_served").asDouble()).isCloseTo(gflops, within(0.006));
        found = true;
      }
    }
    assertThat(found).isTrue();
    long sum = 0;
    for (JsonNode layer : info.get("layers")) {
      sum += layer.get("parameters").asLong();
    }
    assertThat(sum).isEqualTo(info.get("parameters").asLong());
  }

  @Test
  void info_table_namesLayersParametersAndSizes() {
    Printed printed = run("info", "model=yolo26n", "imgsz=640");
    assertThat(printed.code).isZero();
    assertThat(printed.out)
        .contains("Conv", "C3k2", "Sppf", "C2psa", "Detect o2m", "Detect o2o")
        .contains("64 x 160 x 160")
        .contains("2,572,280")
        .contains("2,408,932");
  }

  @ParameterizedTest
  @CsvSource({
    "imgsz=100, multiple of 32",
    "imgsz=0, at least 1",
    "nc=0, at least 1",
    "model=yolo99, model must be one of",
    "model=none.safetensors, none.safetensors",
    "mdel=yolo26n, Did you mean model?",
  })
  void info_badInput_isToldWithoutATrace(String argument, String told) {
    Printed printed = run("info", argument);
    assertThat(printed.code).isIn(3, 4);
    assertThat(printed.out).isEmpty();
    assertThat(printed.err).contains(told).doesNotContain("\tat ");
  }
}
