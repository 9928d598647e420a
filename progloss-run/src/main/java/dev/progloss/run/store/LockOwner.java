package dev.progloss.run.store;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The process that works in a folder, as it wrote itself down.
 *
 * @param host name of its machine
 * @param pid its number there, which another process may have later
 * @param started when the process started: tells it from a later one of the same number
 * @param since when it took the folder
 * @param process random, one for each process
 */
record LockOwner(String host, long pid, Instant started, Instant since, String process) {

  private static final String THIS_PROCESS = UUID.randomUUID().toString();
  private static final Path LINUX_HOST_NAME = Path.of("/proc/sys/kernel/hostname");

  /** Systems derive a process's start from a clock that may be set between two askings. */
  private static final Duration TOLERANCE = Duration.ofSeconds(5);

  /** This process, now. */
  static LockOwner current(Clock clock) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    ProcessHandle self = ProcessHandle.current();
    return new LockOwner(
        hostName(), self.pid(), self.info().startInstant().orElse(now), now, THIS_PROCESS);
  }

  /** Empty if there is no such file or it is not whole. */
  static Optional<LockOwner> read(Path file) throws IOException {
    String text;
    try {
      text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
    Map<String, String> fields = new LinkedHashMap<>();
    text.lines()
        .map(line -> line.split(": ", 2))
        .filter(parts -> parts.length == 2)
        .forEach(parts -> fields.put(parts[0], parts[1]));
    try {
      return Optional.of(
          new LockOwner(
              fields.getOrDefault("host", ""),
              Long.parseLong(fields.getOrDefault("pid", "")),
              Instant.parse(fields.getOrDefault("started", "")),
              Instant.parse(fields.getOrDefault("since", "")),
              fields.getOrDefault("process", "")));
    } catch (NumberFormatException | DateTimeException e) {
      return Optional.empty();
    }
  }

  byte[] text() {
    return """
    host: %s
    pid: %d
    started: %s
    since: %s
    process: %s
    """
        .formatted(host, pid, started, since, process)
        .getBytes(StandardCharsets.UTF_8);
  }

  boolean isOfTheSameHost(LockOwner other) {
    return host.equals(other.host);
  }

  boolean isTheSameProcess(LockOwner other) {
    return process.equals(other.process);
  }

  /** Whether it still runs, where it is a process of this host. */
  boolean isAlive() {
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .map(found -> found.info().startInstant().map(this::isNear).orElse(true))
        .orElse(false);
  }

  private boolean isNear(Instant other) {
    return Duration.between(started, other).abs().compareTo(TOLERANCE) <= 0;
  }

  @Override
  public String toString() {
    return "process " + pid + " on host " + host + ", since " + since;
  }

  private static String hostName() {
    try {
      if (Files.isReadable(LINUX_HOST_NAME)) {
        return Files.readString(LINUX_HOST_NAME).strip(); // asks no name server
      }
      return InetAddress.getLocalHost().getHostName();
    } catch (IOException e) {
      return "unknown";
    }
  }
}
