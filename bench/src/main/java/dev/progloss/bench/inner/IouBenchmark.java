package dev.progloss.bench.inner;

import dev.progloss.core.box.Box;
import dev.progloss.core.box.Iou;
import dev.progloss.core.box.IouKind;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * {@code bench/inner IouBenchmark}
 *
 * <p>How long does one overlap take, in the form that evaluation, NMS and assignment use?
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 4, time = 1)
public class IouBenchmark {

  private static final int PAIRS = 1000;

  private final Box[] first = new Box[PAIRS];
  private final Box[] second = new Box[PAIRS];

  /** Draws pairs of boxes of which most overlap. */
  @Setup
  public void draw() {
    Random random = new Random(5);
    for (int i = 0; i < PAIRS; i++) {
      first[i] = box(random);
      second[i] = box(random);
    }
  }

  private static Box box(Random random) {
    return Box.ofCentre(
        random.nextDouble(40, 60),
        random.nextDouble(40, 60),
        random.nextDouble(10, 40),
        random.nextDouble(10, 40));
  }

  /** As NMS compares detections. */
  @Benchmark
  @OperationsPerInvocation(PAIRS)
  public double plain() {
    double sum = 0;
    for (int i = 0; i < PAIRS; i++) {
      sum += first[i].iou(second[i]);
    }
    return sum;
  }

  /** As assignment judges a prediction. */
  @Benchmark
  @OperationsPerInvocation(PAIRS)
  public double ciou() {
    double sum = 0;
    for (int i = 0; i < PAIRS; i++) {
      Box a = first[i];
      sum += Iou.ciou(a.x1(), a.y1(), a.x2(), a.y2(), second[i]);
    }
    return sum;
  }

  /** The exact form of the same. */
  @Benchmark
  @OperationsPerInvocation(PAIRS)
  public double exactCiou() {
    double sum = 0;
    for (int i = 0; i < PAIRS; i++) {
      sum += Iou.exact(IouKind.CIOU, first[i], second[i]);
    }
    return sum;
  }
}
