package dev.progloss.torch.testkit;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Writes pickles of protocol 2, instruction by instruction. */
public final class PickleWriter {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /** Begins with the protocol. */
  public PickleWriter() {
    raw(0x80, 2);
  }

  /** Bytes as they are. */
  public PickleWriter raw(int... bytes) {
    for (int b : bytes) {
      out.write(b);
    }
    return this;
  }

  /** An instruction by its code. */
  public PickleWriter op(char code) {
    return raw(code);
  }

  /** A class or function by name. */
  public PickleWriter global(String module, String name) {
    return op('c').bytes((module + "\n" + name + "\n").getBytes(StandardCharsets.UTF_8));
  }

  /** A call of what is named with the arguments that follow in {@code arguments}. */
  public PickleWriter call(String module, String name, Object... arguments) {
    return global(module, name).value(new Tuple(List.of(arguments))).op('R');
  }

  /** A tuple. */
  public record Tuple(List<Object> items) {
    /** Of these. */
    public static Tuple of(Object... items) {
      return new Tuple(List.of(items));
    }
  }

  /** Something that writes itself. */
  public interface Part {
    /** Writes exactly one value. */
    void writeTo(PickleWriter writer);
  }

  /** A value: null, Boolean, Integer, Long, Double, String, List, Map, Tuple or Part. */
  public PickleWriter value(Object value) {
    if (value instanceof Part part) {
      part.writeTo(this);
    } else if (value instanceof Boolean flag) {
      raw(flag ? 0x88 : 0x89);
    } else if (value instanceof Integer number) {
      op('J').bytes(little(4).putInt(number).array());
    } else if (value instanceof Long number) {
      raw(0x8a, 8).bytes(little(8).putLong(number).array());
    } else if (value instanceof Double number) {
      op('G').bytes(ByteBuffer.allocate(8).putDouble(number).array());
    } else if (value instanceof String text) {
      byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
      op('X').bytes(little(4).putInt(utf8.length).array()).bytes(utf8);
    } else if (value instanceof Tuple tuple) {
      op('(');
      tuple.items().forEach(this::value);
      op('t');
    } else if (value instanceof List<?> list) {
      op(']').op('(');
      list.forEach(this::value);
      op('e');
    } else if (value instanceof Map<?, ?> map) {
      op('}').op('(');
      map.forEach((key, item) -> value(key).value(item));
      op('u');
    } else {
      throw new IllegalArgumentException("cannot pickle " + value);
    }
    return this;
  }

  /** {@code None}. */
  public static Part none() {
    return writer -> writer.op('N');
  }

  /** What is written so far, ended. */
  public byte[] end() {
    op('.');
    return out.toByteArray();
  }

  private PickleWriter bytes(byte[] bytes) {
    out.writeBytes(bytes);
    return this;
  }

  private static ByteBuffer little(int length) {
    return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
  }
}
