package dev.progloss.model.loss;

import dev.progloss.torch.device.Heap;
import java.util.Arrays;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * Predicted boxes beside their targets, one pair a row, both in stride units of their own level.
 *
 * @param predicted {@code [P, 4]} xyxy; edges may be reversed
 * @param target {@code [P, 4]} xyxy
 * @param strides {@code [P]} pixels a stride unit
 * @param inputWidth width of the network's input, pixels
 * @param inputHeight height of the network's input, pixels
 */
@SuppressWarnings("ArrayRecordComponent") // made once a step and only read
public record BoxPairs(
    Tensor predicted, Tensor target, double[] strides, int inputWidth, int inputHeight) {

  /** The same pairs in pixels: what is not scale-free is measured there. */
  BoxPairs inPixels() {
    Tensor factor =
        Heap.tensor(strides, strides.length, 1).to(predicted.device(), predicted.scalar_type());
    double[] ones = new double[strides.length];
    Arrays.fill(ones, 1);
    return new BoxPairs(predicted.mul(factor), target.mul(factor), ones, inputWidth, inputHeight);
  }

  /** The same pairs with every box's sides times a factor, its centre kept. */
  BoxPairs inner(double ratio) {
    return new BoxPairs(
        inner(predicted, ratio), inner(target, ratio), strides, inputWidth, inputHeight);
  }

  private static Tensor inner(Tensor boxes, double ratio) {
    // x1' = x1 (1 + r) / 2 + x2 (1 - r) / 2, and x2' the other way round; y alike.
    Tensor exchanged = boxes.roll(new long[] {2}, new long[] {1});
    return boxes.mul(new Scalar((1 + ratio) / 2)).add(exchanged.mul(new Scalar((1 - ratio) / 2)));
  }
}
