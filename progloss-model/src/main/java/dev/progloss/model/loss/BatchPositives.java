package dev.progloss.model.loss;

import dev.progloss.core.balance.Branch;
import java.util.EnumMap;
import java.util.Map;

/** Who learns what in one batch: the positives of every branch, on the heap. */
public final class BatchPositives {

  private final Map<Branch, Positives> branches;

  BatchPositives(Map<Branch, Positives> branches) {
    this.branches = new EnumMap<>(branches);
  }

  Positives of(Branch branch) {
    Positives positives = branches.get(branch);
    if (positives == null) {
      throw new IllegalArgumentException("nothing was assigned in branch " + branch);
    }
    return positives;
  }
}
