package dev.progloss.cli.command;

import dev.progloss.core.error.ConfigException;
import dev.progloss.run.config.Settings;
import dev.progloss.run.layout.RunDirectory;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The settings of a run that goes on: as it began, but for what may change. */
final class ResumeSettings {

  /** Key of the epochs over which every schedule runs. */
  static final String HORIZON = "horizon";

  static final String HORIZON_HELP =
      "epochs over which every schedule runs; resumed with other epochs: stretch or keep";

  private static final String STRETCH = "stretch";
  private static final String KEEP = "keep";
  private static final String EPOCHS = "epochs";

  /** What may change when a run goes on: where things are, how fast, how often, how it is shown. */
  static final Set<String> FREE =
      Set.of(
          "data",
          "device",
          "threads",
          "workers",
          "cache",
          "cache_gb",
          "cache_dir",
          "save_minutes",
          "patience",
          "max_bad_steps",
          "val_period",
          "plots",
          "lens",
          CocoPair.KEY,
          "profile");

  private static final Set<String> LENGTH = Set.of(EPOCHS, HORIZON);

  /** What says which run. */
  static final Set<String> PLACE = Set.of("project", "name", "exist_ok", "config");

  private ResumeSettings() {}

  /**
   * The settings that the run goes on with.
   *
   * @param settings all of them
   * @param isExtended whether epochs and horizon are meant to differ from the saved ones
   */
  record Resumed(Settings settings, boolean isExtended) {}

  /**
   * Puts what was given over what the run began with.
   *
   * @param given as given beside {@code resume=}
   * @param before as the run's saved state says
   * @throws ConfigException if something was given that may not change
   */
  static Resumed over(Settings given, Settings before) {
    Map<String, String> changed = new TreeMap<>();
    given
        .entries()
        .forEach(
            (key, entry) -> {
              if (given.isSet(key) && !key.equals("resume")) {
                requireMayChange(key, entry.text(), before);
                changed.put(key, entry.text());
              }
            });
    // What its file does not say is what was before the key.
    if (!before.isSet("amp")) {
      changed.put("amp", "false");
    }
    boolean isExtended = horizon(given, before, changed);
    return new Resumed(before.withArguments(changed), isExtended);
  }

  /**
   * What a run was made from, read from its saved state; from its folder, where the state does not
   * say.
   *
   * @throws ConfigException if somebody has changed something in the folder that decides the run
   */
  static Settings before(RunDirectory run, String settings) {
    Settings folder = Settings.resolve(TrainSettings.table(), List.of("config=" + run.config()));
    if (settings.isEmpty()) {
      return folder;
    }
    Settings saved =
        Settings.ofYaml(TrainSettings.table(), settings, "settings of the saved state");
    folder
        .entries()
        .forEach(
            (key, entry) -> {
              boolean mayDiffer = FREE.contains(key) || PLACE.contains(key) || LENGTH.contains(key);
              if (!mayDiffer && !entry.text().equals(saved.text(key))) {
                throw folder.wrong(
                    key,
                    "must be '"
                        + saved.text(key)
                        + "' as when the run was saved, since it decides"
                        + " what the run becomes");
              }
            });
    return saved;
  }

  /**
   * A file of the run means the run, but an older state of it would not be what it goes on from.
   *
   * @throws ConfigException if it is one
   */
  static void requireNewest(Path place, RunDirectory run, Path newest) {
    Path file = place.toAbsolutePath().normalize();
    if (file.startsWith(run.state().toAbsolutePath().normalize())
        && !file.equals(newest.toAbsolutePath().normalize())) {
      throw new ConfigException(
          place
              + " is not the state that the run goes on from, which is "
              + newest
              + "; say resume="
              + run.folder()
              + ", or move newer states away to go back");
    }
  }

  private static void requireMayChange(String key, String text, Settings before) {
    if (PLACE.contains(key)) {
      throw new ConfigException(key + " must be left out: resume= says which run goes on");
    }
    if (!FREE.contains(key) && !LENGTH.contains(key) && !text.equals(before.text(key))) {
      throw new ConfigException(
          key
              + " decides what the run becomes and must stay "
              + before.text(key)
              + " when it goes on, got "
              + text
              + "; leave it out, or start a new run. May change: "
              + String.join(", ", FREE.stream().sorted().toList())
              + ", and epochs with "
              + HORIZON);
    }
  }

  /** Turns a word into epochs; says whether the length is another one. */
  private static boolean horizon(Settings given, Settings before, Map<String, String> changed) {
    String old = before.text(EPOCHS);
    String oldHorizon = before.isSet(HORIZON) ? before.text(HORIZON) : old;
    boolean isLonger = given.isSet(EPOCHS) && !given.text(EPOCHS).equals(old);
    if (!isLonger) {
      if (given.isSet(HORIZON) && !given.text(HORIZON).equals(oldHorizon)) {
        throw new ConfigException(
            HORIZON + " must be left out unless epochs= is another number than " + old);
      }
      changed.put(HORIZON, oldHorizon);
      return false;
    }
    String word = given.isSet(HORIZON) ? given.text(HORIZON) : "";
    if (!word.equals(STRETCH) && !word.equals(KEEP)) {
      throw new ConfigException(
          "epochs was "
              + old
              + " and is "
              + given.text(EPOCHS)
              + ", which moves the end of every schedule: say horizon=stretch (they run over the"
              + " new length from here on, so weights and rates jump) or horizon=keep (they end"
              + " where they would have, and stay there)"
              + (word.isEmpty() ? "" : "; got horizon=" + word));
    }
    changed.put(HORIZON, word.equals(KEEP) ? oldHorizon : given.text(EPOCHS));
    return true;
  }
}
