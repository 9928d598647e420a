package dev.progloss.study.search;

import dev.progloss.study.report.Figures;
import dev.progloss.study.report.PlanWords;
import dev.progloss.study.search.SearchResult.Margin;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a search found, in sentences that say no more than its numbers. */
public final class SearchWording {

  private final SearchResult result;

  /** Words for a result. */
  public SearchWording(SearchResult result) {
    this.result = result;
  }

  /**
   * The sentences, in order.
   *
   * @param confirmation what a person would call the file of the comparison that confirms it
   */
  public List<String> sentences(String confirmation) {
    List<String> sentences = new ArrayList<>();
    Optional<Standing> winner = result.winner();
    Halving halving = result.plan().halving();
    if (winner.isEmpty()) {
      sentences.add(unfinished(halving));
      return sentences;
    }
    sentences.add(
        String.format(
            "`%s` (%s) was the best of %d candidates after rungs of %s epochs: end-to-end AP %s,"
                + " mean of %s.",
            winner.get().candidate().name(),
            winner.get().candidate().words(),
            halving.candidates(),
            halving.allEpochs().stream().map(String::valueOf).collect(Collectors.joining(", ")),
            Figures.ap(winner.get().mean().orElseThrow()),
            seeds()));
    result.margins().forEach(margin -> sentences.add(sentence(margin, halving)));
    if (winner.get().candidate().isKnown()) {
      sentences.add(
          "The search found nothing better than `" + winner.get().candidate().words() + "`.");
    }
    for (Rung rung : result.rungs()) {
      if (rung.isCutThroughEquals()) {
        sentences.add(
            "At rung "
                + rung.index()
                + " equal candidates stood on both sides of the cut, and their index decided: runs"
                + " of "
                + rung.epochs()
                + " epochs are too short to tell them apart.");
      }
    }
    sentences.add(
        "The winner was picked on these validation pictures and these seeds, so its number flatters"
            + " it. Confirm it on other seeds: `./progloss compare plan="
            + confirmation
            + "`.");
    return sentences;
  }

  private String unfinished(Halving halving) {
    int made = result.rungs().size();
    if (made > 0 && result.rungs().get(made - 1).ranked().isEmpty()) {
      return "No candidate of rung "
          + (made - 1)
          + " ended in an AP: all of them diverged, or there is nothing to find in the validation"
          + " pictures.";
    }
    return made + " of " + halving.rungs() + " rungs are made; there is no winner yet.";
  }

  private String sentence(Margin margin, Halving halving) {
    boolean isLast = margin.rung().index() == halving.rungs() - 1;
    return String.format(
        "Winner minus `%s`: %s points of AP at rung %d (%d epochs), %s.",
        margin.known().words(),
        Figures.points(margin.difference()),
        margin.rung().index(),
        margin.rung().epochs(),
        isLast ? "the last" : "the highest that `" + margin.known().words() + "` got to");
  }

  private String seeds() {
    int count = result.plan().seeds().size();
    return count == 1 ? "one seed" : count + " seeds";
  }

  /** Settings as arguments of {@code train}. */
  public static String arguments(Map<String, String> settings) {
    return settings.entrySet().stream()
        .map(entry -> PlanWords.quoted(entry.getKey() + "=" + entry.getValue()))
        .collect(Collectors.joining(" "));
  }

  /** A command that makes the search again, without what is this machine's alone. */
  public String command() {
    return "./progloss tune " + arguments(shown());
  }

  /** The plan's keys, without what is this machine's alone or changes no number. */
  Map<String, String> shown() {
    Map<String, String> shown = PlanWords.shown(SearchFile.settings(result.plan()));
    shown.remove("jobs");
    return shown;
  }
}
