package dev.progloss.torch.weights;

import java.util.Arrays;
import java.util.Optional;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.pytorch.MemoryFormatOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** The kinds of numbers that files of tensors hold, by their names in a safetensors file. */
public enum ElementType {
  /** Double precision. */
  F64(8, "float64", ScalarType.Double),
  /** Single precision. */
  F32(4, "float32", ScalarType.Float),
  /** Half precision. */
  F16(2, "float16", ScalarType.Half),
  /** Half the bits, the exponent of single precision. */
  BF16(2, "bfloat16", ScalarType.BFloat16),
  /** Whole numbers of 64 bits. */
  I64(8, "int64", ScalarType.Long),
  /** Whole numbers of 32 bits. */
  I32(4, "int32", ScalarType.Int),
  /** Whole numbers of 16 bits. */
  I16(2, "int16", ScalarType.Short),
  /** Whole numbers of 8 bits. */
  I8(1, "int8", ScalarType.Char),
  /** Whole numbers of 8 bits without sign. */
  U8(1, "uint8", ScalarType.Byte),
  /** Truth values, one byte each. */
  BOOL(1, "bool", ScalarType.Bool);

  private final int bytes;
  private final String torchName;
  private final ScalarType scalarType;

  ElementType(int bytes, String torchName, ScalarType scalarType) {
    this.bytes = bytes;
    this.torchName = torchName;
    this.scalarType = scalarType;
  }

  /** Bytes of one number. */
  public int bytes() {
    return bytes;
  }

  /** PyTorch's name for it: {@code float16} and so on. */
  public String torchName() {
    return torchName;
  }

  /**
   * A tensor on the CPU; scoped.
   *
   * @param shape its sides; their product times {@link #bytes} is the length of the data
   * @param data little-endian, row-major
   */
  public Tensor tensor(long[] shape, byte[] data) {
    try (TensorOptions options = new TensorOptions(scalarType);
        MemoryFormatOptional contiguous = new MemoryFormatOptional()) {
      Tensor tensor = torch.empty(shape, options, contiguous);
      if (tensor.numel() * bytes != data.length) {
        throw new IllegalArgumentException(
            "data must have " + tensor.numel() * bytes + " bytes, got " + data.length);
      }
      if (data.length > 0) { // an empty tensor has no memory to point at
        try (BytePointer target = new BytePointer(tensor.data_ptr())) {
          target.put(data);
        }
      }
      return tensor;
    }
  }

  ScalarType scalarType() {
    return scalarType;
  }

  static Optional<ElementType> named(String name) {
    return Arrays.stream(values()).filter(type -> type.name().equals(name)).findFirst();
  }

  /** Native enums are not the constants: they have to be interned before they can be compared. */
  static ElementType of(ScalarType wanted) {
    ScalarType interned = wanted.intern();
    return Arrays.stream(values())
        .filter(type -> type.scalarType == interned)
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("no safetensors type holds " + interned.name()));
  }
}
