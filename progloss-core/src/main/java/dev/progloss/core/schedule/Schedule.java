package dev.progloss.core.schedule;

import java.util.List;

/**
 * A number that changes over training: a pure function of the fraction done.
 *
 * <p>Schedules are values: equal when their numbers are, printable, and exact at both ends.
 */
public sealed interface Schedule {

  /**
   * Value at fraction {@code p} of training.
   *
   * @throws IllegalArgumentException if {@code p} is outside 0..1 or not a number
   */
  double at(double p);

  /** Lowest value over 0..1. */
  double minimum();

  /** This schedule before {@code boundary}, {@code next} from there on; each sees its own 0..1. */
  default Schedule until(double boundary, Schedule next) {
    return new Join(this, boundary, next);
  }

  /** One value throughout. */
  record Constant(double value) implements Schedule {
    /** Checks that the value is finite. */
    public Constant {
      Checks.finite(value, "value");
    }

    @Override
    public double at(double p) {
      Checks.fraction(p);
      return value;
    }

    @Override
    public double minimum() {
      return value;
    }
  }

  /** A straight line; exactly {@code from} at 0 and {@code to} at 1. */
  record Linear(double from, double to) implements Schedule {
    /** Checks that both ends are finite. */
    public Linear {
      Checks.finite(from, "from");
      Checks.finite(to, "to");
    }

    @Override
    public double at(double p) {
      Checks.fraction(p);
      // from + (to - from) * p would miss the end: 0.8 to 0.1 gives 0.09999999999999998 at p = 1.
      return (1 - p) * from + p * to;
    }

    @Override
    public double minimum() {
      return Math.min(from, to);
    }
  }

  /** Half a cosine wave, flat at both ends; exactly {@code from} at 0 and {@code to} at 1. */
  record Cosine(double from, double to) implements Schedule {
    /** Checks that both ends are finite. */
    public Cosine {
      Checks.finite(from, "from");
      Checks.finite(to, "to");
    }

    @Override
    public double at(double p) {
      Checks.fraction(p);
      double done = (1 - StrictMath.cos(StrictMath.PI * p)) / 2;
      return (1 - done) * from + done * to;
    }

    @Override
    public double minimum() {
      return Math.min(from, to);
    }
  }

  /** A point that a {@link Knots} schedule passes through. */
  record Knot(double p, double value) {
    /** Checks that the place is in 0..1 and the value finite. */
    public Knot {
      Checks.fraction(p);
      Checks.finite(value, "value");
    }
  }

  /** Straight lines through given points; the first must be at 0 and the last at 1. */
  record Knots(List<Knot> knots) implements Schedule {
    /** Checks that places rise strictly from 0 to 1. */
    public Knots {
      knots = List.copyOf(knots);
      if (knots.size() < 2 || knots.get(0).p() != 0 || knots.get(knots.size() - 1).p() != 1) {
        throw new IllegalArgumentException("knots must begin at 0 and end at 1, got " + knots);
      }
      for (int i = 1; i < knots.size(); i++) {
        if (knots.get(i).p() <= knots.get(i - 1).p()) {
          throw new IllegalArgumentException("knots must rise strictly, got " + knots);
        }
      }
    }

    @Override
    public double at(double p) {
      Checks.fraction(p);
      int next = 1;
      while (knots.get(next).p() < p) {
        next++;
      }
      Knot left = knots.get(next - 1);
      Knot right = knots.get(next);
      double q = (p - left.p()) / (right.p() - left.p());
      return (1 - q) * left.value() + q * right.value();
    }

    @Override
    public double minimum() {
      return knots.stream().mapToDouble(Knot::value).min().orElseThrow();
    }
  }

  /**
   * {@code first} over [0, boundary), {@code second} over [boundary, 1]; each sees its own 0..1.
   */
  record Join(Schedule first, double boundary, Schedule second) implements Schedule {
    /** Checks that the boundary lies strictly inside. */
    public Join {
      if (!(boundary > 0 && boundary < 1)) {
        throw new IllegalArgumentException("boundary must be in (0, 1), got " + boundary);
      }
    }

    @Override
    public double at(double p) {
      Checks.fraction(p);
      return p < boundary ? first.at(p / boundary) : second.at((p - boundary) / (1 - boundary));
    }

    @Override
    public double minimum() {
      return Math.min(first.minimum(), second.minimum());
    }
  }

  /**
   * Stairs: {@code schedule.at(k / (levels - 1))} throughout the k-th of {@code levels} equal
   * parts, so the first part stands at the start and the last part at the end of {@code schedule}.
   */
  record Stepped(Schedule schedule, int levels) implements Schedule {
    /** Checks that there is a level. */
    public Stepped {
      if (levels < 1) {
        throw new IllegalArgumentException("levels must be at least 1, got " + levels);
      }
    }

    @Override
    public double at(double p) {
      Checks.fraction(p);
      // 0.29 * 100 is a hair below 29 in doubles; without the slack step 29 of 100 would see level
      // 28.
      long level = Math.min(levels - 1, (long) Math.floor(p * levels + 1e-9));
      return levels == 1 ? schedule.at(0) : schedule.at((double) level / (levels - 1));
    }

    @Override
    public double minimum() {
      double lowest = Double.POSITIVE_INFINITY;
      for (int k = 0; k < levels; k++) {
        lowest = Math.min(lowest, schedule.at(levels == 1 ? 0 : (double) k / (levels - 1)));
      }
      return lowest;
    }
  }
}
