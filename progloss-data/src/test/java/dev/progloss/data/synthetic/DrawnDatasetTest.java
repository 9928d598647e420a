package dev.progloss.data.synthetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import dev.progloss.core.box.Box;
import dev.progloss.core.detection.Annotation;
import dev.progloss.core.error.ConfigException;
import dev.progloss.data.dataset.Dataset;
import dev.progloss.data.dataset.Sample;
import dev.progloss.data.dataset.Split;
import dev.progloss.data.format.CocoDatasets;
import dev.progloss.data.format.ReadOptions;
import dev.progloss.data.format.YoloDatasets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DrawnDatasetTest {

  @TempDir Path folder;

  @Test
  void read_twice_sameBytes() {
    Dataset data = new DrawnDataset(5, Split.TRAIN, 3, 96);
    assertThat(data.read(2).image().rgb()).isEqualTo(data.read(2).image().rgb());
    assertThat(data.read(2).annotations()).isEqualTo(data.annotations(2));
  }

  @Test
  void splitsAndSeeds_shareNoPicture() {
    byte[] train = new DrawnDataset(5, Split.TRAIN, 3, 96).read(0).image().rgb();
    assertThat(new DrawnDataset(5, Split.VAL, 3, 96).read(0).image().rgb()).isNotEqualTo(train);
    assertThat(new DrawnDataset(6, Split.TRAIN, 3, 96).read(0).image().rgb()).isNotEqualTo(train);
  }

  @Test
  void annotations_manyPictures_insideAndOfEveryClassAndManySizes() {
    Dataset data = new DrawnDataset(5, Split.TRAIN, 200, 128);
    Set<Integer> classes = new HashSet<>();
    int small = 0;
    int large = 0;
    for (int i = 0; i < data.size(); i++) {
      assertThat(data.annotations(i)).isNotEmpty();
      for (Annotation each : data.annotations(i)) {
        Box box = each.box();
        assertThat(box).isEqualTo(box.clippedTo(128, 128));
        classes.add(each.classIndex());
        small += box.width() < 16 ? 1 : 0;
        large += box.width() > 48 ? 1 : 0;
      }
    }
    assertThat(classes).hasSize(data.classes().size());
    assertThat(small).isGreaterThan(50);
    assertThat(large).isGreaterThan(50);
  }

  @Test
  void box_isTightAroundWhatIsPainted() {
    for (Shape shape : Shape.values()) {
      PlacedShape placed = new PlacedShape(shape, 50, 40, 20, 0.3, 0xFFFFFF);
      Box box = placed.box();
      // Painted points at a fine grid: the outermost lie within a step of the box.
      double x1 = 1e9;
      double x2 = -1e9;
      for (double y = 10; y < 70; y += 0.05) {
        for (double x = 20; x < 80; x += 0.05) {
          if (placed.covers(x, y)) {
            x1 = Math.min(x1, x);
            x2 = Math.max(x2, x);
          }
        }
      }
      assertThat(x1).as(shape.name()).isCloseTo(box.x1(), offset(0.5));
      assertThat(x2).as(shape.name()).isCloseTo(box.x2(), offset(0.5));
    }
  }

  @Test
  void write_thenReadBothForms_sameLabels() {
    Dataset drawn = new DrawnDataset(5, Split.TRAIN, 4, 96);
    Path out = folder.resolve("sample");
    DatasetWriter.write(out, Map.of(Split.TRAIN, drawn));
    ReadOptions options = ReadOptions.defaults();
    Dataset yolo = YoloDatasets.open(out.resolve("data.yaml"), Split.TRAIN, options);
    Dataset coco =
        CocoDatasets.open(
            out.resolve("annotations/train.json"), out.resolve("images/train"), options);
    for (Dataset read : List.of(yolo, coco)) {
      assertThat(read.size()).isEqualTo(4);
      assertThat(read.classes()).isEqualTo(drawn.classes());
      for (int i = 0; i < 4; i++) {
        assertSame(drawn.read(i), read.read(i));
      }
    }
  }

  private static void assertSame(Sample drawn, Sample read) {
    assertThat(read.image().rgb()).isEqualTo(drawn.image().rgb());
    assertThat(read.annotations()).hasSameSizeAs(drawn.annotations());
    for (int k = 0; k < drawn.annotations().size(); k++) {
      Annotation a = drawn.annotations().get(k);
      Annotation b = read.annotations().get(k);
      assertThat(b.classIndex()).isEqualTo(a.classIndex());
      assertThat(b.box().x1()).isCloseTo(a.box().x1(), offset(1e-3));
      assertThat(b.box().y2()).isCloseTo(a.box().y2(), offset(1e-3));
    }
  }

  @Test
  void write_fullFolder_refusesAndLeavesIt() throws Exception {
    Path mine = Files.writeString(folder.resolve("mine.txt"), "keep");
    assertThatThrownBy(
            () ->
                DatasetWriter.write(
                    folder, Map.of(Split.TRAIN, new DrawnDataset(5, Split.TRAIN, 1, 96))))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("must be empty");
    assertThat(mine).hasContent("keep");
    assertThat(folder.resolve("data.yaml")).doesNotExist();
  }

  @Test
  void of_wrongNumbers_refuses() {
    assertThatThrownBy(() -> new DrawnDataset(0, Split.TRAIN, 0, 96))
        .isInstanceOf(ConfigException.class);
    assertThatThrownBy(() -> new DrawnDataset(0, Split.TRAIN, 1, 16))
        .isInstanceOf(ConfigException.class);
  }
}
