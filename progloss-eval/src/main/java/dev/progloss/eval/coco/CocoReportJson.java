package dev.progloss.eval.coco;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;

/** Writes a report as a JSON object. */
public final class CocoReportJson {

  private static final JsonFactory JSON = new JsonFactory();

  private CocoReportJson() {}

  private static final List<String> NAMES =
      List.of(
          "ap",
          "ap50",
          "ap75",
          "ap_small",
          "ap_medium",
          "ap_large",
          "ar_1",
          "ar_10",
          "ar_100",
          "ar_small",
          "ar_medium",
          "ar_large");

  /**
   * {@code {"stats": [12 numbers], "per_class": [{"id", "name", "ap", "ap50", "ap75", "ap_small",
   * "ap_medium", "ap_large", "ar_1", "ar_10", "ar_100", "ar_small", "ar_medium", "ar_large",
   * "objects"}, ...]}}.
   */
  public static String of(CocoReport report) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      write(report, json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  /** Writes the keys of a report into the object that is open. */
  public static void write(CocoReport report, JsonGenerator json) throws IOException {
    json.writeArrayFieldStart("stats");
    for (double value : report.stats()) {
      json.writeNumber(value);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("per_class");
    for (CocoReport.ClassRow row : report.perClass()) {
      json.writeStartObject();
      json.writeNumberField("id", row.id());
      json.writeStringField("name", row.name());
      for (int i = 0; i < NAMES.size(); i++) {
        json.writeNumberField(NAMES.get(i), row.stats().get(i));
      }
      json.writeNumberField("objects", row.objects());
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
