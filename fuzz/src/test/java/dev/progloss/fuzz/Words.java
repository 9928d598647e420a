package dev.progloss.fuzz;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** What files of each format are made of. */
final class Words {

  static final List<byte[]> JSON =
      of(
          "{",
          "}",
          "[",
          "]",
          ",",
          ":",
          "\"",
          "null",
          "true",
          "\\u0000",
          "\\ud800",
          "{\"a\":",
          "[[[[[[[[",
          "\"dtype\":\"F32\"",
          "\"BOOL\"",
          "\"shape\":[0]",
          "\"shape\":[2147483648,0]",
          "\"data_offsets\":[0,0]",
          "\"__metadata__\":{\"a\":\"b\"},",
          "\"a\":1,\"a\":2");
  static final List<byte[]> SAFETENSORS =
      with(
          JSON,
          "{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]},",
          "\"F64\"",
          "\"I8\"",
          "\"BF16\"",
          ",\"x\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[24,25]}",
          "[16,24]");
  static final List<byte[]> CARD =
      with(
          JSON,
          "\"format_version\":\"1\",",
          "\"model\":\"yolo26x\"",
          "\"reg_max\":\"2147483647\"",
          "\"imgsz\":\"-32\"",
          "\"names\":\"[]\"",
          "\"objectness\":\"true\",",
          "[\\\"a\\\"]");
  static final List<byte[]> COCO =
      with(
          JSON,
          "\"images\":[],",
          "\"annotations\":[",
          "\"categories\":[",
          "\"id\":1,",
          "\"image_id\":1",
          "\"category_id\":1,",
          "\"bbox\":[1,1,2,2]",
          "\"bbox\":[1e308,0,1e308,1]",
          "\"area\":4,",
          "\"iscrowd\":1,",
          "\"score\":NaN",
          "\"file_name\":\"../../etc/passwd\"",
          "\"file_name\":\"/etc/passwd\",",
          "\"width\":16",
          "-0",
          "\"name\":{\"id\":2}",
          "\"name\":null",
          "\\\\",
          "\"segmentation\":[[1,2]],");
  static final List<byte[]> LABELS =
      of(
          "0 0.5 0.5 0.2 0.2\n",
          "\n",
          " ",
          "\t",
          "nan",
          "inf",
          "-",
          "1e400",
          "0,5",
          "\r\n",
          "#",
          "\0",
          "0 0 0 1 0 1 1 0 1\n",
          "\u00e9",
          "\ufeff",
          "1e-320");
  static final List<byte[]> PATHS =
      of(
          "images/a.png\n",
          "./",
          "../",
          "/",
          "\\",
          "C:\\",
          "\0",
          "~",
          "\n",
          "//",
          ".png",
          "\u00e9",
          "../../../../etc/passwd\n",
          "images/../images/a.png\n",
          "/etc/passwd\n");
  static final List<byte[]> YAML =
      of(
          "- ",
          ": ",
          "\n",
          "  ",
          "{",
          "}",
          "[",
          "]",
          "&a ",
          "*a",
          "!!java.lang.Runtime ",
          "!<x> ",
          "|\n",
          ">\n",
          "? ",
          "---\n",
          "...\n",
          "%YAML 1.2\n",
          "\"",
          "'",
          "#",
          "\t",
          "\0",
          "\u0085",
          "\ufeff",
          "<<: *a\n",
          "a: &a {b: *a}\n",
          "{a: {a: {a: ",
          "\u00e9",
          "~",
          "null");
  static final List<byte[]> DATA_YAML =
      with(
          YAML,
          "path: ",
          "train: images\n",
          "val: images\n",
          "names:\n  0: a\n",
          "names: [a, b]\n",
          "nc: 2\n",
          "images: images\n",
          "../",
          "/",
          ".json",
          ".txt",
          "download: x\n",
          "valid: x\n");
  static final List<byte[]> PLAN =
      with(
          YAML,
          "arms: {a: {}, b: {box: 5}}\n",
          "  c:\n    lr0: 0.1\n",
          "seeds: 0..9\n",
          "seeds: [0, 1]\n",
          "sets: {s: {data: x}, t: {data: y}}\n",
          "baseline: a\n",
          "presets: \"off,both\"\n",
          "jobs: 2\n");

  static final List<byte[]> SEARCH =
      with(
          YAML,
          "search: both\n",
          "range: 0.25..4\n",
          "search_seed: -1\n",
          "candidates: 9\n",
          "eta: 3\n",
          "rungs: 3\n",
          "epochs: 27\n",
          "seeds: 0..9\n",
          "2147483647");

  static final List<byte[]> CONFIG =
      with(
          YAML,
          "epochs: 5\n",
          "lr0: 0.1\n",
          "progloss:\n  terms:\n    cls: x\n",
          "progloss.terms.cls: 1\n");
  static final List<byte[]> JOURNAL =
      with(JSON, "\n", "{\"kind\":\"step\",\"step\":1}\n", "NaN", "\u00e9", "{}\n", "\r");
  static final List<byte[]> DIGEST =
      with(
          JOURNAL,
          "{\"kind\":\"end\",\"lines\":1}\n",
          "{\"kind\":\"judged\",\"epoch\":1,\"e2e\":[",
          "{\"kind\":\"courses\",\"epochs\":[1],\"values\":{\"ap\":[0.5]}}\n",
          "{\"kind\":\"pictures\",\"count\":2000000000,\"truth\":\"\"}\n",
          "{\"kind\":\"class\",\"objects\":[0],\"images\":[0],\"ranks\":[0],\"outcomes\":[1]}\n",
          "\"count\":",
          "\"ranks\":[",
          "2147483647",
          "1e300");
  static final List<byte[]> CSV =
      of(
          "\n",
          ",",
          "epoch,time\n",
          "1,2\n",
          "NaN,",
          "1e400,",
          "\r",
          "-",
          "\u00e9",
          "0x1p3,",
          "1d,");
  static final List<byte[]> ZIP =
      Stream.concat(
              of("best/data.pkl", "best/data/0", "../", "PK\1\2", "PK\3\4", "PK\5\6").stream(),
              Stream.of(
                  new byte[] {'P', 'K', 6, 6},
                  new byte[] {'P', 'K', 6, 7},
                  new byte[] {1, 0, 24, 0}))
          .toList();
  static final List<byte[]> PICKLE =
      of(
          "(",
          ".",
          "]",
          "}",
          ")",
          "t",
          "e",
          "u",
          "s",
          "a",
          "b",
          "R",
          "Q",
          "N",
          "0",
          "q\0",
          "h\0",
          "ctorch\nFloatStorage\n",
          "ctorch._utils\n_rebuild_tensor_v2\n",
          "cos\nsystem\n",
          "ccollections\nOrderedDict\n",
          "X\5\0\0\0model",
          "X\1\0\0\0a",
          "K\2",
          "M\0\1",
          "J\0\0\0\200");
  static final List<byte[]> IMAGE =
      Stream.of(
              new byte[] {(byte) 0xff, (byte) 0xd8},
              new byte[] {(byte) 0xff, (byte) 0xd9},
              new byte[] {(byte) 0xff, (byte) 0xda, 0, 8, 1, 1, 0, 0, 63, 0},
              new byte[] {(byte) 0xff, (byte) 0xc0, 0, 11, 8, 0, 16, 0, 16, 1, 1, 0, 0},
              new byte[] {(byte) 0xff, (byte) 0xc4, 0, 20, 0, 0, 1},
              new byte[] {(byte) 0xff, (byte) 0xdd, 0, 4, 0, 1},
              new byte[] {(byte) 0xff, (byte) 0xd0},
              new byte[] {(byte) 0xff, 0},
              new byte[] {
                (byte) 0xff, (byte) 0xe1, 0, 40, 'E', 'x', 'i', 'f', 0, 0, 'M', 'M', 0, 42
              },
              new byte[] {'I', 'D', 'A', 'T'},
              new byte[] {'I', 'E', 'N', 'D'},
              new byte[] {'e', 'X', 'I', 'f', 'I', 'I', 42, 0, 8, 0, 0, 0},
              new byte[] {'V', 'P', '8', 'X'},
              new byte[] {1, 0x12, 0, 3, 0, 0, 0, 1, 0, 6},
              new byte[] {0, 0, 0, 0})
          .toList();

  private Words() {}

  private static List<byte[]> of(String... words) {
    return Arrays.stream(words).map(Target::utf8).toList();
  }

  private static List<byte[]> with(List<byte[]> first, String... more) {
    return Stream.concat(first.stream(), of(more).stream()).toList();
  }
}
