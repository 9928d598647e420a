package dev.progloss.run.layout;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Writes files whole or not at all: a reader sees the old one or the new one, never a part, also
 * after the process died or power was lost.
 *
 * <p>A draft is written beside the place and forced to the disk; only then does it take the name,
 * and the folder is forced too. Forcing the draft after the move would be too late: a file system
 * may keep the name and lose the bytes.
 */
public final class AtomicFiles {

  private static final String DRAFT_END = ".part";
  private static final int MOST_DRAFTS = 1000;

  private AtomicFiles() {}

  /** What fills a file. */
  public interface Content {
    /** Writes everything; need not close the stream. */
    void writeTo(OutputStream out) throws IOException;
  }

  private record Draft(Path file, Disk.Draft target) {}

  /** Writes a file beside its place and moves it there; on failure nothing is left behind. */
  public static void write(Path file, Content content) throws IOException {
    write(Disk.real(), file, content);
  }

  /**
   * Writes a file beside its place and moves it there; on failure nothing is left behind.
   *
   * @throws IOException which says what failed and which file is there now: the older one as it
   *     was, or, where only the folder could not be forced, the new one
   */
  public static void write(Disk disk, Path file, Content content) throws IOException {
    Path folder = folder(file);
    Draft draft = create(disk, folder, file.getFileName().toString());
    String step = "writing a draft of it";
    boolean isMoved = false;
    try {
      fill(draft.target, content);
      step = "moving its draft there";
      disk.move(draft.file, file);
      isMoved = true;
      step = "forcing its folder to the disk";
      disk.forceFolder(folder);
    } catch (IOException e) {
      throw failed(
          step,
          isMoved
              ? "the new file is there, but a loss of power may bring the older one back"
              : "what was there is as it was",
          e);
    } finally {
      if (!isMoved) {
        discard(disk, draft.file);
      }
    }
  }

  /**
   * Removes what a process that died left of its writing in a folder. Only for whoever is alone
   * there: it would take the drafts of others from under their hands.
   *
   * @return what was removed, sorted; none if there is no such folder
   */
  public static List<Path> removeDrafts(Disk disk, Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    List<Path> drafts;
    try (Stream<Path> files = Files.list(folder)) {
      drafts = files.filter(AtomicFiles::isDraft).sorted().toList();
    }
    for (Path draft : drafts) {
      disk.delete(draft);
    }
    return drafts;
  }

  private static boolean isDraft(Path file) {
    String name = file.getFileName().toString();
    return name.startsWith(".") && name.endsWith(DRAFT_END) && Files.isRegularFile(file);
  }

  private static Path folder(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null) {
      throw new IllegalArgumentException("file must have a name, got " + file);
    }
    return folder;
  }

  /** Under the first free name: what a process that died has left may be beside it. */
  private static Draft create(Disk disk, Path folder, String name) throws IOException {
    for (int number = 1; ; number++) {
      Path file = folder.resolve("." + name + "." + number + DRAFT_END);
      try {
        return new Draft(file, disk.create(file));
      } catch (FileAlreadyExistsException e) {
        if (number == MOST_DRAFTS) {
          throw failed("making a draft of it", "remove old *" + DRAFT_END + " files there", e);
        }
      } catch (IOException e) {
        throw failed("making a draft of it", "what was there is as it was", e);
      }
    }
  }

  private static void fill(Disk.Draft target, Content content) throws IOException {
    try (target) {
      OutputStream out = new BufferedOutputStream(Channels.newOutputStream(target), 1 << 16);
      content.writeTo(out);
      out.flush();
      target.force();
    }
  }

  /** A draft that cannot be removed either is no reason to hide why it was given up. */
  private static void discard(Disk disk, Path draft) {
    try {
      disk.delete(draft);
    } catch (IOException e) {
      // never taken for the file itself; removeDrafts finds it
    }
  }

  private static IOException failed(String step, String now, IOException cause) {
    return new IOException(step + " failed: " + said(cause) + "; " + now, cause);
  }

  private static String said(IOException cause) {
    String message = cause.getMessage();
    return message == null || cause.getClass() != IOException.class ? cause.toString() : message;
  }
}
