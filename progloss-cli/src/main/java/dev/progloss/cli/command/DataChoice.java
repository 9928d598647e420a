package dev.progloss.cli.command;

import dev.progloss.core.error.ConfigException;
import dev.progloss.data.dataset.DataReport;
import dev.progloss.data.dataset.Dataset;
import dev.progloss.data.dataset.Split;
import dev.progloss.data.format.FileDataset;
import dev.progloss.data.format.ReadOptions;
import dev.progloss.data.format.YoloDatasets;
import dev.progloss.data.image.ImageProbe;
import dev.progloss.data.synthetic.DrawnDataset;
import dev.progloss.run.config.Setting;
import dev.progloss.run.config.Settings;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** The choice of a data set: drawn by the project itself, or named by a {@code data.yaml}. */
final class DataChoice {

  /** The data set that needs no files. */
  static final String SAMPLE = "sample";

  private static final String MAX_PIXELS = "max_pixels";
  private static final long SAMPLE_SEED = 0;

  private DataChoice() {}

  /** The keys of this choice. */
  static void addSettings(List<Setting> table) {
    table.add(new Setting("data", SAMPLE, "a data.yaml; sample: drawn from a seed"));
    table.add(new Setting("on_error", "refuse", "refuse bad files, or skip them"));
    addMaxPixels(table);
    addSampleSettings(table);
  }

  /** The key of the largest picture to accept. */
  static void addMaxPixels(List<Setting> table) {
    table.add(
        new Setting(
            MAX_PIXELS,
            String.valueOf(ImageProbe.DEFAULT_MAX_PIXELS),
            "pictures with more pixels are refused, unread"));
  }

  /** The most pixels that a picture may have. */
  static long maxPixels(Settings settings) {
    long most = settings.wholeNumber(MAX_PIXELS);
    if (most < 1 || most > ImageProbe.MOST_PIXELS) {
      throw settings.wrong(MAX_PIXELS, "must be in 1.." + ImageProbe.MOST_PIXELS);
    }
    return most;
  }

  /** The keys of the drawn data set. */
  static void addSampleSettings(List<Setting> table) {
    table.add(new Setting("sample_train", "1024", "training pictures of data=sample"));
    table.add(new Setting("sample_val", "128", "its validation pictures"));
    table.add(new Setting("sample_side", "128", "side of its pictures, pixels"));
  }

  static boolean isSample(Settings settings) {
    return settings.text("data").equals(SAMPLE);
  }

  /**
   * Opens a split; what is odd about it is told.
   *
   * @param notes where warnings go
   */
  static Dataset open(Settings settings, Split split, PrintStream notes) {
    if (isSample(settings)) {
      return drawn(settings, split);
    }
    String onError = settings.choice("on_error", List.of("refuse", "skip"));
    ReadOptions options =
        ReadOptions.defaults()
            .onError(ReadOptions.OnError.valueOf(onError.toUpperCase(Locale.ROOT)))
            .maxPixels(maxPixels(settings));
    String place = settings.text("data");
    if (place.isBlank()) {
      throw settings.wrong("data", "must name a data.yaml, or be " + SAMPLE);
    }
    FileDataset data = YoloDatasets.open(Path.of(place), split, options);
    DataReport report = data.report();
    if (report.errors() + report.warnings() > 0) {
      notes.println(split.key() + ": " + report.summary());
    }
    return data;
  }

  /** A split of the drawn data set. */
  static DrawnDataset drawn(Settings settings, Split split) {
    if (split == Split.TEST) {
      throw new ConfigException("data=sample has the splits train and val, got test");
    }
    String key = split == Split.TRAIN ? "sample_train" : "sample_val";
    return new DrawnDataset(
        SAMPLE_SEED, split, settings.integer(key, 1), settings.integer("sample_side", 1));
  }
}
