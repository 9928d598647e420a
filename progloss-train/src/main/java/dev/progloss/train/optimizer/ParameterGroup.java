package dev.progloss.train.optimizer;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Parameters that are treated alike, with their gradients gathered in one buffer. */
final class ParameterGroup {

  private final List<Parameter> parameters;
  private final FlatBuffer gradient;

  ParameterGroup(List<Parameter> parameters) {
    Tensor first = parameters.get(0).tensor();
    ScalarType type = first.scalar_type().intern();
    for (Parameter parameter : parameters) {
      if (parameter.tensor().scalar_type().intern() != type) {
        throw new IllegalArgumentException(
            parameter.name()
                + ": parameters must be of one type, got "
                + parameter.tensor().scalar_type().intern()
                + " beside "
                + type);
      }
    }
    this.parameters = List.copyOf(parameters);
    this.gradient = FlatBuffer.zeros(this.parameters);
  }

  List<Parameter> parameters() {
    return parameters;
  }

  /** All gradients, one dimension. */
  Tensor gradient() {
    return gradient.flat();
  }

  /** Copies the gradients in from the parameters. */
  void gather() {
    for (int i = 0; i < parameters.size(); i++) {
      Tensor from = parameters.get(i).tensor().grad();
      Tensor to = gradient.views().get(i);
      if (from.defined()) {
        to.copy_(from);
      } else {
        to.zero_();
      }
    }
  }

  /** Adds {@code decay} times the parameters, as they are now, to the gathered gradients. */
  void addDecay(double decay) {
    Scalar scalar = new Scalar(decay);
    for (int i = 0; i < parameters.size(); i++) {
      gradient.views().get(i).add_(parameters.get(i).tensor(), scalar);
    }
  }

  /** Multiplies the parameters by a number of each. */
  void scale(ToDoubleFunction<Parameter> factor) {
    Map<Double, Scalar> scalars = new HashMap<>();
    for (Parameter parameter : parameters) {
      parameter
          .tensor()
          .mul_(
              scalars.computeIfAbsent(
                  factor.applyAsDouble(parameter), v -> new Scalar((double) v)));
    }
  }

  /** Moves the parameters against the gathered gradients, which by now are the update. */
  void move(ToDoubleFunction<Parameter> rate) {
    move(gradient, rate);
  }

  /** Moves the parameters against an update, at a rate of each. */
  void move(FlatBuffer update, ToDoubleFunction<Parameter> rate) {
    // A handful of distinct rates for hundreds of tensors: each becomes a native number once.
    Map<Double, Scalar> scalars = new HashMap<>();
    for (int i = 0; i < parameters.size(); i++) {
      Parameter parameter = parameters.get(i);
      Scalar step =
          scalars.computeIfAbsent(-rate.applyAsDouble(parameter), v -> new Scalar((double) v));
      parameter.tensor().add_(update.views().get(i), step);
    }
  }

  void zeroGradients() {
    // Without a gradient, backward hands its own over instead of adding to zeros.
    parameters.forEach(p -> p.tensor().mutable_grad().reset());
  }

  void close() {
    gradient.close();
  }
}
