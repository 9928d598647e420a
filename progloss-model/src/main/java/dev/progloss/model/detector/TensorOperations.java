package dev.progloss.model.detector;

import static org.bytedeco.pytorch.global.torch.max_pool2d;
import static org.bytedeco.pytorch.global.torch.upsample_nearest2d;

import dev.progloss.model.architecture.Conv;
import dev.progloss.model.architecture.Operations;
import dev.progloss.model.architecture.Projection;
import dev.progloss.torch.scope.TensorLists;
import java.util.List;
import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/** Computes a network: operations on tensors {@code [B, C, H, W]}; all results are scoped. */
record TensorOperations(Convolver convolver) implements Operations<Tensor> {

  @Override
  public Tensor convolve(Conv conv, Tensor x) {
    return convolver.convolve(conv, x);
  }

  @Override
  public Tensor project(Projection projection, Tensor x) {
    return convolver.project(projection, x);
  }

  @Override
  public Tensor channels(Tensor x, int first, int count) {
    return x.narrow(1, first, count);
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
    long height = x.size(2);
    long width = x.size(3);
    long channels = (long) heads.count() * heads.value();
    Tensor flat = x.reshape(batch, heads.count(), 2L * heads.key() + heads.value(), height * width);
    Tensor[] parts = TensorLists.split(flat, 2, heads.key(), heads.key(), heads.value());
    Scalar scale = new Scalar(1 / Math.sqrt(heads.key()));
    Tensor attention = parts[0].transpose(-2, -1).matmul(parts[1]).mul(scale).softmax(-1);
    Tensor mixed = parts[2].matmul(attention.transpose(-2, -1));
    return new Attended<>(
        mixed.reshape(batch, channels, height, width),
        parts[2].reshape(batch, channels, height, width));
  }
}
