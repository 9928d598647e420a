package dev.progloss.torch.archive;

import dev.progloss.torch.weights.ElementType;
import java.util.List;

/**
 * A tensor as a checkpoint describes it: a view of a storage. The view has been checked to lie
 * inside the storage.
 *
 * @param type the kind of its numbers
 * @param storage key of the storage in the checkpoint
 * @param elements numbers in the storage
 * @param offset number of the first element in the storage
 * @param shape its sides
 * @param strides steps in the storage from one index to the next, one a side, at least 0
 */
public record StoredTensor(
    ElementType type,
    String storage,
    long elements,
    long offset,
    List<Long> shape,
    List<Long> strides) {

  /** How many numbers it has. */
  public long count() {
    return shape.stream().reduce(1L, (a, b) -> a * b);
  }
}
