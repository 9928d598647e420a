package dev.progloss.train.loop;

import dev.progloss.data.augment.TrainingPipeline;
import dev.progloss.data.augment.TrainingPipeline.Place;
import dev.progloss.data.image.Easel;
import dev.progloss.data.load.Crew;
import dev.progloss.model.assign.ImageTruth;
import dev.progloss.train.batch.Batch;
import java.util.Arrays;
import java.util.List;

/** Paints samples of a batch, each into its place, on one thread. */
final class Painter implements Crew.Worker {

  private final TrainingPipeline pipeline;
  private final List<Place> places;
  private final Sheet sheet;
  private final Easel easel;

  Painter(TrainingPipeline pipeline, List<Place> places, Sheet sheet) {
    this.pipeline = pipeline;
    this.places = places;
    this.sheet = sheet;
    this.easel = pipeline.easel();
  }

  /** A batch that is being made; painters write to places of their own. */
  @SuppressWarnings("ArrayRecordComponent") // a carrier until it becomes a batch
  record Sheet(int side, byte[] pixels, ImageTruth[] truth) {

    static Sheet of(int size, int side) {
      ImageTruth[] truth = new ImageTruth[size];
      Arrays.fill(truth, ImageTruth.NOTHING);
      return new Sheet(side, Batch.emptyPixels(size, side), truth);
    }

    Batch batch() {
      return new Batch(side, pixels, List.of(truth));
    }
  }

  @Override
  public void work(int piece) {
    sheet.truth[piece] = Batch.truthOf(pipeline.paint(places.get(piece), easel));
    easel.copyTo(sheet.pixels, 3 * sheet.side * sheet.side * piece);
  }

  @Override
  public void close() {
    easel.close();
  }
}
