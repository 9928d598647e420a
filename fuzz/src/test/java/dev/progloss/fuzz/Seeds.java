package dev.progloss.fuzz;

import dev.progloss.data.image.Image;
import dev.progloss.data.image.ImageWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Inputs that are kept: sound ones to start from, and every one that once did harm. */
final class Seeds {

  static final String YOLO = "train: images\nval: images\nnames: [a, b]\n";
  static final String LIST = "train: train.txt\nval: images\nnames: [a, b]\n";
  static final String TRUTH =
      "{\"images\":[{\"id\":1},{\"id\":2}],\"categories\":[{\"id\":1,\"name\":\"a\"}],"
          + "\"annotations\":[{\"id\":1,\"image_id\":1,\"category_id\":1,\"bbox\":[1,1,4,4]}]}";
  static final String FOUND =
      "[{\"image_id\":1,\"category_id\":1,\"bbox\":[1,1,4,4],\"score\":0.5}]";

  private static final String FOLDER =
      "fuzz/src/test/resources/dev/progloss/fuzz/ReadersFuzzTestInputs";

  private Seeds() {}

  /** The kept inputs of a target, in a fixed order. */
  static List<byte[]> of(Target target) {
    List<byte[]> seeds = new ArrayList<>();
    for (Path file : files(target)) {
      try {
        seeds.add(Files.readAllBytes(file));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return seeds;
  }

  static List<Path> files(Target target) {
    try (Stream<Path> all = Files.list(folder().resolve(target.key()))) {
      return all.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Path folder() {
    return Path.of(System.getProperty("progloss.root", ".")).resolve(FOLDER);
  }

  /** A picture of 16 x 16 pixels. */
  static void picture(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    byte[] rgb = new byte[3 * 16 * 16];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) (7 * i);
    }
    ImageWriter.write(file, new Image(16, 16, rgb));
  }
}
