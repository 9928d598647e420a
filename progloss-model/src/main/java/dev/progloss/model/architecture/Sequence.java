package dev.progloss.model.architecture;

import java.util.List;

/** Blocks one after the other. */
public record Sequence(List<Block> blocks) implements Block {

  /** Copies the list. */
  public Sequence {
    blocks = List.copyOf(blocks);
  }

  @Override
  public <V> V apply(Operations<V> ops, V x) {
    V y = x;
    for (Block block : blocks) {
      y = block.apply(ops, y);
    }
    return y;
  }
}
