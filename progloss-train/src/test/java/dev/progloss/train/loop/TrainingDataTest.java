package dev.progloss.train.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.progloss.core.error.DataException;
import dev.progloss.data.augment.AugmentConfig;
import dev.progloss.data.augment.ResizedPictures;
import dev.progloss.data.augment.TrainingPipeline;
import dev.progloss.data.dataset.Dataset;
import dev.progloss.data.dataset.Sample;
import dev.progloss.data.dataset.Split;
import dev.progloss.data.load.Crew;
import dev.progloss.data.load.Prefetcher;
import dev.progloss.data.synthetic.DrawnDataset;
import dev.progloss.train.batch.Batch;
import dev.progloss.train.testkit.DatasetAround;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainingDataTest {

  private static final int SIDE = 64;
  private static final Dataset DRAWN = new DrawnDataset(3, Split.TRAIN, 11, SIDE);

  private static TrainingData data(Dataset dataset, long cacheBytes) {
    AugmentConfig config = AugmentConfig.defaults().withBlends(0.2, 0.2).withCloseMosaic(1);
    ResizedPictures pictures = new ResizedPictures(dataset, SIDE, cacheBytes);
    return new TrainingData(new TrainingPipeline(pictures, config, 9), 4, 3);
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "0, 2", "0, 5", "1, 2", "3, 1"})
  void from_anyThreads_givesTheSamplesOfEachStep(int loaders, int crew) {
    TrainingData plain = data(DRAWN, 0);
    TrainingData shared = data(DRAWN, 1 << 20).madeBy(new Crew(crew));
    try (Prefetcher<Batch> batches = shared.from(1, loaders)) {
      for (long step = 1; step < 3 * plain.batchesPerEpoch(); step++) {
        Batch want = Batch.of(plain.samples(step));
        Batch got = batches.next();
        assertThat(got.side()).isEqualTo(want.side());
        assertThat(got.pixels()).as("step %d", step).isEqualTo(want.pixels());
        assertThat(got.truth()).isEqualTo(want.truth());
      }
      assertThat(batches.hasNext()).isFalse();
    }
  }

  /** Its last picture has been damaged since it was opened. */
  private record Damaged(Dataset inner) implements DatasetAround {
    @Override
    public Sample read(int index) {
      if (index == inner.size() - 1) {
        throw new DataException("last.jpg: cannot be decoded");
      }
      return inner.read(index);
    }
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "0, 3", "2, 1"})
  void from_damagedPicture_throwsWhatReadingItThrew(int loaders, int crew) {
    TrainingData data = data(new Damaged(DRAWN), 0).madeBy(new Crew(crew));
    try (Prefetcher<Batch> batches = data.from(0, loaders)) {
      assertThatThrownBy(() -> batches.forEachRemaining(batch -> {}))
          .isInstanceOf(DataException.class)
          .hasMessage("last.jpg: cannot be decoded");
    }
  }

  @Test
  void batch_anyStep_isAFunctionOfItsNumber() {
    TrainingData data = data(DRAWN, 1 << 20);
    Batch later = data.batch(5, new Crew(1));
    Batch earlier = data.batch(2, new Crew(2));
    assertThat(data.batch(5, new Crew(3)).pixels()).isEqualTo(later.pixels());
    assertThat(earlier.pixels()).isNotEqualTo(later.pixels());
  }
}
