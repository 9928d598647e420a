package dev.progloss.bench.inner;

import dev.progloss.eval.coco.CocoArrays;
import dev.progloss.eval.coco.CocoEvaluator;
import dev.progloss.eval.coco.FoundBox;
import dev.progloss.eval.coco.TruthBox;
import java.util.Random;
import java.util.concurrent.TimeUnit;
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
import org.openjdk.jmh.annotations.Warmup;

/**
 * {@code bench/inner CocoEvaluatorBenchmark -p images=500,5000}
 *
 * <p>How long does the COCO protocol take once objects and detections are in memory?
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 4, time = 1)
public class CocoEvaluatorBenchmark {

  private static final int CLASSES = 80;
  private static final int OBJECTS_AN_IMAGE = 7;
  private static final int DETECTIONS_AN_OBJECT = 10;

  @Param("500")
  int images;

  private CocoEvaluator evaluator;

  /** Draws objects, and detections around them. */
  @Setup
  public void draw() {
    evaluator = new CocoEvaluator(CLASSES);
    Random random = new Random(11);
    for (int i = 0; i < images * OBJECTS_AN_IMAGE; i++) {
      int image = i / OBJECTS_AN_IMAGE;
      int kind = random.nextInt(CLASSES);
      double x = random.nextDouble(500);
      double y = random.nextDouble(400);
      double width = random.nextDouble(5, 200);
      double height = random.nextDouble(5, 200);
      evaluator.add(image, kind, new TruthBox(x, y, width, height, width * height, false, true));
      for (int d = 0; d < DETECTIONS_AN_OBJECT; d++) {
        evaluator.add(
            image,
            random.nextInt(4) == 0 ? random.nextInt(CLASSES) : kind,
            new FoundBox(
                x + 0.2 * width * random.nextGaussian(),
                y + 0.2 * height * random.nextGaussian(),
                width,
                height,
                random.nextDouble()));
      }
    }
  }

  /** All ten thresholds, four areas, three limits. */
  @Benchmark
  public CocoArrays measure() {
    return evaluator.measure();
  }
}
