package dev.progloss.study.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.progloss.core.box.Box;
import dev.progloss.core.detection.Annotation;
import dev.progloss.core.detection.Detection;
import dev.progloss.core.error.FormatException;
import dev.progloss.eval.coco.MatchedPictures;
import dev.progloss.eval.coco.ResampledPrecision;
import dev.progloss.eval.scene.Scene;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DigestFileTest {

  private static final Box HERE = new Box(10, 10, 50, 50);
  private static final Box NEAR = new Box(14, 10, 54, 50);
  private static final Box ELSEWHERE = new Box(60, 60, 90, 90);

  @TempDir Path folder;

  private Path file;

  @BeforeEach
  void write() {
    file = folder.resolve("seed-0.digest.jsonl");
    DigestFile.write(file, digest(), "ProgLoss test");
  }

  /** Three pictures, the second one empty; a hit, a box not close enough for all, false alarms. */
  private static MatchedPictures pictures() {
    return MatchedPictures.of(
        List.of(
            Scene.of(
                List.of(Annotation.of(0, HERE), Annotation.of(2, ELSEWHERE)),
                List.of(
                    new Detection(0, 0.5, NEAR),
                    new Detection(0, 0.9, ELSEWHERE),
                    new Detection(2, 0.4, ELSEWHERE),
                    new Detection(2, 0.3, HERE))),
            Scene.of(List.of(), List.of(new Detection(0, 0.8, HERE))),
            Scene.of(
                List.of(Annotation.of(0, HERE), new Annotation(0, ELSEWHERE, 900, true)),
                List.of(new Detection(0, 0.7, HERE), new Detection(0, 0.6, ELSEWHERE)))));
  }

  private static RunDigest digest() {
    List<Double> e2e = new ArrayList<>();
    List<Double> nms = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      e2e.add(i == 3 ? -1 : Math.sqrt(i) / 10);
      nms.add(1.0 / (i + 3));
    }
    RunStory story =
        new RunStory(
            List.of(new RunStory.Judged(1, e2e, nms), new RunStory.Judged(2, nms, e2e)),
            Map.of(
                "weight/cls", course(0.5, 0.25, 1e-9),
                "cosine", course(-0.125),
                "share/o2m/box", course(0.1, 0.2, 1.5e300)));
    return new RunDigest(
        RunResult.End.FINISHED,
        "a processor, avx2",
        Map.of("epochs", "2", "model", "yolo26t"),
        story,
        Optional.of(pictures()));
  }

  private static SortedMap<Integer, Double> course(double... values) {
    SortedMap<Integer, Double> course = new TreeMap<>();
    for (int i = 0; i < values.length; i++) {
      course.put(i + 1, values[i]);
    }
    return course;
  }

  @Test
  void read_whatWasWritten_isTheSameToTheBit() {
    RunDigest read = DigestFile.read(file);
    assertThat(read.end()).isEqualTo(RunResult.End.FINISHED);
    assertThat(read.machine()).isEqualTo("a processor, avx2");
    assertThat(read.settings()).isEqualTo(digest().settings());
    assertThat(read.story()).isEqualTo(digest().story());
    assertThat(read.pictures().orElseThrow().truth()).isEqualTo(pictures().truth());
    assertThat(read.pictures().orElseThrow().pictures()).isEqualTo(3);
  }

  @Test
  void read_pictures_giveTheSamePrecisionOnAnySample() {
    ResampledPrecision read = ResampledPrecision.of(DigestFile.read(file).pictures().orElseThrow());
    ResampledPrecision own = ResampledPrecision.of(pictures());
    assertThat(own.precision()).isBetween(0.1, 0.9);
    for (int[] copies : new int[][] {{1, 1, 1}, {3, 0, 0}, {0, 2, 1}, {1, 0, 2}}) {
      assertThat(read.precision(copies)).isEqualTo(own.precision(copies));
    }
  }

  @Test
  void write_whatWasRead_givesTheSameBytes() throws IOException {
    Path again = folder.resolve("again.jsonl");
    DigestFile.write(again, DigestFile.read(file), "ProgLoss test");
    assertThat(again).hasSameBinaryContentAs(file);
    assertThat(Files.readString(file)).doesNotContain("NaN").endsWith("}\n");
  }

  @Test
  void read_anyPartOfAFile_isRefused() throws IOException {
    String whole = Files.readString(file);
    for (int length = 0; length < whole.length() - 2; length++) {
      Files.writeString(file, whole.substring(0, length));
      assertThatThrownBy(() -> DigestFile.read(file))
          .as("%d of %d characters", length, whole.length())
          .isInstanceOf(FormatException.class)
          .hasMessageContaining("seed-0.digest.jsonl");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          progloss.run_digest                | progloss.comparison | format must be progloss.run_digest
          "format_version":"1"               | "format_version":"2" | format_version must be 1, got 2
          "end":"finished"                   | "end":"missing"     | end must be finished or diverged
          "kind":"judged"                    | "kind":"digest"     | kind must be another one here
          "epochs":[1,                       | "epochs":[1.5,      | epochs must be whole numbers
          "epochs":[1,                       | "epochs":[          | must be a number for each of
          "e2e":[                            | "e2e":[7,           | e2e must be 12 numbers
          "count":3                          | "count":2           | picture must be in 0..1, got 2
          "count":3                          | "count":-3          | count must be whole numbers
          "machine":"a                       | "motor":"a           | machine must be text
          "settings":{                       | "settings":[{       | must be a JSON object
          "ranks":[                          | "ranks":[99,        | ranks must be one for each
          "objects":[0,2]                    | "objects":[0]       | hits must not be more than objects
          """)
  void read_whatCannotBe_isRefusedWithItsPlace(String old, String changed, String message)
      throws IOException {
    String whole = Files.readString(file);
    assertThat(whole).contains(old);
    Files.writeString(file, whole.replaceFirst(java.util.regex.Pattern.quote(old), changed));
    assertThatThrownBy(() -> DigestFile.read(file))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("seed-0.digest.jsonl")
        .hasMessageContaining(message);
  }

  @Test
  void read_linesAndKeysOfALaterVersion_arePassedOver() throws IOException {
    String later =
        Files.readString(file)
            .replace("\"end\":\"finished\"", "\"end\":\"finished\",\"mood\":{\"good\":[1]}")
            .replace("{\"kind\":\"pictures\"", "{\"kind\":\"later\"}\n{\"kind\":\"pictures\"");
    int lines = (int) later.lines().count() - 1;
    Files.writeString(file, later.replaceFirst("\"lines\":\\d+", "\"lines\":" + lines));
    assertThat(DigestFile.read(file).story()).isEqualTo(digest().story());
  }
}
