package dev.progloss.cli.command;

import dev.progloss.cli.picture.BoxPainter;
import dev.progloss.cli.picture.ContactSheet;
import dev.progloss.cli.picture.EvaluationPictures;
import dev.progloss.cli.picture.RunCharts;
import dev.progloss.cli.picture.ShareCharts;
import dev.progloss.core.detection.ClassNames;
import dev.progloss.core.detection.Detection;
import dev.progloss.data.dataset.Dataset;
import dev.progloss.data.dataset.Sample;
import dev.progloss.data.image.Image;
import dev.progloss.data.image.ImageWriter;
import dev.progloss.data.image.Resizer;
import dev.progloss.run.journal.JournalReader;
import dev.progloss.run.layout.RunDirectory;
import dev.progloss.train.loop.Validation;
import dev.progloss.train.session.Predictor;
import java.util.List;
import java.util.Map;

/**
 * Draws the pictures of a run folder.
 *
 * @param run where they go
 * @param classes names and colours
 */
record RunPictures(RunDirectory run, ClassNames classes) {

  private static final int BATCH_SHOWN = 16;
  private static final int BATCH_COLUMNS = 4;
  private static final int VAL_SHOWN = 8;
  private static final int VAL_COLUMNS = 4;
  private static final int SIDE = 320;
  private static final double CONFIDENCE = 0.25;

  /** Training samples as the detector gets them, with their labels. */
  void drawBatch(List<Sample> samples) {
    ContactSheet sheet = new ContactSheet(BATCH_COLUMNS, SIDE);
    BoxPainter painter = new BoxPainter(classes);
    for (Sample sample : samples.subList(0, Math.min(BATCH_SHOWN, samples.size()))) {
      Sample shown = fitted(sample);
      sheet.add(painter.withAnnotations(shown.image(), shown.annotations()), shown.name());
    }
    ImageWriter.write(run.picture("train_batch"), sheet.toImage());
  }

  /** Losses, weights, shares, precision and errors over time. */
  void drawCurves() {
    List<Map<String, Object>> records = JournalReader.read(run.journal());
    RunCharts.losses(records, run.picture("losses"));
    ShareCharts.draw(records, run.picture("shares"));
    RunCharts.precision(records, run.picture("precision"));
    RunCharts.errors(records, run.picture("errors_over_epochs"));
  }

  /** What the evaluation of the path that is served tells. */
  void drawEvaluation(Validation validation) {
    EvaluationPictures.draw(validation.oneToOne(), run.folder());
  }

  /** Validation pictures: truth beside prediction. */
  void drawPredictions(Dataset val, Predictor predictor) {
    ContactSheet sheet = new ContactSheet(VAL_COLUMNS, SIDE);
    BoxPainter painter = new BoxPainter(classes);
    int shown = Math.min(VAL_SHOWN, val.size());
    for (int i = 0; i < shown; i++) {
      // Spread over the data set, so that neighbours in it do not fill the sheet.
      Sample read = val.read((int) ((long) i * val.size() / shown));
      Sample sample = fitted(read);
      sheet.add(
          painter.withAnnotations(sample.image(), sample.annotations()), "truth: " + read.name());
      double factor = (double) sample.image().width() / read.image().width();
      Image found =
          painter.withDetections(
              sample.image(),
              predictor.detect(read.image(), CONFIDENCE).stream()
                  .map(
                      each ->
                          new Detection(
                              each.classIndex(), each.score(), each.box().scaled(factor, factor)))
                  .toList());
      sheet.add(found, "found, confidence > " + CONFIDENCE);
    }
    ImageWriter.write(run.picture("val_predictions"), sheet.toImage());
  }

  /** Drawn on at the size they are shown in, so that frames and words can be read. */
  private static Sample fitted(Sample sample) {
    Image image = sample.image();
    double factor = (double) SIDE / Math.max(image.width(), image.height());
    int width = Math.max(1, (int) Math.rint(image.width() * factor));
    int height = Math.max(1, (int) Math.rint(image.height() * factor));
    return new Sample(
        sample.name(),
        Resizer.resize(image, width, height),
        sample.annotations().stream()
            .map(each -> each.movedTo(each.box().scaled(factor, factor)))
            .toList());
  }
}
