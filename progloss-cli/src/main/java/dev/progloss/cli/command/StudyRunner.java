package dev.progloss.cli.command;

import dev.progloss.core.error.DataException;
import dev.progloss.run.config.Settings;
import dev.progloss.study.plan.PlannedRun;
import dev.progloss.study.plan.StudyFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Makes the runs of a comparison that are missing, each in a process of its own. */
final class StudyRunner {

  private static final int DIVERGED_EXIT = 5;

  private final StudyFolder folder;
  private final StudyProgress progress;
  private final StudyDigests digests;
  private final Set<Process> live = new LinkedHashSet<>();
  private final List<String> failed = new ArrayList<>();
  private boolean isStopped;

  /**
   * A run to make.
   *
   * @param settings every one of its settings
   * @param goesOn whether from a saved state
   */
  record Job(PlannedRun run, Settings settings, boolean goesOn) {}

  /**
   * What became of the runs.
   *
   * @param failed titles of those that ended in an error
   * @param isStopped whether somebody asked to stop
   */
  record Outcome(List<String> failed, boolean isStopped) {}

  /**
   * A runner.
   *
   * @param progress told of every run
   * @param digests where what is kept of every run goes
   */
  StudyRunner(StudyFolder folder, StudyProgress progress, StudyDigests digests) {
    this.folder = folder;
    this.progress = progress;
    this.digests = digests;
  }

  /**
   * Makes runs, in this order, until all are made or the process is asked to end: then those that
   * are under way are asked too, save and end.
   *
   * @param count runs at the same time
   */
  Outcome run(List<Job> jobs, int count) {
    ExecutorService pool = Executors.newFixedThreadPool(count);
    try (StopHook hook = StopHook.telling(this::stop)) {
      List<Future<?>> all = new ArrayList<>();
      jobs.forEach(job -> all.add(pool.submit(() -> one(job))));
      await(all);
      synchronized (live) {
        return new Outcome(List.copyOf(failed), isStopped);
      }
    } finally {
      pool.shutdownNow();
    }
  }

  /** Also where one of them cannot go on: the others are asked to save and end first. */
  private void await(List<Future<?>> all) {
    RuntimeException first = null;
    for (Future<?> each : all) {
      try {
        each.get();
      } catch (ExecutionException e) {
        stop();
        boolean isOurs = e.getCause() instanceof RuntimeException;
        RuntimeException cause =
            isOurs ? (RuntimeException) e.getCause() : new IllegalStateException(e.getCause());
        first = first == null ? cause : first;
      } catch (InterruptedException e) {
        stop();
        Thread.currentThread().interrupt();
        return;
      }
    }
    if (first != null) {
      throw first;
    }
  }

  private void one(Job job) {
    PlannedRun run = job.run;
    Process process;
    synchronized (live) {
      if (isStopped) {
        return;
      }
      process = start(job);
      live.add(process);
      progress.started(run, job.goesOn, folder.log(run));
    }
    try {
      int code = process.waitFor();
      told(job, code);
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
    } finally {
      synchronized (live) {
        live.remove(process);
      }
    }
  }

  private Process start(Job job) {
    PlannedRun run = job.run;
    List<String> arguments = new ArrayList<>();
    Path made = folder.run(run).folder();
    if (job.goesOn) {
      arguments.add("resume=" + made);
    } else {
      arguments.addAll(StudyCheck.arguments(run));
      arguments.add("project=" + folder.arm(run.set(), run.arm()));
      arguments.add("name=" + run.name());
      arguments.add("exist_ok=" + Files.exists(made));
    }
    try {
      Files.createDirectories(folder.arm(run.set(), run.arm()));
      return TrainProcess.start(arguments, folder.log(run));
    } catch (IOException e) {
      throw new DataException(made + ": its run cannot be started: " + e, e);
    }
  }

  private void told(Job job, int code) {
    PlannedRun run = job.run;
    synchronized (live) {
      RunState state = RunState.of(folder, run, job.settings);
      if (state == RunState.FINISHED && code == 0) {
        digests.keep(run);
        progress.finished(run, folder.run(run));
      } else if (code == DIVERGED_EXIT) {
        keepDiverged(run);
        digests.keep(run);
        progress.diverged(run);
      } else if (isStopped) {
        progress.stopped(run);
      } else {
        failed.add(run.title());
        progress.failed(run, code, folder.log(run));
      }
    }
  }

  /** So that nobody tries again what would end the same way. */
  private void keepDiverged(PlannedRun run) {
    try {
      Files.writeString(folder.diverged(run), "");
    } catch (IOException e) {
      throw new DataException(folder.diverged(run) + ": cannot be written: " + e, e);
    }
  }

  private void stop() {
    synchronized (live) {
      isStopped = true;
      live.forEach(Process::destroy);
    }
  }
}
