package dev.progloss.fuzz;

import static dev.progloss.fuzz.WorstCase.numbered;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;

/** The worst cases among formats of text. */
final class WorstTexts {

  private static final String CLASS = "1],\"objects\":[1],\"ranks\":[0],\"outcomes\":[1]}\n";
  private static final int GROWN = 3 << 20;

  private WorstTexts() {}

  static List<WorstCase> all() {
    List<WorstCase> cases = new ArrayList<>();
    cases.addAll(yaml());
    cases.addAll(yolo());
    cases.addAll(coco());
    cases.addAll(cocoJudged());
    cases.addAll(runs());
    cases.addAll(digests());
    cases.addAll(weights());
    return cases;
  }

  private static List<WorstCase> yaml() {
    List<WorstCase> cases = new ArrayList<>();
    for (Target target :
        List.of(Target.DATA_YAML, Target.CONFIG_YAML, Target.PLAN_YAML, Target.SEARCH_YAML)) {
      cases.add(WorstCase.of(target, "deep blocks", "a:\n", "- - - - - - - - ", "x"));
      cases.add(WorstCase.of(target, "questions", "", "? ", "x"));
      cases.add(WorstCase.of(target, "deep flow", "a: ", "{a: ", ""));
      cases.add(WorstCase.of(target, "anchors", "a: ", "&a ", "x"));
      cases.add(WorstCase.of(target, "comment", "a: 1 #", "#", "\n"));
      cases.add(WorstCase.of(target, "one name of 1 MiB", "names: [", "a", "]\n"));
      cases.add(WorstCase.of(target, "one key of 1 MiB", "", "k", ": 1\n"));
      cases.add(WorstCase.of(target, "digits", "epochs: ", "9", "\nnc: 9\n"));
      cases.add(WorstCase.of(target, "folded lines", "a: >\n", "  x\n", ""));
      cases.add(WorstCase.of(target, "escapes", "a: \"", "\\x41", "\"\n"));
      cases.add(WorstCase.of(target, "flow items", "names: [", "a, ", "b]\n"));
      cases.add(WorstCase.of(target, "documents", "a: 1\n", "---\n", ""));
      cases.add(WorstCase.of(target, "the same key", "", "a: 1\n", ""));
      cases.add(WorstCase.of(target, "tags", "a: ", "!!a ", "x\n"));
      cases.add(numbered(target, "many keys", "", i -> "k" + i + ": 1\n", ""));
      cases.add(
          numbered(
              target,
              "aliases doubled",
              "a0: &a0 {x: 1}\n",
              i -> "a" + (i + 1) + ": &a" + (i + 1) + " {l: *a" + i + ", r: *a" + i + "}\n",
              ""));
    }
    cases.add(
        new WorstCase(Target.CONFIG_YAML, "alias in itself", () -> Target.utf8("a: &a {b: *a}\n")));
    cases.add(new WorstCase(Target.CONFIG_YAML, "24 aliases doubled", WorstTexts::doubled));
    cases.addAll(names());
    return cases;
  }

  private static List<WorstCase> names() {
    List<WorstCase> cases = new ArrayList<>();
    IntFunction<String> name = i -> "- n" + i + "\n";
    cases.add(
        numbered(
            Target.DATA_YAML, "100,000 classes", "train: images\nval: images\nnames:\n", name, ""));
    cases.add(
        WorstCase.of(
            Target.DATA_YAML,
            "classes of one name",
            "train: images\nval: images\nnames:\n",
            "- a\n",
            ""));
    cases.add(
        WorstCase.of(
            Target.DATA_YAML,
            "a long way round",
            "names: [a]\nval: images\ntrain: ",
            "a/",
            "../".repeat(100_000) + "\n"));
    cases.add(
        WorstCase.of(
            Target.DATA_YAML,
            "many places",
            "names: [a]\nval: images\ntrain: [",
            "images, ",
            "images]\n"));
    cases.add(
        WorstCase.of(
            Target.DATA_YAML,
            "many places missing",
            "names: [a]\nval: images\ntrain: [",
            "b, ",
            "c]\n"));
    return cases;
  }

  private static byte[] doubled() {
    StringBuilder text = new StringBuilder("a0: &a0 {x: 1}\n");
    for (int i = 0; i < 24; i++) {
      text.append("a" + (i + 1) + ": &a" + (i + 1) + " {l: *a" + i + ", r: *a" + i + "}\n");
    }
    return Target.utf8(text.toString());
  }

  private static List<WorstCase> yolo() {
    List<WorstCase> cases = new ArrayList<>();
    Target labels = Target.YOLO_LABELS;
    cases.add(new WorstCase(labels, "100,000 boxes", () -> boxes(100_000)));
    cases.add(WorstCase.of(labels, "bad rows", "", "a\n", ""));
    cases.add(WorstCase.of(labels, "rows of a class alone", "", "0\n", ""));
    cases.add(WorstCase.of(labels, "the same box", "", "0 .5 .5 .1 .1\n", ""));
    cases.add(WorstCase.of(labels, "boxes without area", "", "0 1 1 0 0\n", ""));
    cases.add(WorstCase.of(labels, "clipped boxes", "", "0 1.001 1 1 1\n", ""));
    cases.add(WorstCase.of(labels, "one polygon", "0 ", "0 1 ", "0 0\n"));
    cases.add(WorstCase.of(labels, "digits behind the point", "0 0.", "3", " 0.5 0.1 0.1\n"));
    cases.add(
        WorstCase.of(labels, "zeros behind the point", "0 0.", "0", "1e1048000 0.5 0.1 0.1\n"));
    Target list = Target.YOLO_LIST;
    cases.add(WorstCase.of(list, "one picture many times", "", "images/a.png\n", ""));
    cases.add(WorstCase.of(list, "names that are not there", "", "b\n", ""));
    cases.add(
        WorstCase.of(list, "a long way round", "images/", "a/", "../".repeat(100_000) + "a.png\n"));
    cases.add(WorstCase.of(list, "up", "", "../", "etc/passwd\n"));
    return cases;
  }

  private static byte[] boxes(int count) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.append("1 .5 .5 ").append((i + 1) / 1e6).append(" .1\n");
    }
    return Target.utf8(text.toString());
  }

  private static List<WorstCase> coco() {
    List<WorstCase> cases = new ArrayList<>();
    Target sets = Target.COCO_ANNOTATIONS;
    String end = "],\"annotations\":[],\"categories\":[{\"id\":1,\"name\":\"a\"}]}";
    cases.add(WorstCase.of(sets, "entries that are none", "{\"images\":[", "1,", "1" + end));
    cases.add(WorstCase.of(sets, "entries without fields", "{\"images\":[", "{},", "{}" + end));
    cases.add(
        numbered(
            sets,
            "pictures that are not there",
            "{\"images\":[",
            i -> "{\"id\":" + i + ",\"file_name\":\"b" + i + ".png\"},",
            "{\"id\":-1,\"file_name\":\"1.png\"}" + end));
    cases.add(
        numbered(
            sets,
            "one picture many times",
            "{\"images\":[",
            i -> "{\"id\":" + i + ",\"file_name\":\"1.png\"},",
            "{\"id\":-1,\"file_name\":\"1.png\"}" + end));
    cases.add(
        numbered(
            sets,
            "lost pictures",
            "{\"images\":[",
            i -> "{\"id\":" + i + "},",
            "{\"id\":-1,\"file_name\":\"1.png\"}" + end));
    cases.addAll(cocoNames(sets, end));
    return cases;
  }

  private static List<WorstCase> cocoNames(Target sets, String end) {
    List<WorstCase> cases = new ArrayList<>();
    cases.add(
        WorstCase.of(
            sets,
            "a long way round",
            "{\"images\":[{\"id\":1,\"file_name\":\"",
            "a/",
            "../".repeat(100_000) + "1.png\"}" + end));
    cases.add(
        WorstCase.of(
            sets, "a name of 1 MiB", "{\"images\":[{\"id\":1,\"file_name\":\"", "a", "\"}" + end));
    cases.add(
        numbered(
            sets,
            "a row with many fields",
            "{\"images\":[{",
            i -> "\"k" + i + "\":1,",
            "\"id\":1,\"file_name\":\"1.png\"}" + end));
    cases.add(
        WorstCase.of(
            sets,
            "a key twice and again",
            "{\"images\":[{\"id\":1,\"file_name\":\"1.png\"",
            ",\"k\":1",
            "}" + end));
    cases.add(WorstCase.of(sets, "sections twice and again", "{", "\"images\":1,", "\"a\":1}"));
    cases.add(
        numbered(
            sets,
            "categories",
            "{\"images\":[{\"id\":1,\"file_name\":\"1.png\"}],"
                + "\"annotations\":[],\"categories\":[",
            i -> "{\"id\":" + i + ",\"name\":\"c" + i + "\"},",
            "{\"id\":-1,\"name\":\"d\"}]}"));
    cases.add(
        numbered(
            sets,
            "annotations",
            "{\"images\":[{\"id\":1,\"file_name\":\"1.png\"}],"
                + "\"categories\":[{\"id\":1,\"name\":\"a\"}],\"annotations\":[",
            i -> "{\"image_id\":1,\"category_id\":1,\"bbox\":[1,1,2,2]},",
            "{\"image_id\":1,\"category_id\":1,\"bbox\":[1,1,2,2]}]}"));
    cases.add(
        WorstCase.of(
            sets,
            "numbers of 990 digits",
            "{\"images\":[{\"id\":1,\"file_name\":\"1.png\"}],"
                + "\"categories\":[{\"id\":1,\"name\":\"a\"}],\"annotations\":[{\"bbox\":[",
            "9".repeat(990) + ",",
            "1]}]}"));
    return cases;
  }

  private static List<WorstCase> cocoJudged() {
    List<WorstCase> cases = new ArrayList<>();
    Target truth = Target.COCO_TRUTH;
    cases.add(
        numbered(
            truth,
            "ids that fall on one place",
            "{\"images\":[{\"id\":1},",
            i -> "{\"id\":" + clash(i) + "},",
            "{\"id\":2}],\"categories\":[{\"id\":1}]}"));
    cases.add(
        numbered(
            truth,
            "categories",
            "{\"images\":[{\"id\":1}],\"categories\":[",
            i -> "{\"id\":" + i + "},",
            "{\"id\":-1}]}"));
    cases.add(WorstCase.of(truth, "a text for an id", "{\"images\":[{\"id\":\"", "a", "\"}]}"));
    Target found = Target.COCO_RESULTS;
    String row = "{\"image_id\":1,\"category_id\":1,\"bbox\":[1,1,4,4],\"score\":0.5}";
    cases.add(WorstCase.of(found, "detections of one picture", "[", row + ",", row + "]"));
    cases.add(WorstCase.of(found, "ends inside texts", "[{\"a\":\"", "},{", "\"}]"));
    return cases;
  }

  /** Small multiples of the inverse of the golden ratio's 64 bits, where they are below 2^53. */
  private static long clash(int index) {
    long inverse = 0xF1DE83E19937733DL;
    long low = 0;
    for (long k = 1 + 4096L * index; ; k++) {
      low = k * inverse;
      if (low > 0 && low < 1L << 53) {
        return low;
      }
    }
  }

  private static List<WorstCase> runs() {
    List<WorstCase> cases = new ArrayList<>();
    cases.add(WorstCase.of(Target.JOURNAL, "empty objects", "", "{}\n", ""));
    cases.add(WorstCase.of(Target.JOURNAL, "numbers alone", "", "5\n", ""));
    cases.add(WorstCase.of(Target.JOURNAL, "one list", "{\"a\":[", "1,", "1]}\n"));
    cases.add(
        WorstCase.of(
            Target.JOURNAL,
            "deep lists in every line",
            "",
            "{\"a\":" + "[".repeat(900) + "]".repeat(900) + "}\n",
            ""));
    cases.add(numbered(Target.JOURNAL, "many keys", "{", i -> "\"k" + i + "\":1,", "\"a\":1}\n"));
    cases.add(WorstCase.of(Target.RESULTS_CSV, "rows", "epoch\n", "1,\n", ""));
    cases.add(WorstCase.of(Target.RESULTS_CSV, "digits", "epoch\n", "9", ",1\n"));
    return cases;
  }

  /** Zipped, these are of about 1 MiB: a reader unzips four times as much, and 4 MiB more. */
  private static List<WorstCase> digests() {
    Target digest = Target.RUN_DIGEST;
    String first =
        "{\"kind\":\"digest\",\"format\":\"progloss.run_digest\",\"format_version\":\"1\","
            + "\"machine\":\"\",\"end\":\"finished\",\"settings\":{}}\n";
    return List.of(
        grown(digest, "one list", first + "{\"kind\":\"class\",\"objects\":[", "%d,", "1]}\n"),
        grown(digest, "one class", first + "{\"kind\":\"class\",\"images\":[", "%d,", CLASS),
        grown(digest, "many keys", first + "{\"kind\":\"later\"", ",\"%d\":1", "}\n"),
        grown(digest, "many lines", first, "{\"kind\":\"later\",\"a\":%d}\n", ""),
        new WorstCase(digest, "blanks without end", () -> Target.utf8(" ".repeat(16 << 20))));
  }

  /** So many random pieces that zipping leaves a mebibyte. */
  private static WorstCase grown(
      Target target, String name, String head, String piece, String tail) {
    return new WorstCase(
        target,
        name,
        () -> {
          Random random = new Random(0);
          StringBuilder text = new StringBuilder(head);
          while (text.length() < GROWN) {
            text.append(piece.replace("%d", String.valueOf(random.nextInt(100))));
          }
          return Target.utf8(text.append(tail).toString());
        });
  }

  private static List<WorstCase> weights() {
    List<WorstCase> cases = new ArrayList<>();
    Target card = Target.MODEL_CARD;
    String format = "{\"format\":\"progloss.detector\",\"format_version\":\"1\",";
    String rest = "\"model\":\"yolo26n\",\"reg_max\":\"1\",\"imgsz\":\"640\",\"names\":\"[";
    cases.add(WorstCase.of(card, "classes", format + rest, "\\\"a\\\",", "\\\"b\\\"]\"}"));
    cases.add(WorstCase.of(card, "a class of 1 MiB", format + rest + "\\\"", "a", "\\\"]\"}"));
    cases.add(WorstCase.of(card, "names that are none", format + rest, "1", "]\"}"));
    cases.add(WorstCase.of(card, "a model of 1 MiB", format + "\"model\":\"", "a", "\"}"));
    cases.add(WorstCase.of(card, "a version of 1 MiB", "{\"format\":\"", "a", "\"}"));
    cases.add(
        numbered(
            card,
            "provenance",
            format,
            i -> "\"provenance." + i + "\":\"\",",
            rest + "\\\"b\\\"]\"}"));
    cases.add(
        numbered(
            Target.SAFETENSORS,
            "empty tensors",
            "",
            i -> ",\"" + i + "\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]}",
            ""));
    cases.add(WorstCase.of(Target.SAFETENSORS, "one shape", "{\"a\":{\"shape\":[", "1,", "1]}}"));
    cases.replaceAll(
        one ->
            one.target() == Target.SAFETENSORS
                ? new WorstCase(one.target(), one.name(), () -> headed(one.input().get()))
                : one);
    return cases;
  }

  private static byte[] headed(byte[] json) {
    byte[] header = json;
    if (json[0] == ',') {
      header = new byte[json.length + 1];
      System.arraycopy(json, 0, header, 0, json.length);
      header[0] = '{';
      header[json.length] = '}';
    }
    return java.nio.ByteBuffer.allocate(8 + header.length)
        .order(java.nio.ByteOrder.LITTLE_ENDIAN)
        .putLong(header.length)
        .put(header)
        .array();
  }
}
