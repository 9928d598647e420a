package dev.progloss.bench.inner;

import dev.progloss.core.detection.Detection;
import dev.progloss.model.decode.Decoder;
import dev.progloss.model.decode.EndToEndDecoder;
import dev.progloss.model.decode.NonMaximumSuppression;
import dev.progloss.model.prediction.AnchorGrid;
import dev.progloss.model.prediction.BranchArrays;
import java.util.List;
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
 * {@code bench/inner DecodeBenchmark -p side=320,640,1280 -p classes=1,80,1000}
 *
 * <p>How long does it take to turn the raw outputs of one image into detections, as validation asks
 * for them?
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 4, time = 1)
public class DecodeBenchmark {

  /** As validation asks: nearly everything. */
  private static final double CONFIDENCE = 0.001;

  /** Two or three scores in a thousand pass the confidence, as a trained network's do. */
  private static final double LOGIT_MEAN = -11;

  private static final double LOGIT_DEVIATION = 1.5;

  /** The decoders that there are. */
  public enum Kind {
    /** Of the one-to-one branch. */
    END_TO_END,
    /** Of the one-to-many branch. */
    NMS;

    private Decoder decoder() {
      return this == NMS
          ? NonMaximumSuppression.forValidation(CONFIDENCE)
          : EndToEndDecoder.of(CONFIDENCE);
    }
  }

  @Param("640")
  int side;

  @Param("80")
  int classes;

  @Param({"END_TO_END", "NMS"})
  Kind kind;

  private BranchArrays predictions;

  /** Draws the outputs. */
  @Setup
  public void draw() {
    AnchorGrid grid = AnchorGrid.of(side, side, 8, 16, 32);
    Random random = new Random(3);
    float[] distances = new float[4 * grid.size()];
    for (int i = 0; i < distances.length; i++) {
      distances[i] = random.nextFloat(0.5f, 4);
    }
    float[] logits = new float[classes * grid.size()];
    for (int i = 0; i < logits.length; i++) {
      logits[i] = (float) (LOGIT_MEAN + LOGIT_DEVIATION * random.nextGaussian());
    }
    predictions = CrowdedPicture.of(distances, logits, grid, classes);
  }

  /** One image. */
  @Benchmark
  public List<Detection> decode() {
    return kind.decoder().decode(predictions, 0);
  }
}
