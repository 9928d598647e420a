package dev.progloss.cli.command;

import dev.progloss.cli.picture.StudyCharts;
import dev.progloss.core.error.DataException;
import dev.progloss.run.layout.AtomicFiles;
import dev.progloss.study.plan.PlannedRun;
import dev.progloss.study.plan.StudyFolder;
import dev.progloss.study.plan.StudyPlan;
import dev.progloss.study.report.Chart;
import dev.progloss.study.report.HtmlReport;
import dev.progloss.study.report.JsonReport;
import dev.progloss.study.report.MarkdownReport;
import dev.progloss.study.report.ReportBuilder;
import dev.progloss.study.report.StudyReport;
import dev.progloss.study.report.Wording;
import dev.progloss.study.result.RunResult;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Writes the report of a comparison from what its runs left.
 *
 * @param folder of the comparison
 * @param lent runs that count where this comparison has nothing of one
 * @param target where the report goes, usually the same
 * @param program name and version of this program
 * @param notes told what is left out
 */
record StudyReporting(
    StudyFolder folder,
    Optional<LentRuns> lent,
    StudyFolder target,
    String program,
    Consumer<String> notes) {

  /**
   * How it is written.
   *
   * @param command what made it, where it is not the comparison's own
   * @param hasCharts whether charts are drawn
   */
  record Form(Optional<String> command, boolean hasCharts) {

    /** As a comparison writes it at its end. */
    static final Form USUAL = new Form(Optional.empty(), true);
  }

  /** Writes it as page, text and JSON, over those before, and tells the sentences. */
  void write(StudyPlan plan, Form form, PrintStream out) {
    StudyReport own = new ReportBuilder(program, plan, results(plan)).build(notes);
    StudyReport report = form.command().map(own::madeBy).orElse(own);
    try {
      Files.createDirectories(form.hasCharts() ? target.charts() : target.folder());
      List<Chart> charts = form.hasCharts() ? StudyCharts.draw(report, target.charts()) : List.of();
      put(target.report("json"), JsonReport.of(report));
      put(target.report("md"), MarkdownReport.of(report, charts));
      put(target.report("html"), HtmlReport.of(report, charts));
    } catch (IOException e) {
      throw new DataException(target.folder() + ": the report cannot be written: " + e, e);
    }
    Wording words = new Wording(report);
    words.sentences().forEach(out::println);
    out.println("report " + target.report("html"));
  }

  private List<RunResult> results(StudyPlan plan) {
    StudyDigests digests = new StudyDigests(folder, program, notes);
    List<RunResult> results = new ArrayList<>();
    for (PlannedRun run : plan.runs()) {
      results.add(lent.map(from -> digests.result(run, from)).orElseGet(() -> digests.result(run)));
    }
    return results;
  }

  /** Writes a file whole, or not at all. */
  static void put(Path file, String text) throws IOException {
    AtomicFiles.write(file, to -> to.write(text.getBytes(StandardCharsets.UTF_8)));
  }
}
