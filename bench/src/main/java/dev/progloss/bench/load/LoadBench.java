package dev.progloss.bench.load;

import dev.progloss.data.augment.AugmentConfig;
import dev.progloss.data.augment.ResizedPictures;
import dev.progloss.data.augment.TrainingPipeline;
import dev.progloss.data.dataset.Dataset;
import dev.progloss.data.dataset.Split;
import dev.progloss.data.format.ReadOptions;
import dev.progloss.data.format.YoloDatasets;
import dev.progloss.data.load.Prefetcher;
import dev.progloss.train.batch.Batch;
import dev.progloss.train.loop.TrainingData;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Locale;
import java.util.zip.CRC32;

/** Times what a run does to its training pictures before a network sees them. */
public final class LoadBench {

  private static final int USAGE = 2;
  private static final int BATCH = 16;
  private static final long MEBI = 1L << 20;

  private LoadBench() {}

  /** Arguments: data.yaml, side, threads, epochs, MiB of heap for pictures. */
  public static void main(String[] arguments) {
    if (arguments.length != 5) {
      System.err.println("DATA.yaml SIDE THREADS EPOCHS CACHE_MIB");
      System.exit(USAGE);
    }
    Dataset data =
        YoloDatasets.open(Path.of(arguments[0]), Split.TRAIN, ReadOptions.defaults());
    int side = Integer.parseInt(arguments[1]);
    int threads = Integer.parseInt(arguments[2]);
    int epochs = Integer.parseInt(arguments[3]);
    long cache = Long.parseLong(arguments[4]) * MEBI;
    TrainingPipeline pipeline =
        new TrainingPipeline(
            new ResizedPictures(data, side, cache), AugmentConfig.defaults().withCloseMosaic(0), 0);
    run(new TrainingData(pipeline, BATCH, epochs), threads, epochs, System.out);
  }

  private static void run(TrainingData data, int threads, int epochs, PrintStream out) {
    CRC32 all = new CRC32();
    try (Prefetcher<Batch> batches = data.from(0, threads)) {
      for (int epoch = 0; epoch < epochs; epoch++) {
        long begin = System.nanoTime();
        long pictures = 0;
        for (long i = 0; i < data.batchesPerEpoch(); i++) {
          Batch batch = batches.next();
          pictures += batch.size();
          add(batch, all);
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        out.println(
            String.format(
                Locale.ROOT,
                "epoch %2d  %7.1f pictures/s  crc %08x",
                epoch + 1,
                pictures / seconds,
                all.getValue()));
      }
    }
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
