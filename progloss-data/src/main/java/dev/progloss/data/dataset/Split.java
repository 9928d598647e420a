package dev.progloss.data.dataset;

import java.util.Locale;

/** The parts that a data set comes in. */
public enum Split {
  /** What the detector learns from. */
  TRAIN,
  /** What settings are chosen by. */
  VAL,
  /** What is looked at last; many data sets have none. */
  TEST;

  /** The name in files: {@code train}, {@code val} or {@code test}. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
