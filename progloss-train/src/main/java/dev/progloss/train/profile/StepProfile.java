package dev.progloss.train.profile;

import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * Where the time of a run's steps went.
 *
 * @param phases those that came, in the order of a step
 * @param steps how many steps were measured
 * @param stepMedianMillis median of a whole step, without what comes between steps, milliseconds
 * @param isSynchronised whether every phase waited for the device
 */
public record StepProfile(
    List<PhaseTime> phases, int steps, double stepMedianMillis, boolean isSynchronised) {

  /** Copies the list. */
  public StepProfile {
    phases = List.copyOf(phases);
  }

  /** Share of the time in steps that went into these phases, percent; 0 if nothing was measured. */
  public double stepPercent(Predicate<Phase> which) {
    return percent(which.and(Phase::isInStep), Phase::isInStep);
  }

  /** Share of all the time that went into these phases, percent; 0 if nothing was measured. */
  public double runPercent(Predicate<Phase> which) {
    return percent(which, phase -> true);
  }

  private double percent(Predicate<Phase> part, Predicate<Phase> whole) {
    double all = millis(whole);
    return all == 0 ? 0 : 100 * millis(part) / all;
  }

  private double millis(Predicate<Phase> which) {
    return phases.stream()
        .filter(each -> which.test(each.phase()))
        .mapToDouble(PhaseTime::totalMillis)
        .sum();
  }

  /** A table for people, several lines, each with its end. */
  public String table() {
    StringBuilder text = new StringBuilder();
    text.append(row("where a step's time goes", "of steps", "of run", "median ms", "steps"));
    phases.stream().filter(each -> each.phase().isInStep()).forEach(each -> text.append(row(each)));
    text.append(
        row(
            "a whole step",
            percent(stepPercent(Phase::isInStep)),
            percent(runPercent(Phase::isInStep)),
            millis(stepMedianMillis),
            String.valueOf(steps)));
    phases.stream()
        .filter(each -> !each.phase().isInStep())
        .forEach(each -> text.append(row(each)));
    return text.append(summary()).toString();
  }

  private String summary() {
    String shares =
        String.format(
            Locale.ROOT,
            "of a step: all but the network (forward, backward) %.1f %%, the schedule %.4f %%%n",
            stepPercent(phase -> !phase.isNetwork()),
            stepPercent(phase -> phase == Phase.SCHEDULE));
    return isSynchronised
        ? shares
            + String.format("every phase waited for the device; unless measured, they overlap%n")
        : shares;
  }

  private String row(PhaseTime time) {
    Phase phase = time.phase();
    return row(
        phase.label(),
        phase.isInStep() ? percent(stepPercent(each -> each == phase)) : "",
        percent(runPercent(each -> each == phase)),
        millis(time.medianMillis()),
        String.valueOf(time.count()));
  }

  private static String row(String name, String step, String run, String median, String count) {
    return String.format(Locale.ROOT, "%-24s %9s %9s %12s %8s%n", name, step, run, median, count);
  }

  private static String percent(double value) {
    return String.format(Locale.ROOT, "%.2f %%", value);
  }

  private static String millis(double value) {
    return String.format(Locale.ROOT, "%.3f", value);
  }

  /** A table for programs: a header, then a row a phase; shares in percent. */
  public String csv() {
    StringBuilder text =
        new StringBuilder("phase,steps,median_ms,total_ms,step_percent,run_percent\n");
    for (PhaseTime time : phases) {
      Phase phase = time.phase();
      text.append(
          String.format(
              Locale.ROOT,
              "%s,%d,%.6f,%.6f,%s,%.6f\n",
              phase.key(),
              time.count(),
              time.medianMillis(),
              time.totalMillis(),
              phase.isInStep()
                  ? String.format(Locale.ROOT, "%.6f", stepPercent(each -> each == phase))
                  : "",
              runPercent(each -> each == phase)));
    }
    return text.toString();
  }
}
