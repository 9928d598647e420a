package dev.progloss.train.session;

import static dev.progloss.train.session.ResumeScene.data;
import static dev.progloss.train.session.ResumeScene.requireSame;
import static org.assertj.core.api.Assertions.assertThat;

import dev.progloss.core.balance.LossPlan;
import dev.progloss.core.balance.Preset;
import dev.progloss.core.balance.WeightRule;
import dev.progloss.data.dataset.Split;
import dev.progloss.run.journal.JournalReader;
import dev.progloss.run.layout.RunDirectory;
import dev.progloss.train.loop.Calendar;
import dev.progloss.train.loop.RunPolicy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Weights that adapt, and looks at gradients, in whole runs. */
final class BalanceTorchTest {

  private static final int EPOCHS = 4;

  @TempDir Path folder;

  private static TrainConfig config(String rule) {
    return ResumeScene.config()
        .withLength(EPOCHS, 4)
        .withLosses(LossPlan.preset(Preset.OFF).withRule(WeightRule.parse(rule)))
        .withCalendar(new Calendar(EPOCHS));
  }

  private static Training training(String rule) {
    return Training.of(config(rule), data(Split.TRAIN), data(Split.VAL))
        .keptBy(new RunPolicy(0, 0, 5));
  }

  private RunDirectory run(String name) {
    return RunDirectory.create(folder, name, true, false);
  }

  @ParameterizedTest
  @ValueSource(strings = {"random", "uncertainty(0.5)", "gradnorm", "dwa", "relobralo(0.9,0.9,1)"})
  void resume_withARule_endsAsIfItHadNeverStopped(String rule) throws Exception {
    RunDirectory straight = run("straight");
    training(rule).into(straight);
    RunDirectory stopped = run("stopped");
    // In the middle of the third epoch: the sums of one are under way.
    AtomicInteger steps = new AtomicInteger();
    training(rule).stoppedBy(() -> steps.incrementAndGet() == 7).into(stopped);
    training(rule).resume(stopped);
    requireSame(straight, stopped);
    List<Object> weights =
        steps(straight).stream().map(step -> step.get("weights")).distinct().toList();
    assertThat(weights).as("weights that move").hasSizeGreaterThan(1);
  }

  @Test
  void lookedAt_anyRun_endsWithTheSameBytes() throws Exception {
    RunDirectory plain = run("plain");
    training("plan").into(plain);
    RunDirectory looked = run("looked");
    training("plan").lookedAtEvery(2).into(looked);
    assertThat(looked.weights("last")).hasSameBinaryContentAs(plain.weights("last"));
    List<String> withoutLooks =
        Files.readAllLines(looked.journal()).stream()
            .filter(line -> !line.startsWith("{\"kind\":\"lens\""))
            .toList();
    assertThat(withoutLooks).isEqualTo(Files.readAllLines(plain.journal()));
    List<Map<String, Object>> looks = kind(looked, "lens");
    assertThat(looks.stream().map(look -> look.get("step")))
        .containsExactly(0.0, 2.0, 4.0, 6.0, 8.0, 10.0);
    for (Map<String, Object> look : looks) {
      assertThat((Double) look.get("cosine")).isBetween(-1.0, 1.0);
      assertThat((Map<?, ?>) look.get("iou")).hasSize(2);
    }
  }

  @Test
  void resume_withLooks_countsStepsAndNotLooks() throws Exception {
    RunDirectory run = run("looks");
    AtomicInteger steps = new AtomicInteger();
    training("plan").lookedAtEvery(1).stoppedBy(() -> steps.incrementAndGet() == 7).into(run);
    StringBuilder told = new StringBuilder();
    training("plan").lookedAtEvery(1).noting(told::append).resume(run);
    assertThat(told).isEmpty();
    assertThat(steps(run)).hasSize(12);
    assertThat(kind(run, "lens")).hasSize(12);
  }

  private static List<Map<String, Object>> steps(RunDirectory run) {
    return kind(run, "step");
  }

  private static List<Map<String, Object>> kind(RunDirectory run, String kind) {
    return JournalReader.read(run.journal()).stream()
        .filter(record -> kind.equals(record.get("kind")))
        .toList();
  }
}
