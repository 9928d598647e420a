package dev.progloss.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code progloss check} tells, and that it only reads. */
final class CheckTest {

  @TempDir Path folder;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private Path data;
  private Path yaml;

  @BeforeEach
  void write() {
    data = folder.resolve("data");
    yaml = data.resolve("data.yaml");
    assertThat(run("sample", "out=" + data, "sample_train=6", "sample_val=3", "sample_side=64"))
        .isZero();
    out.reset();
  }

  @Test
  void check_soundData_fitsAScreenAndExits0() {
    assertThat(run("check", "data=" + yaml)).as(text()).isZero();
    assertThat(text().lines().findFirst().orElseThrow()).endsWith(": nothing wrong found");
    assertThat(text().lines().count()).isLessThan(35);
    assertThat(text()).contains("images                            6        3").contains("star");
    assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
  }

  @Test
  void check_noData_checksTheDrawnSample() throws IOException {
    assertThat(run("check", "sample_train=4", "sample_val=2", "sample_side=64", "pictures=decode"))
        .isZero();
    assertThat(text()).startsWith("sample: nothing wrong found").contains("at imgsz=128");
    JsonNode json = json("sample_train=4", "sample_val=2", "sample_side=64");
    assertThat(json.at("/splits/train/images").asInt()).isEqualTo(4);
  }

  @Test
  void check_errors_areGroupedAndExit4() throws IOException {
    for (int i = 0; i < 5; i++) {
      label("train-00000" + i, "0 0.5 0.5 0.2 0.2\n" + (90 + i) + " 0.5 0.5 0.2 0.2\n");
    }
    Files.writeString(data.resolve("images/train/train-000005.png"), "<html>");
    assertThat(run("check", "data=" + yaml)).isEqualTo(4);
    assertThat(text())
        .contains(": 6 errors, 0 warnings")
        .contains("  5 times: class # is out of range, but the data set has # classes (# to #)\n")
        .contains("      labels/train/train-000000.txt:2: class 90 is out of range")
        .contains("labels/train/train-000002.txt:2:")
        .doesNotContain("train-000003.txt")
        .contains("      and 2 more")
        .contains("  images/train/train-000005.png: not an image: looks like HTML")
        .contains("images                            5        3");
  }

  @Test
  void check_json_hasTheDocumentedShape() throws IOException {
    label("train-000001", "7 0.5 0.5 0.2 0.2\n0 0.5 0.5 0.1 0.5\n");
    Files.delete(data.resolve("labels/train/train-000002.txt"));
    Files.copy(data.resolve("images/train/train-000000.png"), data.resolve("images/val/again.png"));
    Files.copy(
        data.resolve("images/train/train-000000.png"), data.resolve("images/train/twice.png"));
    JsonNode json = json("data=" + yaml, "imgsz=64");
    assertThat(json.fieldNames())
        .toIterable()
        .containsExactly(
            "data",
            "imgsz",
            "stal_below",
            "pictures",
            "errors",
            "warnings",
            "splits",
            "classes",
            "classes_without_objects",
            "classes_not_in_train",
            "leaks",
            "duplicates",
            "alike");
    assertThat(json.at("/errors/count").asInt()).isEqualTo(1);
    JsonNode error = json.at("/errors/kinds/0/findings/0");
    assertThat(error.get("file").asText()).endsWith("train-000001.txt");
    assertThat(error.get("line").asInt()).isEqualTo(1);
    assertThat(error.get("message").asText()).startsWith("class 7 is out of range");
    // again.png and twice.png have no labels either.
    assertThat(json.at("/warnings/count").asInt()).isEqualTo(3);
    assertThat(json.at("/warnings/kinds/0/what").asText()).startsWith("no label file: taken as");
    assertThat(json.at("/splits/train").fieldNames())
        .toIterable()
        .containsExactly(
            "images",
            "images_without_objects",
            "objects",
            "crowds",
            "most_objects",
            "sides",
            "shares",
            "coco_sizes",
            "with_side_below_stal",
            "sizes");
    assertThat(json.at("/splits/train/images").asInt()).isEqualTo(7);
    assertThat(json.at("/splits/train/images_without_objects").asInt()).isEqualTo(2);
    // 0.1 of 64 pixels is 6.4: below 8, but never below 0.
    assertThat(json.at("/splits/train/with_side_below_stal").asInt()).isPositive();
    JsonNode none = json("data=" + yaml, "imgsz=64", "stal_below=0");
    assertThat(none.at("/splits/train/with_side_below_stal").asInt()).isZero();
    assertThat(json.at("/duplicates/0/pictures")).hasSize(2);
    assertThat(json.at("/leaks/0/pictures")).hasSize(3);
    assertThat(json.at("/leaks/0/how").asText()).isEqualTo("bytes");
    assertThat(json.at("/classes/0/objects").fieldNames())
        .toIterable()
        .containsExactly("train", "val");
  }

  @Test
  void check_manyClasses_showsTenAndStaysAScreen() throws IOException {
    int classes = 100_000;
    StringBuilder text = new StringBuilder("train: images/train\nval: images/val\nnames:\n");
    for (int i = 0; i < classes; i++) {
      text.append("  - number ").append(i).append('\n');
    }
    Path many = Files.writeString(data.resolve("many.yaml"), text);
    label("train-000001", (classes - 1) + " 0.5 0.5 0.2 0.2\n");
    assertThat(run("check", "data=" + many)).as(err.toString(StandardCharsets.UTF_8)).isZero();
    assertThat(text().lines().count()).isLessThan(45);
    assertThat(text())
        .contains("100000 classes")
        .contains("  and 99990 more with fewer objects; --json tells all")
        .contains("  without any object: number 6, number 7");
    assertThat(json("data=" + many).get("classes")).hasSize(classes);
  }

  @Test
  void check_leak_isToldWithBothNames() throws IOException {
    Files.copy(data.resolve("images/train/train-000000.png"), data.resolve("images/val/again.png"));
    Files.writeString(data.resolve("labels/val/again.txt"), "");
    assertThat(run("check", "data=" + yaml)).isZero();
    assertThat(text())
        .contains(": 0 errors, 0 warnings, 1 picture in several splits")
        .contains("  1 of 4 in val are in train, too")
        .contains("train images/train/train-000000.png = val images/val/again.png");
  }

  @Test
  void check_cocoJson_isCheckedLikeLabels() throws IOException {
    Path coco =
        Files.writeString(
            data.resolve("coco.yaml"),
            """
            train: annotations/train.json
            val: annotations/val.json
            images: {train: images/train, val: images/val}
            """);
    assertThat(run("check", "data=" + coco)).as(text()).isZero();
    String cocoTable = text().substring(text().indexOf("images"));
    out.reset();
    assertThat(run("check", "data=" + yaml)).isZero();
    assertThat(text().substring(text().indexOf("images"))).isEqualTo(cocoTable);
    out.reset();
    Path json = data.resolve("annotations/val.json");
    Files.writeString(json, Files.readString(json).replaceFirst("\"width\":64", "\"width\":65"));
    assertThat(run("check", "data=" + coco)).isEqualTo(4);
    assertThat(text()).contains("is 64 x 64, the JSON says 65 x 64");
  }

  @Test
  void check_cocoSplitsWithOtherClasses_isAnError() throws IOException {
    Path json = data.resolve("annotations/val.json");
    Files.writeString(json, Files.readString(json).replace("\"star\"", "\"moon\""));
    Path coco =
        Files.writeString(
            data.resolve("coco.yaml"),
            """
            train: annotations/train.json
            val: annotations/val.json
            images: {train: images/train, val: images/val}
            """);
    assertThat(run("check", "data=" + coco)).isEqualTo(4);
    assertThat(text()).contains("coco.yaml:2: val must have the classes of train").contains("moon");
  }

  @ParameterizedTest
  @ValueSource(strings = {"headers", "decode"})
  void check_anything_leavesEveryFileAsItWas(String pictures) throws IOException {
    label("train-000001", "7 0.5 0.5 0.2 0.2\n");
    byte[] jpeg = jpegWithoutEnd();
    Files.write(data.resolve("images/train/open.jpg"), jpeg);
    Map<String, String> before = state();
    run("check", "data=" + yaml, "pictures=" + pictures);
    run("check", "data=" + yaml, "pictures=" + pictures, "--json");
    assertThat(state()).isEqualTo(before);
  }

  @Test
  void check_readOnlyFolder_works() throws IOException {
    boolean isPosix = data.getFileSystem().supportedFileAttributeViews().contains("posix");
    try {
      permit(isPosix, "r-xr-xr-x");
      assertThat(run("check", "data=" + yaml, "pictures=decode")).as(text()).isZero();
    } finally {
      permit(isPosix, "rwxr-xr-x");
    }
  }

  private void permit(boolean isPosix, String permissions) throws IOException {
    try (Stream<Path> all = Files.walk(data)) {
      for (Path each : isPosix ? all.toList() : List.<Path>of()) {
        Files.setPosixFilePermissions(each, PosixFilePermissions.fromString(permissions));
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "pictures=all | pictures must be one of headers, decode, got 'all'",
        "imgsz=100 | imgsz must be a multiple of 32, got '100'",
        "stal_below=-1 | stal_below must be at least 0",
        "max_pixels=0 | max_pixels must be in 1..",
        "max_pixels=9999999999 | max_pixels must be in 1..",
        "data= | data must name a data.yaml",
        "data=a.json | must be a data.yaml; for COCO files, write one",
        "batch=4 | no such key",
      })
  void check_wrongSetting_exits3(String argument, String message) {
    assertThat(run("check", argument)).isEqualTo(3);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains(message).doesNotContain("\tat ");
  }

  @Test
  void check_missingYaml_exits4() {
    assertThat(run("check", "data=" + folder.resolve("none.yaml"))).isEqualTo(4);
    assertThat(text()).contains("not found; name the data.yaml");
  }

  @Test
  void maxPixels_isKeptByEveryCommand() throws IOException {
    // 64 x 64 = 4096 pixels.
    assertThat(run("check", "data=" + yaml, "max_pixels=4096")).isZero();
    assertThat(run("check", "data=" + yaml, "max_pixels=4095")).isEqualTo(4);
    assertThat(text()).contains("too large: header says 64 x 64 pixels, at most 4095");
    String runs = "project=" + folder.resolve("runs");
    assertThat(run("train", "data=" + yaml, "max_pixels=4095", "epochs=1", runs)).isEqualTo(4);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("too large: header says 64 x 64");
    err.reset();
    assertThat(run("val", "model=a.safetensors", "data=" + yaml, "max_pixels=4095")).isEqualTo(4);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("too large: header says 64 x 64");
    err.reset();
    assertThat(run("predict", "model=a.safetensors", "source=" + data, "max_pixels=0"))
        .isEqualTo(3);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("max_pixels must be in 1..");
  }

  private void label(String stem, String rows) throws IOException {
    Files.writeString(data.resolve("labels/train/" + stem + ".txt"), rows);
  }

  private static byte[] jpegWithoutEnd() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(32, 32, BufferedImage.TYPE_INT_RGB), "jpg", bytes);
    return Arrays.copyOf(bytes.toByteArray(), bytes.size() - 2);
  }

  /** Every file and folder with its time, and bytes where it has some. */
  private Map<String, String> state() throws IOException {
    Map<String, String> state = new TreeMap<>();
    try (Stream<Path> all = Files.walk(data)) {
      for (Path each : all.toList()) {
        String time = Files.getLastModifiedTime(each, LinkOption.NOFOLLOW_LINKS).toString();
        boolean isFile = Files.isRegularFile(each);
        String bytes = isFile ? HexFormat.of().formatHex(Files.readAllBytes(each)) : "";
        state.put(each.toString(), time + " " + bytes);
      }
    }
    return state;
  }

  private JsonNode json(String... arguments) throws IOException {
    out.reset();
    List<String> all = new ArrayList<>(List.of("check", "--json"));
    all.addAll(List.of(arguments));
    run(all.toArray(String[]::new));
    return new ObjectMapper().readTree(text());
  }

  private int run(String... arguments) {
    return Main.execute(
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8),
        arguments);
  }

  private String text() {
    return out.toString(StandardCharsets.UTF_8);
  }
}
