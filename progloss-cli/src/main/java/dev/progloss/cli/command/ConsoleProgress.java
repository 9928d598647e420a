package dev.progloss.cli.command;

import dev.progloss.core.balance.Branch;
import dev.progloss.core.balance.Component;
import dev.progloss.core.schedule.Progress;
import dev.progloss.run.journal.SkippedStep;
import dev.progloss.run.journal.StepRecord;
import dev.progloss.train.loop.TrainListener;
import dev.progloss.train.loop.Validation;
import java.io.PrintStream;
import java.util.Locale;
import java.util.function.LongSupplier;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/**
 * Shows a run while it goes on: a bar on a terminal, a plain line an epoch in a pipe, and a line an
 * evaluation in both.
 */
final class ConsoleProgress implements TrainListener, AutoCloseable {

  private static final double NANOS = 1e9;
  private static final int BAR_WIDTH = 160;

  private final PrintStream out;
  private final boolean terminal;
  private final LongSupplier clock;
  private long begun;
  private long firstStep;
  private long images;
  private @Nullable ProgressBar bar;

  /**
   * A display.
   *
   * @param terminal whether a line may be drawn over
   * @param clock in nanoseconds
   */
  ConsoleProgress(PrintStream out, boolean terminal, LongSupplier clock) {
    this.out = out;
    this.terminal = terminal;
    this.clock = clock;
  }

  @Override
  public void started(Progress next) {
    begun = clock.getAsLong();
    firstStep = next.step();
    if (terminal) {
      bar =
          new ProgressBarBuilder()
              .setInitialMax(next.totalSteps())
              .setStyle(ProgressBarStyle.COLORFUL_UNICODE_BLOCK)
              .setConsumer(new ConsoleProgressBarConsumer(out, BAR_WIDTH))
              .setTaskName("train")
              .build();
      bar.stepTo(firstStep);
    }
  }

  @Override
  public void stepDone(StepRecord step) {
    images += step.images();
    Progress progress = step.progress();
    ProgressBar shown = bar;
    if (shown != null) {
      shown.setExtraMessage(" epoch " + epoch(progress) + "  " + losses(step));
      shown.stepTo(progress.step() + 1);
    } else if (progress.endsEpoch()) {
      out.println(
          String.format(
              Locale.ROOT,
              "epoch %s  %s  left %s",
              epoch(progress),
              losses(step),
              minutes(secondsLeft(progress))));
    }
  }

  @Override
  public void stepSkipped(SkippedStep step) {
    makeRoom();
    out.println(
        String.format(
            Locale.ROOT,
            "epoch %s  step %d left out: %s is %s",
            epoch(step.progress()),
            step.progress().step(),
            step.what(),
            step.value()));
  }

  /** Clears the line of the bar, which draws itself anew below what is printed there now. */
  void makeRoom() {
    if (terminal) {
      out.print("\r\033[K");
      out.flush();
    }
  }

  private static String epoch(Progress progress) {
    return (progress.epoch() + 1) + "/" + progress.epochs();
  }

  /** Raw terms of the one-to-one branch, every weight, pictures a second. */
  private String losses(StepRecord step) {
    StringBuilder text = new StringBuilder();
    for (Component component : Component.values()) {
      if (step.raw().has(Branch.ONE_TO_ONE, component)) {
        text.append(
            String.format(
                Locale.ROOT,
                "%s %.3f×%.2f  ",
                component.key(),
                step.raw().of(Branch.ONE_TO_ONE, component),
                step.weights().term(component)));
      }
    }
    double seconds = Math.max(1e-9, (clock.getAsLong() - begun) / NANOS);
    return text
        + String.format(
            Locale.ROOT,
            "o2m:o2o %.2f:%.2f  total %.3f  %.1f img/s",
            step.weights().branch(Branch.ONE_TO_MANY),
            step.weights().branch(Branch.ONE_TO_ONE),
            step.total(),
            images / seconds);
  }

  private double secondsLeft(Progress progress) {
    double done = progress.step() + 1.0 - firstStep;
    double seconds = (clock.getAsLong() - begun) / NANOS;
    return seconds / done * (progress.totalSteps() - progress.step() - 1);
  }

  private static String minutes(double seconds) {
    long whole = Math.round(seconds);
    return String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60);
  }

  @Override
  public void evaluated(Validation validation) {
    Progress next = validation.next();
    String line =
        String.format(
            Locale.ROOT,
            "val   %d/%d  AP50 %.3f  AP50-95 %.3f  (with NMS, one-to-many: %.3f, %.3f)",
            next.step() / next.stepsPerEpoch(),
            next.epochs(),
            validation.endToEnd().ap50(),
            validation.endToEnd().ap(),
            validation.nms().ap50(),
            validation.nms().ap());
    makeRoom();
    out.println(line);
  }

  @Override
  public void finished(Progress next) {
    close();
  }

  /** Takes the bar away; needed where a run ends in an error. */
  @Override
  public void close() {
    ProgressBar shown = bar;
    bar = null;
    if (shown != null) {
      shown.close();
    }
  }

  /** Pictures learned from a second, so far. */
  double imagesPerSecond() {
    return images / Math.max(1e-9, (clock.getAsLong() - begun) / NANOS);
  }
}
