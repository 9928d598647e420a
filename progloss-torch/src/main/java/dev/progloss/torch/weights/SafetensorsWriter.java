package dev.progloss.torch.weights;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.zip.CheckedOutputStream;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Writes named tensors in the safetensors format, with a checksum of the whole file in its
 * metadata. The same input gives the same bytes.
 *
 * <p>The checksum stands before the data that it covers, so the tensors are gone through twice;
 * nothing but a piece of one is held beside them.
 */
public final class SafetensorsWriter {

  private static final JsonFactory JSON = new JsonFactory();
  private static final int CHUNK_BYTES = 1 << 16;

  private SafetensorsWriter() {}

  /**
   * Writes tensors and the writer's own words; does not close the stream.
   *
   * @param tensors by name, borrowed; written widest type first, so that each is aligned; they must
   *     not change meanwhile
   * @param metadata in this order; the keys of the checksum are put there by this class
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
    FileChecksum planned = FileChecksum.ofHeader(header);
    writeData(new CheckedOutputStream(OutputStream.nullOutputStream(), planned.sum()), ordered);
    planned.into(header);
    out.write(FileChecksum.length(header));
    out.write(header);
    FileChecksum written = FileChecksum.ofHeader(header);
    writeData(new CheckedOutputStream(out, written.sum()), ordered);
    if (written.sum().getValue() != planned.sum().getValue()) {
      throw new IllegalStateException("tensors changed while they were written");
    }
  }

  private static byte[] header(
      List<Map.Entry<String, Tensor>> ordered, Map<String, String> metadata) throws IOException {
    if (metadata.containsKey(FileChecksum.SUM) || metadata.containsKey(FileChecksum.KIND)) {
      throw new IllegalArgumentException("the checksum's keys are not the caller's: " + metadata);
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeObjectFieldStart("__metadata__");
      json.writeStringField(FileChecksum.SUM, FileChecksum.NO_DIGITS);
      for (Map.Entry<String, String> e : metadata.entrySet()) {
        json.writeStringField(e.getKey(), e.getValue());
      }
      json.writeStringField(FileChecksum.KIND, FileChecksum.CRC32C_KIND);
      json.writeEndObject();
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

  private static void writeData(OutputStream out, List<Map.Entry<String, Tensor>> ordered)
      throws IOException {
    byte[] chunk = new byte[CHUNK_BYTES];
    for (Map.Entry<String, Tensor> e : ordered) {
      writeData(out, e.getValue(), chunk);
    }
  }

  private static void writeData(OutputStream out, Tensor tensor, byte[] chunk) throws IOException {
    int length = Math.toIntExact(tensor.numel() * ElementType.of(tensor.scalar_type()).bytes());
    if (length == 0) {
      return;
    }
    try (Tensor detached = tensor.detach();
        Device cpu = new Device(torch.DeviceType.CPU);
        Tensor moved = detached.to(cpu, tensor.scalar_type());
        Tensor plain = moved.contiguous();
        BytePointer data = new BytePointer(plain.data_ptr())) {
      ByteBuffer bytes = data.capacity(length).asByteBuffer();
      while (bytes.hasRemaining()) {
        int next = Math.min(chunk.length, bytes.remaining());
        bytes.get(chunk, 0, next);
        out.write(chunk, 0, next);
      }
    }
  }
}
