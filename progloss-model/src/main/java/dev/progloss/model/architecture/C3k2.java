package dev.progloss.model.architecture;

import java.util.ArrayList;
import java.util.List;

/**
 * Splits its channels in two, sends the second half through inner blocks one after the other, and
 * joins both halves and every intermediate result.
 *
 * @param split to both halves
 * @param inner the blocks, each on {@code hidden} channels
 * @param out from all parts
 */
public record C3k2(Conv split, List<Block> inner, Conv out) implements Block {

  /** What the inner blocks are. */
  public enum Inner {
    /** Plain bottlenecks. */
    BOTTLENECK,
    /** C3k blocks of two bottlenecks. */
    C3K,
    /** A bottleneck followed by attention. */
    ATTENTION
  }

  /** Copies the list. */
  public C3k2 {
    inner = List.copyOf(inner);
  }

  static C3k2 of(String name, Width width, int repeats, Inner kind) {
    int hidden = width.hidden();
    List<Block> inner = new ArrayList<>();
    for (int i = 0; i < repeats; i++) {
      inner.add(inner(name + ".m." + i, hidden, kind));
    }
    return new C3k2(
        Conv.pointwise(name + ".cv1", width.in(), 2 * hidden),
        inner,
        Conv.pointwise(name + ".cv2", (2 + repeats) * hidden, width.out()));
  }

  /** Channels going in and out, and the share of them in each half. */
  record Width(int in, int out, double share) {
    int hidden() {
      return (int) (out * share);
    }
  }

  private static Block inner(String name, int channels, Inner kind) {
    return switch (kind) {
      case BOTTLENECK -> Bottleneck.of(name, channels, 0.5);
      case C3K -> C3k.of(name, channels, 2);
      case ATTENTION ->
          new Sequence(
              List.of(
                  Bottleneck.of(name + ".0", channels, 0.5), PsaBlock.of(name + ".1", channels)));
    };
  }

  @Override
  public <V> V apply(Operations<V> ops, V x) {
    List<V> parts = new ArrayList<>(ops.halves(split.apply(ops, x)));
    for (Block block : inner) {
      parts.add(block.apply(ops, parts.get(parts.size() - 1)));
    }
    return out.apply(ops, ops.concatenate(parts));
  }
}
