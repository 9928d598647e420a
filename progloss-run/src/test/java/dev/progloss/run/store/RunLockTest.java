package dev.progloss.run.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.progloss.core.error.ConfigException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
final class RunLockTest {

  private static final KernelLocks NO_LOCKS =
      new KernelLocks() {
        @Override
        public @Nullable FileLock tryLock(FileChannel channel) throws IOException {
          throw new IOException("No locks available");
        }

        @Override
        public boolean speakForAllHosts(Path folder) {
          return false;
        }
      };

  @TempDir Path folder;
  private final List<Process> processes = new ArrayList<>();

  @AfterEach
  void endProcesses() throws InterruptedException {
    for (Process process : processes) {
      process.destroyForcibly().waitFor();
    }
  }

  @Test
  void take_free_saysWhoAndLetsGoOnce() throws IOException {
    RunLock lock = RunLock.take(folder);
    assertThat(words())
        .contains("host: ", "pid: " + ProcessHandle.current().pid() + "\n", "since: 20");
    lock.close();
    assertThat(folder.resolve("run.lock")).doesNotExist();
    try (RunLock again = RunLock.take(folder)) {
      lock.close();
      assertThat(words()).isNotEmpty();
    }
  }

  @Test
  void take_heldByThisProcess_isRefusedAndStaysHeld() throws IOException {
    try (RunLock lock = RunLock.take(folder)) {
      assertThatThrownBy(() -> RunLock.take(folder))
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining(folder + " is in use by this very process");
      // the operating system's lock must have outlived the second attempt
      assertThat(said(start())).contains("is in use by process " + ProcessHandle.current().pid());
      Files.delete(folder.resolve("run.lock"));
      assertThatThrownBy(() -> RunLock.take(folder)).isInstanceOf(ConfigException.class);
    }
    RunLock.take(folder).close();
  }

  @Test
  void take_manyThreadsAtOnce_oneHasIt() throws Exception {
    int threads = 8;
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    CountDownLatch go = new CountDownLatch(1);
    List<Future<Boolean>> takers = new ArrayList<>();
    List<RunLock> held = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      takers.add(
          pool.submit(
              () -> {
                go.await();
                try {
                  RunLock lock = RunLock.take(folder);
                  synchronized (held) {
                    held.add(lock);
                  }
                  return true;
                } catch (ConfigException e) {
                  return false;
                }
              }));
    }
    go.countDown();
    int taken = 0;
    for (Future<Boolean> taker : takers) {
      taken += taker.get() ? 1 : 0;
    }
    pool.shutdown();
    assertThat(taken).isEqualTo(1);
    assertThat(said(start())).contains("is in use by process ");
    held.get(0).close();
  }

  @Test
  void take_heldByAnotherProcess_isRefusedUntilThatEnds() throws Exception {
    Process owner = start();
    assertThat(said(owner)).isEqualTo("held");
    String host = LockOwner.current(Clock.systemUTC()).host();
    assertThatThrownBy(() -> RunLock.take(folder))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("process " + owner.pid() + " on host " + host + ", since 20")
        .hasMessageContaining("wait until it ends, or stop it");
    owner.getOutputStream().close();
    assertThat(owner.waitFor()).isZero();
    RunLock.take(folder).close();
  }

  @Test
  void take_ownerKilled_takesOver() throws Exception {
    Process owner = start();
    assertThat(said(owner)).isEqualTo("held");
    owner.destroyForcibly().waitFor();
    assertThat(words()).contains("pid: " + owner.pid() + "\n");
    try (RunLock lock = RunLock.take(folder)) {
      assertThat(words()).contains("pid: " + ProcessHandle.current().pid() + "\n");
      assertThat(said(start())).contains("is in use by process ");
    }
  }

  @Test
  void take_wordsOfAnotherHost_believesTheLockWhereItSpeaksForAllHosts() throws IOException {
    LockOwner self = LockOwner.current(Clock.systemUTC());
    writeWords("elsewhere", 1, Instant.EPOCH);
    assertThatThrownBy(() -> RunLock.take(folder, locks(false), self))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("process 1 on host elsewhere, since 2026-01-02T03:04:05Z")
        .hasMessageContaining("delete that file");
    assertThat(words()).contains("host: elsewhere");
    RunLock.take(folder, locks(true), self).close();
  }

  @Test
  void take_noLocksAndOwnerOnAnotherHost_saysHowToMend() throws IOException {
    writeWords("elsewhere", 1, Instant.EPOCH);
    assertThatThrownBy(() -> takeWithoutLocks())
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("process 1 on host elsewhere")
        .hasMessageContaining("delete that file");
    Files.delete(folder.resolve("run.lock"));
    takeWithoutLocks().close();
    assertThat(folder.resolve("run.lock")).doesNotExist();
  }

  @Test
  void take_noLocks_tellsTheLivingFromTheDead() throws Exception {
    Process other = start();
    assertThat(said(other)).isEqualTo("held");
    LockOwner owner = LockOwner.read(folder.resolve("run.lock")).orElseThrow();
    assertThatThrownBy(() -> takeWithoutLocks())
        .hasMessageContaining("is in use by process " + other.pid());
    // the number is one that lives, but of a process that started later
    writeWords(owner.host(), owner.pid(), owner.started().minusSeconds(3600));
    takeWithoutLocks().close();
    writeWords(owner.host(), owner.pid(), owner.started());
    other.destroyForcibly().waitFor();
    try (RunLock lock = takeWithoutLocks()) {
      assertThatThrownBy(() -> takeWithoutLocks()).hasMessageContaining("this very process");
    }
  }

  @Test
  void take_noLocksAndTornWords_saysHowToMend() throws IOException {
    Files.writeString(folder.resolve("run.lock"), "host: so");
    assertThatThrownBy(() -> takeWithoutLocks()).hasMessageContaining("delete that file");
    assertThat(words()).isEqualTo("host: so");
    RunLock.take(folder).close();
  }

  @Test
  void take_noSuchFolder_isRefused() {
    assertThatThrownBy(() -> RunLock.take(folder.resolve("none")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("it must be a folder that can be written");
  }

  private RunLock takeWithoutLocks() {
    return RunLock.take(folder, NO_LOCKS, LockOwner.current(Clock.systemUTC()));
  }

  private static KernelLocks locks(boolean speakForAllHosts) {
    return new KernelLocks() {
      @Override
      public @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        return channel.tryLock();
      }

      @Override
      public boolean speakForAllHosts(Path place) {
        return speakForAllHosts;
      }
    };
  }

  private void writeWords(String host, long pid, Instant started) throws IOException {
    LockOwner owner =
        new LockOwner(host, pid, started, Instant.parse("2026-01-02T03:04:05Z"), "another");
    Files.write(folder.resolve("run.lock"), owner.text());
  }

  private String words() throws IOException {
    return Files.readString(folder.resolve("run.lock"));
  }

  private Process start() throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                LockHolder.class.getName(),
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    processes.add(process);
    return process;
  }

  private static String said(Process process) throws IOException {
    BufferedReader reader =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    return String.valueOf(reader.readLine());
  }
}
