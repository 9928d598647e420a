package dev.progloss.study.search;

import dev.progloss.core.error.ConfigException;
import java.util.ArrayList;
import java.util.List;

/**
 * How many candidates train for how long: successive halving.
 *
 * <p>All train a short run, the best one in {@code eta} a run {@code eta} times as long, and so on;
 * of the last rung one wins. Rungs cost about the same, and most of the time goes to candidates
 * that deserve it.
 *
 * @param candidates at the lowest rung, at least 2
 * @param eta one in so many goes on, 2 or more
 * @param rungs at least 1
 * @param epochs of a run of the last rung
 * @see <a href="https://arxiv.org/abs/1502.07943">Jamieson and Talwalkar, Non-stochastic best arm
 *     identification and hyperparameter optimization, 2016</a>
 */
public record Halving(int candidates, int eta, int rungs, int epochs) {

  private static final int LEAST_EPOCHS = 2;
  private static final int MOST_RUNGS = 20;

  /**
   * Checks.
   *
   * @throws ConfigException if a rung would have nobody to leave behind, or would be as long as the
   *     one below
   */
  public Halving {
    requireAtLeast(2, "candidates", candidates);
    requireAtLeast(2, "eta", eta);
    requireAtLeast(1, "rungs", rungs);
    requireAtLeast(LEAST_EPOCHS, "epochs", epochs);
    if (rungs > MOST_RUNGS) {
      throw new ConfigException("rungs must be at most " + MOST_RUNGS + ", got " + rungs);
    }
    long left = candidates;
    for (int rung = 1; rung < rungs; rung++) {
      left /= eta;
      if (left < 1) {
        throw new ConfigException(
            "candidates must be at least "
                + power(eta, rungs - 1)
                + " for rungs="
                + rungs
                + " eta="
                + eta
                + ", so that one is left at the last; got "
                + candidates);
      }
    }
    for (int rung = 1; rung < rungs; rung++) {
      long longer = epochs / power(eta, rungs - 1 - rung);
      if (longer <= Math.max(LEAST_EPOCHS, epochs / power(eta, rungs - rung))) {
        throw new ConfigException(
            "epochs must leave every rung longer than the one below, of "
                + LEAST_EPOCHS
                + " at least: rungs "
                + (rung - 1)
                + " and "
                + rung
                + " of "
                + rungs
                + " would be as long, got "
                + epochs
                + "; give more epochs or fewer rungs");
      }
    }
  }

  private static void requireAtLeast(int least, String key, int value) {
    if (value < least) {
      throw new ConfigException(key + " must be at least " + least + ", got " + value);
    }
  }

  private static long power(int base, int exponent) {
    long power = 1;
    for (int i = 0; i < exponent && power <= Integer.MAX_VALUE; i++) {
      power *= base;
    }
    return power;
  }

  /**
   * Candidates that train at a rung.
   *
   * @param rung from 0
   */
  public int count(int rung) {
    return (int) Math.max(1, candidates / power(eta, rung));
  }

  /**
   * Candidates of a rung that go on, or the one that wins.
   *
   * @param rung from 0
   */
  public int kept(int rung) {
    return rung + 1 < rungs ? count(rung + 1) : 1;
  }

  /**
   * Epochs of each run of a rung, 2 or more.
   *
   * @param rung from 0
   */
  public int epochs(int rung) {
    return (int) Math.max(LEAST_EPOCHS, epochs / power(eta, rungs - 1 - rung));
  }

  /** Epochs of every rung, from the lowest. */
  public List<Integer> allEpochs() {
    List<Integer> all = new ArrayList<>();
    for (int rung = 0; rung < rungs; rung++) {
      all.add(epochs(rung));
    }
    return all;
  }
}
