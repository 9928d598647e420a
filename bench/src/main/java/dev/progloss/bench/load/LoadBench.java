package dev.progloss.bench.load;

import dev.progloss.data.augment.AugmentConfig;
import dev.progloss.data.augment.ResizedPictures;
import dev.progloss.data.augment.TrainingPipeline;
import dev.progloss.data.cache.CachePlan;
import dev.progloss.data.cache.KeptPictures;
import dev.progloss.data.dataset.Dataset;
import dev.progloss.data.dataset.Split;
import dev.progloss.data.format.ReadOptions;
import dev.progloss.data.format.YoloDatasets;
import dev.progloss.data.load.Crew;
import dev.progloss.data.load.Prefetcher;
import dev.progloss.train.batch.Batch;
import dev.progloss.train.loop.TrainingData;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.zip.CRC32;

/**
 * Times what a run does to its training pictures before a network sees them, with the usual
 * augmentation and mosaic; see {@code bench/load}.
 *
 * <p>Rounds with an empty cache and with a filled one alternate, so that each shares what else the
 * machine does. The first round warms up and is not printed.
 */
public final class LoadBench {

  private static final int USAGE = 2;
  private static final int BATCH = 16;
  private static final int WARM_EPOCHS = 3;
  private static final long SEED = 0;
  private static final double GIBI = 1L << 30;

  private final Dataset data;
  private final int side;
  private final int threads;
  private final PrintStream out;

  private LoadBench(Dataset data, int side, int threads, PrintStream out) {
    this.data = data;
    this.side = side;
    this.threads = threads;
    this.out = out;
  }

  /** Arguments: data.yaml, side, threads, rounds, ram or disk or none, GiB, folder for disk. */
  public static void main(String[] arguments) {
    if (arguments.length != 7) {
      System.err.println("DATA.yaml SIDE THREADS ROUNDS ram|disk|none GIB FOLDER");
      System.exit(USAGE);
    }
    Dataset data = YoloDatasets.open(Path.of(arguments[0]), Split.TRAIN, ReadOptions.defaults());
    LoadBench bench =
        new LoadBench(
            data, Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]), System.out);
    long bytes = (long) (Double.parseDouble(arguments[5]) * GIBI);
    Path folder = Path.of(arguments[6]);
    int rounds = Integer.parseInt(arguments[3]);
    switch (arguments[4]) {
      case "ram" -> bench.coldAndWarm(rounds, () -> new CachePlan.Heap(bytes));
      case "disk" -> bench.coldAndWarm(rounds, () -> emptied(folder, bytes));
      default -> bench.coldAndWarm(rounds, CachePlan.None::new);
    }
  }

  private static CachePlan emptied(Path folder, long bytes) {
    // Opened with no room, the cache deletes what it holds.
    KeptPictures unused = new CachePlan.Disk(folder, 0, System.err::println).open(0);
    return new CachePlan.Disk(folder, bytes, System.err::println);
  }

  private void coldAndWarm(int rounds, Supplier<CachePlan> empty) {
    for (int round = 0; round <= rounds; round++) {
      TrainingPipeline pipeline =
          new TrainingPipeline(
              new ResizedPictures(data, side, empty.get()),
              AugmentConfig.defaults().withCloseMosaic(0),
              SEED);
      TrainingData batches =
          new TrainingData(pipeline, BATCH, WARM_EPOCHS + 1).madeBy(new Crew(crew()));
      try (Prefetcher<Batch> prepared = batches.from(0, Math.max(0, threads))) {
        CRC32 sum = new CRC32();
        double cold = picturesPerSecond(prepared, batches.batchesPerEpoch(), sum);
        double warm = picturesPerSecond(prepared, WARM_EPOCHS * batches.batchesPerEpoch(), sum);
        if (round > 0) {
          print(round, cold, warm, sum);
        }
      }
    }
  }

  /** A negative number of threads is a crew instead of loaders. */
  private int crew() {
    return Math.max(1, -threads);
  }

  private void print(int round, double cold, double warm, CRC32 sum) {
    out.println(
        String.format(Locale.ROOT, "%d\t%.1f\t%.1f\t%08x", round, cold, warm, sum.getValue()));
  }

  private static double picturesPerSecond(Prefetcher<Batch> prepared, long count, CRC32 sum) {
    long begin = System.nanoTime();
    long pictures = 0;
    for (long i = 0; i < count; i++) {
      Batch batch = prepared.next();
      pictures += batch.size();
      add(batch, sum);
    }
    return pictures * 1e9 / (System.nanoTime() - begin);
  }

  /** Pixels, boxes and classes, so that equal numbers mean equal samples. */
  private static void add(Batch batch, CRC32 all) {
    all.update(batch.pixels());
    batch
        .truth()
        .forEach(
            truth -> {
              ByteBuffer bytes = ByteBuffer.allocate(36 * truth.boxes().size());
              for (int i = 0; i < truth.boxes().size(); i++) {
                var box = truth.boxes().get(i);
                bytes.putInt(truth.classes().get(i));
                bytes.putDouble(box.x1()).putDouble(box.y1());
                bytes.putDouble(box.x2()).putDouble(box.y2());
              }
              all.update(bytes.array());
            });
  }
}
