package dev.progloss.model.architecture;

/** Nearest-neighbour enlargement by two. */
public record Upsample() implements Block {

  @Override
  public <V> V apply(Operations<V> ops, V x) {
    return ops.upsample(x);
  }
}
