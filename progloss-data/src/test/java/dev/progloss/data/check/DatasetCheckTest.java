package dev.progloss.data.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.progloss.core.box.Box;
import dev.progloss.core.detection.Annotation;
import dev.progloss.core.detection.ClassNames;
import dev.progloss.core.detection.ImageSize;
import dev.progloss.data.dataset.Dataset;
import dev.progloss.data.dataset.Sample;
import dev.progloss.data.dataset.Split;
import dev.progloss.data.image.Image;
import dev.progloss.data.image.ImageCheck;
import dev.progloss.data.image.ImageProbe;
import dev.progloss.data.image.ImageWriter;
import dev.progloss.data.synthetic.DrawnDataset;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DatasetCheckTest {

  private static final DrawnDataset DRAWN = new DrawnDataset(5, Split.TRAIN, 8, 64);

  @TempDir Path folder;

  /** Pictures of 200 x 100, which a network input of 400 shows twice as large. */
  private record Marked(List<List<Annotation>> marks) implements Dataset {

    @Override
    public ClassNames classes() {
      return ClassNames.of("cat", "owl", "yak", "gnu");
    }

    @Override
    public int size() {
      return marks.size();
    }

    @Override
    public String name(int index) {
      return "p" + index;
    }

    @Override
    public ImageSize imageSize(int index) {
      return index == 2 ? new ImageSize(50, 250) : new ImageSize(200, 100);
    }

    @Override
    public List<Annotation> annotations(int index) {
      return marks.get(index);
    }

    @Override
    public Sample read(int index) {
      throw new IllegalStateException("headers only");
    }
  }

  @Test
  void of_boxes_areCountedByHand() {
    Box tiny = Box.ofCorner(0, 0, 3, 40); // 120 of 20,000: 0.6 %; shown 6 x 80, root 21.9
    Box whole = Box.ofCorner(0, 0, 200, 100); // all; shown 400 x 200, root 282.8
    Box edge = Box.ofCorner(0, 0, 4, 4); // 0.08 %; shown 8 x 8: not below 8
    Marked train =
        new Marked(
            List.of(
                List.of(Annotation.of(0, tiny), Annotation.of(0, whole)),
                List.of(Annotation.of(1, edge), new Annotation(1, whole, 9, true)),
                List.of()));
    Marked val = new Marked(List.of(List.of(Annotation.of(2, edge))));

    CheckReport report = DatasetCheck.of(Map.of(Split.VAL, val, Split.TRAIN, train), headers(400));

    SplitStatistics split = report.splits().get(Split.TRAIN);
    assertThat(report.splits().keySet()).containsExactly(Split.TRAIN, Split.VAL);
    assertThat(split.images()).isEqualTo(3);
    assertThat(split.imagesWithoutObjects()).isEqualTo(1);
    assertThat(split.objects()).isEqualTo(3);
    assertThat(split.crowds()).isEqualTo(1);
    assertThat(split.mostObjects()).isEqualTo(2);
    assertThat(split.mostObjectsIn()).isEqualTo("p0");
    assertThat(split.objectsByClass()).containsExactly(2L, 1L, 0L, 0L);
    // Edges 8, 16, 32, 64, 128, 256; what is on an edge is above it.
    assertThat(split.boxes().bySide().counts()).containsExactly(0L, 1L, 1L, 0L, 0L, 0L, 1L);
    // Edges 0.01 %, 0.1 %, 1 %, 10 %.
    assertThat(split.boxes().byShare().counts()).containsExactly(0L, 1L, 1L, 0L, 1L);
    assertThat(split.boxes().byCocoSize().counts()).containsExactly(2L, 0L, 1L);
    assertThat(split.boxes().withShortSide()).isEqualTo(1);
    assertThat(split.pictures())
        .isEqualTo(new PictureSizes(new ImageSize(50, 100), new ImageSize(200, 250), 1, "p2", 5));
    assertThat(report.classesNotInTrain()).containsExactly(2);
    assertThat(report.classesWithoutObjects()).containsExactly(3);
  }

  @BeforeEach
  void write() throws IOException {
    for (String split : List.of("train", "val")) {
      Files.createDirectories(folder.resolve("images/" + split));
      Files.createDirectories(folder.resolve("labels/" + split));
    }
    Files.writeString(
        folder.resolve("data.yaml"), "train: images/train\nval: images/val\nnames: [a]\n");
  }

  @Test
  void ofFiles_sameBytes_areDuplicatesAndLeaks() throws IOException {
    Path first = picture("train/a.png", 0);
    picture("train/b.png", 1);
    copy(first, "train/c.png");
    copy(first, "val/d.png");
    picture("val/e.png", 2);

    CheckReport report = DatasetCheck.ofFiles(folder.resolve("data.yaml"), headers(64));

    assertThat(report.findings().findings()).isEmpty();
    assertThat(report.duplicates()).hasSize(1);
    assertThat(names(report.duplicates().get(0)))
        .containsExactly("images/train/a.png", "images/train/c.png");
    assertThat(report.leaks()).hasSize(1);
    assertThat(names(report.leaks().get(0)))
        .containsExactly("images/train/a.png", "images/train/c.png", "images/val/d.png");
    assertThat(CheckReport.pictures(report.leaks(), Split.VAL)).isEqualTo(1);
    assertThat(report.alike()).isEmpty();
  }

  @Test
  void ofFiles_samePixelsInOtherBytes_areSeenByDecodingOnly() throws IOException {
    picture("train/a.png", 0);
    Path bmp = folder.resolve("images/val/b.bmp");
    writeBitmap(bmp, DRAWN.read(0).image());
    label("val/b");

    assertThat(DatasetCheck.ofFiles(folder.resolve("data.yaml"), headers(64)).likenesses())
        .isEmpty();
    CheckReport report = DatasetCheck.ofFiles(folder.resolve("data.yaml"), pixels(64));
    assertThat(report.findings().findings()).isEmpty();
    assertThat(report.leaks()).hasSize(1);
    assertThat(report.leaks().get(0).how()).isEqualTo(Likeness.How.PIXELS);
    assertThat(report.alike()).isEmpty();
  }

  @Test
  void ofFiles_recompressed_looksAlikeOnly() throws IOException {
    picture("train/a.png", 0);
    picture("train/b.png", 1);
    ImageWriter.write(folder.resolve("images/val/c.jpg"), DRAWN.read(1).image());
    label("val/c");

    CheckReport report = DatasetCheck.ofFiles(folder.resolve("data.yaml"), pixels(64));

    assertThat(report.leaks()).isEmpty();
    assertThat(report.alike()).hasSize(1);
    assertThat(names(report.alike().get(0)))
        .containsExactly("images/train/b.png", "images/val/c.jpg");
  }

  @Test
  void ofFiles_oneFileInListsOfBothSplits_isALeak() throws IOException {
    picture("train/a.png", 0);
    picture("train/b.png", 1);
    Files.writeString(folder.resolve("train.txt"), "images/train/a.png\nimages/train/b.png\n");
    Files.writeString(folder.resolve("val.txt"), "images/train/b.png\n");
    Path yaml =
        Files.writeString(
            folder.resolve("lists.yaml"), "train: train.txt\nval: val.txt\nnames: [a]\n");

    CheckReport report = DatasetCheck.ofFiles(yaml, headers(64));

    assertThat(report.duplicates()).isEmpty();
    assertThat(report.leaks()).hasSize(1);
    assertThat(names(report.leaks().get(0)))
        .containsExactly("images/train/b.png", "images/train/b.png");
  }

  @Test
  void ofFiles_noData_tellsWhyAndCountsNothing() {
    CheckReport report = DatasetCheck.ofFiles(folder.resolve("none.yaml"), headers(64));
    assertThat(report.findings().hasErrors()).isTrue();
    assertThat(report.splits()).isEmpty();
    assertThat(report.classes()).isEmpty();
  }

  private static List<String> names(Likeness likeness) {
    return likeness.pictures().stream().map(PictureReference::name).toList();
  }

  private static CheckOptions headers(int side) {
    return new CheckOptions(side, 8, ImageCheck.Depth.HEADER, ImageProbe.DEFAULT_MAX_PIXELS);
  }

  private static CheckOptions pixels(int side) {
    return new CheckOptions(side, 8, ImageCheck.Depth.PIXELS, ImageProbe.DEFAULT_MAX_PIXELS);
  }

  private Path picture(String name, int index) throws IOException {
    Path file = folder.resolve("images/" + name);
    ImageWriter.write(file, DRAWN.read(index).image());
    label(name.substring(0, name.indexOf('.')));
    return file;
  }

  private void copy(Path from, String name) throws IOException {
    Files.copy(from, folder.resolve("images/" + name));
    label(name.substring(0, name.indexOf('.')));
  }

  private void label(String stem) throws IOException {
    Files.writeString(folder.resolve("labels/" + stem + ".txt"), "0 0.5 0.5 0.2 0.2\n");
  }

  /** The plainest bitmap: header of 54 bytes, rows from below, blue green red, padded to fours. */
  private static void writeBitmap(Path file, Image image) throws IOException {
    int row = (3 * image.width() + 3) / 4 * 4;
    ByteBuffer bytes =
        ByteBuffer.allocate(54 + row * image.height()).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put((byte) 'B').put((byte) 'M').putInt(bytes.capacity()).putInt(0).putInt(54);
    bytes.putInt(40).putInt(image.width()).putInt(image.height());
    bytes.putShort((short) 1).putShort((short) 24);
    for (int y = 0; y < image.height(); y++) {
      for (int x = 0; x < image.width(); x++) {
        for (int channel = 0; channel < 3; channel++) {
          int at = 54 + (image.height() - 1 - y) * row + 3 * x + 2 - channel;
          bytes.put(at, (byte) image.at(x, y, channel));
        }
      }
    }
    Files.write(file, bytes.array());
  }
}
