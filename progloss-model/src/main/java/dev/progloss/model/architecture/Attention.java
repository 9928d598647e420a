package dev.progloss.model.architecture;

import dev.progloss.model.architecture.Operations.Attended;
import dev.progloss.model.architecture.Operations.Heads;

/**
 * Self-attention over all pixels, with a depthwise convolution of the values as position encoding.
 *
 * @param heads how channels are shared among the heads
 * @param queryKeyValue to queries, keys and values
 * @param position of the values
 * @param out from the sum of both
 */
public record Attention(Heads heads, Conv queryKeyValue, Conv position, Conv out) implements Block {

  static Attention of(String name, int channels, int count) {
    int value = channels / count;
    Heads heads = new Heads(count, value / 2, value);
    return new Attention(
        heads,
        Conv.linear(name + ".qkv", channels, channels + 2 * heads.key() * count),
        Conv.depthwise(name + ".pe", channels, false),
        Conv.linear(name + ".proj", channels, channels));
  }

  @Override
  public <V> V apply(Operations<V> ops, V x) {
    Attended<V> attended = ops.attend(queryKeyValue.apply(ops, x), heads);
    V placed = position.apply(ops, attended.values());
    return out.apply(ops, ops.add(attended.mixed(), placed));
  }
}
