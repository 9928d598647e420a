package dev.progloss.cli.command;

import dev.progloss.cli.picture.EvaluationPictures;
import dev.progloss.core.error.ConfigException;
import dev.progloss.eval.coco.CocoFiles;
import dev.progloss.eval.coco.CocoReport;
import dev.progloss.eval.coco.CocoReportJson;
import dev.progloss.eval.confusion.ConfusionThresholds;
import dev.progloss.eval.report.DetailAnalysis;
import dev.progloss.eval.report.Evaluation;
import dev.progloss.eval.report.EvaluationJson;
import dev.progloss.run.config.Setting;
import dev.progloss.run.config.Settings;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Measures a COCO results file against a ground-truth file: {@code progloss eval}. */
public final class EvalCommand {

  private static final List<String> NAMES =
      List.of(
          "AP",
          "AP50",
          "AP75",
          "AP small",
          "AP medium",
          "AP large",
          "AR 1",
          "AR 10",
          "AR 100",
          "AR small",
          "AR medium",
          "AR large");

  private EvalCommand() {}

  private static List<Setting> table() {
    List<Setting> table = new ArrayList<>();
    table.add(new Setting("gt", "", "ground truth, COCO JSON"));
    table.add(new Setting("dt", "", "detections, COCO results JSON"));
    table.add(new Setting("detail", "false", "whether to tell errors, thresholds and confusion"));
    table.add(new Setting("agnostic", "false", "whether all classes count as one"));
    DetailSettings.addTo(table);
    return table;
  }

  /**
   * Measures and prints.
   *
   * @param arguments {@code gt=... dt=...}
   * @param json one JSON object instead of a table
   */
  public static void run(List<String> arguments, boolean json, PrintStream out) {
    Settings settings = Settings.resolve(table(), arguments);
    Path truth = required("gt", settings);
    Path results = required("dt", settings);
    ConfusionThresholds shown = DetailSettings.thresholds(settings);
    boolean detail = settings.flag("detail");
    boolean agnostic = settings.flag("agnostic");
    if (agnostic && (detail || !settings.text("out").isEmpty())) {
      throw new ConfigException(
          "agnostic=true tells no errors, confusion or pictures of classes; leave out detail and"
              + " out");
    }
    CocoFiles files = CocoFiles.read(truth, results);
    // Only now: files that cannot be read leave no folder behind.
    @Nullable Path pictures = DetailSettings.pictures(settings);
    CocoReport report = agnostic ? files.reportAgnostic() : files.report();
    if (!detail && pictures == null) {
      out.print(json ? CocoReportJson.of(report) + System.lineSeparator() : table(report));
      return;
    }
    DetailAnalysis analysis = new DetailAnalysis(report.perClass().size(), shown);
    files.eachImage(analysis::add);
    Evaluation evaluation = analysis.with(report);
    if (pictures != null) {
      EvaluationPictures.draw(evaluation, pictures);
    }
    if (json) {
      out.println(EvaluationJson.of(evaluation));
    } else {
      out.print(table(report) + System.lineSeparator() + DetailTable.details(evaluation));
    }
  }

  private static String table(CocoReport report) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < NAMES.size(); i++) {
      text.append(String.format(Locale.ROOT, "%-10s %7.4f%n", NAMES.get(i), report.stats().get(i)));
    }
    return text + System.lineSeparator() + DetailTable.classes(report);
  }

  private static Path required(String key, Settings settings) {
    if (settings.text(key).isEmpty()) {
      throw new ConfigException(key + " is missing; give gt=TRUTH.json dt=RESULTS.json");
    }
    return Path.of(settings.text(key));
  }
}
