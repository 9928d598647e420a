package dev.progloss.model.prediction;

/**
 * The anchor points of all pyramid levels: level by level, each row by row.
 *
 * @param inputWidth width of the network input, pixels
 * @param inputHeight height of the network input, pixels
 * @param centresX {@code [A]} horizontal centre, in cells of its own level: column + 0.5
 * @param centresY {@code [A]} vertical centre, in cells of its own level: row + 0.5
 * @param strides {@code [A]} pixels a cell
 */
@SuppressWarnings("ArrayRecordComponent") // made once per input size and only read
public record AnchorGrid(
    int inputWidth, int inputHeight, float[] centresX, float[] centresY, float[] strides) {

  /**
   * The grid of a network whose levels have these strides, finest first; the input must be a
   * multiple of each.
   */
  public static AnchorGrid of(int inputWidth, int inputHeight, int... levelStrides) {
    int count = 0;
    for (int stride : levelStrides) {
      if (inputWidth % stride != 0 || inputHeight % stride != 0) {
        throw new IllegalArgumentException(
            "input must be a multiple of stride "
                + stride
                + ", got "
                + inputWidth
                + " x "
                + inputHeight);
      }
      count += (inputWidth / stride) * (inputHeight / stride);
    }
    float[] x = new float[count];
    float[] y = new float[count];
    float[] strides = new float[count];
    int a = 0;
    for (int stride : levelStrides) {
      for (int row = 0; row < inputHeight / stride; row++) {
        for (int column = 0; column < inputWidth / stride; column++, a++) {
          x[a] = column + 0.5f;
          y[a] = row + 0.5f;
          strides[a] = stride;
        }
      }
    }
    return new AnchorGrid(inputWidth, inputHeight, x, y, strides);
  }

  /** How many anchor points there are. */
  public int size() {
    return strides.length;
  }
}
