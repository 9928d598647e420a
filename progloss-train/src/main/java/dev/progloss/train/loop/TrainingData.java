package dev.progloss.train.loop;

import dev.progloss.data.augment.TrainingPipeline;
import dev.progloss.data.augment.TrainingPipeline.Place;
import dev.progloss.data.dataset.Sample;
import dev.progloss.data.load.Crew;
import dev.progloss.data.load.Prefetcher;
import dev.progloss.data.load.SampleOrder;
import dev.progloss.train.batch.Batch;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The batches of a run. Every batch is a pure function of its number, so a run can be taken up
 * anywhere, and loader threads change nothing but the time. Safe for several threads at once.
 */
public final class TrainingData {

  /** Batches that may wait: enough to ride over a slow picture, little enough for memory. */
  private static final int AHEAD = 3;

  private final TrainingPipeline pipeline;
  private final int batch;
  private final int epochs;
  private final int horizon;
  private final Crew crew;
  private final AtomicReference<@Nullable Order> lastOrder = new AtomicReference<>();

  /** The order of one epoch, kept since all batches of the epoch ask for it. */
  @SuppressWarnings("ArrayRecordComponent") // a carrier inside this class
  private record Order(int epoch, int[] indices) {}

  /**
   * Batches of this size.
   *
   * @param batch pictures in a batch, at least 1; the last one of an epoch may have fewer
   */
  public TrainingData(TrainingPipeline pipeline, int batch, int epochs) {
    this(pipeline, batch, epochs, epochs, new Crew(1));
  }

  private TrainingData(TrainingPipeline pipeline, int batch, int epochs, int horizon, Crew crew) {
    this.pipeline = pipeline;
    this.batch = batch;
    this.epochs = epochs;
    this.horizon = horizon;
    this.crew = crew;
  }

  /** The same with augmentation that ends where a run of so many epochs would end it. */
  public TrainingData withHorizon(int other) {
    return new TrainingData(pipeline, batch, epochs, other, crew);
  }

  /**
   * The same; where there are no loader threads, these make each batch together.
   *
   * @param others who has nothing else to do while a batch is asked for
   */
  public TrainingData madeBy(Crew others) {
    return new TrainingData(pipeline, batch, epochs, horizon, others);
  }

  /** Batches in an epoch. */
  public long batchesPerEpoch() {
    return (pipeline.pictures().size() + batch - 1L) / batch;
  }

  /** The samples of a batch, counted from 0 over the whole run. */
  public List<Sample> samples(long step) {
    List<Sample> samples = new ArrayList<>();
    for (Place place : places(step)) {
      samples.add(pipeline.sample(place.epoch(), place.index(), place.joins()));
    }
    return samples;
  }

  /**
   * The same as a batch, without a copy of each sample on the way.
   *
   * @param crew who shares the work
   */
  public Batch batch(long step, Crew crew) {
    List<Place> places = places(step);
    Painter.Sheet sheet = Painter.Sheet.of(places.size(), pipeline.pictures().side());
    crew.run(places.size(), () -> new Painter(pipeline, places, sheet));
    return sheet.batch();
  }

  private List<Place> places(long step) {
    int epoch = (int) (step / batchesPerEpoch());
    int first = (int) (step % batchesPerEpoch()) * batch;
    int[] order = order(epoch);
    boolean joins = pipeline.config().joinsPictures(epoch, horizon);
    List<Place> places = new ArrayList<>();
    for (int i = first; i < Math.min(first + batch, order.length); i++) {
      places.add(new Place(epoch, order[i], joins));
    }
    return places;
  }

  /**
   * Starts preparing all batches from one on.
   *
   * @param threads loader threads; with 0 a batch is prepared when it is asked for, by the crew
   */
  public Prefetcher<Batch> from(long step, int threads) {
    int count = Math.toIntExact(batchesPerEpoch() * epochs - step);
    // Loader threads have a batch each; a crew on top of them would only be in their way.
    Crew each = threads == 0 ? crew : new Crew(1);
    return Prefetcher.open(threads, AHEAD, count, index -> batch(step + index, each));
  }

  private int[] order(int epoch) {
    Order last = lastOrder.get();
    if (last == null || last.epoch != epoch) {
      int size = pipeline.pictures().size();
      last = new Order(epoch, SampleOrder.shuffled(size, pipeline.seed(), epoch));
      lastOrder.set(last);
    }
    return last.indices;
  }
}
