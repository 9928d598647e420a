package dev.progloss.cli.command;

import dev.progloss.data.check.CheckReport;
import dev.progloss.data.check.FindingKind;
import dev.progloss.data.check.Likeness;
import dev.progloss.data.check.PictureReference;
import dev.progloss.data.dataset.DataReport;
import dev.progloss.data.dataset.Finding;
import dev.progloss.data.dataset.Severity;
import dev.progloss.data.dataset.Split;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a check found, for people: what is wrong first, then what is there. */
final class CheckText {

  private static final int MOST_EXAMPLES = 3;
  private static final int MOST_KINDS = 20;

  private final CheckReport report;
  private final CheckSubject subject;
  private final List<String> lines = new ArrayList<>();

  private CheckText(CheckReport report, CheckSubject subject) {
    this.report = report;
    this.subject = subject;
  }

  /** The lines of the text. */
  static List<String> of(CheckReport report, CheckSubject subject) {
    CheckText text = new CheckText(report, subject);
    text.verdict();
    text.findings(Severity.ERROR, report.findings().errors());
    text.findings(Severity.WARNING, report.findings().warnings());
    text.leaks();
    text.duplicates();
    text.alike();
    text.lines.addAll(CheckTables.of(report, subject));
    boolean hasFiles = subject.folder() != null && !report.splits().isEmpty();
    if (hasFiles && !subject.isDecoded()) {
      text.lines.add("");
      text.lines.add(
          "Read: labels and the headers of pictures. pictures=decode looks at every pixel, and for"
              + " pictures that look alike.");
    }
    return text.lines;
  }

  private void verdict() {
    DataReport findings = report.findings();
    String counts =
        counted(findings.errors(), "error") + ", " + counted(findings.warnings(), "warning");
    boolean isFine = findings.errors() + findings.warnings() == 0 && report.likenesses().isEmpty();
    counts += told(report.leaks().size(), "picture", " in several splits");
    counts += told(report.duplicates().size(), "picture", " more than once");
    counts += told(report.alike().size(), "pair", " looking alike");
    lines.add(subject.data() + ": " + (isFine ? "nothing wrong found" : counts));
    if (findings.hasErrors()) {
      lines.add("Training refuses until the errors are mended; on_error=skip leaves them out.");
    }
  }

  private static String told(int count, String what, String how) {
    return count == 0 ? "" : ", " + counted(count, what) + how;
  }

  private void findings(Severity severity, long count) {
    if (count == 0) {
      return;
    }
    lines.add("");
    lines.add(severity == Severity.ERROR ? "errors" : "warnings");
    List<FindingKind> kinds = FindingKind.of(severity, report.findings().findings());
    for (FindingKind kind : kinds.subList(0, Math.min(MOST_KINDS, kinds.size()))) {
      kind(kind);
    }
    if (kinds.size() > MOST_KINDS) {
      lines.add("  and " + (kinds.size() - MOST_KINDS) + " more kinds");
    }
    if (count > DataReport.KEPT) {
      lines.add("  and " + (count - DataReport.KEPT) + " more, only counted");
    }
  }

  private void kind(FindingKind kind) {
    List<Finding> all = kind.findings();
    String indent = "  ";
    if (all.size() > 1) {
      lines.add("  " + all.size() + " times: " + kind.what());
      indent = "      ";
    }
    for (Finding finding : all.subList(0, Math.min(MOST_EXAMPLES, all.size()))) {
      String line = finding.line() > 0 ? ":" + finding.line() : "";
      String where = finding.where().isEmpty() ? "" : finding.where() + ": ";
      String place = subject.shown(finding.file()) + line + ": ";
      lines.add(indent + place + where + subject.shown(finding.message()));
    }
    more(indent, all.size());
  }

  private void more(String indent, int count) {
    if (count > MOST_EXAMPLES) {
      lines.add(indent + "and " + (count - MOST_EXAMPLES) + " more");
    }
  }

  private void leaks() {
    List<Likeness> leaks = report.leaks();
    if (leaks.isEmpty()) {
      return;
    }
    lines.add("");
    lines.add("in more than one split; figures on these pictures say nothing");
    for (Split later : Split.values()) {
      for (Split earlier : Split.values()) {
        List<Likeness> both =
            leaks.stream()
                .filter(each -> !each.in(earlier).isEmpty() && !each.in(later).isEmpty())
                .toList();
        if (earlier.compareTo(later) < 0 && !both.isEmpty()) {
          lines.add(
              "  "
                  + CheckReport.pictures(both, later)
                  + " of "
                  + report.images(later)
                  + " in "
                  + later.key()
                  + " are in "
                  + earlier.key()
                  + ", too");
        }
      }
    }
    examples(leaks, " = ");
  }

  private void duplicates() {
    List<Likeness> duplicates = report.duplicates();
    for (Split split : Split.values()) {
      List<Likeness> own = duplicates.stream().filter(each -> !each.in(split).isEmpty()).toList();
      if (!own.isEmpty()) {
        lines.add("");
        lines.add(
            "more than once in "
                + split.key()
                + ": "
                + counted(own.size(), "picture")
                + ", in "
                + CheckReport.pictures(own, split)
                + " files");
        examples(own, " = ");
      }
    }
  }

  private void alike() {
    List<Likeness> alike = report.alike();
    if (!alike.isEmpty()) {
      lines.add("");
      lines.add(
          "looks alike in two splits, "
              + counted(alike.size(), "pair")
              + "; look whether it is one scene");
      examples(alike, " ~ ");
    }
  }

  private void examples(List<Likeness> likenesses, String sign) {
    for (Likeness each : likenesses.subList(0, Math.min(MOST_EXAMPLES, likenesses.size()))) {
      String names =
          each.pictures().stream()
              .limit(MOST_EXAMPLES)
              .map(CheckText::named)
              .collect(Collectors.joining(sign));
      boolean isCut = each.pictures().size() > MOST_EXAMPLES;
      lines.add("      " + names + (isCut ? sign + "..." : ""));
    }
    more("      ", likenesses.size());
  }

  private static String named(PictureReference picture) {
    return picture.split().key() + " " + picture.name();
  }

  static String counted(long count, String what) {
    return String.format(Locale.ROOT, "%d %s%s", count, what, count == 1 ? "" : "s");
  }
}
