package dev.progloss.run.testkit;

import dev.progloss.run.layout.Disk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** A real disk of which one operation goes wrong, in one of several ways. */
public final class FaultyDisk implements Disk {

  /** How it goes wrong. */
  public enum Fault {
    /** The operation does nothing and reports an error; later ones work. */
    FAILS,
    /** Like {@link #FAILS}, but half of what was to be written is. */
    FAILS_HALFWAY,
    /** The process dies: the operation and all later ones, cleaning up too, do nothing. */
    DIES,
    /** Like {@link #DIES}, but half of what was to be written is. */
    DIES_HALFWAY
  }

  private final Disk real = Disk.real();
  private final Fault fault;
  private final int at;
  private final int mostBytes;
  private int operations;

  /**
   * A disk.
   *
   * @param at the operation that goes wrong, from 1
   * @param mostBytes that one write takes, as a kernel may take fewer than it is given
   */
  public FaultyDisk(Fault fault, int at, int mostBytes) {
    this.fault = fault;
    this.at = at;
    this.mostBytes = mostBytes;
  }

  /** A disk of which nothing goes wrong, which counts. */
  public static FaultyDisk counting(int mostBytes) {
    return new FaultyDisk(Fault.FAILS, Integer.MAX_VALUE, mostBytes);
  }

  /** How many operations there were. */
  public int operations() {
    return operations;
  }

  private final class FaultyDraft implements Draft {

    private final Draft draft;

    private FaultyDraft(Draft draft) {
      this.draft = draft;
    }

    @Override
    public int write(ByteBuffer bytes) throws IOException {
      int given = Math.min(bytes.remaining(), mostBytes);
      boolean isHalf =
          operations + 1 == at && (fault == Fault.FAILS_HALFWAY || fault == Fault.DIES_HALFWAY);
      if (isHalf) {
        draft.write(bytes.slice(bytes.position(), given / 2));
      }
      next("No space left on device");
      int got = draft.write(bytes.slice(bytes.position(), given));
      bytes.position(bytes.position() + got);
      return got;
    }

    @Override
    public void force() throws IOException {
      next("Input/output error");
      draft.force();
    }

    @Override
    public boolean isOpen() {
      return draft.isOpen();
    }

    @Override
    public void close() throws IOException {
      draft.close();
    }
  }

  @Override
  public Draft create(Path file) throws IOException {
    next("No space left on device");
    return new FaultyDraft(real.create(file));
  }

  @Override
  public void move(Path from, Path to) throws IOException {
    next("Permission denied");
    real.move(from, to);
  }

  @Override
  public void delete(Path file) throws IOException {
    next("Read-only file system");
    real.delete(file);
  }

  @Override
  public void forceFolder(Path folder) throws IOException {
    next("Input/output error");
    real.forceFolder(folder);
  }

  private void next(String message) throws IOException {
    operations++;
    boolean isDead = operations > at && (fault == Fault.DIES || fault == Fault.DIES_HALFWAY);
    if (operations == at || isDead) {
      throw new IOException(message);
    }
  }
}
