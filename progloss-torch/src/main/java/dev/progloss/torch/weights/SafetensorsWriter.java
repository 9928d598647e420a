package dev.progloss.torch.weights;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Writes named tensors in the safetensors format. The same input gives the same bytes. */
public final class SafetensorsWriter {

  private static final JsonFactory JSON = new JsonFactory();

  private SafetensorsWriter() {}

  /**
   * Writes tensors and the writer's own words; does not close the stream.
   *
   * @param tensors by name, borrowed; written widest type first, so that each is aligned
   * @param metadata in this order
   */
  public static void write(
      OutputStream out, Map<String, Tensor> tensors, Map<String, String> metadata)
      throws IOException {
    List<Map.Entry<String, Tensor>> ordered = new ArrayList<>(tensors.entrySet());
    ordered.sort(
        Comparator.comparingInt(
                (Map.Entry<String, Tensor> e) ->
                    -ElementType.of(e.getValue().scalar_type()).bytes())
            .thenComparing(Map.Entry::getKey));
    byte[] header = header(ordered, metadata);
    out.write(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(header.length).array());
    out.write(header);
    for (Map.Entry<String, Tensor> e : ordered) {
      writeData(out, e.getValue());
    }
  }

  private static byte[] header(
      List<Map.Entry<String, Tensor>> ordered, Map<String, String> metadata) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      if (!metadata.isEmpty()) {
        json.writeObjectFieldStart("__metadata__");
        for (Map.Entry<String, String> e : metadata.entrySet()) {
          json.writeStringField(e.getKey(), e.getValue());
        }
        json.writeEndObject();
      }
      long at = 0;
      for (Map.Entry<String, Tensor> e : ordered) {
        at = writeEntry(json, e.getKey(), e.getValue(), at);
      }
      json.writeEndObject();
    }
    // The data begins at a multiple of eight, as readers that map the file expect.
    while (bytes.size() % 8 != 0) {
      bytes.write(' ');
    }
    return bytes.toByteArray();
  }

  private static long writeEntry(JsonGenerator json, String name, Tensor tensor, long begin)
      throws IOException {
    ElementType type = ElementType.of(tensor.scalar_type());
    long end = begin + tensor.numel() * type.bytes();
    json.writeObjectFieldStart(name);
    json.writeStringField("dtype", type.name());
    json.writeFieldName("shape");
    long[] shape = tensor.shape();
    json.writeArray(shape, 0, shape.length);
    json.writeFieldName("data_offsets");
    json.writeArray(new long[] {begin, end}, 0, 2);
    json.writeEndObject();
    return end;
  }

  private static void writeData(OutputStream out, Tensor tensor) throws IOException {
    int length = Math.toIntExact(tensor.numel() * ElementType.of(tensor.scalar_type()).bytes());
    if (length == 0) {
      return;
    }
    try (Tensor detached = tensor.detach();
        Device cpu = new Device(torch.DeviceType.CPU);
        Tensor moved = detached.to(cpu, tensor.scalar_type());
        Tensor plain = moved.contiguous();
        BytePointer data = new BytePointer(plain.data_ptr())) {
      byte[] bytes = new byte[length];
      data.get(bytes);
      out.write(bytes);
    }
  }
}
