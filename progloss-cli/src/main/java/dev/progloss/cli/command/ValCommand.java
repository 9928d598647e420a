package dev.progloss.cli.command;

import dev.progloss.cli.picture.EvaluationPictures;
import dev.progloss.core.error.ConfigException;
import dev.progloss.data.dataset.Dataset;
import dev.progloss.data.dataset.Split;
import dev.progloss.eval.coco.CocoReport;
import dev.progloss.eval.confusion.ConfusionThresholds;
import dev.progloss.eval.report.EvaluationJson;
import dev.progloss.run.config.Setting;
import dev.progloss.run.config.Settings;
import dev.progloss.torch.device.ComputeDevice;
import dev.progloss.train.loop.Validation;
import dev.progloss.train.loop.Validator;
import dev.progloss.train.session.Hardware;
import dev.progloss.train.session.Predictor;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Judges weights on a data set: {@code progloss val}. */
public final class ValCommand {

  private ValCommand() {}

  private static List<Setting> table() {
    List<Setting> table = new ArrayList<>();
    table.add(new Setting("model", "", "weights that training wrote"));
    DataChoice.addSettings(table);
    table.add(new Setting("split", "val", "train, val or test"));
    table.add(new Setting("imgsz", "0", "side of the input, pixels; 0: as trained"));
    table.add(new Setting("batch", "16", "pictures at a time"));
    table.add(new Setting("device", "cpu", "cpu or cuda:N"));
    DetailSettings.addTo(table);
    table.add(CocoPair.setting("out"));
    return table;
  }

  /**
   * Judges and prints.
   *
   * @param arguments {@code model=... data=...}
   * @param json one JSON object instead of a table
   */
  public static void run(List<String> arguments, boolean json, PrintStream out, PrintStream notes) {
    Settings settings = Settings.resolve(table(), arguments);
    String splitName =
        settings.choice("split", Arrays.stream(Split.values()).map(Split::key).toList());
    int batch = settings.integer("batch", 1);
    Hardware hardware = Hardware.cpu().onDevice(ComputeDevice.of(settings.text("device")));
    ConfusionThresholds shown = DetailSettings.thresholds(settings);
    Sources.requireModel(settings);
    boolean isKept = settings.flag(CocoPair.KEY);
    if (isKept && settings.text("out").isEmpty()) {
      throw settings.wrong(CocoPair.KEY, "must come with out=FOLDER, where the files go");
    }
    Dataset data =
        DataChoice.open(settings, Split.valueOf(splitName.toUpperCase(Locale.ROOT)), notes);
    try (Predictor predictor = Predictor.open(Path.of(settings.text("model")), hardware)) {
      if (!predictor.classes().equals(data.classes())) {
        throw new ConfigException(
            "the data set must have the classes of the model, "
                + predictor.classes().names()
                + ", got "
                + data.classes().names());
      }
      int side = Sources.side(settings, predictor);
      @Nullable Path pictures = DetailSettings.pictures(settings);
      Validator validator = predictor.validator(data, side, batch).showing(shown);
      Validation validation =
          pictures != null && isKept
              ? CocoPair.in(pictures).judge(predictor, validator)
              : predictor.judge(validator);
      if (pictures != null) {
        EvaluationPictures.draw(validation.oneToOne(), pictures);
      }
      out.println(json ? json(validation) : text(validation).stripTrailing());
    }
  }

  private static String json(Validation validation) {
    return "{\"e2e\":"
        + EvaluationJson.of(validation.oneToOne())
        + ",\"nms\":"
        + EvaluationJson.of(validation.oneToMany())
        + "}";
  }

  private static String text(Validation validation) {
    return String.join(
        System.lineSeparator(),
        table(validation),
        "end to end",
        DetailTable.classes(validation.endToEnd()),
        DetailTable.details(validation.oneToOne()));
  }

  /** A table of both paths: all classes, then each. */
  static String table(Validation validation) {
    CocoReport e2e = validation.endToEnd();
    CocoReport nms = validation.nms();
    StringBuilder text =
        new StringBuilder(
            String.format(
                Locale.ROOT,
                "%-20s %8s %8s %8s   %8s %8s%n",
                "",
                "AP50-95",
                "AP50",
                "AP75",
                "nms AP",
                "nms AP50"));
    text.append(
        String.format(
            Locale.ROOT,
            "%-20s %8.3f %8.3f %8.3f   %8.3f %8.3f%n",
            "all classes",
            e2e.ap(),
            e2e.ap50(),
            e2e.ap75(),
            nms.ap(),
            nms.ap50()));
    for (int i = 0; i < e2e.perClass().size(); i++) {
      CocoReport.ClassRow row = e2e.perClass().get(i);
      CocoReport.ClassRow other = nms.perClass().get(i);
      text.append(
          String.format(
              Locale.ROOT,
              "%-20s %8.3f %8.3f %8s   %8.3f %8.3f%n",
              row.name(),
              row.ap(),
              row.ap50(),
              "",
              other.ap(),
              other.ap50()));
    }
    return text.toString();
  }
}
