package dev.progloss.bench.inner;

import dev.progloss.model.architecture.DetectorConfig;
import dev.progloss.model.architecture.Scale;
import dev.progloss.model.detector.Detector;
import dev.progloss.torch.device.Engine;
import dev.progloss.torch.scope.TensorScope;
import dev.progloss.train.optimizer.Optimizer;
import dev.progloss.train.optimizer.OptimizerConfig;
import dev.progloss.train.optimizer.Parameter;
import dev.progloss.train.rate.RateStep;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.bytedeco.pytorch.Tensor;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * {@code bench/inner OptimizerBenchmark -p scale=N,S,M}
 *
 * <p>How long does one step of an optimiser take on all weights of a detector? MUSGD less SGD is
 * the price of the Newton–Schulz orthogonalisation.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 4, time = 1)
public class OptimizerBenchmark {

  private static final int CLASSES = 80;
  private static final RateStep RATES = new RateStep(1e-5, 1, 0, 0.937, 5e-4, 1);

  /** The optimisers that there are. */
  public enum Kind {
    /** Muon and SGD. */
    MUSGD,
    /** SGD alone. */
    SGD,
    /** AdamW. */
    ADAMW;

    private OptimizerConfig config() {
      return switch (this) {
        case MUSGD -> OptimizerConfig.defaults();
        case SGD -> new OptimizerConfig.Sgd();
        case ADAMW -> new OptimizerConfig.AdamW(0.9, 0.999, 1e-8);
      };
    }
  }

  @Param("N")
  Scale scale;

  @Param({"MUSGD", "SGD", "ADAMW"})
  Kind kind;

  private Detector detector;
  private Optimizer optimizer;

  /** Builds a detector whose gradients are those of the sum of all squared weights. */
  @Setup
  public void build() {
    Engine.start(Runtime.getRuntime().availableProcessors());
    detector = Detector.create(DetectorConfig.of(scale, CLASSES), 1);
    List<Parameter> parameters = new ArrayList<>();
    detector.parameters().forEach((name, t) -> parameters.add(Parameter.of(name, t, 1)));
    try (TensorScope scope = TensorScope.open()) {
      for (Tensor tensor : detector.parameters().values()) {
        tensor.mul(tensor).sum().backward();
      }
    }
    optimizer = kind.config().build(parameters);
  }

  /** One step. */
  @Benchmark
  public void step() {
    optimizer.step(RATES);
  }

  /** Frees the tensors. */
  @TearDown
  public void close() {
    optimizer.close();
    detector.close();
  }
}
