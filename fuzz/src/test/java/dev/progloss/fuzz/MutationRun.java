package dev.progloss.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Tries a target with very many changed inputs and counts what comes of them. */
final class MutationRun {

  private static final int MOST_KINDS = 20;

  private final Target target;
  private final Map<String, byte[]> faults = new LinkedHashMap<>();
  private long tries;
  private long accepted;
  private long refused;
  private long failures;
  private long slowestNanos;
  private long mostBytes;

  private MutationRun(Target target) {
    this.target = target;
  }

  /**
   * Tries the seeds and then changed ones.
   *
   * @param folder empty
   * @param tries how many changed ones
   * @param seed decides them all
   */
  static MutationRun of(Target target, Path folder, long tries, long seed) {
    MutationRun run = new MutationRun(target);
    Judge judge = Judge.of(target, folder, Limits.promised());
    var seeds = Seeds.of(target);
    seeds.forEach(judge::judge); // once for the classes to be loaded, which costs time and bytes
    seeds.forEach(input -> run.count(input, judge.judge(input)));
    Mutator mutator = new Mutator(seeds, target.words(), seed);
    for (long i = 0; i < tries; i++) {
      byte[] input = mutator.next();
      run.count(input.clone(), judge.judge(input));
    }
    return run;
  }

  private void count(byte[] input, Verdict verdict) {
    tries++;
    slowestNanos = Math.max(slowestNanos, verdict.nanos());
    mostBytes = Math.max(mostBytes, verdict.allocatedBytes());
    if (!verdict.isSound()) {
      failures++;
      if (faults.size() < MOST_KINDS) {
        // The same place with other numbers is the same fault.
        faults.putIfAbsent(
            verdict
                .fault()
                .replaceAll("[0-9]+", "#")
                .substring(0, Math.min(60, verdict.fault().length())),
            input);
      }
    } else if (verdict.isAccepted()) {
      accepted++;
    } else {
      refused++;
    }
  }

  /** One line for people. */
  String line() {
    return String.format(
        Locale.ROOT,
        "%-18s tries %8d  refused %8d  accepted %8d  slowest %5d ms  most %8d KiB  failures %d",
        target.key(),
        tries,
        refused,
        accepted,
        slowestNanos / 1_000_000,
        mostBytes >> 10,
        failures);
  }

  /** One line for the table of faults: what, tries, survived, lost. */
  String row() {
    return "hostile " + target.key() + "\t" + tries + "\t" + (tries - failures) + "\t" + failures;
  }

  long failures() {
    return failures;
  }

  long accepted() {
    return accepted;
  }

  long refused() {
    return refused;
  }

  /** The first input of each kind of failure, written down to be looked at and kept. */
  Map<String, Path> writeFaults(Path folder) {
    Map<String, Path> written = new LinkedHashMap<>();
    faults.forEach(
        (fault, input) -> {
          Path file =
              folder.resolve(target.key() + "-" + Integer.toHexString(Arrays.hashCode(input)));
          try {
            Files.createDirectories(folder);
            Files.write(file, input);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
          written.put(fault, file);
        });
    return written;
  }
}
