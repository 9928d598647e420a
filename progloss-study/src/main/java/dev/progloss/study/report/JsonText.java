package dev.progloss.study.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;

/** JSON as reports write it: indented, the same on every system. */
public final class JsonText {

  private static final JsonFactory JSON = new JsonFactory();

  private JsonText() {}

  /** What is written. */
  public interface Content {
    /** Writes one value. */
    void writeTo(JsonGenerator json) throws IOException;
  }

  /** Writes a field that holds settings, in their order. */
  public static void settings(JsonGenerator json, String key, Map<String, String> settings)
      throws IOException {
    json.writeObjectFieldStart(key);
    for (Map.Entry<String, String> each : settings.entrySet()) {
      json.writeStringField(each.getKey(), each.getValue());
    }
    json.writeEndObject();
  }

  /** The text, with a line's end behind it. */
  public static String of(Content content) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      DefaultIndenter lines = new DefaultIndenter("  ", "\n");
      json.setPrettyPrinter(new DefaultPrettyPrinter().withObjectIndenter(lines));
      content.writeTo(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a StringWriter never fails
    }
    return text.append('\n').toString();
  }
}
