package dev.progloss.study.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a search has found so far.
 *
 * @param program name and version of what made it
 * @param rungs those whose runs are all made, from the lowest
 */
public record SearchResult(String program, SearchPlan plan, List<Rung> rungs) {

  /** Copies the list. */
  public SearchResult {
    rungs = List.copyOf(rungs);
  }

  /**
   * The winner against a known candidate.
   *
   * @param rung the highest that both trained at
   * @param difference of their mean AP, winner minus known
   */
  public record Margin(Candidate known, Rung rung, double difference) {}

  /** The best of the last rung; empty before that, or if all of them diverged. */
  public Optional<Standing> winner() {
    return rungs.size() < plan.halving().rungs()
        ? Optional.empty()
        : rungs.get(rungs.size() - 1).ranked().stream().findFirst();
  }

  /** The winner against each known candidate but itself, where that has a number. */
  public List<Margin> margins() {
    List<Margin> margins = new ArrayList<>();
    Optional<Standing> winner = winner();
    for (Candidate known : plan.space().candidates(Candidate.KNOWN)) {
      if (winner.isPresent() && !winner.get().candidate().equals(known)) {
        margin(winner.get().candidate(), known).ifPresent(margins::add);
      }
    }
    return margins;
  }

  private Optional<Margin> margin(Candidate winner, Candidate known) {
    Margin margin = null;
    for (Rung rung : rungs) {
      OptionalDouble theirs = mean(rung, known);
      OptionalDouble ours = mean(rung, winner);
      if (theirs.isPresent() && ours.isPresent()) {
        margin = new Margin(known, rung, ours.getAsDouble() - theirs.getAsDouble());
      }
    }
    return Optional.ofNullable(margin);
  }

  private static OptionalDouble mean(Rung rung, Candidate candidate) {
    return rung.of(candidate).map(Standing::mean).orElse(OptionalDouble.empty());
  }
}
