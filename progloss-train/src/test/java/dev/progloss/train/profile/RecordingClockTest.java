package dev.progloss.train.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import dev.progloss.torch.device.ComputeDevice;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RecordingClockTest {

  private static final long MILLI = 1_000_000;

  private long now = 17 * MILLI;
  private final RecordingClock clock = new RecordingClock(() -> now, ComputeDevice.CPU);

  /** Steps of 100, 104 and 96 ms; 60 ms of evaluation after the last; unmeasured time between. */
  private StepProfile threeSteps() {
    phase(Phase.PREPARING, 20);
    phase(Phase.FORWARD, 30);
    phase(Phase.LOSSES, 4);
    phase(Phase.BACKWARD, 40);
    phase(Phase.LOSSES, 6); // a second time in this step
    endStep();
    phase(Phase.PREPARING, 24);
    phase(Phase.FORWARD, 36);
    phase(Phase.BACKWARD, 44);
    endStep();
    phase(Phase.PREPARING, 22);
    phase(Phase.FORWARD, 33);
    phase(Phase.BACKWARD, 36);
    phase(Phase.OPTIMIZER, 5);
    phase(Phase.EVALUATION, 60);
    endStep();
    return clock.profile();
  }

  private void phase(Phase phase, long millis) {
    clock.enter(phase);
    now += millis * MILLI;
  }

  private void endStep() {
    clock.endStep();
    now += 1000 * MILLI;
  }

  @Test
  void profile_threeSteps_hasTotalsAndMediansOfTheStepsThatEntered() {
    StepProfile profile = threeSteps();
    assertThat(profile.phases())
        .containsExactly(
            new PhaseTime(Phase.PREPARING, 3, 22, 66),
            new PhaseTime(Phase.FORWARD, 3, 33, 99),
            new PhaseTime(Phase.LOSSES, 1, 10, 10),
            new PhaseTime(Phase.BACKWARD, 3, 40, 120),
            new PhaseTime(Phase.OPTIMIZER, 1, 5, 5),
            new PhaseTime(Phase.EVALUATION, 1, 60, 60));
    assertThat(profile.steps()).isEqualTo(3);
    assertThat(profile.stepMedianMillis()).isEqualTo(100);
  }

  @Test
  void median_ofTwo_isTheirMean() {
    phase(Phase.FORWARD, 10);
    endStep();
    phase(Phase.FORWARD, 13);
    endStep();
    assertThat(clock.profile().phases().get(0).medianMillis()).isEqualTo(11.5);
  }

  @Test
  void profile_manySteps_keepsThemAll() {
    for (int step = 0; step < 1001; step++) {
      phase(Phase.FORWARD, step);
      endStep();
    }
    assertThat(clock.profile().phases())
        .containsExactly(new PhaseTime(Phase.FORWARD, 1001, 500, 500_500));
  }

  @Test
  void profile_stepUnderWay_doesNotCount() {
    phase(Phase.FORWARD, 10);
    assertThat(clock.profile().phases()).isEmpty();
    assertThat(clock.profile().stepPercent(phase -> true)).isZero();
  }

  @Test
  void shares_allPhases_sumToOneHundred() {
    StepProfile profile = threeSteps();
    double ofSteps = 0;
    double ofRun = 0;
    for (PhaseTime time : profile.phases()) {
      ofSteps += profile.stepPercent(phase -> phase == time.phase());
      ofRun += profile.runPercent(phase -> phase == time.phase());
    }
    assertThat(ofSteps).isCloseTo(100, offset(1e-9));
    assertThat(ofRun).isCloseTo(100, offset(1e-9));
    assertThat(profile.stepPercent(phase -> !phase.isNetwork())).isEqualTo(27); // 81 of 300
    assertThat(profile.stepPercent(phase -> phase == Phase.EVALUATION)).isZero();
  }

  @Test
  void table_threeSteps_hasTheSteps_theRunAndTheRest() {
    assertThat(threeSteps().table().lines())
        .containsExactly(
            "where a step's time goes  of steps    of run    median ms    steps",
            "preparing pictures         22.00 %   18.33 %       22.000        3",
            "forward                    33.00 %   27.50 %       33.000        3",
            "losses                      3.33 %    2.78 %       10.000        1",
            "backward                   40.00 %   33.33 %       40.000        3",
            "clip and optimiser          1.67 %    1.39 %        5.000        1",
            "a whole step              100.00 %   83.33 %      100.000        3",
            "evaluation                           16.67 %       60.000        1",
            "of a step: all but the network (forward, backward) 27.0 %, the schedule 0.0000 %");
  }

  @Test
  void table_synchronised_saysSo() {
    StepProfile waiting = new StepProfile(List.of(), 0, 0, true);
    assertThat(waiting.table()).contains("every phase waited for the device");
  }

  @Test
  void csv_threeSteps_hasARowAPhase() {
    assertThat(threeSteps().csv())
        .isEqualTo(
            """
            phase,steps,median_ms,total_ms,step_percent,run_percent
            preparing,3,22.000000,66.000000,22.000000,18.333333
            forward,3,33.000000,99.000000,33.000000,27.500000
            losses,1,10.000000,10.000000,3.333333,2.777778
            backward,3,40.000000,120.000000,40.000000,33.333333
            optimizer,1,5.000000,5.000000,1.666667,1.388889
            evaluation,1,60.000000,60.000000,,16.666667
            """);
  }
}
