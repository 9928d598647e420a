package dev.progloss.data.dataset;

import java.util.List;

/**
 * All that was found wrong or odd while reading a data set.
 *
 * @param findings in the order of reading; at most {@link #KEPT} of each severity
 * @param errors how many errors there were, kept or not
 * @param warnings how many warnings there were, kept or not
 */
public record DataReport(List<Finding> findings, long errors, long warnings) {

  /** How many findings of each severity are kept; the others are only counted. */
  public static final int KEPT = 10_000;

  /** How many findings of each severity a summary shows. */
  public static final int SHOWN = 20;

  /** Copies the list. */
  public DataReport {
    findings = List.copyOf(findings);
  }

  /** Whether anything is unusable. */
  public boolean hasErrors() {
    return errors > 0;
  }

  /** The findings of one severity, in the order of reading. */
  public List<Finding> of(Severity severity) {
    return findings.stream().filter(finding -> finding.severity() == severity).toList();
  }

  /** The first {@link #SHOWN} errors, then the first warnings, one a line, and how many more. */
  public String summary() {
    StringBuilder text = new StringBuilder();
    append(text, Severity.ERROR, errors);
    append(text, Severity.WARNING, warnings);
    return text.length() == 0 ? "nothing found" : text.toString().stripTrailing();
  }

  /** The first {@link #SHOWN} errors, one a line, and how many more. */
  public String errorSummary() {
    StringBuilder text = new StringBuilder();
    append(text, Severity.ERROR, errors);
    return text.toString().stripTrailing();
  }

  private void append(StringBuilder text, Severity severity, long count) {
    if (count == 0) {
      return;
    }
    String word = severity == Severity.ERROR ? "error" : "warning";
    text.append(count).append(' ').append(word).append(count == 1 ? ":\n" : "s:\n");
    of(severity).stream().limit(SHOWN).forEach(f -> text.append("  ").append(f).append('\n'));
    if (count > SHOWN) {
      text.append("  and ").append(count - SHOWN).append(" more\n");
    }
  }
}
