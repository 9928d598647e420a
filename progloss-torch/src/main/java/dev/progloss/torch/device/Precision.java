package dev.progloss.torch.device;

import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** How finely numbers are held. */
public enum Precision {
  /** What networks are trained and served in. */
  FLOAT32(ScalarType.Float),
  /** What formulas are proved in. */
  FLOAT64(ScalarType.Double);

  private final ScalarType scalarType;

  Precision(ScalarType scalarType) {
    this.scalarType = scalarType;
  }

  /** LibTorch's name for it. */
  public ScalarType scalarType() {
    return scalarType;
  }

  /** Options for a new tensor of this precision; yours to close. */
  public TensorOptions options() {
    return new TensorOptions(scalarType);
  }
}
