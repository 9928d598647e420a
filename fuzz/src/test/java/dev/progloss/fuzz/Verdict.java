package dev.progloss.fuzz;

/**
 * How a reader took a file.
 *
 * @param isAccepted whether it was read; else it was refused, or the reader failed
 * @param nanos time of the reading thread on a processor
 * @param allocatedBytes what the reading thread took from the heap, garbage included
 * @param fault what must not have happened; empty if all is well
 */
record Verdict(boolean isAccepted, long nanos, long allocatedBytes, String fault) {

  boolean isSound() {
    return fault.isEmpty();
  }
}
