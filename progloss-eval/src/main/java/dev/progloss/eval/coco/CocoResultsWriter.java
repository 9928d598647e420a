package dev.progloss.eval.coco;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import dev.progloss.core.box.Box;
import dev.progloss.core.detection.Detection;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/**
 * Writes a COCO results file picture by picture; nothing is kept. Ids of pictures and classes count
 * from 1, as in a ground-truth file of the same data set that counts so too. Numbers have every
 * digit: measured against that file, the detections give the same bits as when they were found.
 *
 * <p>Close it, or the file ends in the middle. Not safe for several threads at once.
 */
public final class CocoResultsWriter implements AutoCloseable {

  private static final JsonFactory JSON =
      JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();

  private final JsonGenerator json;
  private long image;

  private CocoResultsWriter(JsonGenerator json) {
    this.json = json;
  }

  /**
   * Begins a file.
   *
   * @param out is not closed
   */
  public static CocoResultsWriter open(OutputStream out) throws IOException {
    JsonGenerator json = JSON.createGenerator(out, JsonEncoding.UTF8);
    json.writeStartArray();
    return new CocoResultsWriter(json);
  }

  /** Adds the next picture: what was found in it, boxes in its pixels, in the order they have. */
  public void add(List<Detection> found) throws IOException {
    image++;
    for (Detection each : found) {
      Box box = each.box();
      json.writeStartObject();
      json.writeNumberField("image_id", image);
      json.writeNumberField("category_id", each.classIndex() + 1);
      json.writeFieldName("bbox");
      json.writeArray(new double[] {box.x1(), box.y1(), box.width(), box.height()}, 0, 4);
      json.writeNumberField("score", each.score());
      json.writeEndObject();
    }
  }

  /** Ends the list. */
  @Override
  public void close() throws IOException {
    json.close();
  }
}
