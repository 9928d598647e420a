package dev.progloss.study.result;

import dev.progloss.core.error.DataException;
import dev.progloss.eval.coco.CocoFiles;
import dev.progloss.eval.coco.MatchedPictures;
import dev.progloss.eval.scene.Scene;
import dev.progloss.run.layout.RunDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * All that a report wants to know of a run: a file of ten or twenty kilobytes that stands for its
 * folder.
 *
 * @param end how it ended, not {@link RunResult.End#MISSING}
 * @param machine on which it was made
 * @param settings those that decided what it became
 * @param story what its journal tells
 * @param pictures what its last weights found, where it wrote that down
 */
public record RunDigest(
    RunResult.End end,
    String machine,
    Map<String, String> settings,
    RunStory story,
    Optional<MatchedPictures> pictures) {

  /** In memory, until it is matched, a detection takes about as much as in the file. */
  private static final long MOST_BYTES = 400L << 20;

  /** Copies the map. */
  public RunDigest {
    if (end == RunResult.End.MISSING) {
      throw new IllegalArgumentException("a run that is missing has no digest");
    }
    settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
  }

  /**
   * Digests the folder of a run.
   *
   * @param machine on which it was made
   * @param settings those that decided what it became
   * @param notes told why what the run wrote down of its pictures cannot be used
   * @throws dev.progloss.core.error.FormatException if its journal is missing or broken
   */
  public static RunDigest of(
      RunDirectory run,
      RunResult.End end,
      String machine,
      Map<String, String> settings,
      Consumer<String> notes) {
    boolean isFinished = end == RunResult.End.FINISHED;
    return new RunDigest(
        end,
        machine,
        settings,
        StoryReader.read(run.journal()),
        isFinished ? pictures(run, notes) : Optional.empty());
  }

  private static Optional<MatchedPictures> pictures(RunDirectory run, Consumer<String> notes) {
    if (!Files.isRegularFile(run.truth()) || !Files.isRegularFile(run.predictions())) {
      return Optional.empty();
    }
    try {
      if (Files.size(run.predictions()) > MOST_BYTES) {
        notes.accept(
            "no interval over pictures for " + run.folder() + ": it has too many detections");
        return Optional.empty();
      }
      List<Scene> scenes = new ArrayList<>();
      CocoFiles.read(run.truth(), run.predictions()).eachImage(scenes::add);
      return Optional.of(MatchedPictures.of(scenes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (DataException e) {
      notes.accept("no interval over pictures for " + run.folder() + ": " + e.getMessage());
      return Optional.empty();
    }
  }
}
