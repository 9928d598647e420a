package dev.progloss.train.session;

import static dev.progloss.train.session.ResumeScene.BATCHES;
import static dev.progloss.train.session.ResumeScene.EPOCHS;
import static dev.progloss.train.session.ResumeScene.OFTEN;
import static dev.progloss.train.session.ResumeScene.SELDOM;
import static dev.progloss.train.session.ResumeScene.SIDE;
import static dev.progloss.train.session.ResumeScene.config;
import static dev.progloss.train.session.ResumeScene.data;
import static dev.progloss.train.session.ResumeScene.requireSame;
import static dev.progloss.train.session.ResumeScene.training;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.progloss.core.balance.LossPlan;
import dev.progloss.core.balance.Preset;
import dev.progloss.core.error.ConfigException;
import dev.progloss.core.schedule.Progress;
import dev.progloss.core.testkit.FaultTable;
import dev.progloss.data.dataset.Dataset;
import dev.progloss.data.dataset.Split;
import dev.progloss.data.synthetic.DrawnDataset;
import dev.progloss.run.journal.JournalReader;
import dev.progloss.run.journal.StepRecord;
import dev.progloss.run.layout.RunDirectory;
import dev.progloss.train.loop.Calendar;
import dev.progloss.train.loop.RunPolicy;
import dev.progloss.train.loop.TrainListener;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A run that was killed or changed ends as the plan says, to the bit. */
final class ResumeTorchTest {

  /** Ran to its end in one go; every other run must come to the same. */
  private static RunDirectory straight;

  @TempDir Path folder;

  @BeforeAll
  static void runStraight(@TempDir Path shared) {
    straight = RunDirectory.create(shared, "straight", true, false);
    training(config()).keptBy(SELDOM).into(straight);
  }

  /** What a process that dies throws here. */
  private static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /** Dies in a step, after its line was written and before anything is saved. */
  private record KillIn(long step) implements TrainListener {
    @Override
    public void stepDone(StepRecord done) {
      if (done.progress().step() == step) {
        throw new Killed();
      }
    }
  }

  // Around the first step, epoch ends (3 batches), gradients that wait (2 batches), the end of
  // mosaic (30), the last step.
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 29, 31, 59})
  void resume_killedAfterAStepThatWasSaved_equalsTheStraightRun(int step) throws Exception {
    requireSame(straight, killedAndResumed(step, OFTEN));
  }

  @Test
  void resume_killedFarFromTheLastSave_equalsTheStraightRun() throws Exception {
    requireSame(straight, killedAndResumed(32, SELDOM));
  }

  @Test
  @Tag("faults")
  void resume_killedAfterEveryStep_equalsTheStraightRun() throws Exception {
    int tries = 0;
    for (int step = 1; step < EPOCHS * BATCHES; step++) {
      requireSame(straight, killedAndResumed(step, OFTEN));
      tries++;
    }
    FaultTable.append("training killed after each step of 60 and resumed", tries, tries, 0);
  }

  private RunDirectory killedAndResumed(int step, RunPolicy policy) {
    RunDirectory run = run("killed" + step);
    Training training = training(config()).keptBy(policy);
    assertThatThrownBy(() -> training.watchedBy(new KillIn(step)).into(run))
        .isInstanceOf(Killed.class);
    Progress end = training(config()).keptBy(SELDOM).resume(run);
    assertThat(end.step()).isEqualTo(end.totalSteps());
    return run;
  }

  @Test
  void resume_keySettingChanged_namesItAndChangesNothing() throws Exception {
    RunDirectory run = run("changed");
    assertThatThrownBy(() -> training(config()).keptBy(OFTEN).watchedBy(new KillIn(4)).into(run))
        .isInstanceOf(Killed.class);
    byte[] journal = Files.readAllBytes(run.journal());
    assertThatThrownBy(() -> training(config().withSeed(7)).resume(run))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("seed must be as it was")
        .hasMessageContaining("was 0, is 7");
    assertThatThrownBy(() -> training(config().withLosses(LossPlan.preset(Preset.OFF))).resume(run))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("losses must be as it was");
    assertThatThrownBy(() -> training(config().withLength(EPOCHS + 1, 4)).resume(run))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("epochs must be as it was")
        .hasMessageContaining("schedules");
    Dataset other = new DrawnDataset(2, Split.TRAIN, 12, SIDE);
    assertThatThrownBy(() -> Training.of(config(), other, data(Split.VAL)).resume(run))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("training pictures must be as it was");
    assertThat(run.journal()).hasBinaryContent(journal);
  }

  @Test
  void extend_keep_endsEverySchedulesWhereItWouldHaveAndStaysThere() {
    RunDirectory run = run("kept");
    TrainConfig short_ = config().withLength(4, 4);
    training(short_).into(run);
    Progress end = training(short_.withLength(7, 4).withHorizon(4)).extend(run);
    assertThat(end.step()).isEqualTo(7 * BATCHES);
    List<Map<String, Object>> steps = steps(run);
    assertThat(steps).hasSize(7 * BATCHES);
    Map<String, Object> lastOfOld = steps.get(4 * BATCHES - 1);
    for (Map<String, Object> step : steps.subList(4 * BATCHES, 7 * BATCHES)) {
      assertThat(step.get("weights")).isEqualTo(lastOfOld.get("weights"));
      assertThat(step.get("lr")).isEqualTo(lastOfOld.get("lr"));
    }
  }

  @Test
  void extend_stretch_readsEveryScheduleOverTheNewLength() {
    RunDirectory run = run("stretched");
    TrainConfig short_ = config().withLength(4, 4);
    training(short_).into(run);
    training(short_.withLength(8, 4)).extend(run);
    List<Map<String, Object>> steps = steps(run);
    assertThat(steps).hasSize(8 * BATCHES);
    // cls runs from 2 to 0.5 over the run: 2 - 1.5 e/E.
    assertThat(weight(steps.get(4 * BATCHES - 1), "cls")).isEqualTo(2 - 1.5 * 3 / 4);
    assertThat(weight(steps.get(4 * BATCHES), "cls")).isEqualTo(2 - 1.5 * 4 / 8);
    assertThat(weight(steps.get(8 * BATCHES - 1), "cls")).isEqualTo(2 - 1.5 * 7 / 8);
  }

  @Test
  void extend_withoutAWord_isRefused() {
    RunDirectory run = run("silent");
    training(config().withLength(2, 4)).into(run);
    assertThatThrownBy(() -> training(config().withLength(4, 4)).resume(run))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("epochs");
  }

  @Test
  void patience_noBetterAp_endsTheRunAndMayBeRaised() {
    RunDirectory run = run("patient");
    // So short a run finds nothing: the AP of the first evaluation is never beaten.
    TrainConfig config = config().withLength(8, 4).withCalendar(new Calendar(1));
    Progress end = training(config).keptBy(new RunPolicy(0, 3, 5)).into(run);
    long ended = end.epoch();
    assertThat(ended).isBetween(3L, 7L);
    Progress again = training(config).keptBy(new RunPolicy(0, 3, 5)).resume(run);
    assertThat(again.epoch()).isEqualTo(ended);
    Progress whole = training(config).keptBy(SELDOM).resume(run);
    assertThat(whole.step()).isEqualTo(whole.totalSteps());
    RunDirectory impatient = run("impatient");
    training(config).keptBy(SELDOM).into(impatient);
    assertThat(run.journal()).hasSameBinaryContentAs(impatient.journal());
    assertThat(run.weights("last")).hasSameBinaryContentAs(impatient.weights("last"));
  }

  @Test
  void resume_tornJournalLine_isCutAndNoted() throws Exception {
    RunDirectory run = run("torn");
    assertThatThrownBy(() -> training(config()).keptBy(OFTEN).watchedBy(new KillIn(5)).into(run))
        .isInstanceOf(Killed.class);
    String journal = Files.readString(run.journal());
    Files.writeString(run.journal(), journal.substring(0, journal.length() - 20));
    List<String> notes = new ArrayList<>();
    training(config()).keptBy(SELDOM).noting(notes::add).resume(run);
    assertThat(notes).anyMatch(note -> note.contains("torn"));
    assertThat(run.journal()).hasSameBinaryContentAs(straight.journal());
  }

  private static List<Map<String, Object>> steps(RunDirectory run) {
    return JournalReader.read(run.journal()).stream()
        .filter(line -> "step".equals(line.get("kind")))
        .toList();
  }

  private static double weight(Map<String, Object> step, String term) {
    return (Double) ((Map<?, ?>) step.get("weights")).get(term);
  }

  private RunDirectory run(String name) {
    return RunDirectory.create(folder, name, true, true);
  }
}
