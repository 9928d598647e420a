package dev.progloss.torch.scope;

import static org.bytedeco.pytorch.global.torch.cat;
import static org.bytedeco.pytorch.global.torch.grad;
import static org.bytedeco.pytorch.global.torch.stack;
import static org.bytedeco.pytorch.global.torch.zeros_like;

import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.T_TensorTensor_T;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;

/**
 * The calls of LibTorch that take or return lists of tensors.
 *
 * <p>What such a call returns points into the list; once the list is collected, reading it kills
 * the process. So lists are seen here only, and what leaves are handles of their own.
 */
public final class TensorLists {

  private TensorLists() {}

  /** The parts of these sizes along an axis: views, scoped. */
  public static Tensor[] split(Tensor tensor, long dim, long... sizes) {
    try (TensorVector parts = tensor.split_with_sizes(sizes, dim)) {
      return owned(parts);
    }
  }

  /** Equal halves, thirds... along an axis: views, scoped. */
  public static Tensor[] chunk(Tensor tensor, long count, long dim) {
    try (TensorVector parts = tensor.chunk(count, dim)) {
      return owned(parts);
    }
  }

  /** The slices along an axis, without it: views, scoped. */
  public static Tensor[] unbind(Tensor tensor, long dim) {
    try (TensorVector parts = tensor.unbind(dim)) {
      return owned(parts);
    }
  }

  /** The tensors end to end along an axis they have. */
  public static Tensor concatenate(long dim, Tensor... parts) {
    try (TensorVector list = new TensorVector(parts)) {
      return cat(list, dim);
    }
  }

  /** The tensors side by side along an axis that is new. */
  public static Tensor stacked(long dim, Tensor... parts) {
    try (TensorVector list = new TensorVector(parts)) {
      return stack(list, dim);
    }
  }

  /** Values and indices of the largest along an axis, largest first. */
  public static Tensor[] topK(Tensor tensor, long k, long dim) {
    try (T_TensorTensor_T pair = tensor.topk(k, dim, true, true)) {
      return new Tensor[] {new Tensor(pair.get0()), new Tensor(pair.get1())};
    }
  }

  /**
   * The gradient of a scalar for each input, scoped; nothing is added to the inputs' own gradients,
   * and what backward needs is kept.
   *
   * @param inputs leaves or what lies between them and the scalar
   * @return zeros where the scalar does not depend on an input
   */
  public static Tensor[] gradients(Tensor scalar, Tensor... inputs) {
    // No gradient given at the start is that of the scalar itself: 1.
    try (TensorVector outputs = new TensorVector(scalar);
        TensorVector leaves = new TensorVector(inputs);
        TensorVector ones = new TensorVector();
        BoolOptional keepsGraph = new BoolOptional(true);
        TensorVector found = grad(outputs, leaves, ones, keepsGraph, false, true)) {
      Tensor[] gradients = owned(found);
      for (int i = 0; i < gradients.length; i++) {
        if (!gradients[i].defined()) {
          gradients[i] = zeros_like(inputs[i]);
        }
      }
      return gradients;
    }
  }

  private static Tensor[] owned(TensorVector list) {
    Tensor[] tensors = new Tensor[Math.toIntExact(list.size())];
    for (int i = 0; i < tensors.length; i++) {
      tensors[i] = new Tensor(list.get(i));
    }
    return tensors;
  }
}
