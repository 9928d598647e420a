package dev.progloss.train.optimizer;

import dev.progloss.torch.device.Engine;
import dev.progloss.torch.scope.TensorScope;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/** Orthogonalises stacks of matrices where they lie, on all cores. */
final class Orthogonalizer implements AutoCloseable {

  /*
   * On a processor LibTorch multiplies the matrices of a stack one after the other, and OpenBLAS has
   * one thread (see Engine): stacking alone gains nothing there (all weights of the n size on two
   * cores: 166 ms one by one, 166 ms stacked), as many threads as LibTorch has do (86 ms). Each
   * matrix is computed by one thread, and all norms by the calling one before, so how they are shared
   * out never shows in a number. On a GPU a stack is one kernel, and one thread feeds it.
   */

  /** What one thread takes at a time, the most costly first; views. */
  private final List<Tensor> pieces;

  private final @Nullable ExecutorService workers;
  private final int workerCount;

  /**
   * Of these parameters, those of one shape side by side.
   *
   * @param flat their numbers end to end, borrowed
   */
  Orthogonalizer(List<Parameter> parameters, Tensor flat) {
    workerCount = flat.is_cpu() && Engine.threads() > 1 ? Engine.threads() : 0;
    workers = workerCount > 0 ? Engine.soloists(workerCount, "progloss-orthogonalizer") : null;
    try (TensorScope scope = TensorScope.open()) {
      List<Tensor> cut = new ArrayList<>();
      for (Tensor stack : stacks(parameters, flat)) {
        cut.addAll(flat.is_cpu() ? cut(stack) : List.of(stack));
      }
      cut.sort(Comparator.comparingLong(Orthogonalizer::cost).reversed());
      pieces = cut.stream().map(scope::promote).toList();
    }
  }

  static long rows(Parameter parameter) {
    return parameter.tensor().size(0);
  }

  static long columns(Parameter parameter) {
    return parameter.tensor().numel() / rows(parameter);
  }

  /** One stack {@code [n, rows, columns]} per shape; scoped. */
  private static List<Tensor> stacks(List<Parameter> parameters, Tensor flat) {
    List<Tensor> stacks = new ArrayList<>();
    long at = 0;
    for (int first = 0, next; first < parameters.size(); first = next) {
      long rows = rows(parameters.get(first));
      long columns = columns(parameters.get(first));
      next = first;
      while (next < parameters.size()
          && rows(parameters.get(next)) == rows
          && columns(parameters.get(next)) == columns) {
        next++;
      }
      long count = (long) next - first;
      stacks.add(flat.narrow(0, at, count * rows * columns).view(count, rows, columns));
      at += count * rows * columns;
    }
    return stacks;
  }

  /** A stack as it is, or its matrices one by one where they are large. */
  private static List<Tensor> cut(Tensor stack) {
    return TriangleRounds.areLarge(stack)
        ? LongStream.range(0, stack.size(0)).mapToObj(i -> stack.narrow(0, i, 1)).toList()
        : List.of(stack);
  }

  private static long cost(Tensor stack) {
    return stack.numel() * Math.min(stack.size(1), stack.size(2));
  }

  /** Replaces every matrix by its orthogonalised self. */
  void run() {
    try (TensorScope scope = TensorScope.open();
        NoGradGuard guard = new NoGradGuard()) {
      List<Tensor> norms = pieces.stream().map(NewtonSchulz::norms).toList();
      AtomicInteger next = new AtomicInteger();
      if (workers == null) {
        work(next, norms);
      } else {
        CompletableFuture<?>[] working = new CompletableFuture<?>[workerCount];
        for (int i = 0; i < workerCount; i++) {
          working[i] = CompletableFuture.runAsync(() -> work(next, norms), workers);
        }
        // The norms and the stacks are the caller's again only when all have ended.
        CompletableFuture.allOf(working).join();
      }
    }
  }

  private void work(AtomicInteger next, List<Tensor> norms) {
    try (NoGradGuard guard = new NoGradGuard()) {
      for (int i = next.getAndIncrement(); i < pieces.size(); i = next.getAndIncrement()) {
        try (TensorScope scope = TensorScope.open()) {
          Tensor piece = pieces.get(i);
          piece.copy_(NewtonSchulz.orthogonalized(piece, norms.get(i)));
        }
      }
    }
  }

  @Override
  public void close() {
    if (workers != null) {
      workers.shutdown();
    }
    pieces.forEach(Tensor::close);
  }
}
