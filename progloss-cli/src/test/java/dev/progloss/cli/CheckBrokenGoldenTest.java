package dev.progloss.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.progloss.core.testkit.Goldens;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** {@code progloss check} gives every broken input the verdict and line that its list asks for. */
final class CheckBrokenGoldenTest {

  /** The list says for these: where decoders may differ, error and warning are both fine. */
  private static final Pattern EITHER_IS_FINE = Pattern.compile("error is fine too|may not be");

  private static final Duration LONGEST = Duration.ofSeconds(60);
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;

  /** One thing told. */
  private record Told(boolean isError, Path file, int line) {}

  /** What a run told and how it ended. */
  private record Outcome(int code, List<Told> told) {}

  @TestFactory
  List<DynamicTest> everyCase_throughTheCommand_isToldAsListed() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    Outcome yolo = check(Goldens.path("broken/yolo/data.yaml"));
    for (JsonNode one : Goldens.json("broken/index.json")) {
      Path file = Goldens.path("broken/" + one.get("file").asText());
      String name = one.get("file").asText() + ": " + one.get("defect").asText();
      tests.add(
          DynamicTest.dynamicTest(
              name,
              () ->
                  assertTimeoutPreemptively(
                      LONGEST,
                      () -> {
                        switch (one.get("kind").asText()) {
                          case "yolo_label" -> verify(one, yolo, told -> told.file.equals(file));
                          case "coco" -> coco(one, file);
                          case "image" -> image(one, file);
                          default -> verify(one, check(file), told -> true);
                        }
                      })));
    }
    assertThat(tests).isNotEmpty();
    return tests;
  }

  private void coco(JsonNode one, Path json) throws IOException {
    Path yaml =
        Files.writeString(
            folder.resolve("coco.yaml"),
            "path: %s\ntrain: %s\nval: %s\nimages: images\n"
                .formatted(json.getParent().toAbsolutePath(), name(json), name(json)));
    // The yaml itself is told for naming one file twice.
    verify(one, check(yaml), told -> !name(told.file).equals("coco.yaml"));
  }

  private void image(JsonNode one, Path picture) throws IOException {
    Path images = Files.createDirectories(folder.resolve("images"));
    Path labels = Files.createDirectories(folder.resolve("labels"));
    Path copy = images.resolve(name(picture));
    Files.copy(picture, copy);
    String stem = name(picture).substring(0, name(picture).lastIndexOf('.'));
    Files.writeString(labels.resolve(stem + ".txt"), "");
    Path yaml =
        Files.writeString(
            folder.resolve("images.yaml"), "train: images\nval: images\nnames: [a]\n");
    try {
      verify(one, check(yaml), told -> name(told.file).equals(name(picture)));
    } finally {
      Files.delete(copy);
      Files.delete(labels.resolve(stem + ".txt"));
    }
  }

  private static void verify(JsonNode one, Outcome outcome, Predicate<Told> isOwn) {
    List<Told> own = outcome.told.stream().filter(isOwn).toList();
    String expected = one.get("expect").asText();
    boolean anyError = outcome.told.stream().anyMatch(Told::isError);
    assertThat(outcome.code).isEqualTo(anyError ? 4 : 0);
    if (expected.equals("accepted")) {
      assertThat(own).isEmpty();
      return;
    }
    assertThat(own).isNotEmpty();
    if (!EITHER_IS_FINE.matcher(one.get("says").asText()).find()) {
      assertThat(own.stream().anyMatch(Told::isError)).isEqualTo(expected.equals("error"));
    }
    if (one.hasNonNull("line")) {
      // In JSON that does not parse one line more or less is fine.
      int line = one.get("line").asInt();
      assertThat(own).anySatisfy(told -> assertThat(told.line).isBetween(line - 1, line + 1));
    }
  }

  private static Outcome check(Path yaml) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code =
        Main.execute(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            "check",
            "data=" + yaml,
            "pictures=decode",
            "--json");
    assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
    JsonNode json = JSON.readTree(out.toString(StandardCharsets.UTF_8));
    List<Told> told = new ArrayList<>();
    for (String severity : List.of("errors", "warnings")) {
      for (JsonNode kind : json.get(severity).get("kinds")) {
        for (JsonNode finding : kind.get("findings")) {
          told.add(
              new Told(
                  severity.equals("errors"),
                  Path.of(finding.get("file").asText()),
                  finding.get("line").asInt()));
        }
      }
    }
    return new Outcome(code, told);
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }
}
