package dev.progloss.run.testkit;

import dev.progloss.run.layout.Disk;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A disk of one folder that loses power. What was not forced may be lost: the bytes of a file, and
 * names made, moved and removed, each on its own, as file systems are free to write them in any
 * order.
 */
public final class PowerLossDisk implements Disk {

  /** What is left of the bytes that were written and not forced. */
  public enum Tear {
    /** All of them. */
    NOTHING_LOST,
    /** The first half. */
    CUT,
    /** As many zeros. */
    ZEROS
  }

  private static final class Content {
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private byte[] forced = {};

    private byte[] after(Tear tear) {
      byte[] all = written.toByteArray();
      if (forced.length == all.length) {
        return forced;
      }
      return switch (tear) {
        case NOTHING_LOST -> all;
        case CUT -> Arrays.copyOf(all, all.length / 2);
        case ZEROS -> new byte[all.length];
      };
    }
  }

  /** A change of names: takes one away, gives one. */
  private record Change(Path taken, Path given, Content content) {}

  private final Disk real = Disk.real();
  private final int at;
  private final Map<Path, Content> names = new LinkedHashMap<>();
  private final Map<Path, Content> durable = new LinkedHashMap<>();
  private final List<Change> pending = new ArrayList<>();
  private int operations;

  /**
   * A disk with what a folder holds now, all of it safe.
   *
   * @param at the operation before which power is lost, from 1
   */
  public PowerLossDisk(Path folder, int at) throws IOException {
    this.at = at;
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Content content = new Content();
        content.written.writeBytes(Files.readAllBytes(file));
        content.forced = content.written.toByteArray();
        names.put(file.getFileName(), content);
      }
    }
    durable.putAll(names);
  }

  /** How many operations there were. */
  public int operations() {
    return operations;
  }

  /** How many changes of names are not forced. */
  public int pending() {
    return pending.size();
  }

  /**
   * Writes what a folder would hold after the loss.
   *
   * @param target empty
   * @param kept the changes of names that were kept nevertheless, one bit each
   */
  public void afterLoss(Path target, int kept, Tear tear) throws IOException {
    Map<Path, Content> left = new LinkedHashMap<>(durable);
    for (int i = 0; i < pending.size(); i++) {
      if ((kept >> i & 1) == 1) {
        apply(pending.get(i), left);
      }
    }
    for (Map.Entry<Path, Content> e : left.entrySet()) {
      Files.write(target.resolve(e.getKey().toString()), e.getValue().after(tear));
    }
  }

  private static void apply(Change change, Map<Path, Content> names) {
    names.remove(change.taken);
    if (!change.given.toString().isEmpty()) {
      names.put(change.given, change.content);
    }
  }

  private final class TornDraft implements Draft {

    private final Draft draft;
    private final Content content;

    private TornDraft(Draft draft, Content content) {
      this.draft = draft;
      this.content = content;
    }

    @Override
    public int write(ByteBuffer bytes) throws IOException {
      next();
      byte[] copy = new byte[bytes.remaining()];
      bytes.get(copy);
      content.written.writeBytes(copy);
      return draft.write(ByteBuffer.wrap(copy));
    }

    @Override
    public void force() throws IOException {
      next();
      content.forced = content.written.toByteArray();
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
    next();
    if (names.containsKey(file.getFileName())) {
      throw new FileAlreadyExistsException(file.toString());
    }
    Content content = new Content();
    change(new Change(file.getFileName(), file.getFileName(), content));
    return new TornDraft(real.create(file), content);
  }

  @Override
  public void move(Path from, Path to) throws IOException {
    next();
    Content content = names.get(from.getFileName());
    if (content == null) {
      throw new IOException(from + " is not there");
    }
    change(new Change(from.getFileName(), to.getFileName(), content));
    real.move(from, to);
  }

  @Override
  public void delete(Path file) throws IOException {
    next();
    if (names.containsKey(file.getFileName())) {
      change(new Change(file.getFileName(), Path.of(""), new Content()));
    }
    real.delete(file);
  }

  @Override
  public void forceFolder(Path folder) throws IOException {
    next();
    durable.clear();
    durable.putAll(names);
    pending.clear();
  }

  private void change(Change change) {
    apply(change, names);
    pending.add(change);
  }

  private void next() throws IOException {
    operations++;
    if (operations >= at) {
      throw new IOException("the power is gone");
    }
  }
}
