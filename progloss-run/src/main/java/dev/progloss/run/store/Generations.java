package dev.progloss.run.store;

import dev.progloss.run.layout.AtomicFiles;
import dev.progloss.run.layout.Disk;
import dev.progloss.run.store.Survey.PassedOver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A folder that keeps the last two checkpoints of a run, such that one that is complete can be read
 * whenever the process dies, the disk is full or power is lost.
 *
 * <p>A generation is a file {@code step-000000123.safetensors} and, written once that is on the
 * disk, a marker {@code step-000000123.complete} with its size and checksum. A file without its
 * marker, or unlike what the marker says, is passed over. What is too old goes only when the new
 * marker is on the disk. No file is ever written over: a step that is written again gets {@code
 * step-000000123.2.safetensors}.
 *
 * <p>For one writer at a time; see {@link RunLock}.
 */
public final class Generations {

  private final Path folder;
  private final Disk disk;

  private Generations(Path folder, Disk disk) {
    this.folder = folder.toAbsolutePath();
    this.disk = disk;
  }

  /** Those of a folder, which need not exist yet. */
  public static Generations in(Path folder) {
    return in(folder, Disk.real());
  }

  /** Those of a folder, which need not exist yet, written through a disk. */
  public static Generations in(Path folder, Disk disk) {
    return new Generations(folder, disk);
  }

  /**
   * A generation that is on the disk now.
   *
   * @param notes what could not be tidied up, in words for people; usually none
   */
  public record Saved(Generation generation, List<String> notes) {

    /** Copies the list. */
    public Saved {
      notes = List.copyOf(notes);
    }
  }

  /**
   * Writes a generation, which is then the newest. The one before it stays; older ones go, and so
   * do those of later steps, from which the run has turned back.
   *
   * @param step not negative
   * @throws IOException if it could not be brought to the disk; what was there is as it was
   */
  public Saved write(long step, AtomicFiles.Content content) throws IOException {
    if (step < 0) {
      throw new IllegalArgumentException("step must not be negative, got " + step);
    }
    List<String> notes = new ArrayList<>();
    prepare(notes);
    NavigableSet<GenerationName> before = names();
    GenerationName name = freeName(before, step);
    long number = lastNumber(before) + 1;
    try {
      Tally[] tally = new Tally[1];
      AtomicFiles.write(
          disk,
          name.content(folder),
          out -> {
            tally[0] = new Tally(out);
            content.writeTo(tally[0]);
            tally[0].flush();
          });
      Marker marker =
          new Marker(
              name.content(folder).getFileName().toString(),
              number,
              tally[0].bytes(),
              tally[0].crc32c());
      AtomicFiles.write(disk, name.marker(folder), out -> out.write(marker.text()));
    } catch (IOException e) {
      remove(name, notes);
      throw e;
    }
    tidy(before, name, notes);
    return new Saved(new Generation(step, number, name.content(folder)), notes);
  }

  /** The newest complete generation; empty if there is none. Reads it once, whole. */
  public Optional<Generation> newest() throws IOException {
    return candidates().complete().stream().findFirst();
  }

  /** All generations, those that can be believed and the others. Reads each once, whole. */
  public Survey candidates() throws IOException {
    List<Generation> complete = new ArrayList<>();
    List<PassedOver> passedOver = new ArrayList<>();
    for (GenerationName name : names().descendingSet()) {
      Path file = name.content(folder);
      try {
        Optional<Marker> marker = marker(name);
        Optional<String> reason = reasonAgainst(name, marker);
        if (marker.isPresent() && reason.isEmpty()) {
          complete.add(new Generation(name.step(), marker.get().number(), file));
        } else {
          passedOver.add(new PassedOver(file, reason.orElse("its marker is damaged")));
        }
      } catch (IOException e) {
        passedOver.add(new PassedOver(file, "it cannot be read: " + e));
      }
    }
    complete.sort(Comparator.comparingLong(Generation::number).reversed());
    return new Survey(complete, passedOver);
  }

  /**
   * Removes every generation, oldest first, and the folder if nothing else is in it: for a run that
   * is finished.
   *
   * @throws IOException if something could not be removed
   */
  public void clear() throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    AtomicFiles.removeDrafts(disk, folder);
    for (GenerationName name : names()) {
      disk.delete(name.marker(folder));
      disk.delete(name.content(folder));
    }
    boolean isEmpty;
    try (Stream<Path> left = Files.list(folder)) {
      isEmpty = left.findAny().isEmpty();
    }
    if (isEmpty) {
      disk.delete(folder);
    }
  }

  private void prepare(List<String> notes) throws IOException {
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(folder);
      disk.forceFolder(Objects.requireNonNull(folder.getParent(), "a root is no folder of ours"));
    }
    try {
      AtomicFiles.removeDrafts(disk, folder);
    } catch (IOException e) {
      notes.add("a draft of a process that died could not be removed from " + folder + ": " + e);
    }
  }

  private Optional<Marker> marker(GenerationName name) throws IOException {
    Path path = name.marker(folder);
    return Files.exists(path) ? Marker.read(path) : Optional.empty();
  }

  private Optional<String> reasonAgainst(GenerationName name, Optional<Marker> marker)
      throws IOException {
    if (!Files.exists(name.content(folder))) {
      return Optional.of("it is gone, only its marker is there");
    }
    if (!Files.exists(name.marker(folder))) {
      return Optional.of("it has no marker: its writer ended before it was complete");
    }
    return marker.isPresent() ? marker.get().mismatch(name.content(folder)) : Optional.empty();
  }

  /** Never one that a file of any kind has, so nothing is written over. */
  private static GenerationName freeName(NavigableSet<GenerationName> taken, long step) {
    GenerationName last = taken.floor(new GenerationName(step, Integer.MAX_VALUE));
    boolean isTaken = last != null && last.step() == step;
    return new GenerationName(step, isTaken ? last.attempt() + 1 : 1);
  }

  private long lastNumber(NavigableSet<GenerationName> names) {
    long last = 0;
    for (GenerationName name : names) {
      last = Math.max(last, markerIfReadable(name).map(Marker::number).orElse(0L));
    }
    return last;
  }

  private Optional<Marker> markerIfReadable(GenerationName name) {
    try {
      return marker(name);
    } catch (IOException e) {
      return Optional.empty(); // counts as damaged
    }
  }

  /** Keeps the newest of those before that looks complete; its bytes are not read again. */
  private void tidy(NavigableSet<GenerationName> before, GenerationName made, List<String> notes) {
    GenerationName kept = null;
    long keptNumber = 0;
    for (GenerationName name : before.headSet(made, false)) {
      Optional<Marker> marker = markerIfReadable(name);
      if (marker.isPresent() && marker.get().number() > keptNumber && fits(name, marker.get())) {
        kept = name;
        keptNumber = marker.get().number();
      }
    }
    for (GenerationName name : before) {
      if (!name.equals(kept)) {
        remove(name, notes);
      }
    }
  }

  private boolean fits(GenerationName name, Marker marker) {
    try {
      return marker.isAbout(name.content(folder));
    } catch (IOException e) {
      return false;
    }
  }

  /** The marker first: a file without one is not believed, whatever becomes of it. */
  private void remove(GenerationName name, List<String> notes) {
    for (Path path : List.of(name.marker(folder), name.content(folder))) {
      try {
        disk.delete(path);
      } catch (IOException e) {
        notes.add(path + " could not be removed: " + e);
      }
    }
  }

  private NavigableSet<GenerationName> names() throws IOException {
    TreeSet<GenerationName> names = new TreeSet<>();
    if (Files.isDirectory(folder)) {
      try (Stream<Path> files = Files.list(folder)) {
        files.map(GenerationName::of).flatMap(Optional::stream).forEach(names::add);
      }
    }
    return names;
  }
}
