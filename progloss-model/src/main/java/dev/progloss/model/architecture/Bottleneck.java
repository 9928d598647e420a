package dev.progloss.model.architecture;

/**
 * Two 3 x 3 convolutions, through {@code share} of the channels, and the input added to the result.
 *
 * @param first to the hidden channels
 * @param second back
 */
public record Bottleneck(Conv first, Conv second) implements Block {

  static Bottleneck of(String name, int channels, double share) {
    int hidden = (int) (channels * share);
    return new Bottleneck(
        Conv.of(name + ".cv1", channels, hidden, 3, 1),
        Conv.of(name + ".cv2", hidden, channels, 3, 1));
  }

  @Override
  public <V> V apply(Operations<V> ops, V x) {
    return ops.add(x, second.apply(ops, first.apply(ops, x)));
  }
}
