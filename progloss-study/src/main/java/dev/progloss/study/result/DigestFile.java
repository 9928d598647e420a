package dev.progloss.study.result;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.progloss.core.error.DataException;
import dev.progloss.eval.coco.MatchedPictures;
import dev.progloss.eval.coco.MatchedPictures.RankedClass;
import dev.progloss.run.layout.AtomicFiles;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;

/** Digests as files: JSON lines, zipped by gzip (RFC 1952), the same for the same run. */
public final class DigestFile {

  static final String FORMAT = "progloss.run_digest";
  static final String VERSION = "1";

  private static final JsonFactory JSON =
      new JsonFactory().disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);

  private final OutputStream out;
  private int lines;

  private DigestFile(OutputStream out) {
    this.out = out;
  }

  private interface Fields {
    void write(JsonGenerator json) throws IOException;
  }

  /**
   * Writes a digest, over the one before.
   *
   * @param program name and version of this program
   * @throws DataException if it cannot be written; then what was there is as it was
   */
  public static void write(Path file, RunDigest digest, String program) {
    try {
      AtomicFiles.write(
          file,
          to -> {
            GZIPOutputStream zipped = new GZIPOutputStream(to);
            new DigestFile(zipped).write(digest, program);
            zipped.finish(); // the stream below is not ours to close
          });
    } catch (IOException e) {
      throw new DataException(file + ": cannot be written: " + e.getMessage(), e);
    }
  }

  /**
   * Reads a digest.
   *
   * @throws dev.progloss.core.error.FormatException if it is missing, not whole or not one
   */
  public static RunDigest read(Path file) {
    return DigestReader.read(file);
  }

  private void write(RunDigest digest, String program) throws IOException {
    line("digest", json -> head(json, digest, program));
    for (RunStory.Judged each : digest.story().judged()) {
      line("judged", json -> judged(json, each));
    }
    for (Map.Entry<List<Integer>, Map<String, SortedMap<Integer, Double>>> each :
        alike(digest.story().courses()).entrySet()) {
      line("courses", json -> courses(json, each.getKey(), each.getValue()));
    }
    if (digest.pictures().isPresent()) {
      MatchedPictures pictures = digest.pictures().get();
      line("pictures", json -> pictures(json, pictures));
      for (RankedClass each : pictures.classes()) {
        line("class", json -> ranked(json, each));
      }
    }
    int before = lines;
    line("end", json -> json.writeNumberField("lines", before));
  }

  private void line(String kind, Fields fields) throws IOException {
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.writeStartObject();
      json.writeStringField("kind", kind);
      fields.write(json);
      json.writeEndObject();
    }
    out.write("\n".getBytes(StandardCharsets.UTF_8));
    lines++;
  }

  private static void head(JsonGenerator json, RunDigest digest, String program)
      throws IOException {
    json.writeStringField("format", FORMAT);
    json.writeStringField("format_version", VERSION);
    json.writeStringField("program", program);
    json.writeStringField("machine", digest.machine());
    json.writeStringField("end", digest.end().key());
    json.writeObjectFieldStart("settings");
    for (Map.Entry<String, String> each : digest.settings().entrySet()) {
      json.writeStringField(each.getKey(), each.getValue());
    }
    json.writeEndObject();
  }

  private static void judged(JsonGenerator json, RunStory.Judged judged) throws IOException {
    json.writeNumberField("epoch", judged.epoch());
    numbers(json, "e2e", judged.endToEnd());
    numbers(json, "nms", judged.nms());
  }

  /** Courses by the epochs at which they have values: most have the same ones. */
  private static Map<List<Integer>, Map<String, SortedMap<Integer, Double>>> alike(
      Map<String, SortedMap<Integer, Double>> courses) {
    Map<List<Integer>, Map<String, SortedMap<Integer, Double>>> alike = new LinkedHashMap<>();
    courses.forEach(
        (name, course) ->
            alike
                .computeIfAbsent(List.copyOf(course.keySet()), each -> new LinkedHashMap<>())
                .put(name, course));
    return alike;
  }

  private static void courses(
      JsonGenerator json, List<Integer> epochs, Map<String, SortedMap<Integer, Double>> courses)
      throws IOException {
    numbers(json, "epochs", epochs.stream().mapToInt(Integer::intValue).toArray());
    json.writeObjectFieldStart("values");
    for (Map.Entry<String, SortedMap<Integer, Double>> each : courses.entrySet()) {
      numbers(json, each.getKey(), each.getValue().values());
    }
    json.writeEndObject();
  }

  private static void pictures(JsonGenerator json, MatchedPictures pictures) throws IOException {
    json.writeNumberField("count", pictures.pictures());
    json.writeStringField("truth", pictures.truth());
  }

  /** Most detections are false alarms: the others are told by their ranks. */
  private static void ranked(JsonGenerator json, RankedClass ranked) throws IOException {
    int[] outcomes = ranked.outcomes();
    int[] ranks = IntStream.range(0, outcomes.length).filter(rank -> outcomes[rank] != 0).toArray();
    numbers(json, "objects", ranked.objects());
    numbers(json, "images", ranked.images());
    numbers(json, "ranks", ranks);
    numbers(json, "outcomes", IntStream.of(ranks).map(rank -> outcomes[rank]).toArray());
  }

  private static void numbers(JsonGenerator json, String key, Iterable<Double> values)
      throws IOException {
    json.writeArrayFieldStart(key);
    for (double value : values) {
      json.writeNumber(value);
    }
    json.writeEndArray();
  }

  private static void numbers(JsonGenerator json, String key, int[] values) throws IOException {
    json.writeFieldName(key);
    json.writeArray(values, 0, values.length);
  }
}
