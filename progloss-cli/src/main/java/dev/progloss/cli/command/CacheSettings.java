package dev.progloss.cli.command;

import dev.progloss.data.cache.CachePlan;
import dev.progloss.run.config.Setting;
import dev.progloss.run.config.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where {@code progloss train} keeps scaled pictures: the keys, and what they build. */
final class CacheSettings {

  private static final List<String> PLACES = List.of("ram", "disk", "none");
  private static final double GIBI = 1L << 30;
  private static final double MEBI = 1L << 20;
  private static final double MOST_DISK_UNASKED = 20;
  private static final double MOST = 1 << 20;

  /** Run folders of the first builds hold MiB of heap under this key; they can still be resumed. */
  private static final Pattern MEBIBYTES = Pattern.compile("[0-9]{1,9}");

  private CacheSettings() {}

  /** The keys with their defaults. */
  static void add(List<Setting> table) {
    table.add(new Setting("cache", "ram", "where scaled pictures are kept: ram, disk or none"));
    table.add(new Setting("cache_gb", TrainSettings.AUTO, "most GiB that they may take"));
    table.add(new Setting("cache_dir", "", "folder of cache=disk; empty: the user's"));
  }

  /** Replaces {@code auto}; the folder only where there will be one. */
  static Settings chosen(Settings settings) {
    if (!settings.text("cache").equals("disk")) {
      double third = Runtime.getRuntime().maxMemory() / GIBI / 3;
      return settings.withChoice("cache_gb", downToHundredths(third), "a third of the heap");
    }
    Settings s =
        settings.withChoice("cache_dir", folder(settings).toString(), "the user's cache folder");
    double half = freeBytes(folder(s)) / GIBI / 2;
    return s.withChoice(
        "cache_gb",
        downToHundredths(Math.min(MOST_DISK_UNASKED, half)),
        "half of what is free, to 20");
  }

  /**
   * The plan that chosen settings describe.
   *
   * @param warnings told what goes wrong with it while it is used
   */
  static CachePlan plan(Settings s, Consumer<String> warnings) {
    if (MEBIBYTES.matcher(s.text("cache")).matches()) {
      return new CachePlan.Heap((long) (s.integer("cache", 0) * MEBI));
    }
    String place = s.choice("cache", PLACES);
    double gibibytes = s.number("cache_gb");
    if (!(gibibytes >= 0 && gibibytes <= MOST)) {
      throw s.wrong("cache_gb", "must be a number of GiB from 0 to " + (long) MOST);
    }
    long bytes = (long) (gibibytes * GIBI);
    return switch (place) {
      case "disk" -> new CachePlan.Disk(folder(s), bytes, warnings);
      case "none" -> new CachePlan.None();
      default -> new CachePlan.Heap(bytes);
    };
  }

  private static Path folder(Settings s) {
    try {
      return s.text("cache_dir").isBlank()
          ? userFolder(System.getenv(), System.getProperty("os.name"), home())
          : Path.of(s.text("cache_dir"));
    } catch (InvalidPathException e) {
      throw s.wrong("cache_dir", "must name a folder");
    }
  }

  /** Where programs keep what they can make again, as each system has it. */
  static Path userFolder(Map<String, String> environment, String system, Path home) {
    String name = system.toLowerCase(Locale.ROOT);
    if (name.startsWith("windows")) {
      return base(environment.get("LOCALAPPDATA"), home.resolve("AppData/Local"))
          .resolve("progloss/pictures");
    }
    Path usual = home.resolve(name.startsWith("mac") ? "Library/Caches" : ".cache");
    return base(environment.get("XDG_CACHE_HOME"), usual).resolve("progloss/pictures");
  }

  private static Path base(@Nullable String given, Path usual) {
    return given == null || given.isBlank() || !Path.of(given).isAbsolute()
        ? usual
        : Path.of(given);
  }

  private static Path home() {
    return Path.of(System.getProperty("user.home", "."));
  }

  /** What is free where a folder is or would be made; 0 if nobody knows. */
  private static double freeBytes(Path folder) {
    Path there = folder.toAbsolutePath();
    while (there != null && !Files.exists(there)) {
      there = there.getParent();
    }
    try {
      return there == null ? 0 : Files.getFileStore(there).getUsableSpace();
    } catch (IOException e) {
      return 0;
    }
  }

  private static String downToHundredths(double value) {
    return String.format(Locale.ROOT, "%.2f", Math.floor(100 * value) / 100);
  }
}
