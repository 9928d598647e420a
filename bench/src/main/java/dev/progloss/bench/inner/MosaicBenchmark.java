package dev.progloss.bench.inner;

import dev.progloss.data.augment.AugmentConfig;
import dev.progloss.data.augment.ResizedPictures;
import dev.progloss.data.augment.TrainingPipeline;
import dev.progloss.data.dataset.Sample;
import dev.progloss.data.dataset.Split;
import dev.progloss.data.image.Image;
import dev.progloss.data.synthetic.DrawnDataset;
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
 * {@code bench/inner MosaicBenchmark -p side=320,640,1280}
 *
 * <p>How long does one training sample take when its four pictures are on the heap already: mosaic,
 * affine mapping, colours, mirror?
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 4, time = 1)
public class MosaicBenchmark {

  private static final int PICTURES = 16;
  private static final long CACHE_BYTES = 1L << 30;

  @Param("640")
  int side;

  private TrainingPipeline pipeline;
  private int next;

  /** Draws the pictures and keeps them. */
  @Setup
  public void draw() {
    DrawnDataset dataset = new DrawnDataset(1, Split.TRAIN, PICTURES, side);
    ResizedPictures pictures = new ResizedPictures(dataset, side, CACHE_BYTES);
    for (int i = 0; i < PICTURES; i++) {
      Image unused = pictures.image(i);
    }
    pipeline = new TrainingPipeline(pictures, AugmentConfig.defaults(), 1);
  }

  /** One sample after the other; each is drawn anew. */
  @Benchmark
  public Sample sample() {
    next++;
    return pipeline.sample(next / PICTURES, next % PICTURES, true);
  }
}
