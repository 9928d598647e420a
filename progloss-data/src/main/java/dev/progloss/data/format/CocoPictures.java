package dev.progloss.data.format;

import dev.progloss.core.detection.ImageSize;
import dev.progloss.data.format.CocoFile.Picture;
import dev.progloss.data.format.CocoFile.Place;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Looks for the pictures that a COCO file lists, and at their headers, several at a time. */
final class CocoPictures {

  private final Path file;
  private final Path folder;
  private final ReadOptions options;

  // What lies in a folder is listed once, however many pictures are not there.
  private final Map<Path, Map<String, String>> names = new ConcurrentHashMap<>();

  private CocoPictures(Path file, Path folder, ReadOptions options) {
    this.file = file;
    this.folder = folder;
    this.options = options;
  }

  /** A picture looked for; unusable if it has no size. */
  record Found(Picture picture, Path path, @Nullable ImageSize size, Findings findings) {}

  static List<Found> find(Path file, List<Picture> pictures, Path folder, ReadOptions options) {
    Path root = folder.toAbsolutePath().normalize();
    CocoPictures looking = new CocoPictures(file, root, options);
    return pictures.parallelStream().map(looking::find).toList();
  }

  private Found find(Picture picture) {
    Findings findings = new Findings();
    Place place = picture.place();
    String name = picture.fileName();
    if (name.indexOf('\\') >= 0) {
      findings.warning(
          file, place.line(), place.toString(), "backslash in file_name read as separator");
      name = name.replace('\\', '/');
    }
    Path path = Places.resolve(folder, name);
    ImageSize size = null;
    if (path == null || !path.startsWith(folder) || path.equals(folder)) {
      findings.error(
          file,
          place.line(),
          place.toString(),
          "file_name leaves the image folder: " + Words.quoted(name));
    } else if (!Files.isRegularFile(path)) {
      findings.error(file, place.line(), place.toString(), notFound(name, path));
    } else {
      size = agreed(picture, PictureCheck.size(path, options, findings), findings);
    }
    return new Found(picture, path == null ? folder : path, size, findings);
  }

  private @Nullable ImageSize agreed(Picture picture, @Nullable ImageSize size, Findings findings) {
    if (size == null) {
      return null;
    }
    Place place = picture.place();
    if (picture.width() == 0) {
      findings.warning(file, place.line(), place.toString(), "no size: read from the file");
      return size;
    }
    if (picture.width() == size.width() && picture.height() == size.height()) {
      return size;
    }
    boolean isTurned = picture.width() == size.height() && picture.height() == size.width();
    findings.error(
        file,
        place.line(),
        place.toString(),
        Words.bare(picture.fileName())
            + " is "
            + size.width()
            + " x "
            + size.height()
            + ", the JSON says "
            + picture.width()
            + " x "
            + picture.height()
            + (isTurned ? "; were the boxes made without its EXIF orientation?" : ""));
    return null;
  }

  private String notFound(String name, Path path) {
    String message = Words.bare(name) + " not found";
    String wanted = String.valueOf(path.getFileName());
    Path parent = path.getParent();
    String other =
        parent == null
            ? null
            : names
                .computeIfAbsent(parent, CocoPictures::namesIn)
                .get(wanted.toLowerCase(Locale.ROOT));
    return message + (other == null ? " in " + folder : " (there is " + other + ")");
  }

  /** The names in a folder by what they are in small letters; none if it cannot be listed. */
  private static Map<String, String> namesIn(Path folder) {
    Map<String, String> names = new HashMap<>();
    try (Stream<Path> all = Files.list(folder)) {
      all.map(path -> String.valueOf(path.getFileName()))
          .sorted()
          .forEach(name -> names.putIfAbsent(name.toLowerCase(Locale.ROOT), name));
    } catch (IOException | UncheckedIOException e) {
      return Map.of(); // the picture is not there all the same
    }
    return names;
  }
}
