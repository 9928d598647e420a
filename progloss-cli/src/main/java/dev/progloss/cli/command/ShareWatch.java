package dev.progloss.cli.command;

import dev.progloss.core.balance.Branch;
import dev.progloss.core.balance.Component;
import dev.progloss.core.balance.LossPlan;
import dev.progloss.core.schedule.Progress;
import dev.progloss.run.journal.SkippedStep;
import dev.progloss.run.journal.StepRecord;
import dev.progloss.train.loop.TrainListener;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Warns where one term of one branch is nearly the whole weighted loss of an epoch, so that the
 * others hardly move the weights.
 *
 * <p>Shares are of sums over the steps of an epoch that were learned. Epochs in a row in which the
 * same term leads so are one stretch, told once. An epoch that began before this process did is
 * passed over: what its first steps were is not known here. An epoch without a learned step neither
 * begins a stretch nor ends one.
 */
final class ShareWatch implements TrainListener {

  private static final double MOST = 0.9;

  private final Consumer<String> warnings;
  private final Map<Term, Double> sums = new LinkedHashMap<>();
  private boolean isTorn;
  private @Nullable Term leading;

  /**
   * A watch.
   *
   * @param warnings told, a sentence each
   */
  ShareWatch(Consumer<String> warnings) {
    this.warnings = warnings;
  }

  private record Term(Branch branch, Component component) {

    String name() {
      return branch.key() + "/" + component.key();
    }

    /** The keys by which it can be made smaller. */
    String keys() {
      String gain =
          switch (component) {
            case CLS -> "cls";
            case BOX -> "box";
            case L1, DFL -> "dfl";
            case OBJ -> "obj";
          };
      return "its gain " + gain + "= or its weight " + LossPlan.key(component) + "=";
    }
  }

  @Override
  public void started(Progress next) {
    isTorn = !next.startsEpoch();
  }

  @Override
  public void stepDone(StepRecord step) {
    for (Branch branch : Branch.values()) {
      for (Component component : Component.values()) {
        if (step.raw().has(branch, component)) {
          double weighted = step.weights().of(branch, component) * step.raw().of(branch, component);
          sums.merge(new Term(branch, component), weighted, Double::sum);
        }
      }
    }
    endEpochAfter(step.progress());
  }

  @Override
  public void stepSkipped(SkippedStep step) {
    endEpochAfter(step.progress());
  }

  private void endEpochAfter(Progress step) {
    if (!step.endsEpoch()) {
      return;
    }
    double total = sums.values().stream().mapToDouble(value -> value).sum();
    if (!isTorn && total > 0) {
      judge(total, step.epoch() + 1);
    }
    isTorn = false;
    sums.clear();
  }

  private void judge(double total, long epoch) {
    Term before = leading;
    leading = null;
    sums.forEach(
        (term, sum) -> {
          if (sum / total > MOST) {
            leading = term;
            if (!term.equals(before)) {
              warnings.accept(text(term, sum / total, epoch));
            }
          }
        });
  }

  private static String text(Term term, double share, long epoch) {
    return String.format(
        Locale.ROOT,
        "%s was %.0f %% of the loss in epoch %d: the other terms hardly count; lower %s",
        term.name(),
        100 * share,
        epoch,
        term.keys());
  }
}
