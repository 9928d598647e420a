package dev.progloss.model.architecture;

/**
 * Attention, then two 1 x 1 convolutions through twice the channels, each added to its input.
 *
 * @param attention over all pixels
 * @param widen to twice the channels
 * @param narrow back, without activation
 */
public record PsaBlock(Attention attention, Conv widen, Conv narrow) implements Block {

  private static final int CHANNELS_PER_HEAD = 64;

  static PsaBlock of(String name, int channels) {
    int heads = Math.max(channels / CHANNELS_PER_HEAD, 1);
    return new PsaBlock(
        Attention.of(name + ".attn", channels, heads),
        Conv.pointwise(name + ".ffn.0", channels, 2 * channels),
        Conv.linear(name + ".ffn.1", 2 * channels, channels));
  }

  @Override
  public <V> V apply(Operations<V> ops, V x) {
    V seen = ops.add(x, attention.apply(ops, x));
    return ops.add(seen, narrow.apply(ops, widen.apply(ops, seen)));
  }
}
