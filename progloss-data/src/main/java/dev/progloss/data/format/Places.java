package dev.progloss.data.format;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Places as people write them into a data set's files. */
final class Places {

  /** No system opens a longer one, and some take long to tidy it. */
  private static final int LONGEST = 4096;

  private static final int LONGEST_SHOWN = 200;
  private static final Pattern WINDOWS = Pattern.compile("^[A-Za-z]:[\\\\/].*");

  private Places() {}

  /** The place below a folder, or itself if absolute; null if this system allows no such name. */
  static @Nullable Path resolve(Path folder, String place) {
    if (place.length() > LONGEST) {
      return null;
    }
    try {
      return folder.resolve(place).normalize();
    } catch (InvalidPathException e) {
      return null;
    }
  }

  /**
   * The same, but leading {@code ../} are left out where that exists: exports of Roboflow name
   * {@code ../train/images} though the folder lies beside the file, and whatever lies there outside
   * is not theirs.
   */
  static @Nullable Path resolveLenient(Path folder, String place) {
    Path strict = resolve(folder, place);
    if (strict == null || !place.startsWith("../") || strict.startsWith(folder)) {
      return strict;
    }
    int start = 0;
    while (place.startsWith("../", start)) {
      start += 3;
    }
    Path lenient = resolve(folder, place.substring(start));
    return lenient != null && Files.exists(lenient) ? lenient : strict;
  }

  /**
   * Whether a place that was written relative to a folder leads out of it. Links are not followed:
   * they are the user's own way of putting a data set together.
   */
  static boolean leadsOut(Path folder, String place) {
    Path path = resolve(folder, place);
    return path != null && !isAbsolute(place) && !path.startsWith(folder);
  }

  private static boolean isAbsolute(String place) {
    return Path.of(place).isAbsolute();
  }

  /** A place for a message. */
  static String shown(String place) {
    return place.length() > LONGEST_SHOWN ? place.substring(0, LONGEST_SHOWN) + "…" : place;
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
