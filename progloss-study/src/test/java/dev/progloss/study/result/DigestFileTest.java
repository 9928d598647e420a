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
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
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
    file = folder.resolve("seed-0.digest.jsonl.gz");
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
    Path again = folder.resolve("again.jsonl.gz");
    DigestFile.write(again, DigestFile.read(file), "ProgLoss test");
    assertThat(again).hasSameBinaryContentAs(file);
    assertThat(text()).doesNotContain("NaN").endsWith("}\n");
  }

  private String text() throws IOException {
    try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private void replace(String text) throws IOException {
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  private void assertRefused(String what) {
    assertThatThrownBy(() -> DigestFile.read(file))
        .as(what)
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("seed-0.digest.jsonl.gz");
  }

  @Test
  void read_anyPartOfAFile_isRefused() throws IOException {
    byte[] whole = Files.readAllBytes(file);
    for (int length = 0; length < whole.length; length++) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertRefused(length + " of " + whole.length + " bytes");
    }
  }

  @Test
  void read_anyPartOfItsText_isRefused() throws IOException {
    String whole = text();
    for (int length = 0; length < whole.length() - 2; length++) {
      replace(whole.substring(0, length));
      assertRefused(length + " of " + whole.length() + " characters");
    }
  }

  /** Some bits of gzip say nothing: time, system, the rest of the last byte. */
  @Test
  void read_anyBitChanged_isRefusedOrReadsTheSame() throws IOException {
    byte[] whole = Files.readAllBytes(file);
    String text = text();
    int refused = 0;
    for (int bit = 0; bit < 8 * whole.length; bit++) {
      byte[] changed = whole.clone();
      changed[bit / 8] ^= (byte) (1 << bit % 8);
      Files.write(file, changed);
      try {
        DigestFile.read(file);
        assertThat(text()).as("bit %d", bit).isEqualTo(text);
      } catch (FormatException e) {
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(8 * (whole.length - 11));
  }

  @Test
  void read_smallFileThatWouldGrowWithoutEnd_isRefused() throws IOException {
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      byte[] blanks = new byte[1 << 20];
      Arrays.fill(blanks, (byte) ' ');
      for (int i = 0; i < 5; i++) {
        out.write(blanks);
      }
    }
    assertThat(Files.size(file)).isLessThan(10_000);
    assertThatThrownBy(() -> DigestFile.read(file))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("when unzipped, got more");
  }

  @Test
  void read_fileThatIsNotZipped_isRefused() throws IOException {
    Files.writeString(file, text());
    assertThatThrownBy(() -> DigestFile.read(file))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("not zipped by gzip");
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
    String whole = text();
    assertThat(whole).contains(old);
    replace(whole.replaceFirst(Pattern.quote(old), changed));
    assertThatThrownBy(() -> DigestFile.read(file))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("seed-0.digest.jsonl.gz")
        .hasMessageContaining(message);
  }

  @Test
  void read_linesAndKeysOfALaterVersion_arePassedOver() throws IOException {
    String later =
        text()
            .replace("\"end\":\"finished\"", "\"end\":\"finished\",\"mood\":{\"good\":[1]}")
            .replace("{\"kind\":\"pictures\"", "{\"kind\":\"later\"}\n{\"kind\":\"pictures\"");
    int lines = (int) later.lines().count() - 1;
    replace(later.replaceFirst("\"lines\":\\d+", "\"lines\":" + lines));
    assertThat(DigestFile.read(file).story()).isEqualTo(digest().story());
  }
}
