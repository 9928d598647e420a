package dev.progloss.data.format;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Places as people write them into a data set's files. */
final class Places {

  private static final Pattern WINDOWS = Pattern.compile("^[A-Za-z]:[\\\\/].*");

  private Places() {}

  /** The place below a folder, or itself if absolute; null if this system allows no such name. */
  static @Nullable Path resolve(Path folder, String place) {
    try {
      return folder.resolve(place).normalize();
    } catch (InvalidPathException e) {
      return null;
    }
  }

  /**
   * The same, but leading {@code ../} are left out when only that exists: exports of Roboflow name
   * {@code ../train/images} though the folder lies beside the file.
   */
  static @Nullable Path resolveLenient(Path folder, String place) {
    Path strict = resolve(folder, place);
    String rest = place;
    while (rest.startsWith("../")) {
      rest = rest.substring(3);
    }
    if (rest.equals(place) || strict == null || Files.exists(strict)) {
      return strict;
    }
    Path lenient = resolve(folder, rest);
    return lenient != null && Files.exists(lenient) ? lenient : strict;
  }

  static boolean isWindowsPath(String place) {
    return WINDOWS.matcher(place).matches();
  }

  /** More about a place that was not found, or nothing. */
  static String hint(String place) {
    if (place.startsWith("~")) {
      return "; ~ is not read as the home folder: write it out";
    }
    return isWindowsPath(place) ? "; it is a Windows path" : "";
  }
}
