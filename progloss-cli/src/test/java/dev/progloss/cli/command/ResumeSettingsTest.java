package dev.progloss.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.progloss.core.error.ConfigException;
import dev.progloss.run.config.Settings;
import dev.progloss.run.layout.RunDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ResumeSettingsTest {

  @TempDir Path folder;

  private static Settings settings(String... arguments) {
    return Settings.resolve(TrainSettings.table(), List.of(arguments));
  }

  /** As a run of 10 epochs writes its settings down. */
  private static Settings before() {
    Settings begun = TrainSettings.chosen(settings("epochs=10", "lr0=0.02", "workers=1"));
    return Settings.ofYaml(TrainSettings.table(), begun.toYaml(Set.of("config", "resume")), "run");
  }

  private static ResumeSettings.Resumed over(String... arguments) {
    List<String> given = new ArrayList<>(List.of(arguments));
    given.add("resume=runs/train");
    return ResumeSettings.over(settings(given.toArray(String[]::new)), before());
  }

  @Test
  void over_nothing_isAsItBegan() {
    ResumeSettings.Resumed resumed = over();
    assertThat(resumed.isExtended()).isFalse();
    assertThat(resumed.settings().text("lr0")).isEqualTo("0.02");
    assertThat(resumed.settings().text("horizon")).isEqualTo("10");
  }

  @Test
  void over_everythingThatMayChange_isTaken() {
    for (String key : ResumeSettings.FREE) {
      assertThat(over(key + "=7").settings().text(key)).as(key).isEqualTo("7");
    }
  }

  @Test
  void over_everythingElse_isRefusedByName() {
    List<String> keys = new ArrayList<>(settings().entries().keySet());
    keys.removeAll(ResumeSettings.FREE);
    keys.removeAll(List.of("resume", "config", "epochs", "horizon"));
    assertThat(keys).hasSizeGreaterThan(60);
    for (String key : keys) {
      assertThatThrownBy(() -> over(key + "=0.123"))
          .as(key)
          .isInstanceOf(ConfigException.class)
          .hasMessageStartingWith(key + " ");
    }
  }

  @Test
  void over_sameValueAsBefore_isNoChange() {
    assertThat(over("lr0=0.02", "epochs=10").isExtended()).isFalse();
  }

  @Test
  void over_moreEpochs_needsAWordForTheSchedules() {
    assertThatThrownBy(() -> over("epochs=20"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("epochs was 10 and is 20")
        .hasMessageContaining("horizon=stretch")
        .hasMessageContaining("horizon=keep");
    assertThatThrownBy(() -> over("epochs=20", "horizon=15"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("got horizon=15");
    assertThatThrownBy(() -> over("horizon=keep"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("unless epochs=");
    Settings stretched = over("epochs=20", "horizon=stretch").settings();
    assertThat(stretched.text("epochs")).isEqualTo("20");
    assertThat(stretched.text("horizon")).isEqualTo("20");
    ResumeSettings.Resumed kept = over("epochs=20", "horizon=keep");
    assertThat(kept.isExtended()).isTrue();
    assertThat(kept.settings().text("horizon")).isEqualTo("10");
  }

  @Test
  void before_configOfTheFolderEdited_namesWhatDecides() throws Exception {
    RunDirectory run = new RunDirectory(folder);
    String saved = before().toYaml(Set.of("config", "resume"));
    Files.writeString(run.config(), saved.replace("workers: \"1\"", "workers: \"3\""));
    assertThat(ResumeSettings.before(run, saved).text("workers")).isEqualTo("1");
    Files.writeString(run.config(), saved.replace("lr0: \"0.02\"", "lr0: \"0.5\""));
    assertThatThrownBy(() -> ResumeSettings.before(run, saved))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("config.yaml:")
        .hasMessageContaining("lr0 must be '0.02'");
    // A state of the first version does not say.
    assertThat(ResumeSettings.before(run, "").text("lr0")).isEqualTo("0.5");
  }
}
