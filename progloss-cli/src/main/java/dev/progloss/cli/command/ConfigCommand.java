package dev.progloss.cli.command;

import dev.progloss.data.dataset.Dataset;
import dev.progloss.data.dataset.Split;
import dev.progloss.run.config.Setting;
import dev.progloss.run.config.Settings;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/** Prints what a training run would use and where each value came from: {@code progloss config}. */
public final class ConfigCommand {

  private ConfigCommand() {}

  /**
   * Prints.
   *
   * @param arguments as for {@code train}
   */
  public static void run(List<String> arguments, PrintStream out, PrintStream notes) {
    List<Setting> table = TrainSettings.table();
    Settings given = TrainSettings.chosen(Settings.resolve(table, arguments));
    Dataset train = DataChoice.open(given, Split.TRAIN, notes);
    Settings settings = TrainSettings.chosenFor(given, train.size(), train.classes().size());
    for (Setting setting : table) {
      Settings.Entry entry = settings.entries().get(setting.key());
      if (entry != null) {
        String text = entry.text().isEmpty() ? "-" : entry.text();
        out.println(
            String.format(
                Locale.ROOT,
                "%-22s %-16s # %s; %s",
                setting.key() + ":",
                text,
                entry.origin(),
                setting.help()));
      }
    }
  }
}
