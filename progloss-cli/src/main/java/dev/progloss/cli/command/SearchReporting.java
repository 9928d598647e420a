package dev.progloss.cli.command;

import dev.progloss.cli.picture.SearchCharts;
import dev.progloss.core.balance.LossPlan;
import dev.progloss.core.error.DataException;
import dev.progloss.study.plan.PlanFile;
import dev.progloss.study.report.Chart;
import dev.progloss.study.report.MarkdownReport;
import dev.progloss.study.search.Candidate;
import dev.progloss.study.search.Confirmation;
import dev.progloss.study.search.SearchFolder;
import dev.progloss.study.search.SearchJson;
import dev.progloss.study.search.SearchPage;
import dev.progloss.study.search.SearchPlan;
import dev.progloss.study.search.SearchResult;
import dev.progloss.study.search.SearchWording;
import dev.progloss.study.search.Standing;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes and tells what a search has found.
 *
 * @param folder of the search
 */
record SearchReporting(SearchFolder folder, PrintStream out) {

  /** Writes every file of it, over those before. */
  void write(SearchResult result) {
    Optional<Candidate> winner = result.winner().map(Standing::candidate);
    String confirmation = String.valueOf(folder.confirmation().getFileName());
    try {
      Files.createDirectories(folder.charts());
      Optional<LossPlan> weights = winner.map(candidate -> plan(result.plan(), candidate));
      List<Chart> charts = SearchCharts.draw(result, weights, folder.charts());
      StudyReporting.put(folder.json(), SearchJson.of(result, confirmation));
      StudyReporting.put(
          folder.report(), MarkdownReport.of(SearchPage.of(result, charts, confirmation)));
      if (winner.isPresent()) {
        StudyReporting.put(
            folder.confirmation(), PlanFile.text(Confirmation.of(result.plan(), winner.get())));
      }
    } catch (IOException e) {
      throw new DataException(folder.folder() + ": the report cannot be written: " + e, e);
    }
  }

  /** What the candidate weighs, with what all runs have besides. */
  private static LossPlan plan(SearchPlan plan, Candidate candidate) {
    Map<String, String> settings = new LinkedHashMap<>(plan.common());
    settings.putAll(candidate.settings());
    return PlanSettings.plan(settings::get);
  }

  /** Tells the end of it. */
  void tell(SearchResult result) {
    new SearchWording(result)
        .sentences(String.valueOf(folder.confirmation()))
        .forEach(out::println);
    result
        .winner()
        .ifPresent(
            winner ->
                out.println(
                    "train with: " + SearchWording.arguments(winner.candidate().settings())));
    out.println("report " + folder.report());
  }
}
