package dev.progloss.cli.command;

import dev.progloss.core.error.ConfigException;
import dev.progloss.data.check.CheckOptions;
import dev.progloss.data.check.CheckReport;
import dev.progloss.data.check.DatasetCheck;
import dev.progloss.data.dataset.Split;
import dev.progloss.data.image.ImageCheck;
import dev.progloss.data.synthetic.DrawnDataset;
import dev.progloss.model.architecture.Network;
import dev.progloss.model.assign.Growth;
import dev.progloss.run.config.Setting;
import dev.progloss.run.config.Settings;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Tells what a data set is and what is wrong with it: {@code progloss check}. */
public final class CheckCommand {

  private static final String PICTURES = "pictures";
  private static final String HEADERS = "headers";
  private static final String DECODE = "decode";
  private static final String STAL_BELOW = "stal_below";
  private static final String IMGSZ = "imgsz";

  private CheckCommand() {}

  private static List<Setting> table() {
    List<Setting> table = new ArrayList<>();
    table.add(new Setting("data", DataChoice.SAMPLE, "a data.yaml; sample: drawn from a seed"));
    table.add(new Setting(IMGSZ, TrainSettings.AUTO, "side that sizes are told at, pixels"));
    table.add(
        new Setting(
            STAL_BELOW,
            TrainSettings.text(Growth.PAPER.below()),
            "sides shorter than this are counted, as training grows them"));
    table.add(new Setting(PICTURES, HEADERS, "headers, or decode: every pixel, and comparisons"));
    DataChoice.addMaxPixels(table);
    DataChoice.addSampleSettings(table);
    return table;
  }

  /**
   * Checks and prints. Reads only; nothing is written.
   *
   * @param arguments {@code data=...}
   * @param json one JSON object instead of text
   * @return whether there are errors
   */
  public static boolean run(List<String> arguments, boolean json, PrintStream out) {
    Settings given = Settings.resolve(table(), arguments);
    boolean isSample = DataChoice.isSample(given);
    Settings settings =
        given.withChoice(IMGSZ, TrainSettings.imageSide(isSample), "as train chooses it");
    CheckOptions options = options(settings);
    CheckReport report =
        isSample
            ? DatasetCheck.of(drawn(settings), options)
            : DatasetCheck.ofFiles(yaml(settings), options);
    CheckSubject subject = CheckSubject.of(settings.text("data"), options);
    if (json) {
      out.println(CheckJson.of(report, subject));
    } else {
      CheckText.of(report, subject).forEach(out::println);
    }
    return report.findings().hasErrors();
  }

  private static CheckOptions options(Settings settings) {
    String pictures = settings.choice(PICTURES, List.of(HEADERS, DECODE));
    int side = settings.integer(IMGSZ, 1);
    if (side % Network.COARSEST_STRIDE != 0) {
      throw settings.wrong(IMGSZ, "must be a multiple of " + Network.COARSEST_STRIDE);
    }
    double below = settings.number(STAL_BELOW);
    if (below < 0) {
      throw settings.wrong(STAL_BELOW, "must be at least 0");
    }
    return new CheckOptions(
        side,
        below,
        pictures.equals(DECODE) ? ImageCheck.Depth.PIXELS : ImageCheck.Depth.HEADER,
        DataChoice.maxPixels(settings));
  }

  private static Path yaml(Settings settings) {
    String place = settings.text("data");
    if (place.isBlank()) {
      throw settings.wrong("data", "must name a data.yaml, or be " + DataChoice.SAMPLE);
    }
    if (place.endsWith(".json")) {
      throw new ConfigException(
          "data="
              + place
              + " must be a data.yaml; for COCO files, write one with train: FILE.json, val:"
              + " FILE.json and images: FOLDER");
    }
    return Path.of(place);
  }

  private static Map<Split, DrawnDataset> drawn(Settings settings) {
    Map<Split, DrawnDataset> splits = new EnumMap<>(Split.class);
    splits.put(Split.TRAIN, DataChoice.drawn(settings, Split.TRAIN));
    splits.put(Split.VAL, DataChoice.drawn(settings, Split.VAL));
    return splits;
  }
}
