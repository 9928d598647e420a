package dev.progloss.fuzz;

import com.sun.management.ThreadMXBean;
import dev.progloss.core.error.ConfigException;
import dev.progloss.core.error.DataException;
import dev.progloss.core.error.FormatException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Gives a reader one hostile file after another and holds it to what is promised: it ends, in time;
 * it takes no more memory than allowed; nothing but our own errors leaves it, with messages that a
 * person can read; no file is made, changed or lost.
 */
final class Judge {

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int LONGEST_MESSAGE = 100_000;
  private static final int TRIES_PER_LOOK = 64;
  private static final int MOST_STACK_LINES = 6;
  private static final String SLOW = "took ";
  private static final String LARGE = "allocated ";

  private final Target target;
  private final Path folder;
  private final Path file;
  private final Limits limits;
  private final List<Path> before;
  private long tries;

  private Judge(Target target, Path folder, Path file, Limits limits, List<Path> before) {
    this.target = target;
    this.folder = folder;
    this.file = file;
    this.limits = limits;
    this.before = before;
  }

  /** A judge of a target, in an empty folder. */
  static Judge of(Target target, Path folder, Limits limits) {
    try {
      Path file = target.prepare(folder);
      Files.createDirectories(file.getParent());
      Files.write(file, new byte[0]);
      return new Judge(target, folder, file, limits, files(folder));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads one input; what costs too much once is tried again, for the machine may have been busy,
   * and who comes first pays for the loading of classes.
   */
  Verdict judge(byte[] input) {
    byte[] whole = target.wrap(input);
    Verdict first = once(whole);
    boolean isCostly = first.fault().startsWith(SLOW) || first.fault().startsWith(LARGE);
    return isCostly ? once(whole) : first;
  }

  private Verdict once(byte[] whole) {
    write(whole);
    long thread = Thread.currentThread().getId();
    long bytesBefore = THREADS.getThreadAllocatedBytes(thread);
    long nanosBefore = THREADS.getCurrentThreadCpuTime();
    Throwable thrown = read();
    long nanos = THREADS.getCurrentThreadCpuTime() - nanosBefore;
    long bytes = THREADS.getThreadAllocatedBytes(thread) - bytesBefore;
    String fault = fault(thrown);
    if (fault.isEmpty() && nanos > limits.seconds() * 1e9) {
      fault = SLOW + nanos / 1_000_000 + " ms";
    }
    if (fault.isEmpty() && bytes - whole.length > limits.bytesBeyondFile()) {
      fault = LARGE + (bytes >> 20) + " MiB for a file of " + whole.length + " bytes";
    }
    boolean isLookDue = tries++ % TRIES_PER_LOOK == 0;
    if (fault.isEmpty() && isLookDue) {
      fault = change(whole);
    }
    return new Verdict(thrown == null, nanos, bytes, fault);
  }

  private void write(byte[] whole) {
    try {
      Files.write(file, whole);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @SuppressWarnings("CatchAndPrintStackTrace")
  private Throwable read() {
    try {
      target.reading().read(file);
      return null;
    } catch (Throwable e) { // whatever leaves a reader is what is judged here
      return e;
    }
  }

  private static String fault(Throwable thrown) {
    boolean isOurs =
        thrown == null
            || thrown instanceof ConfigException
            || thrown instanceof DataException
            || thrown instanceof FormatException;
    if (!isOurs) {
      List<String> stack =
          Arrays.stream(thrown.getStackTrace())
              .limit(MOST_STACK_LINES)
              .map(StackTraceElement::toString)
              .toList();
      return "threw " + thrown.getClass().getName() + ": " + shown(thrown) + " at " + stack;
    }
    int length = thrown == null ? 0 : String.valueOf(thrown.getMessage()).length();
    return length > LONGEST_MESSAGE ? "said " + length + " characters" : "";
  }

  private static String shown(Throwable thrown) {
    String message = String.valueOf(thrown.getMessage());
    return message.substring(0, Math.min(200, message.length()));
  }

  private String change(byte[] whole) {
    try {
      if (!files(folder).equals(before)) {
        return "made or lost a file: " + files(folder);
      }
      boolean isSame = target.mayCutItsFile() || Arrays.equals(Files.readAllBytes(file), whole);
      return isSame ? "" : "changed its file";
    } catch (IOException e) {
      return "lost its file: " + e;
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.sorted().toList();
    }
  }
}
