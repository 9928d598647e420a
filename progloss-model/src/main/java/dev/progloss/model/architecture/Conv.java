package dev.progloss.model.architecture;

/**
 * Convolution without bias, batch normalisation, and SiLU if {@code activation}. Padding keeps the
 * size at stride 1.
 *
 * @param name prefix of its state: {@code name.conv.weight}, {@code name.bn.weight} and so on
 * @param in input channels
 * @param out output channels
 * @param kernel side of the square window, odd
 * @param stride step, 1 or 2
 * @param groups 1, or as many as channels for a depthwise convolution
 * @param activation whether SiLU follows
 */
public record Conv(
    String name, int in, int out, int kernel, int stride, int groups, boolean activation)
    implements Block {

  /** With activation. */
  static Conv of(String name, int in, int out, int kernel, int stride) {
    return new Conv(name, in, out, kernel, stride, 1, true);
  }

  /** 1 x 1 with activation. */
  static Conv pointwise(String name, int in, int out) {
    return of(name, in, out, 1, 1);
  }

  /** 1 x 1 without activation. */
  static Conv linear(String name, int in, int out) {
    return new Conv(name, in, out, 1, 1, 1, false);
  }

  /** One filter a channel, 3 x 3. */
  static Conv depthwise(String name, int channels, boolean activation) {
    return new Conv(name, channels, channels, 3, 1, channels, activation);
  }

  /** Shape of the weight: {@code [out, in / groups, kernel, kernel]}. */
  public long[] weightShape() {
    return new long[] {out, in / groups, kernel, kernel};
  }

  @Override
  public <V> V apply(Operations<V> ops, V x) {
    return ops.convolve(this, x);
  }
}
