package dev.progloss.train.optimizer;

import dev.progloss.torch.scope.TensorScope;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.MemoryFormat;

/**
 * Numbers for each of a list of parameters, end to end in one tensor, so that one call reaches all.
 *
 * @param flat all numbers, one dimension
 * @param views the part of each parameter, of its shape and, where it is dense, of its memory order
 */
record FlatBuffer(Tensor flat, List<Tensor> views) {

  /** Zeros for these parameters, which are of one type and on one device. */
  static FlatBuffer zeros(List<Parameter> parameters) {
    try (TensorScope scope = TensorScope.open()) {
      long total = parameters.stream().mapToLong(p -> p.tensor().numel()).sum();
      Tensor flat = parameters.get(0).tensor().new_zeros(total);
      List<Tensor> views = new ArrayList<>(parameters.size());
      long at = 0;
      for (Parameter parameter : parameters) {
        Tensor tensor = parameter.tensor();
        views.add(scope.promote(viewLike(tensor, flat.narrow(0, at, tensor.numel()))));
        at += tensor.numel();
      }
      return new FlatBuffer(scope.promote(flat), List.copyOf(views));
    }
  }

  /**
   * The part in the parameter's memory order: elementwise work on both then runs straight through
   * memory. The first axis stays outermost either way, so a part is also a matrix of rows.
   */
  private static Tensor viewLike(Tensor tensor, Tensor part) {
    long[] shape = tensor.shape();
    if (shape.length == 4
        && !tensor.is_contiguous()
        && tensor.is_contiguous(MemoryFormat.ChannelsLast)) {
      return part.view(shape[0], shape[2], shape[3], shape[1]).permute(0, 3, 1, 2);
    }
    return part.view(shape);
  }

  void close() {
    views.forEach(Tensor::close);
    flat.close();
  }
}
