package dev.progloss.torch.testkit;

import dev.progloss.torch.testkit.PickleWriter.Part;
import dev.progloss.torch.testkit.PickleWriter.Tuple;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes checkpoints of the form that {@code torch.save} writes. */
public final class CheckpointWriter {

  private final Map<String, byte[]> entries = new LinkedHashMap<>();
  private int storages;

  /** Puts raw numbers away; the key of their storage. */
  public String storage(byte[] numbers) {
    String key = String.valueOf(storages++);
    entries.put("best/data/" + key, numbers);
    return key;
  }

  /** Another entry. */
  public CheckpointWriter entry(String name, byte[] bytes) {
    entries.put(name, bytes);
    return this;
  }

  /** A view of a storage. */
  public static Part view(String kind, String key, int elements, int offset, List<?>... dims) {
    Part storage =
        writer -> {
          writer.op('(').value("storage").global("torch", kind);
          writer.value(key).value("cpu").value(elements).op('t').op('Q');
        };
    Part hooks = writer -> writer.call("collections", "OrderedDict");
    return writer ->
        writer.call(
            "torch._utils",
            "_rebuild_tensor_v2",
            storage,
            offset,
            new Tuple(new ArrayList<>(dims[0])),
            new Tuple(new ArrayList<>(dims[1])),
            false,
            hooks);
  }

  /** A tensor of float32 numbers with a storage of its own. */
  public Part floats(float[] numbers, Integer... shape) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * numbers.length).order(ByteOrder.LITTLE_ENDIAN);
    for (float number : numbers) {
      bytes.putFloat(number);
    }
    List<Integer> strides = new ArrayList<>();
    int stride = 1;
    for (int i = shape.length - 1; i >= 0; i--) {
      strides.add(0, stride);
      stride *= shape[i];
    }
    return view("FloatStorage", storage(bytes.array()), numbers.length, 0, List.of(shape), strides);
  }

  /** The whole file around a root value. */
  public byte[] file(Object root) {
    return file(new PickleWriter().value(root).end());
  }

  /** The whole file around a pickle. */
  public byte[] file(byte[] pickle) {
    Map<String, byte[]> all = new LinkedHashMap<>();
    all.put("best/data.pkl", pickle);
    all.put("best/byteorder", "little".getBytes(StandardCharsets.US_ASCII));
    all.putAll(entries);
    return zip(all, false);
  }

  /** A zip of these entries. */
  public static byte[] zip(Map<String, byte[]> entries, boolean deflated) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> e : entries.entrySet()) {
        ZipEntry entry = new ZipEntry(e.getKey());
        if (!deflated) {
          CRC32 crc = new CRC32();
          crc.update(e.getValue());
          entry.setMethod(ZipEntry.STORED);
          entry.setSize(e.getValue().length);
          entry.setCrc(crc.getValue());
        }
        zip.putNextEntry(entry);
        zip.write(e.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory never fails
    }
    return bytes.toByteArray();
  }
}
