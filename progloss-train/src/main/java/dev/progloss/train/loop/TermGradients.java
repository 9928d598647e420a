package dev.progloss.train.loop;

import dev.progloss.core.balance.Branch;
import dev.progloss.core.balance.Component;
import dev.progloss.core.balance.LossWeights;
import dev.progloss.core.balance.TermTable;
import dev.progloss.model.architecture.Network;
import dev.progloss.model.loss.BranchTerms;
import dev.progloss.model.loss.LossTerms;
import dev.progloss.run.journal.GradientLook;
import dev.progloss.torch.device.Heap;
import dev.progloss.torch.scope.TensorLists;
import dev.progloss.torch.scope.TensorScope;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * Gradients of single loss terms for weights that all heads share.
 *
 * <p>They are asked for beside training: nothing is added to the gradients that the optimiser will
 * see, and what backward needs is kept, so a run that is looked at ends with the bytes of one that
 * is not. Each term costs about a backward pass through what is shared.
 *
 * @param trunk all weights below the heads that learn; borrowed
 * @param last those of the layers that the heads read; borrowed
 */
record TermGradients(List<Tensor> trunk, List<Tensor> last) {

  /** Of a network's parameters by name. */
  static TermGradients of(Network network, Map<String, Tensor> parameters) {
    List<String> lastNames =
        network.head().sources().stream().map(source -> "model." + source + ".").toList();
    String headName = "model." + network.layers().size() + ".";
    List<Tensor> trunk = new ArrayList<>();
    List<Tensor> last = new ArrayList<>();
    parameters.forEach(
        (name, tensor) -> {
          if (tensor.requires_grad() && !name.startsWith(headName)) {
            trunk.add(tensor);
            if (tensor.dim() > 1 && lastNames.stream().anyMatch(name::startsWith)) {
              last.add(tensor);
            }
          }
        });
    return new TermGradients(trunk, last);
  }

  /**
   * Norms for the weights shared last, of each component as it is weighed, both branches together.
   *
   * @param terms of a batch that backward has not seen
   */
  Map<Component, Double> lastNorms(LossTerms terms, LossWeights weights) {
    Map<Component, Double> norms = new EnumMap<>(Component.class);
    Map<Component, Tensor> weighted = new EnumMap<>(Component.class);
    try (TensorScope scope = TensorScope.open()) {
      each(
          terms,
          weights,
          (branch, component, term) -> weighted.merge(component, term, Tensor::add));
      weighted.forEach(
          (component, term) -> {
            norms.put(component, flat(term, last).norm().item_double());
          });
    }
    return norms;
  }

  /**
   * What each branch and term does to the trunk.
   *
   * @param terms of a batch that backward has not seen
   * @param overlaps passed on
   */
  GradientLook look(LossTerms terms, LossWeights weights, Map<Branch, Double> overlaps) {
    List<Branch> branches = new ArrayList<>();
    List<Component> components = new ArrayList<>();
    double[] products;
    try (TensorScope scope = TensorScope.open()) {
      List<Tensor> rows = new ArrayList<>();
      each(
          terms,
          weights,
          (branch, component, term) -> {
            branches.add(branch);
            components.add(component);
            rows.add(flat(term, trunk));
          });
      Tensor all = TensorLists.stacked(0, rows.toArray(new Tensor[0]));
      products = Heap.doubles(all.matmul(all.t()));
    }
    return read(branches, components, products, overlaps);
  }

  /** From the products of every two gradients: their norms, their sum's, and angles. */
  private static GradientLook read(
      List<Branch> branches,
      List<Component> components,
      double[] products,
      Map<Branch, Double> overlaps) {
    int count = components.size();
    double square = 0;
    double classSquare = 0;
    double boxSquare = 0;
    double across = 0;
    double[] withSum = new double[count];
    for (int i = 0; i < count; i++) {
      boolean isClass = components.get(i) == Component.CLS;
      for (int j = 0; j < count; j++) {
        double product = products[i * count + j];
        withSum[i] += product;
        boolean both = isClass == (components.get(j) == Component.CLS);
        classSquare += both && isClass ? product : 0;
        boxSquare += both && !isClass ? product : 0;
        across += both || !isClass ? 0 : product;
      }
      square += withSum[i];
    }
    TermTable.Builder norms = TermTable.builder();
    TermTable.Builder shares = TermTable.builder();
    for (int i = 0; i < count; i++) {
      double norm = Math.sqrt(Math.max(0, products[i * count + i]));
      norms.put(branches.get(i), components.get(i), norm);
      if (square > 0) {
        shares.put(branches.get(i), components.get(i), withSum[i] / square);
      }
    }
    boolean hasAngle = classSquare > 0 && boxSquare > 0;
    double cosine = across / Math.sqrt(classSquare * boxSquare);
    return new GradientLook(
        norms.build(),
        shares.build(),
        hasAngle ? OptionalDouble.of(Math.max(-1, Math.min(1, cosine))) : OptionalDouble.empty(),
        overlaps);
  }

  private interface Each {
    void see(Branch branch, Component component, Tensor weighted);
  }

  private static void each(LossTerms terms, LossWeights weights, Each each) {
    for (Map.Entry<Branch, BranchTerms> branch : terms.branches().entrySet()) {
      branch
          .getValue()
          .terms()
          .forEach(
              (component, term) -> {
                double weight = weights.of(branch.getKey(), component);
                each.see(branch.getKey(), component, term.mul(new Scalar(weight)));
              });
    }
  }

  /** One row of numbers; 0 for a term that depends on nothing, as where nothing is positive. */
  private static Tensor flat(Tensor term, List<Tensor> inputs) {
    Tensor[] leaves = inputs.toArray(new Tensor[0]);
    try (TensorScope scope = TensorScope.open()) {
      if (leaves.length == 0 || !term.requires_grad()) {
        long size = inputs.stream().mapToLong(Tensor::numel).sum();
        return scope.promote(
            Heap.tensor(new float[Math.toIntExact(Math.max(1, size))], Math.max(1, size))
                .to(term.device(), term.scalar_type()));
      }
      Tensor[] gradients = TensorLists.gradients(term, leaves);
      for (int i = 0; i < gradients.length; i++) {
        gradients[i] = gradients[i].reshape(-1);
      }
      return scope.promote(TensorLists.concatenate(0, gradients));
    }
  }
}
