package dev.progloss.fuzz;

import dev.progloss.data.image.PixelChecks;
import dev.progloss.run.journal.JournalReader;
import dev.progloss.run.journal.RunTrim;
import dev.progloss.run.layout.RunDirectory;
import dev.progloss.study.result.DigestFile;
import dev.progloss.train.checkpoint.ModelFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/** Every reader of files, with the place that its file has and what its inputs are made of. */
@SuppressWarnings("ImmutableEnumChecker") // words are never changed, and readings hold nothing
enum Target {
  SAFETENSORS(
      "weights.safetensors",
      Readings::safetensors,
      Words.SAFETENSORS,
      1_000_000,
      Wrapping::withLength),
  MODEL_CARD(
      "card.safetensors",
      file -> ModelFile.open(file).card().network(),
      Words.CARD,
      100_000,
      Wrapping::asMetadata),
  CHECKPOINT_ZIP("best.pt", Readings::checkpoint, Words.ZIP, 100_000),
  CHECKPOINT_PICKLE(
      "pickle.pt", Readings::checkpoint, Words.PICKLE, 100_000, Wrapping::asCheckpoint),
  COCO_ANNOTATIONS("coco/instances.json", Readings::coco, Words.COCO, 100_000),
  COCO_TRUTH("truth.json", Readings::cocoTruth, Words.COCO, 100_000),
  COCO_RESULTS("results.json", Readings::cocoResults, Words.COCO, 100_000),
  YOLO_LABELS("yolo/labels/a.txt", Readings::yoloBeside, Words.LABELS, 100_000),
  YOLO_LIST("list/train.txt", Readings::yoloAlong, Words.PATHS, 100_000),
  DATA_YAML("yaml/data.yaml", Readings::yolo, Words.DATA_YAML, 100_000),
  CONFIG_YAML("config.yaml", Readings::config, Words.CONFIG, 100_000),
  PLAN_YAML("plan.yaml", Readings::plan, Words.PLAN, 100_000),
  SEARCH_YAML("search.yaml", Readings::search, Words.SEARCH, 100_000),
  JOURNAL("run/journal.jsonl", JournalReader::read, Words.JOURNAL, 100_000),
  RUN_DIGEST("seed-0.digest.jsonl.gz", DigestFile::read, Words.DIGEST, 100_000, Wrapping::zipped),
  RESULTS_CSV(
      "run/results.csv",
      file -> RunTrim.before(new RunDirectory(file.getParent()), 2, 2, note -> {}),
      Words.CSV,
      100_000),
  IMAGE_HEADER("header.jpg", file -> Readings.header(file), Words.IMAGE, 100_000),
  IMAGE_PIXELS("pixels.png", file -> Readings.pixels(file), Words.IMAGE, 100_000),
  PIXEL_CHECKS(
      "checks.jpg", file -> PixelChecks.follow(Files.readAllBytes(file)), Words.IMAGE, 100_000);

  private final String place;
  private final Reading reading;
  private final List<byte[]> words;
  private final int tries;
  private final UnaryOperator<byte[]> wrapping;

  Target(String place, Reading reading, List<byte[]> words, int tries) {
    this(place, reading, words, tries, input -> input);
  }

  Target(
      String place,
      Reading reading,
      List<byte[]> words,
      int tries,
      UnaryOperator<byte[]> wrapping) {
    this.place = place;
    this.reading = reading;
    this.words = words;
    this.tries = tries;
    this.wrapping = wrapping;
  }

  /** As folders and tables spell it. */
  String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  Reading reading() {
    return reading;
  }

  /** What a file of this kind is made of, to be put into others. */
  List<byte[]> words() {
    return words;
  }

  /** How often the long mode tries. */
  int tries() {
    return tries;
  }

  /** The file around an input; most inputs are whole files. */
  byte[] wrap(byte[] input) {
    return wrapping.apply(input);
  }

  /**
   * Whether the reader may shorten its file: a run takes back the rows after its last save, and of
   * a row that it cannot read it takes that for granted.
   */
  boolean mayCutItsFile() {
    return this == RESULTS_CSV;
  }

  /** Writes what must be there beside the file, and says where the file goes. */
  Path prepare(Path folder) throws IOException {
    Path file = folder.resolve(place);
    Files.createDirectories(file.getParent());
    switch (this) {
      case COCO_ANNOTATIONS -> Seeds.picture(folder.resolve("coco/images/1.png"));
      case COCO_TRUTH -> Files.writeString(folder.resolve("found.json"), Seeds.FOUND);
      case COCO_RESULTS -> Files.writeString(folder.resolve("known.json"), Seeds.TRUTH);
      case YOLO_LABELS -> {
        Seeds.picture(folder.resolve("yolo/images/a.png"));
        Files.writeString(folder.resolve("yolo/data.yaml"), Seeds.YOLO);
      }
      case YOLO_LIST -> {
        Seeds.picture(folder.resolve("list/images/a.png"));
        Files.createDirectories(folder.resolve("list/labels"));
        Files.writeString(folder.resolve("list/labels/a.txt"), "0 .5 .5 .2 .2\n");
        Files.writeString(folder.resolve("list/data.yaml"), Seeds.LIST);
      }
      case DATA_YAML -> {
        Seeds.picture(folder.resolve("yaml/images/a.png"));
        Files.createDirectories(folder.resolve("yaml/labels"));
        Files.writeString(folder.resolve("yaml/labels/a.txt"), "0 .5 .5 .2 .2\n");
      }
      default -> {}
    }
    return file;
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
