package dev.progloss.data.format;

import dev.progloss.data.dataset.DataReport;
import dev.progloss.data.dataset.Finding;
import dev.progloss.data.dataset.Severity;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Collects findings about one file after the other: as many of each severity as a report keeps, the
 * others are only counted, so that a file of nothing but errors takes no more memory than one.
 */
final class Findings {

  private final List<Finding> kept = new ArrayList<>();
  private long errors;
  private long warnings;

  void error(Path file, int line, String message) {
    error(file, line, "", message);
  }

  void error(Path file, int line, String where, String message) {
    if (++errors <= DataReport.KEPT) {
      kept.add(new Finding(Severity.ERROR, file, line, where, message));
    }
  }

  void warning(Path file, int line, String message) {
    warning(file, line, "", message);
  }

  void warning(Path file, int line, String where, String message) {
    if (++warnings <= DataReport.KEPT) {
      kept.add(new Finding(Severity.WARNING, file, line, where, message));
    }
  }

  /** Adds what others found, behind what is here. */
  void addAll(Findings others) {
    long errorsLeft = DataReport.KEPT - errors;
    long warningsLeft = DataReport.KEPT - warnings;
    for (Finding finding : others.kept) {
      boolean isError = finding.severity() == Severity.ERROR;
      if ((isError ? errorsLeft-- : warningsLeft--) > 0) {
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

  /** Whether so many errors were found that more of them would not be kept. */
  boolean areTooMany() {
    return errors >= DataReport.KEPT;
  }
}
