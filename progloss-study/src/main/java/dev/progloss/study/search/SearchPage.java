package dev.progloss.study.search;

import dev.progloss.study.report.Block;
import dev.progloss.study.report.Chart;
import dev.progloss.study.report.Figures;
import dev.progloss.study.result.Metric;
import dev.progloss.study.result.RunResult;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The page that tells of a search. */
public final class SearchPage {

  private static final String NOTHING = "";

  private final SearchResult result;
  private final List<Block> page = new ArrayList<>();

  private SearchPage(SearchResult result) {
    this.result = result;
  }

  /**
   * The page.
   *
   * @param charts to show, in this order
   * @param confirmation name of the file of the comparison that confirms it
   */
  public static List<Block> of(SearchResult result, List<Chart> charts, String confirmation) {
    SearchPage writing = new SearchPage(result);
    writing.page.add(new Block.Heading(1, "Search for weights of the loss"));
    writing.page.add(new Block.Points(new SearchWording(result).sentences(confirmation)));
    result
        .winner()
        .ifPresent(
            winner ->
                writing.page.add(
                    new Block.Code(
                        "To train with it",
                        "./progloss train "
                            + SearchWording.arguments(winner.candidate().settings())
                            + " ...")));
    writing.rungs();
    charts.forEach(chart -> writing.page.add(new Block.Picture(chart.name(), chart.title())));
    writing.runs();
    writing.page.add(
        new Block.Code("Made by " + result.program(), new SearchWording(result).command()));
    return List.copyOf(writing.page);
  }

  private void rungs() {
    page.add(new Block.Heading(2, "Rungs"));
    page.add(
        new Block.Text(
            "Mean end-to-end AP of the averaged weights after the last step. Each rung is a"
                + " rehearsal of the whole: every run has its own full schedules, over the rung's"
                + " own length, and none goes on from a run of the rung below."));
    List<String> head = new ArrayList<>(List.of("candidate", "weights"));
    for (Rung rung : result.rungs()) {
      head.add("rung " + rung.index() + ", " + rung.epochs() + " epochs");
    }
    List<List<String>> rows = new ArrayList<>();
    for (Candidate candidate : furthestFirst()) {
      List<String> row = new ArrayList<>(List.of("`" + candidate.name() + "`", candidate.words()));
      result.rungs().forEach(rung -> row.add(cell(rung.of(candidate))));
      rows.add(row);
    }
    page.add(new Block.Table(2, head, rows, Optional.empty()));
  }

  private static String cell(Optional<Standing> standing) {
    if (standing.isEmpty()) {
      return NOTHING;
    }
    return standing.get().mean().isPresent()
        ? Figures.ap(standing.get().mean().getAsDouble())
        : standing.get().runs().stream().anyMatch(run -> run.end() == RunResult.End.DIVERGED)
            ? "diverged"
            : "none";
  }

  /** By the highest rung and what they reached there. */
  private List<Candidate> furthestFirst() {
    List<Candidate> all = new ArrayList<>(result.plan().candidates());
    for (Rung rung : result.rungs()) {
      List<Candidate> ranked = rung.ranked().stream().map(Standing::candidate).toList();
      all.sort(Comparator.comparingInt(candidate -> place(ranked, candidate)));
    }
    return all;
  }

  private static int place(List<Candidate> ranked, Candidate candidate) {
    int place = ranked.indexOf(candidate);
    return place < 0 ? ranked.size() : place;
  }

  private void runs() {
    if (result.plan().seeds().size() == 1) {
      return;
    }
    List<List<String>> rows = new ArrayList<>();
    for (Rung rung : result.rungs()) {
      for (Standing standing : rung.standings()) {
        List<String> row =
            new ArrayList<>(
                List.of("rung " + rung.index(), "`" + standing.candidate().name() + "`"));
        for (RunResult run : standing.runs()) {
          row.add(
              run.outcome()
                  .map(judged -> Figures.ap(Metric.AP.of(judged)))
                  .orElse(run.end().key()));
        }
        rows.add(row);
      }
    }
    List<String> head = new ArrayList<>(List.of("", "candidate"));
    result.plan().seeds().forEach(seed -> head.add("seed " + seed));
    page.add(new Block.Table(2, head, rows, Optional.of("Every run")));
  }
}
