package dev.progloss.data.dataset;

/** How bad a finding is. */
public enum Severity {
  /** Unusable as it is: training refuses, or leaves it out if told to. */
  ERROR,
  /** Usable after telling: left out, clipped or taken as said in the message. */
  WARNING
}
