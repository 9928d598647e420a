package dev.progloss.bench.inner;

import dev.progloss.model.assign.Assigner;
import dev.progloss.model.assign.AssignerConfig;
import dev.progloss.model.assign.Assignment;
import dev.progloss.model.assign.TaskAlignedAssigner;
import java.util.List;
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
 * {@code bench/inner AssignerBenchmark -p side=320,640,1280 -p objects=1,10,100,1000}
 *
 * <p>How long do the assignments of both branches of one image take?
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 4, time = 1)
public class AssignerBenchmark {

  private static final int CLASSES = 80;

  @Param("640")
  int side;

  @Param({"10", "100", "1000"})
  int objects;

  @Param({"SPREAD", "CLUSTERED"})
  CrowdedPicture.Layout layout;

  private final Assigner oneToMany = new TaskAlignedAssigner(AssignerConfig.oneToMany());
  private final Assigner oneToOne = new TaskAlignedAssigner(AssignerConfig.oneToOne());
  private CrowdedPicture picture;

  /** Draws the picture. */
  @Setup
  public void draw() {
    picture = CrowdedPicture.draw(side, objects, layout, CLASSES);
  }

  /** Both branches. */
  @Benchmark
  public List<Assignment> assign() {
    return List.of(
        oneToMany.assign(picture.predictions(), 0, picture.truth()),
        oneToOne.assign(picture.predictions(), 0, picture.truth()));
  }
}
