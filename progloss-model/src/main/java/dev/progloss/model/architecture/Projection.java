package dev.progloss.model.architecture;

/**
 * A 1 x 1 convolution with bias and nothing behind it: the last layer of a tower.
 *
 * @param name prefix of its state: {@code name.weight}, {@code name.bias}
 * @param in input channels
 * @param out output channels
 */
public record Projection(String name, int in, int out) implements Block {

  @Override
  public <V> V apply(Operations<V> ops, V x) {
    return ops.project(this, x);
  }
}
