package dev.progloss.cli.command;

import dev.progloss.core.error.ConfigException;
import dev.progloss.core.error.DataException;
import dev.progloss.data.image.ImageFormat;
import dev.progloss.model.architecture.Network;
import dev.progloss.run.config.Settings;
import dev.progloss.train.session.Predictor;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.stream.Stream;

/** Where pictures and weights come from. */
final class Sources {

  private Sources() {}

  /**
   * The pictures that a source names: a file, those of a folder, or those that match a pattern.
   *
   * @throws DataException if there is none
   */
  static List<Path> pictures(String source) {
    Path path = Path.of(source.isEmpty() ? "." : source);
    try {
      if (source.isEmpty()) {
        throw new ConfigException("source is missing; give source=IMAGE, FOLDER or 'PATTERN'");
      }
      if (Files.isRegularFile(path)) {
        return List.of(path);
      }
      List<Path> found = Files.isDirectory(path) ? inFolder(path) : matching(source);
      if (found.isEmpty()) {
        throw new DataException("source=" + source + ": no picture there");
      }
      return found;
    } catch (IOException e) {
      throw new DataException("source=" + source + ": cannot be listed: " + e, e);
    }
  }

  private static List<Path> inFolder(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(Sources::isPicture).sorted().toList();
    }
  }

  private static boolean isPicture(Path file) {
    String name = String.valueOf(file.getFileName());
    return !name.startsWith(".") && ImageFormat.isPictureName(name) && Files.isRegularFile(file);
  }

  /** Files below the part of the pattern that has no wildcard. */
  private static List<Path> matching(String pattern) throws IOException {
    int wild = firstWildcard(pattern);
    if (wild < 0) {
      return List.of();
    }
    int slash = pattern.lastIndexOf('/', wild);
    Path root = Path.of(slash < 0 ? "." : slash == 0 ? "/" : pattern.substring(0, slash));
    if (!Files.isDirectory(root)) {
      return List.of();
    }
    String whole = slash < 0 ? "./" + pattern : pattern;
    PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + whole);
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(matcher::matches).filter(Sources::isPicture).sorted().toList();
    }
  }

  private static int firstWildcard(String pattern) {
    for (int i = 0; i < pattern.length(); i++) {
      if ("*?[{".indexOf(pattern.charAt(i)) >= 0) {
        return i;
      }
    }
    return -1;
  }

  /** Whether a name is that of a PyTorch checkpoint. */
  static boolean isCheckpoint(String name) {
    return name.endsWith(".pt") || name.endsWith(".pth");
  }

  /** Requires that weights are named. */
  static void requireModel(Settings settings) {
    String model = settings.text("model");
    if (isCheckpoint(model)) {
      throw new ConfigException(
          "model: "
              + model
              + " is a checkpoint of another program; take it over first: progloss import source="
              + model
              + " out=model.safetensors");
    }
    if (!model.endsWith(".safetensors")) {
      throw settings.wrong(
          "model", "must name weights, such as runs/train/weights/best.safetensors");
    }
  }

  /** The side of the input: as asked for, or as the weights say. */
  static int side(Settings settings, Predictor predictor) {
    int side = settings.integer("imgsz", 0);
    if (side % Network.COARSEST_STRIDE != 0) {
      throw settings.wrong("imgsz", "must be a multiple of " + Network.COARSEST_STRIDE);
    }
    return side == 0 ? predictor.card().imageSide() : side;
  }
}
