package dev.progloss.model.prediction;

import dev.progloss.core.balance.Branch;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/**
 * Raw outputs of the branches over one batch. A carrier for one step; the tensors belong to the
 * scope they were made in.
 */
public final class Predictions {

  private final Map<Branch, BranchPredictions> branches;
  private final AnchorGrid anchors;

  /** The outputs of these branches at these anchor points. */
  public Predictions(Map<Branch, BranchPredictions> branches, AnchorGrid anchors) {
    this.branches = new EnumMap<>(branches);
    this.anchors = anchors;
  }

  /** The branches that there are, in their order. */
  public Set<Branch> branches() {
    return Collections.unmodifiableSet(branches.keySet());
  }

  /** Outputs of one branch. */
  public BranchPredictions of(Branch branch) {
    BranchPredictions found = branches.get(branch);
    if (found == null) {
      throw new IllegalArgumentException("there are no predictions of branch " + branch);
    }
    return found;
  }

  /** Where the anchor points are. */
  public AnchorGrid anchors() {
    return anchors;
  }
}
