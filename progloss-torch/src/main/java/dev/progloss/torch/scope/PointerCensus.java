package dev.progloss.torch.scope;

import org.bytedeco.javacpp.Pointer;

/**
 * What native memory is held at one moment, as far as it can be seen from here.
 *
 * @param pointers native objects that Java owns
 * @param residentBytes memory of the whole process
 */
public record PointerCensus(long pointers, long residentBytes) {

  /** Counts now. */
  public static PointerCensus take() {
    return new PointerCensus(Pointer.totalCount(), Pointer.physicalBytes());
  }
}
