package dev.progloss.study.result;

import dev.progloss.eval.coco.MatchedPictures;
import java.util.Optional;

/**
 * What became of one run.
 *
 * @param set name of its data set
 * @param arm name of its arm
 * @param end how it ended
 * @param story what its journal tells; empty where there is none to speak of
 * @param pictures what its last weights found in the validation pictures, where that is known
 * @param machine on which it was made, where that is known
 */
public record RunResult(
    String set,
    String arm,
    long seed,
    End end,
    Optional<RunStory> story,
    Optional<MatchedPictures> pictures,
    Optional<String> machine) {

  /** A run of which only the journal is known. */
  public RunResult(String set, String arm, long seed, End end, Optional<RunStory> story) {
    this(set, arm, seed, end, story, Optional.empty(), Optional.empty());
  }

  /** How a run ended. */
  public enum End {
    /** With an evaluation after its last step. */
    FINISHED("finished"),
    /** In numbers that are not finite. */
    DIVERGED("diverged"),
    /** Not yet, or in an error. */
    MISSING("missing");

    private final String key;

    End(String key) {
      this.key = key;
    }

    /** Its name in files and for people. */
    public String key() {
      return key;
    }
  }

  /** The evaluation that counts; empty unless the run is finished. */
  public Optional<RunStory.Judged> outcome() {
    return end == End.FINISHED ? story.flatMap(RunStory::last) : Optional.empty();
  }
}
