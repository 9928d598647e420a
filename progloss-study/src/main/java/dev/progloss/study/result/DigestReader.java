package dev.progloss.study.result;

import dev.progloss.core.error.FormatException;
import dev.progloss.eval.coco.MatchedPictures;
import dev.progloss.eval.coco.MatchedPictures.RankedClass;
import dev.progloss.run.journal.JournalReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/** Reads what {@link DigestFile} wrote, and believes nothing of it. */
final class DigestReader {

  private static final int STATS = 12;
  private static final int MOST_DETECTIONS = 10_000_000;

  /** A digest is three times as large as its file; gzip would let it be a thousand times. */
  private static final int MOST_GROWTH = 4;

  private static final long SPARE = 4 << 20;

  private final Path file;
  private final Map<String, String> settings = new LinkedHashMap<>();
  private final List<RunStory.Judged> judged = new ArrayList<>();
  private final Map<String, SortedMap<Integer, Double>> courses = new LinkedHashMap<>();
  private final List<RankedClass> classes = new ArrayList<>();
  private RunResult.End end = RunResult.End.MISSING;
  private String machine = "";
  private int pictures = -1;
  private String truth = "";
  private boolean isWhole;
  private int line;

  private DigestReader(Path file) {
    this.file = file;
  }

  static RunDigest read(Path file) {
    DigestReader reader = new DigestReader(file);
    for (Map<String, Object> record : JournalReader.read(file, unzipped(file))) {
      reader.add(record);
    }
    return reader.digest();
  }

  private static byte[] unzipped(Path file) {
    byte[] text;
    long most;
    try (InputStream zipped = new GZIPInputStream(Files.newInputStream(file))) {
      most = SPARE + MOST_GROWTH * Files.size(file);
      text = zipped.readNBytes((int) Math.min(Integer.MAX_VALUE, most + 1));
    } catch (NoSuchFileException e) {
      throw new FormatException(file + ": no such file", e);
    } catch (EOFException | ZipException e) {
      throw new FormatException(
          file + ": is not whole, or not zipped by gzip: " + e.getMessage() + "; copy it once more",
          e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (text.length > most) {
      throw new FormatException(
          file + ": must hold at most " + most + " bytes when unzipped, got more: no digest does");
    }
    return text;
  }

  private void add(Map<String, Object> record) {
    line++;
    String kind = text(record, "kind");
    if (isWhole || (line == 1) != kind.equals("digest")) {
      throw wrong("kind", line == 1 ? "\"digest\"" : "another one here", kind);
    }
    switch (kind) {
      case "digest" -> head(record);
      case "judged" -> judged(record);
      case "courses" -> courses(record);
      case "pictures" -> {
        pictures = whole(record.get("count"), "count");
        truth = text(record, "truth");
      }
      case "class" -> classes.add(ranked(record));
      case "end" -> {
        if (whole(record.get("lines"), "lines") != line - 1) {
          throw wrong("lines", String.valueOf(line - 1), record.get("lines"));
        }
        isWhole = true;
      }
      default -> {
        // of a later version, which says that readers may pass over it
      }
    }
  }

  private void head(Map<String, Object> record) {
    if (!text(record, "format").equals(DigestFile.FORMAT)) {
      throw wrong("format", DigestFile.FORMAT, record.get("format"));
    }
    if (!text(record, "format_version").equals(DigestFile.VERSION)) {
      throw wrong("format_version", DigestFile.VERSION, record.get("format_version"));
    }
    machine = text(record, "machine");
    String how = text(record, "end");
    for (RunResult.End each : RunResult.End.values()) {
      end = each.key().equals(how) ? each : end;
    }
    if (end == RunResult.End.MISSING) {
      throw wrong("end", "finished or diverged", how);
    }
    fields(record, "settings").forEach((key, value) -> settings.put(key, String.valueOf(value)));
  }

  private void judged(Map<String, Object> record) {
    int epoch = whole(record.get("epoch"), "epoch");
    judged.add(new RunStory.Judged(epoch, stats(record, "e2e"), stats(record, "nms")));
  }

  private List<Double> stats(Map<String, Object> record, String key) {
    List<Double> numbers = numbers(record.get(key), key);
    if (numbers.size() != STATS) {
      throw wrong(key, STATS + " numbers", record.get(key));
    }
    return numbers;
  }

  private void courses(Map<String, Object> record) {
    int[] epochs = wholes(record, "epochs");
    fields(record, "values")
        .forEach(
            (name, value) -> {
              List<Double> numbers = numbers(value, name);
              if (numbers.size() != epochs.length) {
                throw wrong(name, "a number for each of " + epochs.length + " epochs", value);
              }
              SortedMap<Integer, Double> course = new TreeMap<>();
              for (int i = 0; i < epochs.length; i++) {
                course.put(epochs[i], numbers.get(i));
              }
              courses.put(name, course);
            });
  }

  private RankedClass ranked(Map<String, Object> record) {
    int[] images = wholes(record, "images");
    int[] ranks = wholes(record, "ranks");
    int[] told = wholes(record, "outcomes");
    if (images.length > MOST_DETECTIONS || ranks.length != told.length) {
      throw wrong("ranks", "one for each of " + told.length + " outcomes", ranks.length);
    }
    int[] outcomes = new int[images.length];
    for (int i = 0; i < ranks.length; i++) {
      if (ranks[i] >= outcomes.length) {
        throw wrong("ranks", "below " + outcomes.length, ranks[i]);
      }
      outcomes[ranks[i]] = told[i];
    }
    return new RankedClass(wholes(record, "objects"), images, outcomes);
  }

  private RunDigest digest() {
    if (!isWhole) {
      throw new FormatException(
          file + ": is not whole: it must end with a line of kind \"end\"; copy it once more");
    }
    try {
      Optional<MatchedPictures> matched =
          pictures < 0
              ? Optional.empty()
              : Optional.of(new MatchedPictures(pictures, truth, classes));
      return new RunDigest(end, machine, settings, new RunStory(judged, courses), matched);
    } catch (IllegalArgumentException e) {
      throw new FormatException(file + ": " + e.getMessage(), e);
    }
  }

  private String text(Map<String, Object> record, String key) {
    if (record.get(key) instanceof String text) {
      return text;
    }
    throw wrong(key, "text", record.get(key));
  }

  private Map<String, Object> fields(Map<String, Object> record, String key) {
    if (record.get(key) instanceof Map<?, ?> map) {
      Map<String, Object> fields = new LinkedHashMap<>();
      map.forEach((name, value) -> fields.put(String.valueOf(name), value));
      return fields;
    }
    throw wrong(key, "a JSON object", record.get(key));
  }

  private int[] wholes(Map<String, Object> record, String key) {
    List<?> list = list(record.get(key), key);
    int[] numbers = new int[list.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = whole(list.get(i), key);
    }
    return numbers;
  }

  private int whole(@Nullable Object value, String key) {
    if (value instanceof Double number && number >= 0 && number == number.intValue()) {
      return number.intValue();
    }
    throw wrong(key, "whole numbers of at least 0", value);
  }

  private List<Double> numbers(@Nullable Object value, String key) {
    List<Double> numbers = new ArrayList<>();
    for (Object each : list(value, key)) {
      if (!(each instanceof Double number) || !Double.isFinite(number)) {
        throw wrong(key, "finite numbers", each);
      }
      numbers.add(number);
    }
    return numbers;
  }

  private List<?> list(@Nullable Object value, String key) {
    if (value instanceof List<?> list) {
      return list;
    }
    throw wrong(key, "a JSON array", value);
  }

  private FormatException wrong(String key, String must, @Nullable Object got) {
    String said = String.valueOf(got);
    String start = said.length() > 80 ? said.substring(0, 80) + "..." : said;
    return new FormatException(
        file + ":" + line + ": " + key + " must be " + must + ", got " + start);
  }
}
