package dev.progloss.model.architecture;

import java.util.ArrayList;
import java.util.List;

/**
 * Splits its channels in two and sends the second half through attention blocks.
 *
 * @param split to both halves
 * @param inner the attention blocks
 * @param out from both halves
 */
public record C2psa(Conv split, Sequence inner, Conv out) implements Block {

  static C2psa of(String name, int channels, int repeats) {
    int half = channels / 2;
    List<Block> inner = new ArrayList<>();
    for (int i = 0; i < repeats; i++) {
      inner.add(PsaBlock.of(name + ".m." + i, half));
    }
    return new C2psa(
        Conv.pointwise(name + ".cv1", channels, 2 * half),
        new Sequence(inner),
        Conv.pointwise(name + ".cv2", 2 * half, channels));
  }

  @Override
  public <V> V apply(Operations<V> ops, V x) {
    List<V> halves = ops.halves(split.apply(ops, x));
    V second = inner.apply(ops, halves.get(1));
    return out.apply(ops, ops.concatenate(List.of(halves.get(0), second)));
  }
}
