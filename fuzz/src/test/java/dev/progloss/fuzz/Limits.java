package dev.progloss.fuzz;

/**
 * What a reader may take for one file.
 *
 * @param seconds on a processor
 * @param bytesBeyondFile from the heap, garbage included, beyond the length of the file
 */
record Limits(double seconds, long bytesBeyondFile) {

  private static final long MEBIBYTE = 1 << 20;

  /** What is promised for files up to 1 MiB. */
  static Limits promised() {
    return new Limits(1, 64 * MEBIBYTE);
  }

  /** The same with time for slow and busy machines: only what hangs is a fault. */
  static Limits unhurried() {
    return new Limits(20, 64 * MEBIBYTE);
  }

  /**
   * Any amount of garbage: what is held at once is bounded by the heap of this process, which is
   * small. For files of 1 MiB, of which a reader of YAML alone makes gibibytes of it.
   */
  Limits withGarbage() {
    return new Limits(seconds, Long.MAX_VALUE);
  }
}
