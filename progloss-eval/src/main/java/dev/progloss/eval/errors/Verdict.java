package dev.progloss.eval.errors;

import org.jspecify.annotations.Nullable;

/**
 * What became of a detection.
 *
 * @param classIndex its class
 * @param score its score
 * @param error what is wrong with it, or null for a hit
 * @param inCrowd whether it lies in a crowd of its class and so does not count as a false alarm
 * @param mendedClass the class of the object that it would hit if its error were mended; -1 if an
 *     oracle would only take it away
 */
record Verdict(
    int classIndex, double score, @Nullable ErrorKind error, boolean inCrowd, int mendedClass) {

  boolean isHit() {
    return error == null;
  }
}
