package dev.progloss.data.format;

import dev.progloss.core.detection.Annotation;
import dev.progloss.core.detection.ClassNames;
import dev.progloss.core.detection.ImageSize;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the pictures of a split with their label files, several at a time. */
final class YoloSplit {

  private static final ImageSize UNKNOWN_SIZE = new ImageSize(1, 1);
  private static final String LABELS = "labels";
  private static final String IMAGES = "images";

  private YoloSplit() {}

  /** One picture read: unusable if it has no size. */
  private record Read(
      Path picture,
      Path labels,
      @Nullable ImageSize size,
      List<Annotation> annotations,
      boolean hasLabels,
      Findings findings) {}

  static FileDataset.Content read(
      Path root, List<Path> pictures, ClassNames names, ReadOptions options, Findings findings) {
    // A picture may be listed many times, and is looked at once.
    List<Read> once =
        pictures.stream().distinct().toList().parallelStream()
            .map(picture -> read(picture, names.size(), options))
            .toList();
    once.forEach(read -> findings.addAll(read.findings));
    List<Read> reads = asListed(pictures, once);
    List<FileDataset.Entry> entries = new ArrayList<>();
    for (Read read : reads) {
      if (read.size != null) {
        entries.add(
            new FileDataset.Entry(
                nameOf(root, read.picture),
                read.picture,
                read.size,
                read.annotations,
                entries.size() + 1L));
      }
    }
    if (!reads.isEmpty() && reads.stream().noneMatch(Read::hasLabels)) {
      findings.error(
          reads.get(0).labels,
          0,
          "not found, nor a label file for any other of " + reads.size() + " pictures");
    }
    tellStrayLabels(reads, findings);
    List<Long> ids = new ArrayList<>();
    for (long id = 1; id <= names.size(); id++) {
      ids.add(id);
    }
    return new FileDataset.Content(names, ids, entries);
  }

  private static List<Read> asListed(List<Path> pictures, List<Read> once) {
    if (once.size() == pictures.size()) {
      return once;
    }
    Map<Path, Read> readOf = new HashMap<>();
    once.forEach(read -> readOf.put(read.picture, read));
    List<Read> reads = new ArrayList<>();
    for (Path picture : pictures) {
      Read read = readOf.get(picture);
      if (read != null) {
        reads.add(read);
      }
    }
    return reads;
  }

  private static Read read(Path picture, int classes, ReadOptions options) {
    Findings findings = new Findings();
    ImageSize size = PictureCheck.size(picture, options, findings);
    Path labels = labelsOf(picture);
    List<Annotation> annotations = List.of();
    boolean hasLabels = Files.isRegularFile(labels);
    if (hasLabels) {
      annotations = YoloLabels.read(labels, classes, size == null ? UNKNOWN_SIZE : size, findings);
    } else {
      findings.warning(picture, 0, "no label file: taken as background; looked for " + labels);
    }
    return new Read(picture, labels, size, annotations, hasLabels, findings);
  }

  private static String nameOf(Path root, Path picture) {
    Path shown = picture.startsWith(root) ? root.relativize(picture) : picture;
    return shown.toString().replace('\\', '/');
  }

  /** Where a picture's labels are: the last {@code images} of its path is {@code labels} there. */
  static Path labelsOf(Path picture) {
    String name = String.valueOf(picture.getFileName());
    int dot = name.lastIndexOf('.');
    Path beside = picture.resolveSibling((dot < 0 ? name : name.substring(0, dot)) + ".txt");
    for (int i = beside.getNameCount() - 2; i >= 0; i--) {
      if (beside.getName(i).toString().equals(IMAGES)) {
        Path above = i == 0 ? beside.getRoot() : parent(beside, beside.getNameCount() - i);
        Path below = beside.subpath(i + 1, beside.getNameCount());
        Path labels = Path.of(LABELS).resolve(below);
        return above == null ? labels : above.resolve(labels);
      }
    }
    return beside;
  }

  private static @Nullable Path parent(Path path, int levels) {
    Path above = path;
    for (int i = 0; i < levels && above != null; i++) {
      above = above.getParent();
    }
    return above;
  }

  private static void tellStrayLabels(List<Read> reads, Findings findings) {
    Map<Path, Path> pictureOf = new HashMap<>();
    TreeMap<Path, TreeSet<Path>> pictureFolders = new TreeMap<>();
    for (Read read : reads) {
      Path other = pictureOf.putIfAbsent(read.labels, read.picture);
      if (other != null) {
        boolean isSame = other.equals(read.picture);
        findings.warning(
            read.picture,
            0,
            isSame ? "listed twice" : "shares its label file with " + other.getFileName());
      }
      Path folder = read.labels.getParent();
      Path pictureFolder = read.picture.getParent();
      // Beside pictures there may be any text; in a folder of labels a text is a label file.
      if (folder != null && pictureFolder != null && !folder.equals(pictureFolder)) {
        pictureFolders.computeIfAbsent(folder, key -> new TreeSet<>()).add(pictureFolder);
      }
    }
    for (Map.Entry<Path, TreeSet<Path>> entry : pictureFolders.entrySet()) {
      // Pictures of other splits may lie in the same folders, so the folders count, not the list.
      Set<Path> known = new HashSet<>();
      for (Path folder : entry.getValue()) {
        filesIn(folder).stream().map(YoloSplit::labelsOf).forEach(known::add);
      }
      for (Path labels : filesIn(entry.getKey())) {
        boolean isLabelFile = labels.toString().endsWith(".txt") && !labels.endsWith("classes.txt");
        if (isLabelFile && !known.contains(labels)) {
          findings.warning(labels, 0, "no image of this name: not used");
        }
      }
    }
  }

  private static List<Path> filesIn(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(folder)) {
      return all.sorted().toList();
    } catch (IOException | UncheckedIOException e) {
      return List.of(); // whoever needs a file in there is told that it cannot be read
    }
  }
}
