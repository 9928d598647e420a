package dev.progloss.eval.coco;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.progloss.core.error.DataException;
import dev.progloss.eval.scene.Scene;
import dev.progloss.eval.scene.SceneDetection;
import dev.progloss.eval.scene.SceneObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CocoFilesTest {

  private static final String TRUTH =
      """
      {"images": [{"id": 9}, {"id": 4}],
       "categories": [{"id": 7, "name": "dog"}, {"id": 3, "name": "cat"}],
       "annotations": [
        {"id": 1, "image_id": 9, "category_id": 7, "bbox": [1, 2, 3, 4], "area": 5, "iscrowd": 1},
        {"id": 0, "image_id": 9, "category_id": 3, "bbox": [1, 2, 3, 4]},
        {"id": 2, "image_id": 9, "category_id": 8, "bbox": [1, 2, 3, 4]}]}
      """;
  private static final String ROW =
      "{\"image_id\": 9, \"category_id\": 3, \"bbox\": [1, 2, 3, 4], \"score\": ";

  @TempDir private Path folder;
  private Path truth;

  @BeforeEach
  void writeTruth() throws IOException {
    truth = Files.writeString(folder.resolve("gt.json"), TRUTH);
  }

  private Path results(String text) throws IOException {
    return Files.writeString(folder.resolve("dt.json"), text);
  }

  @Test
  void read_moreCategoriesThanMemoryHolds_refusesBeforeMeasuring() throws IOException {
    StringBuilder categories = new StringBuilder();
    long most = Runtime.getRuntime().maxMemory() / 2 / CocoArrays.BYTES_PER_CLASS;
    for (long id = 0; id <= most; id++) {
      categories.append(id == 0 ? "" : ",").append("{\"id\":").append(id).append('}');
    }
    Files.writeString(truth, "{\"images\":[{\"id\":1}],\"categories\":[" + categories + "]}");
    Path found = results("[]");
    assertThatThrownBy(() -> CocoFiles.read(truth, found))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("gt.json")
        .hasMessageContaining("at most " + most + " categories, got " + (most + 1));
  }

  @Test
  void eachImage_showsAllOfItInFileOrder() throws IOException {
    List<Scene> images = new ArrayList<>();
    CocoFiles files = CocoFiles.read(truth, results("[" + ROW + "0.5}, " + ROW + "0.75}]"));
    files.eachImage(images::add);
    assertThat(files.report().perClass())
        .extracting(CocoReport.ClassRow::name)
        .containsExactly("cat", "dog");
    assertThat(images)
        .containsExactly(
            new Scene(List.of(), List.of()),
            new Scene(
                List.of(
                    new SceneObject(1, 1, 2, 3, 4, true), new SceneObject(0, 1, 2, 3, 4, false)),
                List.of(
                    new SceneDetection(0, 0.5, 1, 2, 3, 4),
                    new SceneDetection(0, 0.75, 1, 2, 3, 4))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{} | :1: the results must be a list, got an object",
        "[]] | :1: must be JSON, got: ",
        "[1] | :1: each entry must be an object, got 1 (entry 1 of the results)",
        "[{\"image_id\": 9}] | :1: a detection must have a category_id (entry 1 of the results)",
        "[{\"image_id\": \"9\"}] | :1: image_id must be a whole number, got the text \"9\"",
        "[{\"image_id\": 5}] | :1: image_id 5 is not in the ground truth",
        "[{\"bbox\": [1, 2, 3]}] | :1: bbox must have 4 numbers, got 3 (entry 1 of the results)",
        "[{\"score\": \"high\"}] | :1: score must be a number, got the text \"high\"",
        "[{\"image_id\": 1.5}] | :1: image_id must be a whole number, smaller than 2^53, got 1.5",
      })
  void read_badResults_saysWhereAndWhat(String text, String message) throws IOException {
    Path file = results(text);
    assertThatThrownBy(() -> CocoFiles.read(truth, file))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(file + message);
  }

  @Test
  void read_secondEntryOnItsOwnLine_isNamedByBoth() throws IOException {
    Path file = results("[" + ROW + "0.5},\n" + ROW + "null}]");
    assertThatThrownBy(() -> CocoFiles.read(truth, file))
        .isInstanceOf(DataException.class)
        .hasMessage(file + ":2: score must be a number, got null (entry 2 of the results)");
  }

  @Test
  void read_bytesThatAreNoText_areRefused() throws IOException {
    Path file = folder.resolve("dt.json");
    Files.write(file, new byte[] {'[', '{', '"', (byte) 0xff, '"', ':', '1', '}', ']'});
    assertThatThrownBy(() -> CocoFiles.read(truth, file))
        .isInstanceOf(DataException.class)
        .hasMessage(file + ": must be UTF-8, got bytes that are no text");
  }

  @Test
  void read_truthWithoutCategories_isRefused() throws IOException {
    Files.writeString(truth, "{\"images\": [], \"annotations\": []}");
    assertThatThrownBy(() -> CocoFiles.read(truth, truth))
        .isInstanceOf(DataException.class)
        .hasMessage(truth + ":1: a ground-truth file must have categories; is it one?");
  }

  @Test
  void read_annotationIdTwice_isRefused() throws IOException {
    Files.writeString(truth, TRUTH.replace("\"id\": 0", "\"id\": 1"));
    assertThatThrownBy(() -> CocoFiles.read(truth, truth))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(truth + ":5: annotation id 1 is used twice");
  }

  @Test
  void measure_anyNumberOfThreads_givesTheSameBits() throws IOException {
    StringBuilder rows = new StringBuilder("[");
    for (int i = 0; i < 500; i++) {
      rows.append(i == 0 ? "" : ",\n").append(ROW).append("0.").append(i % 7).append('}');
    }
    Path file = results(rows.append(']').toString());
    CocoArrays one = CocoFiles.read(truth, file, new Workers(1)).measure();
    CocoArrays three = CocoFiles.read(truth, file, new Workers(3)).measure();
    assertThat(three.precision()).isEqualTo(one.precision());
    assertThat(three.scores()).isEqualTo(one.scores());
    assertThat(three.recall()).isEqualTo(one.recall());
  }
}
