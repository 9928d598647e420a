package dev.progloss.bench.fast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.progloss.core.detection.Annotation;
import dev.progloss.data.dataset.Split;
import dev.progloss.data.format.FileDataset;
import dev.progloss.data.format.ReadOptions;
import dev.progloss.data.format.YoloDatasets;
import dev.progloss.data.synthetic.DatasetWriter;
import dev.progloss.data.synthetic.DrawnDataset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataCopyTest {

  /** Rows have six decimals; a side has 64 pixels. */
  private static final double ROUNDING = 64e-6;

  @TempDir Path folder;

  @Test
  void write_drawnSet_copiesPicturesByteByByteAndBoxes() throws Exception {
    Path from = folder.resolve("from");
    DatasetWriter.write(
        from,
        Map.of(
            Split.TRAIN, new DrawnDataset(0, Split.TRAIN, 3, 64),
            Split.VAL, new DrawnDataset(0, Split.VAL, 2, 64)));
    Path to = folder.resolve("to");
    assertThat(DataCopy.write(from.resolve("data.yaml"), to))
        .containsEntry("images", 3)
        .containsEntry("classes", 6);
    for (Split split : new Split[] {Split.TRAIN, Split.VAL}) {
      FileDataset before = open(from, split);
      FileDataset after = open(to, split);
      assertThat(after.classes()).isEqualTo(before.classes());
      assertThat(after.size()).isEqualTo(before.size());
      for (int i = 0; i < before.size(); i++) {
        assertThat(Files.readAllBytes(after.file(i))).isEqualTo(Files.readAllBytes(before.file(i)));
        assertThat(after.annotations(i)).hasSameSizeAs(before.annotations(i));
        for (int k = 0; k < before.annotations(i).size(); k++) {
          Annotation was = before.annotations(i).get(k);
          Annotation is = after.annotations(i).get(k);
          assertThat(is.classIndex()).isEqualTo(was.classIndex());
          assertThat(is.box().x1()).isCloseTo(was.box().x1(), within(ROUNDING));
          assertThat(is.box().y2()).isCloseTo(was.box().y2(), within(ROUNDING));
        }
      }
    }
  }

  private static FileDataset open(Path folder, Split split) {
    return YoloDatasets.open(folder.resolve("data.yaml"), split, ReadOptions.defaults());
  }
}
