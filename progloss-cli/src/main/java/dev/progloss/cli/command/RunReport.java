package dev.progloss.cli.command;

import dev.progloss.data.dataset.Dataset;
import dev.progloss.run.layout.RunDirectory;
import dev.progloss.train.loop.Validation;
import dev.progloss.train.session.Hardware;
import dev.progloss.train.session.Predictor;
import java.io.PrintStream;
import java.nio.file.Path;

/**
 * What a finished run leaves behind: a table of the best weights' figures, and pictures.
 *
 * @param run the run
 * @param val what it is judged on
 * @param hardware what to judge with
 * @param out where the table goes
 */
record RunReport(RunDirectory run, Dataset val, Hardware hardware, PrintStream out) {

  /**
   * Judges the best weights once more and tells the result.
   *
   * @param plots whether to draw
   * @param json whether to write what the last weights find
   * @param batch pictures at a time
   */
  void write(boolean plots, boolean json, int batch) {
    if (json) {
      writeFound(batch);
    }
    Path best = run.weights("best");
    try (Predictor predictor = Predictor.open(best, hardware)) {
      Validation validation = predictor.judge(val, predictor.card().imageSide(), batch);
      out.print(ValCommand.table(validation));
      out.println("best weights " + best);
      if (plots) {
        RunPictures pictures = new RunPictures(run, val.classes());
        pictures.drawCurves();
        pictures.drawEvaluation(validation);
        pictures.drawPredictions(val, predictor);
        out.println("pictures " + run.folder());
      }
    }
  }

  /** Of the last weights and not of the best ones, which were picked on these very pictures. */
  private void writeFound(int batch) {
    CocoPair pair = CocoPair.in(run.folder());
    try (Predictor predictor = Predictor.open(run.weights("last"), hardware)) {
      pair.judge(predictor, predictor.validator(val, predictor.card().imageSide(), batch));
    }
    out.println("detections of the last weights " + pair.predictions());
  }
}
