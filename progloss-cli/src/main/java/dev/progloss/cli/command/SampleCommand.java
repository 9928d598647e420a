package dev.progloss.cli.command;

import dev.progloss.data.dataset.Split;
import dev.progloss.data.synthetic.DatasetWriter;
import dev.progloss.data.synthetic.DrawnDataset;
import dev.progloss.run.config.Setting;
import dev.progloss.run.config.Settings;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Writes the sample data to disk: {@code progloss sample}. */
public final class SampleCommand {

  private SampleCommand() {}

  /**
   * Writes.
   *
   * @param arguments {@code out=DIR}
   */
  public static void run(List<String> arguments, PrintStream out) {
    List<Setting> table = new ArrayList<>();
    table.add(new Setting("out", "", "folder to make, or an empty one"));
    DataChoice.addSampleSettings(table);
    Settings settings = Settings.resolve(table, arguments);
    if (settings.text("out").isEmpty()) {
      throw settings.wrong("out", "must name a folder");
    }
    Map<Split, DrawnDataset> splits = new EnumMap<>(Split.class);
    splits.put(Split.TRAIN, DataChoice.drawn(settings, Split.TRAIN));
    splits.put(Split.VAL, DataChoice.drawn(settings, Split.VAL));
    Path folder = Path.of(settings.text("out"));
    DatasetWriter.write(folder, splits);
    out.println("train with: progloss train data=" + folder.resolve("data.yaml"));
  }
}
