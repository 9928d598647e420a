package dev.progloss.bench.scaling;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.progloss.model.architecture.Scale;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScalingBenchTest {

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(printed, true, UTF_8);

  @Test
  void report_threeRounds_comparesWithinARound() {
    String base = StepCase.BASE.name();
    ScalingBench.report(
        List.of(
            new ScalingBench.Row(1, base, 1, 100),
            new ScalingBench.Row(1, "other", 2, 150),
            new ScalingBench.Row(2, base, 2, 100),
            new ScalingBench.Row(2, "other", 6, 150),
            new ScalingBench.Row(3, base, 1, 100),
            new ScalingBench.Row(3, "other", 4, 150)),
        out);
    assertThat(printed.toString(UTF_8)).contains("3.00    2.00 to  4.00       1.50   other");
  }

  @Test
  void cases_namesTellThemApart_andLeadBack() {
    List<String> names = StepCase.all().stream().map(StepCase::name).toList();
    assertThat(names).doesNotHaveDuplicates().contains(StepCase.BASE.name());
    assertThat(names.stream().map(StepCase::of).toList()).isEqualTo(StepCase.all());
  }

  @Test
  void run_smallCase_costsTimeAndMemory() throws InterruptedException {
    StepTimer.Cost cost = StepTimer.run(new StepCase(Scale.T, 64, 1, 2, 3));
    assertThat(cost.seconds()).isPositive();
    assertThat(cost.bytes()).isPositive();
  }

  @Test
  void arithmetic_print_namesEveryModelThrice() {
    Arithmetic.print(out);
    assertThat(printed.toString(UTF_8).split("yolo26x", -1)).hasSize(4);
  }
}
