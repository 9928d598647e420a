package dev.progloss.data.format;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import dev.progloss.core.box.Box;
import dev.progloss.core.detection.Annotation;
import dev.progloss.data.dataset.Dataset;
import java.io.IOException;
import java.io.OutputStream;
import java.util.function.IntFunction;

/**
 * Writes what is marked in a data set as a COCO ground-truth file. Ids of pictures, objects and
 * classes count from 1 in the data set's order; numbers have every digit, so whoever reads the file
 * gets the same bits.
 */
public final class CocoTruthWriter {

  private static final JsonFactory JSON =
      JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();

  private CocoTruthWriter() {}

  /** Writes a data set under the names it has itself. */
  public static void write(Dataset data, OutputStream out) throws IOException {
    write(data, data::name, out);
  }

  /**
   * Writes a data set.
   *
   * @param fileName of the picture at an index
   * @param out is not closed
   */
  public static void write(Dataset data, IntFunction<String> fileName, OutputStream out)
      throws IOException {
    try (JsonGenerator json = JSON.createGenerator(out, JsonEncoding.UTF8)) {
      json.writeStartObject();
      json.writeArrayFieldStart("images");
      for (int i = 0; i < data.size(); i++) {
        json.writeStartObject();
        json.writeNumberField("id", i + 1);
        json.writeStringField("file_name", fileName.apply(i));
        json.writeNumberField("width", data.imageSize(i).width());
        json.writeNumberField("height", data.imageSize(i).height());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeArrayFieldStart("annotations");
      long id = 1;
      for (int i = 0; i < data.size(); i++) {
        for (Annotation annotation : data.annotations(i)) {
          annotation(json, id++, i + 1, annotation);
        }
      }
      json.writeEndArray();
      json.writeArrayFieldStart("categories");
      for (int c = 0; c < data.classes().size(); c++) {
        json.writeStartObject();
        json.writeNumberField("id", c + 1);
        json.writeStringField("name", data.classes().name(c));
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    }
  }

  private static void annotation(JsonGenerator json, long id, int image, Annotation annotation)
      throws IOException {
    Box box = annotation.box();
    json.writeStartObject();
    json.writeNumberField("id", id);
    json.writeNumberField("image_id", image);
    json.writeNumberField("category_id", annotation.classIndex() + 1);
    json.writeFieldName("bbox");
    json.writeArray(new double[] {box.x1(), box.y1(), box.width(), box.height()}, 0, 4);
    json.writeNumberField("area", annotation.area());
    json.writeNumberField("iscrowd", annotation.crowd() ? 1 : 0);
    json.writeEndObject();
  }
}
