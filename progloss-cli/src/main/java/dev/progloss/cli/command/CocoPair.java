package dev.progloss.cli.command;

import dev.progloss.core.detection.Detection;
import dev.progloss.core.error.DataException;
import dev.progloss.data.dataset.Dataset;
import dev.progloss.data.format.CocoTruthWriter;
import dev.progloss.eval.coco.CocoResultsWriter;
import dev.progloss.run.config.Setting;
import dev.progloss.run.layout.AtomicFiles;
import dev.progloss.run.layout.RunDirectory;
import dev.progloss.train.loop.Validation;
import dev.progloss.train.loop.Validator;
import dev.progloss.train.session.Predictor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What a detector found and what there was to find, as two COCO files that {@code progloss eval}
 * measures to the same numbers.
 *
 * @param truth ground truth
 * @param predictions results
 */
record CocoPair(Path truth, Path predictions) {

  /** The key that asks for it. */
  static final String KEY = "save_json";

  /** Under their usual names in a folder, which need not be a run's. */
  static CocoPair in(Path folder) {
    RunDirectory names = new RunDirectory(folder);
    return new CocoPair(names.truth(), names.predictions());
  }

  static Setting setting(String where) {
    return new Setting(KEY, "false", "write detections and truth as COCO files into " + where);
  }

  /**
   * Judges, and writes what the one-to-one branch finds meanwhile: each file whole or not at all.
   *
   * @throws DataException if a file cannot be written
   */
  Validation judge(Predictor predictor, Validator validator) {
    Dataset data = validator.pipeline().dataset();
    write(truth, out -> CocoTruthWriter.write(data, out));
    AtomicReference<Validation> judged = new AtomicReference<>();
    write(
        predictions,
        out -> {
          try (CocoResultsWriter results = CocoResultsWriter.open(out)) {
            judged.set(predictor.judge(validator.telling(found -> add(found, results))));
          } catch (UncheckedIOException e) {
            throw e.getCause();
          }
        });
    return Objects.requireNonNull(judged.get());
  }

  private static void add(List<Detection> found, CocoResultsWriter results) {
    try {
      results.add(found);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(Path file, AtomicFiles.Content content) {
    try {
      AtomicFiles.write(file, content);
    } catch (IOException e) {
      throw new DataException(file + ": cannot be written: " + e.getMessage(), e);
    }
  }
}
