package dev.progloss.study.report;

import java.util.Optional;

/**
 * What became of one run.
 *
 * @param set name of its data set
 * @param arm name of its arm
 * @param end how it ended
 * @param story what its journal tells; empty where there is none to speak of
 */
public record RunResult(String set, String arm, long seed, End end, Optional<RunStory> story) {

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
