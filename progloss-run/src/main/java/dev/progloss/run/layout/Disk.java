package dev.progloss.run.layout;

import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;

/**
 * The few operations that durable writing needs of a file system; every one of them may fail, and a
 * process may die between any two of them.
 */
public interface Disk {

  /** A file that is being written: bytes go to its end. */
  interface Draft extends WritableByteChannel {

    /** Returns once everything written so far would survive a loss of power. */
    void force() throws IOException;
  }

  /**
   * Makes a new, empty file.
   *
   * @throws java.nio.file.FileAlreadyExistsException if there is one of that name
   */
  Draft create(Path file) throws IOException;

  /**
   * Gives a file another name in the same folder, in one step, in place of what had that name.
   *
   * @throws IOException if it cannot; then nothing has changed
   */
  void move(Path from, Path to) throws IOException;

  /** Removes a file if it is there. */
  void delete(Path file) throws IOException;

  /**
   * Returns once all names made, moved and removed in a folder would survive a loss of power. Does
   * nothing where a folder cannot be opened, which is so on Windows.
   */
  void forceFolder(Path folder) throws IOException;

  /** The file system itself. */
  static Disk real() {
    return new RealDisk();
  }
}
