package dev.progloss.eval.coco;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.progloss.core.error.DataException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import net.jqwik.api.statistics.Statistics;

/**
 * The fast reader may give up on anything, but what it reads must be what the careful reader reads,
 * and what the careful reader refuses it must not read.
 */
final class FastReaderPropertyTest {

  private static final String[] NUMBERS = {
    "0",
    "-0",
    "1",
    "12.5",
    "1e2",
    "-1.25E-3",
    "0.12345678901234567",
    "2.0",
    "NaN",
    "-Infinity",
    "01",
    "1.",
    ".5",
    "+1",
    "1e",
    "9007199254740993",
    "123456789012345678901234567890",
    "1e400",
    "\"1\"",
    "null",
    "true",
    "[1]",
    "- 1",
    "0x1",
    "1e-7",
    "00",
    "--1"
  };
  private static final String[] EXTRAS = {
    "\"segmentation\": [[1, 2.5, -3e2], []]",
    "\"x\": \"} , {\"",
    "\"y\": \"a\\\"b\\u00e9\"",
    "\"z\": {\"id\": 5, \"deep\": [{}, [null, true, false]]}",
    "\"bad\": \"\\x\"",
    "\"tab\": \"\t\"",
    "\"name\": \"é漢\"",
    "\"sc\\u006fre\": 0.25",
    "\"score\": 0.5",
    "\"bbox\": [1, 2, 3]",
    "\"id\": 7",
    "\"list\": [1, ]",
    "\"list\": [1 2]",
    "\"o\": {,}",
    "\"t\": tru",
    "\"n\": nul",
    "\"\": 1",
    "k: 1",
    "\"l\": [1e5, -0.0, 12]",
    "\"u\": \"\\u12g4\"",
    "\"iscrowd\": true",
    "\"iscrowd\": 1",
    "\"d\": 1.e2"
  };
  private static final String[] SPACES = {
    "", " ", "\n", "\r\n", "\t", "  ", "\u00a0", "\f", "/**/"
  };

  private static Path folder;

  @BeforeContainer
  static void makeFolder() throws IOException {
    folder = Files.createTempDirectory("fast-reader");
  }

  @AfterContainer
  static void deleteFolder() throws IOException {
    for (String name : List.of("t.json", "empty")) {
      Files.deleteIfExists(folder.resolve(name));
    }
    Files.delete(folder);
  }

  @Property(tries = 400)
  void results_whatTheFastReaderReads_theCarefulReaderReadsAlike(@ForAll long seed)
      throws IOException {
    Random random = new Random(seed);
    List<String> rows = new ArrayList<>();
    for (int i = random.nextInt(6); i >= 0; i--) {
      rows.add(row(random, "\"score\": " + usually(random, "0.75", NUMBERS)));
    }
    compareResults(write(random, "[" + String.join(",", rows) + "]"), 1 + random.nextInt(5));
  }

  private static void compareResults(Path file, int pieces) throws IOException {
    BoxColumns fast;
    try {
      FastResults reading = FastResults.split(FileBytes.read(file), pieces);
      new Workers(2).run(reading.pieces(), reading::worker);
      fast = reading.rows();
    } catch (UnusualJsonException e) {
      readFast(false);
      return;
    }
    readFast(true);
    same(fast, CarefulResults.read(file, IdPlaces.of(new long[] {0, 1, 2, 5, 7, 12, 100})), file);
  }

  @Property(tries = 400)
  void truth_whatTheFastReaderReads_theCarefulReaderReadsAlike(@ForAll long seed)
      throws IOException {
    Random random = new Random(seed);
    List<String> rows = new ArrayList<>();
    for (int i = random.nextInt(4); i >= 0; i--) {
      rows.add(row(random, "\"area\": " + usually(random, "9.5", NUMBERS) + ", \"id\": " + i));
    }
    String images = "\"images\": [{\"id\": " + usually(random, "1", NUMBERS) + "}, {\"id\": 2}]";
    String names = "\"categories\": [{" + extras(random) + "\"id\": 1}]";
    String objects = "\"annotations\": [" + String.join(",", rows) + "]";
    Path file =
        write(random, "{" + extras(random) + String.join(",", images, names, objects) + "}");
    CocoTruthFile fast;
    try {
      fast = FastTruth.read(FileBytes.read(file));
    } catch (UnusualJsonException e) {
      readFast(false);
      return;
    }
    readFast(true);
    CocoTruthFile careful = CarefulTruth.read(file);
    assertThat(fast.categories()).isEqualTo(careful.categories());
    assertThat(fast.images().size()).isEqualTo(careful.images().size());
    for (int i = 0; i < fast.images().size(); i++) {
      assertThat(fast.images().id(i)).isEqualTo(careful.images().id(i));
    }
    same(fast.objects(), careful.objects(), file);
  }

  /** Holds that not all texts are too odd for the fast reader, nor all too plain. */
  private static void readFast(boolean read) {
    Statistics.collect(read);
    Statistics.coverage(share -> share.check(true).percentage(percent -> percent > 20));
  }

  private static String row(Random random, String last) {
    String box =
        "[1, " + usually(random, "2.25", NUMBERS) + usually(random, ", ", SPACES) + "3, 4.5]";
    return "{"
        + extras(random)
        + String.join(
            usually(random, ", ", SPACES),
            "\"image_id\": " + usually(random, "1", NUMBERS),
            "\"category_id\":" + usually(random, " ", SPACES) + usually(random, "3", NUMBERS),
            "\"bbox\": " + box,
            last)
        + "}"
        + usually(random, "", SPACES);
  }

  private static String extras(Random random) {
    return random.nextInt(6) > 0 ? "" : EXTRAS[random.nextInt(EXTRAS.length)] + ", ";
  }

  private static String usually(Random random, String usual, String[] others) {
    return random.nextInt(50) > 0 ? usual : others[random.nextInt(others.length)];
  }

  /** Writes the text, sometimes with a byte changed, left out or put in. */
  private static Path write(Random random, String text) throws IOException {
    byte[] bytes =
        (usually(random, "", new String[] {"\ufeff"}) + text).getBytes(StandardCharsets.UTF_8);
    if (random.nextInt(8) == 0) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    int end = random.nextInt(20) == 0 ? random.nextInt(bytes.length + 1) : bytes.length;
    String tail = usually(random, "\n", new String[] {" ]", "x", "\0", ",", " {}", "\r\n\t "});
    byte[] whole = Arrays.copyOf(bytes, end + tail.length());
    System.arraycopy(tail.getBytes(StandardCharsets.US_ASCII), 0, whole, end, tail.length());
    return Files.write(folder.resolve("t.json"), whole);
  }

  private static void same(BoxColumns fast, BoxColumns careful, Path file) {
    try {
      assertThat(fast.size()).as(Files.readString(file)).isEqualTo(careful.size());
      for (int row = 0; row < fast.size(); row++) {
        assertThat(fast.image(row)).isEqualTo(careful.image(row));
        assertThat(fast.category(row)).isEqualTo(careful.category(row));
        assertThat(fast.truth(row)).as(Files.readString(file)).isEqualTo(careful.truth(row));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Property(tries = 40)
  void results_inPieces_areThoseOfOnePiece(@ForAll long seed) throws Exception {
    Random random = new Random(seed);
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      String text = random.nextBoolean() ? "" : "\"x\": \"}, {\", ";
      rows.add(
          "{"
              + text
              + "\"image_id\": 1, \"category_id\": "
              + i
              + ", \"bbox\": [1, 2, 3, 4], \"score\": 0."
              + i
              + "}");
    }
    Path file = Files.writeString(folder.resolve("t.json"), "[" + String.join(", ", rows) + "]");
    BoxColumns careful = CarefulResults.read(file, IdPlaces.of(new long[] {1}));
    assertThat(careful.size()).isEqualTo(40);
    same(CocoResultsFile.read(file, IdPlaces.of(new long[] {1}), new Workers(2)), careful, file);
    compareResults(file, 2 + random.nextInt(20));
  }

  @Example
  void emptyFile_isRefusedByName() throws IOException {
    Path file = Files.write(folder.resolve("empty"), new byte[0]);
    assertThatThrownBy(() -> CocoTruthFile.read(file))
        .isInstanceOf(DataException.class)
        .hasMessage(file + ":1: a ground-truth file must be an object, got the end of the file");
  }
}
