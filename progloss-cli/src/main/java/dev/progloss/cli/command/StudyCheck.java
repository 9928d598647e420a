package dev.progloss.cli.command;

import dev.progloss.core.error.ConfigException;
import dev.progloss.core.error.DataException;
import dev.progloss.core.error.ProgLossException;
import dev.progloss.data.dataset.Dataset;
import dev.progloss.data.dataset.Split;
import dev.progloss.run.config.Settings;
import dev.progloss.study.plan.PlannedRun;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Looks at every run of a comparison before the first one begins: a wrong key of the last arm
 * should not be found after hours. Data sets are opened once.
 */
final class StudyCheck {

  private static final List<String> DATA_KEYS =
      List.of("data", "on_error", "max_pixels", "sample_train", "sample_val", "sample_side");

  private final PrintStream notes;
  private final Map<String, Dataset> opened = new HashMap<>();
  private final Set<String> told = new LinkedHashSet<>();

  /**
   * A check.
   *
   * @param notes where warnings go, each once
   */
  StudyCheck(PrintStream notes) {
    this.notes = notes;
  }

  /** The arguments of a run, but for where it is put. */
  static List<String> arguments(PlannedRun run) {
    return run.settings().entrySet().stream()
        .map(entry -> entry.getKey() + "=" + entry.getValue())
        .toList();
  }

  /**
   * A run that was looked at.
   *
   * @param settings every one of its settings
   */
  record Checked(PlannedRun run, Settings settings) {}

  /**
   * Checks.
   *
   * @return every run, in this order
   * @throws ConfigException or another error of ours that names the arm
   */
  List<Checked> check(List<PlannedRun> runs) {
    List<Checked> all = new ArrayList<>();
    Map<String, Settings> checked = new LinkedHashMap<>();
    for (PlannedRun run : runs) {
      // Another seed changes nothing that could be wrong.
      Settings one =
          checked.computeIfAbsent(run.set() + "/" + run.arm(), place -> checked(place, run));
      Settings own = one.withArguments(Map.of("seed", String.valueOf(run.seed())));
      all.add(new Checked(run, own));
    }
    return all;
  }

  private Settings checked(String place, PlannedRun run) {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    PrintStream warnings = new PrintStream(said, true, StandardCharsets.UTF_8);
    try {
      Settings settings =
          new TrainCommand(nowhere, warnings, false)
              .check(arguments(run), (chosen, split) -> open(chosen, split, warnings));
      if (settings.integer("patience", 0) != 0) {
        throw new ConfigException(
            "patience must be 0 in a comparison, which judges every run after its last epoch");
      }
      return settings;
    } catch (ConfigException e) {
      throw new ConfigException("arm " + place + ": " + e.getMessage(), e);
    } catch (ProgLossException e) {
      throw new DataException("arm " + place + ": " + e.getMessage(), e);
    } finally {
      said.toString(StandardCharsets.UTF_8).lines().filter(told::add).forEach(notes::println);
    }
  }

  private Dataset open(Settings settings, Split split, PrintStream warnings) {
    StringBuilder key = new StringBuilder(split.key());
    DATA_KEYS.forEach(each -> key.append('\n').append(settings.text(each)));
    Dataset known = opened.get(key.toString());
    if (known == null) {
      known = DataChoice.open(settings, split, warnings);
      opened.put(key.toString(), known);
    }
    return known;
  }
}
