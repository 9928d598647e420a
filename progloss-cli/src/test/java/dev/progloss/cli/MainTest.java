package dev.progloss.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MainTest {

  @TempDir Path folder;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void loss_workedExample_printsTheArticlesTotals() throws Exception {
    assertThat(
            run(
                "loss",
                "cls=0.8",
                "box=0.4",
                "epoch=0,50,100",
                "epochs=100",
                "preset=terms",
                "--json"))
        .isZero();
    JsonNode rows = new ObjectMapper().readTree(text(out));
    double[][] expected = {{0, 2.0, 0.5, 1.8}, {50, 1.25, 1.25, 1.5}, {100, 0.5, 2.0, 1.2}};
    assertThat(rows).hasSize(3);
    for (int i = 0; i < 3; i++) {
      assertThat(rows.get(i).get("epoch").asDouble()).isEqualTo(expected[i][0]);
      assertThat(rows.get(i).get("lambda_cls").asDouble()).isEqualTo(expected[i][1]);
      assertThat(rows.get(i).get("lambda_box").asDouble()).isEqualTo(expected[i][2]);
      assertThat(rows.get(i).get("total").asDouble()).isCloseTo(expected[i][3], offset(1e-12));
    }
  }

  @Test
  void schedule_both_printsAndDrawsEveryEpoch() throws Exception {
    Path png = folder.resolve("weights.png");
    assertThat(run("schedule", "preset=both", "epochs=10", "png=" + png)).isZero();
    assertThat(text(out).lines()).hasSize(11);
    assertThat(text(out).lines().skip(1).findFirst().orElseThrow().trim())
        .startsWith("0   0.8000   0.2000   2.0000   0.5000");
    assertThat(ImageIO.read(Files.newInputStream(png)).getWidth()).isEqualTo(1200);
  }

  @Test
  void schedule_ownSchedule_replacesThePresets() throws Exception {
    assertThat(
            run(
                "schedule",
                "preset=off",
                "epochs=3",
                "progloss.terms.cls=linear(3,1)@epoch/last",
                "--json"))
        .isZero();
    JsonNode rows = new ObjectMapper().readTree(text(out));
    assertThat(rows.get(1).get("cls").asDouble()).isEqualTo(2);
    assertThat(rows.get(1).get("box").asDouble()).isEqualTo(1);
  }

  @Test
  void schedule_termSwitchedOff_warns() {
    assertThat(run("schedule", "epochs=2", "progloss.terms.cls=linear(1,0)")).isZero();
    assertThat(text(err)).contains("warning: progloss.terms.cls is 0 at the end");
  }

  @Test
  void badSettings_exitThreeWithOneClearLine() {
    assertRefused("epoch: no such key. Keys: epochs,", "schedule", "epoch=3", "epochs=3");
    assertRefused("epochs must be a whole number of at least 1, got '0'", "schedule", "epochs=0");
    assertRefused(
        "preset must be one of off, terms, branches, both", "schedule", "epochs=2", "preset=all");
    assertRefused(
        "progloss.terms.box: schedule 'linear(1'",
        "schedule",
        "epochs=2",
        "progloss.terms.box=linear(1");
    assertRefused(
        "must not be negative anywhere", "schedule", "epochs=2", "progloss.terms.box=linear(1,-1)");
    assertRefused("cls must be a finite number", "loss", "cls=NaN", "box=1", "epoch=0", "epochs=2");
    assertRefused("epoch must be in 0..epochs", "loss", "cls=1", "box=1", "epoch=3", "epochs=2");
  }

  @Test
  void schedule_pngInMissingFolder_exitsFour() {
    assertThat(run("schedule", "epochs=2", "png=" + folder.resolve("none/x.png"))).isEqualTo(4);
    assertThat(text(err)).contains("cannot be written").doesNotContain("\tat ");
  }

  @Test
  void unknownCommand_exitsTwo() {
    assertThat(run("trian")).isEqualTo(2);
  }

  private void assertRefused(String message, String... arguments) {
    err.reset();
    assertThat(run(arguments)).as(String.join(" ", arguments)).isEqualTo(3);
    assertThat(text(err)).contains(message);
    assertThat(text(err).lines()).hasSize(1);
  }

  private int run(String... arguments) {
    return Main.execute(
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8),
        arguments);
  }

  private static String text(ByteArrayOutputStream stream) {
    return stream.toString(StandardCharsets.UTF_8);
  }
}
