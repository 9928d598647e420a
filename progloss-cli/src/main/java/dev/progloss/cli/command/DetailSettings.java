package dev.progloss.cli.command;

import dev.progloss.core.error.ConfigException;
import dev.progloss.core.error.DataException;
import dev.progloss.eval.confusion.ConfusionThresholds;
import dev.progloss.run.config.Setting;
import dev.progloss.run.config.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What can be asked of an evaluation beyond the COCO numbers. */
final class DetailSettings {

  private DetailSettings() {}

  static void addTo(List<Setting> table) {
    table.add(new Setting("conf", "0.25", "confidence from which the confusion matrix counts"));
    table.add(new Setting("iou", "0.45", "overlap that pairs in the confusion matrix exceed"));
    table.add(new Setting("out", "", "folder for pictures"));
    table.add(new Setting("exist_ok", "false", "whether out may hold files already"));
  }

  static ConfusionThresholds thresholds(Settings settings) {
    return new ConfusionThresholds(share(settings, "conf"), share(settings, "iou"));
  }

  private static double share(Settings settings, String key) {
    double value = settings.number(key);
    if (!(value >= 0 && value <= 1)) {
      throw settings.wrong(key, "must be in 0..1");
    }
    return value;
  }

  /**
   * Makes the folder for pictures; null if none are wanted.
   *
   * @throws ConfigException if it holds files already and this was not allowed
   */
  static @Nullable Path pictures(Settings settings) {
    if (settings.text("out").isEmpty()) {
      return null;
    }
    Path folder = Path.of(settings.text("out"));
    try {
      if (Files.exists(folder) && !settings.flag("exist_ok") && !isEmptyFolder(folder)) {
        throw new ConfigException(
            folder
                + " exists already; choose another out=, or say exist_ok=true to write over its"
                + " pictures");
      }
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new DataException(folder + ": cannot be made: " + e, e);
    }
    return folder;
  }

  private static boolean isEmptyFolder(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return false;
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.findAny().isEmpty();
    }
  }
}
