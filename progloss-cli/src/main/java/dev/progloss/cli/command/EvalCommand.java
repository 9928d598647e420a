package dev.progloss.cli.command;

import dev.progloss.core.error.ConfigException;
import dev.progloss.eval.coco.CocoFileEvaluation;
import dev.progloss.eval.coco.CocoReport;
import dev.progloss.eval.coco.CocoReportJson;
import java.io.PrintStream;
import java.nio.file.Path;
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

  /**
   * Measures and prints.
   *
   * @param arguments {@code gt=... dt=...}
   * @param json one JSON object instead of a table
   */
  public static void run(List<String> arguments, boolean json, PrintStream out) {
    KeyValues settings = KeyValues.read(arguments, List.of("gt", "dt"));
    CocoReport report =
        CocoFileEvaluation.evaluate(
            required("gt", settings.text("gt")), required("dt", settings.text("dt")));
    if (json) {
      out.println(CocoReportJson.of(report));
      return;
    }
    for (int i = 0; i < NAMES.size(); i++) {
      out.println(String.format(Locale.ROOT, "%-10s %7.4f", NAMES.get(i), report.stats().get(i)));
    }
    for (CocoReport.ClassRow row : report.perClass()) {
      out.println(
          String.format(
              Locale.ROOT, "%-20s AP %7.4f  AP50 %7.4f", row.name(), row.ap(), row.ap50()));
    }
  }

  private static Path required(String key, @Nullable String text) {
    if (text == null || text.isEmpty()) {
      throw new ConfigException(key + " is missing; give gt=TRUTH.json dt=RESULTS.json");
    }
    return Path.of(text);
  }
}
