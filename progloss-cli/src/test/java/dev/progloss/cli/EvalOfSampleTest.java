package dev.progloss.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code sample} writes, {@code eval} reads. */
final class EvalOfSampleTest {

  @TempDir Path folder;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @Test
  void eval_perfectResults_scoresOne() throws Exception {
    assertThat(
            run(
                "sample",
                "out=" + folder.resolve("data"),
                "sample_train=1",
                "sample_val=4",
                "sample_side=64"))
        .isZero();
    JsonNode truth =
        new ObjectMapper().readTree(folder.resolve("data/annotations/val.json").toFile());
    StringBuilder rows = new StringBuilder("[");
    for (JsonNode each : truth.get("annotations")) {
      rows.append(rows.length() > 1 ? "," : "")
          .append("{\"image_id\":")
          .append(each.get("image_id"))
          .append(",\"category_id\":")
          .append(each.get("category_id"))
          .append(",\"bbox\":")
          .append(each.get("bbox"))
          .append(",\"score\":0.9}");
    }
    Path results = Files.writeString(folder.resolve("results.json"), rows.append("]"));
    assertThat(
            run(
                "eval",
                "gt=" + folder.resolve("data/annotations/val.json"),
                "dt=" + results,
                "--json"))
        .isZero();
    JsonNode report = new ObjectMapper().readTree(out.toByteArray());
    assertThat(report.get("stats").get(0).asDouble()).isGreaterThan(0.999);
  }

  private int run(String... arguments) {
    out.reset();
    return Main.execute(new PrintStream(out, true, StandardCharsets.UTF_8), System.err, arguments);
  }
}
