package dev.progloss.model.architecture;

import java.util.ArrayList;
import java.util.List;

/**
 * Spatial pyramid pooling: maxima over ever larger windows, side by side, added to the input where
 * the channels allow.
 *
 * @param reduce to half the channels, without activation
 * @param pools how many windows follow each other
 * @param out from all sizes
 */
public record Sppf(Conv reduce, int pools, Conv out) implements Block {

  private static final int KERNEL = 5;

  static Sppf of(String name, int in, int out) {
    int hidden = in / 2;
    return new Sppf(
        Conv.linear(name + ".cv1", in, hidden), 3, Conv.pointwise(name + ".cv2", 4 * hidden, out));
  }

  @Override
  public <V> V apply(Operations<V> ops, V x) {
    List<V> sizes = new ArrayList<>();
    sizes.add(reduce.apply(ops, x));
    for (int i = 0; i < pools; i++) {
      sizes.add(ops.maxPool(sizes.get(i), KERNEL));
    }
    V y = out.apply(ops, ops.concatenate(sizes));
    return reduce.in() == out.out() ? ops.add(x, y) : y;
  }
}
