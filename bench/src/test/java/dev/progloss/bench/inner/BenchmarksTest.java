package dev.progloss.bench.inner;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** Runs every benchmark once, on small parameters and in this process, so that none rots. */
class BenchmarksTest {

  @TempDir static Path folder;

  @BeforeAll
  static void shareTheMachine() {
    System.setProperty("jmh.ignoreLock", "true"); // nothing is timed here
  }

  @TestFactory
  List<DynamicTest> benchmarks_smallParameters_run() {
    List<DynamicTest> tests = new ArrayList<>();
    for (Class<?> each :
        List.of(
            AssignerBenchmark.class,
            CocoEvaluatorBenchmark.class,
            DecodeBenchmark.class,
            IouBenchmark.class,
            MosaicBenchmark.class,
            OptimizerBenchmark.class,
            StepBenchmark.class)) {
      tests.add(DynamicTest.dynamicTest(each.getSimpleName(), () -> runOnce(each)));
    }
    return tests;
  }

  private static void runOnce(Class<?> benchmark) throws RunnerException {
    Options options =
        new OptionsBuilder()
            .include(benchmark.getName())
            .param("side", "64")
            .param("objects", "3")
            .param("classes", "2")
            .param("images", "4")
            .param("scale", "T")
            .param("batch", "2")
            .mode(Mode.SingleShotTime)
            .forks(0)
            .warmupIterations(0)
            .measurementIterations(1)
            .shouldFailOnError(true)
            .output(folder.resolve(benchmark.getSimpleName()).toString())
            .build();
    Collection<RunResult> results = new Runner(options).run();
    assertThat(results).isNotEmpty();
  }
}
