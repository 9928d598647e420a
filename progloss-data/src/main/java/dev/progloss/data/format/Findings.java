package dev.progloss.data.format;

import dev.progloss.data.dataset.Finding;
import dev.progloss.data.dataset.Severity;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Collects findings about one file after the other. */
final class Findings {

  private final List<Finding> all = new ArrayList<>();

  void error(Path file, int line, String message) {
    error(file, line, "", message);
  }

  void error(Path file, int line, String where, String message) {
    all.add(new Finding(Severity.ERROR, file, line, where, message));
  }

  void warning(Path file, int line, String message) {
    warning(file, line, "", message);
  }

  void warning(Path file, int line, String where, String message) {
    all.add(new Finding(Severity.WARNING, file, line, where, message));
  }

  void addAll(List<Finding> others) {
    all.addAll(others);
  }

  List<Finding> all() {
    return List.copyOf(all);
  }

  boolean hasErrors() {
    return all.stream().anyMatch(finding -> finding.severity() == Severity.ERROR);
  }
}
