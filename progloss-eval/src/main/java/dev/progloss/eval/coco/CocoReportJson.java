package dev.progloss.eval.coco;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/** Writes a report as a JSON object. */
public final class CocoReportJson {

  private static final JsonFactory JSON = new JsonFactory();

  private CocoReportJson() {}

  /** {@code {"stats": [12 numbers], "per_class": [{"id", "name", "ap", "ap50"}, ...]}}. */
  public static String of(CocoReport report) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
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
        json.writeNumberField("ap", row.ap());
        json.writeNumberField("ap50", row.ap50());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }
}
