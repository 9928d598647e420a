package dev.progloss.model.loss;

import dev.progloss.core.balance.Branch;
import dev.progloss.core.balance.Component;
import dev.progloss.core.balance.LossWeights;
import dev.progloss.core.balance.TermTable;
import dev.progloss.torch.device.Heap;
import dev.progloss.torch.scope.TensorLists;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/** The raw loss terms of all branches for one batch; the tensors are scoped. */
public final class LossTerms {

  private final Map<Branch, BranchTerms> branches;

  LossTerms(Map<Branch, BranchTerms> branches) {
    this.branches = new EnumMap<>(branches);
  }

  /** The terms by branch. */
  public Map<Branch, BranchTerms> branches() {
    return Collections.unmodifiableMap(branches);
  }

  /** The only place where weights meet losses: the sum of all terms, each times its weight. */
  public Tensor weightedBy(LossWeights weights) {
    List<Tensor> parts = new ArrayList<>();
    branches.forEach(
        (branch, terms) ->
            terms
                .terms()
                .forEach(
                    (component, term) ->
                        parts.add(term.mul(new Scalar(weights.of(branch, component))))));
    return TensorLists.stacked(0, parts.toArray(new Tensor[0])).sum();
  }

  /** The raw numbers, in one trip from the device. */
  public TermTable numbers() {
    List<Tensor> parts = new ArrayList<>();
    branches.values().forEach(terms -> parts.addAll(terms.terms().values()));
    double[] values = Heap.doubles(TensorLists.stacked(0, parts.toArray(new Tensor[0])));
    TermTable.Builder table = TermTable.builder();
    int next = 0;
    for (Map.Entry<Branch, BranchTerms> e : branches.entrySet()) {
      for (Component component : e.getValue().terms().keySet()) {
        table.put(e.getKey(), component, values[next++]);
      }
    }
    return table.build();
  }
}
