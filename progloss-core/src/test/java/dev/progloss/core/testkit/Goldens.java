package dev.progloss.core.testkit;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Finds reference vectors. A folder named by {@code -Dprogloss.golden} must be there; without one
 * the folder {@code ../shared/golden} beside the checkout is used, and tests are skipped where it
 * is absent. The build runs the same tests a second time on the small folder in the repository: it
 * names that one by {@code progloss.smallgoldens}, which goes before what a user names.
 */
public final class Goldens {

  private static final ObjectMapper JSON = new ObjectMapper();

  private Goldens() {}

  /** The root of the checkout that is being tested. */
  public static Path projectRoot() {
    return Path.of(System.getProperty("progloss.root", "."));
  }

  /**
   * A file or folder of the reference vectors; aborts the test where there are none, fails where it
   * should be.
   */
  public static Path path(String relative) {
    String asked = System.getProperty("progloss.golden", "");
    String named = System.getProperty("progloss.smallgoldens", asked);
    Path root =
        named.isEmpty()
            ? projectRoot().resolve("../shared/golden").normalize()
            : projectRoot().resolve(named).normalize();
    Path wanted = root.resolve(relative);
    if (Files.exists(wanted)) {
      return wanted;
    }
    if (named.isEmpty() && !Files.isDirectory(root)) {
      return abort(
          "no reference vectors beside the checkout ("
              + root
              + "); name a folder with -Dprogloss.golden");
    }
    return fail("no " + relative + " in the folder of reference vectors " + root);
  }

  /** A JSON file of the reference vectors. */
  public static JsonNode json(String relative) {
    return json(path(relative));
  }

  /** Any JSON file. */
  public static JsonNode json(Path file) {
    try {
      return JSON.readTree(file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The files in a folder of the reference vectors with this ending, sorted by name; fails when
   * there are none.
   */
  public static List<Path> files(String folder, String ending) {
    List<Path> found = entries(folder).stream().filter(p -> p.toString().endsWith(ending)).toList();
    return found.isEmpty() ? fail("no *" + ending + " in " + path(folder)) : found;
  }

  /**
   * The folders in a folder of the reference vectors, sorted by name; fails when there are none.
   */
  public static List<Path> folders(String folder) {
    List<Path> found = entries(folder).stream().filter(Files::isDirectory).toList();
    return found.isEmpty() ? fail("no folders in " + path(folder)) : found;
  }

  private static List<Path> entries(String folder) {
    try (Stream<Path> all = Files.list(path(folder))) {
      return all.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
