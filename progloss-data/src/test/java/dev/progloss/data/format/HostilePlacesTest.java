package dev.progloss.data.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.progloss.core.error.DataException;
import dev.progloss.data.dataset.Split;
import dev.progloss.data.image.Image;
import dev.progloss.data.image.ImageWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written in the files of a data set does not lead out of its folder. */
final class HostilePlacesTest {

  @TempDir Path folder;
  private Path set;

  @BeforeEach
  void write() throws IOException {
    set = folder.resolve("set");
    picture("set/images/a.png");
    label("set/labels/a.txt");
    picture("other/images/b.png");
    label("other/labels/b.txt");
  }

  private void picture(String place) throws IOException {
    Path file = folder.resolve(place);
    Files.createDirectories(file.getParent());
    ImageWriter.write(file, new Image(16, 16, new byte[3 * 16 * 16]));
  }

  private void label(String place) throws IOException {
    Path file = folder.resolve(place);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "0 0.5 0.5 0.2 0.2\n");
  }

  private FileDataset open(String yaml) throws IOException {
    Path file = Files.writeString(set.resolve("data.yaml"), yaml + "\nnames: [a]\n");
    return YoloDatasets.open(file, Split.TRAIN, ReadOptions.defaults());
  }

  private FileDataset openList(String rows) throws IOException {
    Files.writeString(set.resolve("train.txt"), rows);
    return open("train: train.txt");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../other/images", "images/../../other/images", "..\\other\\images"})
  void open_placeThatLeadsOut_refuses(String place) {
    assertThatThrownBy(() -> open("train: " + place))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("leads out of the data set's folder");
  }

  @Test
  void open_placeOutsideWrittenFromTheRoot_isRead() throws IOException {
    assertThat(open("train: " + folder.resolve("other/images")).size()).isEqualTo(1);
  }

  @Test
  void open_pathThatLeadsElsewhere_isTheFolderOfTheSet() throws IOException {
    assertThat(open("path: ../other\ntrain: images").size()).isEqualTo(1);
  }

  @Test
  void open_placeThatIsInsideWithoutItsDots_isTakenFromInside() throws IOException {
    picture("images/c.png");
    assertThat(open("train: ../images").file(0)).isEqualTo(set.resolve("images/a.png"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"../other/images/b.png", "..\\other\\images\\b.png", "images/../../x"})
  void open_listThatLeadsOut_refusesTheRow(String row) {
    assertThatThrownBy(() -> openList("images/a.png\n" + row + "\n"))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("train.txt:2")
        .hasMessageContaining("leads out of the data set's folder");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/etc/passwd", "C:\\Windows\\win.ini", "images/a.png/../../labels"})
  void open_listOfWhatIsNoPicture_refusesWithoutTellingItsContent(String row) {
    assertThatThrownBy(() -> openList("images/a.png\n" + row + "\n"))
        .isInstanceOf(DataException.class)
        .hasMessageNotContaining("root:");
  }

  @Test
  void open_listWithPicturesWrittenFromTheRoot_isRead() throws IOException {
    assertThat(openList(folder.resolve("other/images/b.png") + "\n").size()).isEqualTo(1);
  }

  @Test
  void open_listWithBackslashes_readsThemAsSeparators() throws IOException {
    assertThat(openList("images\\a.png\n").size()).isEqualTo(1);
  }

  @Test
  void open_linkInsideTheSet_isFollowed() throws IOException {
    Files.createSymbolicLink(set.resolve("images/b.png"), folder.resolve("other/images/b.png"));
    assertThat(open("train: images").size()).isEqualTo(2);
  }

  @Test
  void open_linkToWhatIsNoPicture_refusesWithoutTellingItsContent() throws IOException {
    Path secret = Files.writeString(folder.resolve("secret"), "very secret words\n");
    Files.createSymbolicLink(set.resolve("images/b.png"), secret);
    assertThatThrownBy(() -> open("train: images"))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("not an image")
        .hasMessageNotContaining("secret words");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../../etc/passwd",
        "/etc/passwd",
        "..\\\\..\\\\etc\\\\passwd",
        "C:\\\\Windows\\\\win.ini",
        "../other/images/b.png",
        "images/../../../other/images/b.png",
        ""
      })
  void open_cocoNameThatLeadsOut_refuses(String name) throws IOException {
    Path json = set.resolve("instances.json");
    Files.writeString(
        json,
        "{\"images\":[{\"id\":1,\"file_name\":\""
            + name
            + "\"}],\"annotations\":[],\"categories\":[{\"id\":1,\"name\":\"a\"}]}");
    assertThatThrownBy(() -> CocoDatasets.open(json, set.resolve("images"), ReadOptions.defaults()))
        .isInstanceOf(DataException.class)
        .hasMessageMatching("(?s).*(leaves the image folder|not found).*");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"train: ../other/a.json\nimages: images", "train: a.json\nimages: ../other"})
  void open_cocoPlaceThatLeadsOut_refuses(String yaml) {
    assertThatThrownBy(() -> open(yaml))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("leads out of the data set's folder");
  }

  @Test
  void open_manyRowsInALabelFile_refusesAboveTheLimit() throws IOException {
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < 200_001; i++) {
      rows.append("0 .5 .5 .1 ").append((i + 1) / 1e6).append('\n');
    }
    Files.writeString(set.resolve("labels/a.txt"), rows);
    assertThatThrownBy(() -> open("train: images"))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("a.txt:200001: a label file must have at most 200000 rows");
  }

  @Test
  void open_manyClassesOrBadRows_takesNoMoreThanItMust() throws IOException {
    StringBuilder names = new StringBuilder("train: images\nnames:\n");
    for (int i = 0; i < 100_000; i++) {
      names.append("- n").append(i).append('\n');
    }
    Path yaml = Files.writeString(set.resolve("many.yaml"), names);
    assertThat(YoloDatasets.open(yaml, Split.TRAIN, ReadOptions.defaults()).classes().size())
        .isEqualTo(100_000);
    Files.writeString(set.resolve("labels/a.txt"), "x\n".repeat(150_000));
    assertThat(YoloDatasets.check(yaml, ReadOptions.defaults()))
        .satisfies(report -> assertThat(report.errors()).isEqualTo(150_001)) // and no val
        .satisfies(report -> assertThat(report.findings()).hasSizeLessThan(10_010));
  }

  @Test
  void open_boxBeyondAllNumbers_refuses() throws IOException {
    Path json = set.resolve("instances.json");
    Files.writeString(
        json,
        "{\"images\":[{\"id\":1,\"file_name\":\"a.png\"}],\"annotations\":[{\"id\":1,\"image_id\":1,"
            + "\"category_id\":1,\"bbox\":[1e308,0,1e308,1]}],"
            + "\"categories\":[{\"id\":1,\"name\":\"a\"}]}");
    assertThatThrownBy(() -> CocoDatasets.open(json, set.resolve("images"), ReadOptions.defaults()))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("its far edges are not finite");
  }
}
