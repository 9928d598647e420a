package dev.progloss.bench.fast;

import dev.progloss.bench.fast.FastBench.Task;
import dev.progloss.data.augment.AugmentConfig;
import dev.progloss.data.cache.CachePlan;
import dev.progloss.data.dataset.Dataset;
import dev.progloss.data.dataset.Split;
import dev.progloss.data.format.ReadOptions;
import dev.progloss.data.format.YoloDatasets;
import dev.progloss.data.load.Prefetcher;
import dev.progloss.model.architecture.Scale;
import dev.progloss.torch.device.ComputeDevice;
import dev.progloss.train.batch.Batch;
import dev.progloss.train.loop.TrainingData;
import dev.progloss.train.session.Hardware;
import dev.progloss.train.session.TrainConfig;
import dev.progloss.train.session.Training;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Times the loader that training has, with nobody learning: mosaic, affine, colours, from disk. */
final class LoadTime {

  private static final double NANOS = 1e9;

  private LoadTime() {}

  /**
   * Loads all batches of a run.
   *
   * @param task for so many epochs, at least 2
   * @param isKept whether scaled pictures may stay on the heap, as training keeps them
   * @return the first epoch, which decodes every picture, and the mean of the others
   */
  static Map<String, Number> of(Path dataYaml, Task task, boolean isKept) {
    Dataset train = YoloDatasets.open(dataYaml, Split.TRAIN, ReadOptions.defaults());
    Dataset val = YoloDatasets.open(dataYaml, Split.VAL, ReadOptions.defaults());
    TrainConfig config =
        TrainConfig.of(Scale.N)
            .withImageSide(task.side())
            .withLength(task.first(), task.batch())
            .withAugment(AugmentConfig.defaults().withCloseMosaic(0));
    CachePlan cache = isKept ? Hardware.cpu().cache() : new CachePlan.None();
    Hardware hardware = new Hardware(ComputeDevice.CPU, 1, task.threads(), cache, false);
    TrainingData data = Training.of(config, train, val).on(hardware).data();
    long perEpoch = data.batchesPerEpoch();
    long begin = System.nanoTime();
    long first = begin;
    long pictures = 0;
    try (Prefetcher<Batch> batches = data.from(0, task.threads())) {
      for (long step = 0; batches.hasNext(); step++) {
        pictures += batches.next().size();
        if (step == perEpoch - 1) {
          first = System.nanoTime();
        }
      }
    }
    double cold = (first - begin) / NANOS;
    double warm = (System.nanoTime() - first) / NANOS;
    Map<String, Number> figures = new LinkedHashMap<>();
    figures.put("cold_seconds_a_picture", cold / train.size());
    figures.put("warm_seconds_a_picture", warm / (pictures - train.size()));
    return figures;
  }
}
