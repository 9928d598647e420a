package dev.progloss.model.architecture;

import java.util.List;

/**
 * Two parallel halves, one of them through bottlenecks, joined by a 1 x 1 convolution.
 *
 * @param deep to the half that goes through the bottlenecks
 * @param flat to the half that does not
 * @param inner the bottlenecks
 * @param out from both halves
 */
public record C3k(Conv deep, Conv flat, Sequence inner, Conv out) implements Block {

  static C3k of(String name, int channels, int repeats) {
    int half = channels / 2;
    List<Block> inner = new java.util.ArrayList<>();
    for (int i = 0; i < repeats; i++) {
      inner.add(Bottleneck.of(name + ".m." + i, half, 1.0));
    }
    return new C3k(
        Conv.pointwise(name + ".cv1", channels, half),
        Conv.pointwise(name + ".cv2", channels, half),
        new Sequence(inner),
        Conv.pointwise(name + ".cv3", 2 * half, channels));
  }

  @Override
  public <V> V apply(Operations<V> ops, V x) {
    V deepHalf = inner.apply(ops, deep.apply(ops, x));
    return out.apply(ops, ops.concatenate(List.of(deepHalf, flat.apply(ops, x))));
  }
}
