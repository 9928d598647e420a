package dev.progloss.torch.weights;

import java.util.Arrays;
import java.util.Optional;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** The kinds of numbers that a safetensors file holds here, by their names in the file. */
enum ElementType {
  F64(8, ScalarType.Double),
  F32(4, ScalarType.Float),
  F16(2, ScalarType.Half),
  BF16(2, ScalarType.BFloat16),
  I64(8, ScalarType.Long),
  I32(4, ScalarType.Int),
  I16(2, ScalarType.Short),
  I8(1, ScalarType.Char),
  U8(1, ScalarType.Byte),
  BOOL(1, ScalarType.Bool);

  private final int bytes;
  private final ScalarType scalarType;

  ElementType(int bytes, ScalarType scalarType) {
    this.bytes = bytes;
    this.scalarType = scalarType;
  }

  int bytes() {
    return bytes;
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
