package dev.progloss.train.session;

import dev.progloss.core.error.ConfigException;
import dev.progloss.core.schedule.Progress;
import dev.progloss.train.loop.Standing;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Requires that a run which goes on is the one that was put away. */
final class ResumeCheck {

  /** Facts that may differ, though sums then round otherwise. */
  static final String DEVICE = "device";

  static final String THREADS = "threads";

  private static final Set<String> SURROUNDINGS = Set.of(DEVICE, THREADS);

  private ResumeCheck() {}

  /**
   * Requires that all that decides a run is as it was.
   *
   * @param before as saved; empty where nothing was
   * @param mayDiffer names that need not be equal
   * @throws ConfigException naming the first that is not
   */
  static void require(Map<String, String> before, Map<String, String> now, Set<String> mayDiffer) {
    if (before.isEmpty()) {
      return;
    }
    Set<String> names = new LinkedHashSet<>(now.keySet());
    names.addAll(before.keySet());
    names.removeAll(SURROUNDINGS);
    names.removeAll(mayDiffer);
    for (String name : names) {
      String was = before.getOrDefault(name, "not set");
      String is = now.getOrDefault(name, "not set");
      if (!was.equals(is)) {
        throw new ConfigException(
            name
                + " must be as it was when the run was saved, since it decides what the run"
                + " becomes: was "
                + was
                + ", is "
                + is
                + "; put it back, or start a new run"
                + (name.equals("epochs") ? ", or say what becomes of the schedules" : ""));
      }
    }
  }

  /** Tells what may round otherwise from here on. */
  static void tellOfSurroundings(
      Map<String, String> before, Map<String, String> now, Consumer<String> notes) {
    for (String name : new String[] {DEVICE, THREADS}) {
      String was = before.getOrDefault(name, "");
      String is = now.getOrDefault(name, "");
      if (!was.isEmpty() && !was.equals(is)) {
        notes.accept(
            name
                + " was "
                + was
                + " and is "
                + is
                + ": sums may round otherwise from here on than in a run that was not stopped");
      }
    }
  }

  /**
   * Where the run stands, counted by its length as it is now.
   *
   * @throws ConfigException if its epochs have another number of batches, or all are done
   */
  static Standing standing(Standing saved, Progress first) {
    Progress next = saved.next();
    if (next.stepsPerEpoch() != first.stepsPerEpoch()) {
      throw new ConfigException(
          "an epoch had "
              + next.stepsPerEpoch()
              + " batches when the run was saved, now has "
              + first.stepsPerEpoch()
              + "; has the data set changed?");
    }
    if (next.step() >= first.totalSteps()) {
      throw new ConfigException(
          "nothing to resume: "
              + next.epoch()
              + " epochs are done, and the run has "
              + first.epochs()
              + "; to go on, give epochs= and horizon=stretch or horizon=keep");
    }
    return new Standing(
        new Progress(next.step(), first.stepsPerEpoch(), first.epochs()),
        saved.best(),
        saved.bestEpochs(),
        saved.skippedInARow());
  }
}
