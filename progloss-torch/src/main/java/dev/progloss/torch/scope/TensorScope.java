package dev.progloss.torch.scope;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Owns every native object that its thread makes while it is open, and frees them when it closes.
 *
 * <p>Opened in try-with-resources only. Numbers leave, tensors do not, unless promoted on the last
 * line. Closing on another thread throws {@link IllegalStateException}.
 */
public final class TensorScope implements AutoCloseable {

  /*
   * The Java collector sees eight bytes where a tensor holds megabytes, so it comes far too late:
   * memory has to be freed by structure. PointerScope.detach, whatever its name says, frees; to let
   * a tensor out it has to be attached elsewhere first.
   */

  private final Thread owner;
  private final @Nullable PointerScope outer;
  private final PointerScope scope;

  private TensorScope() {
    owner = Thread.currentThread();
    outer = PointerScope.getInnerScope();
    scope = new PointerScope();
  }

  /** A scope inside the one that this thread has open, if any. */
  public static TensorScope open() {
    return new TensorScope();
  }

  /**
   * Hands a tensor to the enclosing scope; where there is none it is yours to close.
   *
   * @return the same tensor
   */
  public Tensor promote(Tensor tensor) {
    if (outer == null) {
      return tensor.retainReference();
    }
    outer.attach(tensor);
    return tensor;
  }

  @Override
  public void close() {
    if (Thread.currentThread() != owner) {
      throw new IllegalStateException(
          "a tensor scope must be closed by the thread that opened it, "
              + owner.getName()
              + ", got "
              + Thread.currentThread().getName());
    }
    scope.close();
  }
}
