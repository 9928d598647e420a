package dev.progloss.data.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.progloss.data.dataset.DataReport;
import dev.progloss.data.dataset.Split;
import dev.progloss.data.image.Image;
import dev.progloss.data.image.ImageWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is large is read, or refused, in bounded memory and without hanging. */
final class LargeInputsTest {

  private static final int MANY = 100_000;
  private static final Duration LONGEST = Duration.ofSeconds(60);

  private static final ReadOptions SKIP = ReadOptions.defaults().onError(ReadOptions.OnError.SKIP);

  @TempDir Path folder;
  private Path yaml;
  private Path label;

  @BeforeEach
  void write() throws IOException {
    yaml = folder.resolve("data.yaml");
    label = folder.resolve("labels/a.txt");
    Files.createDirectories(folder.resolve("images"));
    Files.createDirectories(folder.resolve("labels"));
    ImageWriter.write(folder.resolve("images/a.png"), Image.filled(64, 64, 9));
    Files.writeString(yaml, "train: images\nval: images\nnames: [a, b]\n");
  }

  @Test
  void label_classesFarAboveCount_areAllCountedAndSomeKept() throws IOException {
    StringBuilder rows = new StringBuilder("1 0.5 0.5 0.25 0.25\n");
    for (int i = 0; i < MANY; i++) {
      rows.append(1_000_000_000L + i).append(" 0.5 0.5 0.2 0.2\n");
    }
    Files.writeString(label, rows);
    DataReport report = assertTimeoutPreemptively(LONGEST, () -> YoloDatasets.check(yaml, SKIP));
    assertThat(report.errors()).isEqualTo(MANY);
    assertThat(report.findings()).hasSize(DataReport.KEPT + 1); // and that val repeats train
    assertThat(YoloDatasets.open(yaml, Split.TRAIN, SKIP).annotations(0)).hasSize(1);
  }

  @Test
  void label_manyObjects_areAllRead() throws IOException {
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < 1000; i++) {
      rows.append("0 ").append((i + 0.5) / 1000).append(" 0.5 0.001 0.5\n");
    }
    Files.writeString(label, rows);
    FileDataset data = YoloDatasets.open(yaml, Split.TRAIN, ReadOptions.defaults());
    assertThat(data.annotations(0)).hasSize(1000);
    assertThat(data.report().findings()).isEmpty();
  }

  @Test
  void yaml_manyNames_areReadQuickly() throws IOException {
    StringBuilder text = new StringBuilder("train: images\nval: images\nnames:\n");
    for (int i = 0; i < MANY; i++) {
      text.append("  - class number ").append(i).append('\n');
    }
    Files.writeString(yaml, text);
    Files.writeString(label, (MANY - 1) + " 0.5 0.5 0.25 0.25\n" + MANY + " 0.5 0.5 0.2 0.2\n");
    FileDataset data =
        assertTimeoutPreemptively(LONGEST, () -> YoloDatasets.open(yaml, Split.TRAIN, SKIP));
    assertThat(data.classes().size()).isEqualTo(MANY);
    assertThat(data.annotations(0).get(0).classIndex()).isEqualTo(MANY - 1);
    assertThat(data.report().errorSummary())
        .contains("a.txt:2: class 100000 is out of range")
        .hasSizeLessThan(1000);
  }

  @Test
  void yaml_manyTimesOneName_isToldOftenButBounded() throws IOException {
    StringBuilder text = new StringBuilder("train: images\nval: images\nnames:\n");
    text.append("  - same\n".repeat(MANY));
    Files.writeString(yaml, text);
    Files.writeString(label, "0 0.5 0.5 0.25 0.25\n");
    DataReport report = assertTimeoutPreemptively(LONGEST, () -> YoloDatasets.check(yaml, SKIP));
    assertThat(report.warnings()).isEqualTo(MANY); // all but one name, and that val repeats train
    assertThat(report.findings()).hasSize(DataReport.KEPT);
  }

  @Test
  void findings_joined_keepTheFirstOfEachSeverity() {
    Findings first = new Findings();
    Findings second = new Findings();
    for (int i = 0; i < DataReport.KEPT - 1; i++) {
      first.error(label, i, "first");
      second.error(label, i, "second");
    }
    second.warning(label, 1, "odd");
    first.addAll(second);
    DataReport report = first.report();
    assertThat(report.errors()).isEqualTo(2L * (DataReport.KEPT - 1));
    assertThat(report.warnings()).isEqualTo(1);
    assertThat(report.findings()).hasSize(DataReport.KEPT + 1);
    assertThat(report.findings().get(DataReport.KEPT - 1).message()).isEqualTo("second");
    assertThat(report.findings().get(DataReport.KEPT).message()).isEqualTo("odd");
  }
}
