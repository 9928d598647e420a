package dev.progloss.data.format;

import dev.progloss.data.dataset.DataReport;
import dev.progloss.data.dataset.Finding;
import dev.progloss.data.dataset.Severity;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Collects findings about one file after the other; keeps the first {@link DataReport#KEPT} of each
 * severity and counts all, so that a file of nothing but defects cannot fill the memory.
 */
final class Findings {

  private final List<Finding> kept = new ArrayList<>();
  private long errors;
  private long warnings;

  void error(Path file, int line, String message) {
    error(file, line, "", message);
  }

  void error(Path file, int line, String where, String message) {
    if (errors++ < DataReport.KEPT) {
      kept.add(new Finding(Severity.ERROR, file, line, where, message));
    }
  }

  void warning(Path file, int line, String message) {
    warning(file, line, "", message);
  }

  void warning(Path file, int line, String where, String message) {
    if (warnings++ < DataReport.KEPT) {
      kept.add(new Finding(Severity.WARNING, file, line, where, message));
    }
  }

  void addAll(Findings others) {
    long keptErrors = Math.min(errors, DataReport.KEPT);
    long keptWarnings = Math.min(warnings, DataReport.KEPT);
    for (Finding finding : others.kept) {
      boolean isError = finding.severity() == Severity.ERROR;
      long before = isError ? keptErrors++ : keptWarnings++;
      if (before < DataReport.KEPT) {
        kept.add(finding);
      }
    }
    errors += others.errors;
    warnings += others.warnings;
  }

  /** Those that were kept, in the order of reading. */
  List<Finding> all() {
    return List.copyOf(kept);
  }

  DataReport report() {
    return new DataReport(kept, errors, warnings);
  }

  boolean hasErrors() {
    return errors > 0;
  }
}
