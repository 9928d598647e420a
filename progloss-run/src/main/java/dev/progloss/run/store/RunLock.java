package dev.progloss.run.store;

import dev.progloss.core.error.ConfigException;
import dev.progloss.run.layout.AtomicFiles;
import dev.progloss.run.layout.RunDirectory;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One process in the folder of a run.
 *
 * <p>The operating system's lock on {@code .run.lock} decides: it is let go when its owner ends,
 * also by {@code kill -9} or loss of power, so nothing stale remains. {@code run.lock} says in
 * words who it is. Where the file system has no locks, the words decide: an owner on this host that
 * is no longer alive has left a stale one, and of an owner on another host nothing can be known.
 *
 * <p>Two files, because a process loses its lock on a file when it closes any other handle on that
 * file: the words must be read without touching the lock. For the same reason taking is one at a
 * time within a process, and looks at the words first.
 */
public final class RunLock implements AutoCloseable {

  private final RunDirectory run;
  private final LockOwner self;
  private final @Nullable FileChannel channel;
  private boolean isClosed;

  private RunLock(RunDirectory run, LockOwner self, @Nullable FileChannel channel) {
    this.run = run;
    this.self = self;
    this.channel = channel;
  }

  /**
   * Takes a folder that exists, until closed or until the process ends.
   *
   * @throws ConfigException if another process or another part of this one has it, or it cannot be
   *     written
   */
  public static RunLock take(Path folder) {
    return take(folder, KernelLocks.real(), LockOwner.current(Clock.systemUTC()));
  }

  static RunLock take(Path folder, KernelLocks locks, LockOwner self) {
    RunDirectory run = new RunDirectory(folder);
    synchronized (RunLock.class) {
      try {
        Optional<LockOwner> named = LockOwner.read(run.lock());
        if (named.isPresent() && named.get().isTheSameProcess(self)) {
          throw inUse(run, "this very process", "end the other run in it first");
        }
        return takeFrom(named, run, locks, self);
      } catch (IOException e) {
        throw new ConfigException(
            folder + " cannot be locked (" + e + "); it must be a folder that can be written", e);
      }
    }
  }

  private static RunLock takeFrom(
      Optional<LockOwner> named, RunDirectory run, KernelLocks locks, LockOwner self)
      throws IOException {
    FileChannel channel =
        FileChannel.open(run.lockHold(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    boolean isTaken = false;
    try {
      FileLock lock;
      try {
        lock = locks.tryLock(channel);
      } catch (OverlappingFileLockException e) {
        lock = null; // held by this process though the words are gone
      } catch (IOException e) {
        return takeByWords(named, run, self);
      }
      if (lock == null) {
        throw inUse(run, holder(named, self), "wait until it ends, or stop it");
      }
      if (named.isPresent()
          && !named.get().isOfTheSameHost(self)
          && !locks.speakForAllHosts(run.folder())) {
        throw cannotKnow(run, named.get().toString());
      }
      AtomicFiles.write(run.lock(), out -> out.write(self.text()));
      isTaken = true;
      return new RunLock(run, self, channel);
    } finally {
      if (!isTaken) {
        channel.close();
      }
    }
  }

  /** Where there are no locks. Two that start in the same instant after a crash may both pass. */
  private static RunLock takeByWords(Optional<LockOwner> named, RunDirectory run, LockOwner self)
      throws IOException {
    if (named.isPresent()) {
      if (!named.get().isOfTheSameHost(self)) {
        throw cannotKnow(run, named.get().toString());
      }
      if (named.get().isAlive()) {
        throw inUse(run, named.get().toString(), "wait until it ends, or stop it");
      }
      Files.delete(run.lock());
    }
    try {
      Files.write(run.lock(), self.text(), StandardOpenOption.CREATE_NEW);
    } catch (FileAlreadyExistsException e) {
      throw cannotKnow(run, "a process that could not say which");
    }
    return new RunLock(run, self, null);
  }

  /** The words may still be those of one that died, for a moment after another has taken over. */
  private static String holder(Optional<LockOwner> named, LockOwner self) {
    return named
        .filter(owner -> !owner.isOfTheSameHost(self) || owner.isAlive())
        .map(LockOwner::toString)
        .orElse("a process that has not said yet which");
  }

  private static ConfigException inUse(RunDirectory run, String who, String mend) {
    return new ConfigException(
        run.folder() + " is in use by " + who + "; " + mend + ", or choose another folder");
  }

  private static ConfigException cannotKnow(RunDirectory run, String who) {
    return new ConfigException(
        run.folder()
            + " is in use by "
            + who
            + ", as "
            + run.lock()
            + " says; whether it still runs cannot be seen from here: look there, and if it does"
            + " not, delete that file");
  }

  /** Gives the folder back; a second time does nothing. */
  @Override
  public void close() {
    synchronized (RunLock.class) {
      if (isClosed) {
        return;
      }
      isClosed = true;
      try (FileChannel closing = channel) { // the words first: behind the lock they are another's
        Optional<LockOwner> named = LockOwner.read(run.lock());
        if (named.isPresent() && named.get().isTheSameProcess(self)) {
          Files.deleteIfExists(run.lock());
        }
      } catch (IOException e) {
        // the operating system lets go in any case, and the next one writes its own words
      }
    }
  }
}
