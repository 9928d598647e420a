package dev.progloss.model.detector;

import static org.bytedeco.pytorch.global.torch.max_pool2d;
import static org.bytedeco.pytorch.global.torch.upsample_nearest2d;

import dev.progloss.model.architecture.Conv;
import dev.progloss.model.architecture.Operations;
import dev.progloss.model.architecture.Projection;
import dev.progloss.torch.scope.TensorLists;
import dev.progloss.torch.scope.TensorScope;
import java.util.List;
import java.util.function.Supplier;
import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/** Computes a network: operations on tensors {@code [B, C, H, W]}; all results are scoped. */
record TensorOperations(Convolver convolver) implements Operations<Tensor> {

  @Override
  public Tensor alone(Supplier<Tensor> layer) {
    try (TensorScope scope = TensorScope.open()) {
      return scope.promote(layer.get());
    }
  }

  @Override
  public void letGo(Tensor x) {
    x.close();
  }

  @Override
  public Tensor convolve(Conv conv, Tensor x) {
    return convolver.convolve(conv, x);
  }

  @Override
  public Tensor project(Projection projection, Tensor x) {
    return convolver.project(projection, x);
  }

  @Override
  public List<Tensor> halves(Tensor x) {
    // Unlike two slices, whose gradients are two images of zeros with one half filled in, a split
    // hands one image back, in the memory order in which it came.
    return List.of(TensorLists.chunk(x, 2, 1));
  }

  @Override
  public Tensor concatenate(List<Tensor> parts) {
    return TensorLists.concatenate(1, parts.toArray(new Tensor[0]));
  }

  @Override
  public Tensor add(Tensor a, Tensor b) {
    return a.add(b);
  }

  @Override
  public Tensor maxPool(Tensor x, int kernel) {
    long pad = kernel / 2;
    long[] one = {1, 1};
    return max_pool2d(x, new long[] {kernel, kernel}, one, new long[] {pad, pad}, one, false);
  }

  @Override
  public Tensor upsample(Tensor x) {
    long[] size = {2 * x.size(2), 2 * x.size(3)};
    return upsample_nearest2d(x, size, new DoubleOptional(2.0), new DoubleOptional(2.0));
  }

  @Override
  public Attended<Tensor> attend(Tensor x, Heads heads) {
    long batch = x.size(0);
    long pixels = x.size(2) * x.size(3);
    // Channels stay last in memory, forwards and backwards: batch normalisation is slow otherwise.
    Tensor flat =
        x.permute(0, 2, 3, 1)
            .reshape(batch, pixels, heads.count(), 2L * heads.key() + heads.value());
    Tensor[] parts = TensorLists.split(flat, 3, heads.key(), heads.key(), heads.value());
    Tensor query = parts[0].permute(0, 2, 1, 3);
    Tensor key = parts[1].permute(0, 2, 3, 1);
    Tensor value = parts[2].permute(0, 2, 1, 3);
    Scalar scale = new Scalar(1 / Math.sqrt(heads.key()));
    Tensor attention = query.matmul(key).mul(scale).softmax(-1);
    Tensor mixed = attention.matmul(value).permute(0, 2, 1, 3);
    return new Attended<>(image(mixed, x), image(parts[2], x));
  }

  /** {@code [B, H * W, heads, value]} as the image that it is, channels last in memory. */
  private static Tensor image(Tensor heads, Tensor like) {
    long channels = heads.size(2) * heads.size(3);
    return heads.reshape(like.size(0), like.size(2), like.size(3), channels).permute(0, 3, 1, 2);
  }
}
