package dev.progloss.core.schedule;

/** A length of training with its unit; turned into a fraction once, before a schedule sees it. */
public sealed interface Span {

  /** This length as a fraction of a run, cut at 1. */
  double fractionOf(long stepsPerEpoch, long epochs);

  /** So many batches. */
  record Steps(long steps) implements Span {
    /** Checks the sign. */
    public Steps {
      if (steps < 0) {
        throw new IllegalArgumentException("steps must not be negative, got " + steps);
      }
    }

    @Override
    public double fractionOf(long stepsPerEpoch, long epochs) {
      return Math.min(1, (double) steps / (stepsPerEpoch * epochs));
    }
  }

  /** So many epochs, not necessarily whole ones. */
  record Epochs(double epochs) implements Span {
    /** Checks the sign. */
    public Epochs {
      if (!(epochs >= 0) || Double.isInfinite(epochs)) {
        throw new IllegalArgumentException("epochs must be finite and not negative, got " + epochs);
      }
    }

    @Override
    public double fractionOf(long stepsPerEpoch, long totalEpochs) {
      return Math.min(1, epochs / totalEpochs);
    }
  }

  /** A share of the run. */
  record Fraction(double fraction) implements Span {
    /** Checks the range. */
    public Fraction {
      Checks.fraction(fraction);
    }

    @Override
    public double fractionOf(long stepsPerEpoch, long epochs) {
      return fraction;
    }
  }
}
