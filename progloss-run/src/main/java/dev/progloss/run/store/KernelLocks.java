package dev.progloss.run.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the operating system knows of locked files: it lets go when a process ends, however. */
interface KernelLocks {

  /**
   * Locks a file.
   *
   * @return null if another process holds it
   * @throws IOException if the file system has no locks
   */
  @Nullable FileLock tryLock(FileChannel channel) throws IOException;

  /** Whether a lock that was got in this folder proves that no other host works in it. */
  boolean speakForAllHosts(Path folder) throws IOException;

  /** Those of this machine. */
  static KernelLocks real() {
    return new Real();
  }

  /** Those of this machine. */
  final class Real implements KernelLocks {

    /** File systems of one host, and the one shared kind whose server keeps the locks. */
    private static final Set<String> SPEAK_FOR_ALL =
        Set.of(
            "ext2", "ext3", "ext4", "xfs", "btrfs", "zfs", "f2fs", "overlay", "tmpfs", "apfs",
            "hfs", "ntfs", "refs", "nfs4");

    private Real() {}

    @Override
    public @Nullable FileLock tryLock(FileChannel channel) throws IOException {
      return channel.tryLock();
    }

    @Override
    public boolean speakForAllHosts(Path folder) throws IOException {
      return SPEAK_FOR_ALL.contains(Files.getFileStore(folder).type().toLowerCase(Locale.ROOT));
    }
  }
}
