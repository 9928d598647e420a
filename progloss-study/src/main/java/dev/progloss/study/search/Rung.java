package dev.progloss.study.search;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A rung whose runs are made.
 *
 * @param index from 0
 * @param epochs of each run
 * @param keeps how many go on, or win
 * @param standings those that trained, in the order of candidates
 */
public record Rung(int index, int epochs, int keeps, List<Standing> standings) {

  private static final Comparator<Standing> BEST_FIRST =
      Comparator.comparingDouble((Standing standing) -> -standing.mean().orElseThrow())
          .thenComparingInt(standing -> standing.candidate().index());

  /** Copies the list. */
  public Rung {
    standings = List.copyOf(standings);
  }

  /** Name of its folder. */
  static String name(int index) {
    return "rung-" + index;
  }

  /** Those whose runs all ended in a number, the best first; of equal ones the lower index. */
  public List<Standing> ranked() {
    return standings.stream()
        .filter(standing -> standing.mean().isPresent())
        .sorted(BEST_FIRST)
        .toList();
  }

  /** Those that go on, in the order of candidates; fewer than it keeps if others diverged. */
  public List<Candidate> promoted() {
    return ranked().stream()
        .limit(keeps)
        .map(Standing::candidate)
        .sorted(Comparator.comparingInt(Candidate::index))
        .toList();
  }

  /** Whether the last that goes on and the first that does not are equal: the index decided. */
  boolean isCutThroughEquals() {
    List<Standing> ranked = ranked();
    return ranked.size() > keeps && ranked.get(keeps - 1).mean().equals(ranked.get(keeps).mean());
  }

  /** How a candidate did, if it got here. */
  Optional<Standing> of(Candidate candidate) {
    return standings.stream()
        .filter(standing -> standing.candidate().equals(candidate))
        .findFirst();
  }
}
