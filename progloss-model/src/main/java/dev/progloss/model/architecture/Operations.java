package dev.progloss.model.architecture;

import java.util.List;
import java.util.function.Supplier;

/**
 * The few operations that a network is made of. Who implements them interprets the network: with
 * tensors it computes, with shapes it counts, with names it can be written down for another
 * runtime.
 *
 * @param <V> what flows between the operations; images of {@code [B, C, H, W]} in some form
 */
public interface Operations<V> {

  /**
   * One layer by itself: whatever it makes besides its result is let go when it is done.
   *
   * @param layer makes the result
   */
  default V alone(Supplier<V> layer) {
    return layer.get();
  }

  /** Says that a layer's result will not be asked for again; it must not be used from now on. */
  default void letGo(V x) {}

  /** Convolution, batch normalisation and, if it has one, the activation. */
  V convolve(Conv conv, V x);

  /** A 1 x 1 convolution with bias and nothing behind it. */
  V project(Projection projection, V x);

  /** The first and the second half of the channels, of which there is an even number. */
  List<V> halves(V x);

  /** All inputs side by side on the channel axis. */
  V concatenate(List<V> parts);

  /** Sum of two inputs of one shape. */
  V add(V a, V b);

  /** Maximum over a square window, stride 1, padded so that the size stays. */
  V maxPool(V x, int kernel);

  /** Twice as high and wide; every pixel becomes four. */
  V upsample(V x);

  /** Self-attention over all pixels, of queries, keys and values that lie side by side in x. */
  Attended<V> attend(V x, Heads heads);

  /**
   * The result of attention.
   *
   * @param mixed values mixed by attention, {@code [B, heads * value, H, W]}
   * @param values the values before mixing, of the same shape
   */
  record Attended<V>(V mixed, V values) {}

  /**
   * How channels are shared among attention heads: each head has {@code key} channels of query,
   * {@code key} of key and {@code value} of value, in this order.
   */
  record Heads(int count, int key, int value) {}
}
