package dev.progloss.data.format;

import dev.progloss.data.format.DataYaml.Source;
import dev.progloss.data.image.ImageFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds the pictures that a split of a {@code data.yaml} names. */
final class PictureFiles {

  private static final long MOST_LIST_BYTES = 256L << 20;
  private static final Comparator<Path> BY_NAME =
      Comparator.comparing(path -> path.toString().replace('\\', '/'));

  private final DataYaml yaml;
  private final Findings findings;
  private boolean isBroken;

  private PictureFiles(DataYaml yaml, Findings findings) {
    this.yaml = yaml;
    this.findings = findings;
  }

  /** The pictures in a fixed order; null, with findings, if a place is missing or empty. */
  static @Nullable List<Path> find(DataYaml yaml, List<Source> sources, Findings findings) {
    PictureFiles files = new PictureFiles(yaml, findings);
    List<Path> found = new ArrayList<>();
    for (Source source : sources) {
      found.addAll(files.of(source));
    }
    return files.isBroken ? null : found;
  }

  private List<Path> of(Source source) {
    Path place = Places.resolveLenient(yaml.root(), source.place());
    String shown = Places.shown(source.place());
    if (place == null || !Files.exists(place)) {
      refuse(
          source,
          shown
              + " not found; looked for "
              + (place == null ? shown : place)
              + Places.hint(source.place()));
      return List.of();
    }
    if (Places.leadsOut(yaml.root(), source.place()) && !place.startsWith(yaml.root())) {
      refuse(
          source,
          shown
              + " leads out of the data set's folder "
              + yaml.root()
              + "; name the folder above under path, or write the place out from the root");
      return List.of();
    }
    List<Path> pictures =
        Files.isDirectory(place)
            ? inFolder(place)
            : place.toString().endsWith(".txt") ? inList(place) : notAPlace(source);
    if (pictures.isEmpty() && !isBroken) {
      refuse(source, "no pictures in " + place);
    }
    return pictures;
  }

  private List<Path> notAPlace(Source source) {
    refuse(source, source.place() + " must be a folder, a .txt list or a .json of COCO");
    return List.of();
  }

  private void refuse(Source source, String message) {
    isBroken = true;
    findings.error(yaml.file(), source.line(), message);
  }

  private List<Path> inFolder(Path folder) {
    List<Path> pictures = new ArrayList<>();
    try (Stream<Path> walk = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
      walk.filter(path -> isWanted(path)).sorted(BY_NAME).forEach(pictures::add);
    } catch (IOException | UncheckedIOException e) {
      isBroken = true;
      findings.error(folder, 0, "cannot be listed: " + e.getMessage());
    }
    return pictures;
  }

  /** Pictures in formats not read here stay in, so that each is told as an error. */
  private static boolean isWanted(Path path) {
    String name = String.valueOf(path.getFileName());
    // Names like ._a.jpg are a Mac's notes about a.jpg, not pictures.
    return !name.startsWith("._")
        && (ImageFormat.isPictureName(name) || ImageFormat.isForeignPictureName(name))
        && Files.isRegularFile(path);
  }

  private List<Path> inList(Path list) {
    List<Path> pictures = new ArrayList<>();
    String text = TextFiles.read(list, MOST_LIST_BYTES, findings).orElse("");
    int line = 0;
    Iterator<String> rows = text.lines().iterator();
    while (rows.hasNext()) {
      line++;
      String name = rows.next().strip();
      Path picture = name.isEmpty() ? null : listed(list, line, name);
      if (picture != null) {
        pictures.add(picture);
      }
      if (findings.areTooMany()) {
        isBroken = true;
        findings.error(list, line, "so many pictures are not there that it is not read on");
        return pictures;
      }
    }
    return pictures;
  }

  /** The picture of a row: beside the list or in the data set's folder, and not outside of both. */
  private @Nullable Path listed(Path list, int line, String row) {
    String name = Places.isWindowsPath(row) ? row : row.replace('\\', '/');
    Path folder = list.toAbsolutePath().normalize().getParent();
    boolean leadsOut = false;
    for (Path base : new Path[] {folder, yaml.root()}) {
      Path picture = Places.resolve(base, name);
      if (picture == null) {
        continue;
      }
      boolean isInside = picture.startsWith(folder) || picture.startsWith(yaml.root());
      if (!isInside && !Path.of(name).isAbsolute()) {
        leadsOut = true;
      } else if (Files.isRegularFile(picture)) {
        return picture;
      }
    }
    findings.error(
        list,
        line,
        Words.bare(name)
            + (leadsOut
                ? " leads out of the data set's folder; write the place out from the root"
                : " not found; looked beside the list and in " + yaml.root()));
    return null;
  }
}
