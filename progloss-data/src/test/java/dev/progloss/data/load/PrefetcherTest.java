package dev.progloss.data.load;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.progloss.core.error.DataException;
import dev.progloss.data.augment.AugmentConfig;
import dev.progloss.data.augment.PaintedDataset;
import dev.progloss.data.augment.ResizedPictures;
import dev.progloss.data.augment.TrainingPipeline;
import dev.progloss.data.dataset.Sample;
import dev.progloss.data.dataset.Split;
import dev.progloss.data.format.FileDataset;
import dev.progloss.data.format.ReadOptions;
import dev.progloss.data.format.YoloDatasets;
import dev.progloss.data.synthetic.DatasetWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrefetcherTest {

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 5})
  void next_anyNumberOfThreads_sameItemsInOrder(int threads) {
    List<Integer> got = new ArrayList<>();
    try (Prefetcher<Integer> items = Prefetcher.open(threads, 3, 50, i -> i * i)) {
      items.forEachRemaining(got::add);
      assertThatThrownBy(items::next).isInstanceOf(NoSuchElementException.class);
    }
    assertThat(got).hasSize(50).startsWith(0, 1, 4).isSorted();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2})
  void next_preparationFails_throwsWhatItThrew(int threads) {
    try (Prefetcher<Integer> items =
        Prefetcher.open(
            threads,
            2,
            5,
            i -> {
              if (i == 2) {
                throw new DataException("picture 2 is gone");
              }
              return i;
            })) {
      assertThat(items.next()).isZero();
      assertThat(items.next()).isOne();
      assertThatThrownBy(items::next)
          .isInstanceOf(DataException.class)
          .hasMessage("picture 2 is gone");
    }
  }

  @Test
  void open_preparesNoFurtherAheadThanTold() {
    AtomicInteger made = new AtomicInteger();
    try (Prefetcher<Integer> items =
        Prefetcher.open(
            1,
            3,
            100,
            i -> {
              made.incrementAndGet();
              return i;
            })) {
      items.next();
      assertThat(made.get()).isLessThanOrEqualTo(4);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2})
  void next_afterClose_isRefused(int threads) {
    Prefetcher<Integer> items = Prefetcher.open(threads, 4, 50, i -> i);
    assertThat(items.next()).isZero();
    items.close();
    items.close();
    assertThatThrownBy(items::next)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("a closed prefetcher was asked for item 1");
  }

  @Test
  void close_workUnderWay_interruptsAndAwaitsIt() throws InterruptedException {
    CountDownLatch started = new CountDownLatch(2);
    AtomicInteger ended = new AtomicInteger();
    Prefetcher<Integer> items = Prefetcher.open(2, 6, 50, i -> untilInterrupted(i, started, ended));
    started.await();
    items.close();
    // Two were under way on two threads; the four that waited never began.
    assertThat(ended.get()).isEqualTo(2);
  }

  @Test
  void next_interrupted_throwsAndKeepsTheFlag() {
    CountDownLatch started = new CountDownLatch(1);
    try (Prefetcher<Integer> items =
        Prefetcher.open(1, 1, 5, i -> untilInterrupted(i, started, new AtomicInteger()))) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(items::next).isInstanceOf(CancellationException.class);
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void next_preparationFailsWithAnError_throwsIt(int threads) {
    AssertionError failure = new AssertionError("broken");
    try (Prefetcher<Integer> items =
        Prefetcher.open(
            threads,
            1,
            2,
            i -> {
              throw failure;
            })) {
      assertThatThrownBy(items::next).isSameAs(failure);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  @Timeout(60)
  void next_allThreadsDiedQuietly_saysSoAndNeverHangs(int threads) {
    try (Prefetcher<Integer> items =
        Prefetcher.open(threads, 3, 50, task -> new Thread(() -> {}), i -> i)) {
      assertThatThrownBy(items::next)
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("a loader thread has died, and item 0 is not prepared");
    }
  }

  @Test
  @Timeout(60)
  void next_oneThreadOfTwoDiedQuietly_saysSoAtTheItemItTook() {
    AtomicInteger made = new AtomicInteger();
    try (Prefetcher<Integer> items =
        Prefetcher.open(
            2,
            3,
            50,
            // The second thread gets item 1 on its way.
            task -> made.incrementAndGet() == 2 ? new Thread(() -> {}) : new Thread(task),
            i -> i)) {
      assertThat(items.next()).isZero();
      assertThatThrownBy(items::next)
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("a loader thread has died, and item 1 is not prepared");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3})
  @Timeout(60)
  void next_preparationRunsOutOfMemory_throwsThatAndTheRestCanBeHad(int threads) {
    OutOfMemoryError failure = new OutOfMemoryError("Java heap space");
    try (Prefetcher<Integer> items =
        Prefetcher.open(
            threads,
            2,
            5,
            i -> {
              if (i == 1) {
                throw failure;
              }
              return i;
            })) {
      assertThat(items.next()).isZero();
      assertThatThrownBy(items::next).isSameAs(failure);
      assertThat(items.next()).isEqualTo(2);
    }
  }

  @Test
  @Timeout(60)
  void open_aThreadCannotBeStarted_throwsThatAndEndsTheOthers() {
    List<Thread> made = new ArrayList<>();
    OutOfMemoryError failure = new OutOfMemoryError("unable to create native thread");
    assertThatThrownBy(
            () ->
                Prefetcher.open(
                    2,
                    3,
                    50,
                    task -> {
                      Thread thread = made.isEmpty() ? new Thread(task) : unable(failure);
                      made.add(thread);
                      return thread;
                    },
                    i -> i))
        .isSameAs(failure);
    assertThat(made).hasSize(2).noneMatch(Thread::isAlive);
  }

  private static Thread unable(OutOfMemoryError failure) {
    return new Thread() {
      @Override
      public synchronized void start() {
        throw failure;
      }
    };
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2})
  @Timeout(60)
  void next_pictureVanishedSinceTheSetWasOpened_namesItsFile(int threads, @TempDir Path folder)
      throws IOException {
    DatasetWriter.write(
        folder, Map.of(Split.TRAIN, new PaintedDataset(6), Split.VAL, new PaintedDataset(1)));
    FileDataset dataset =
        YoloDatasets.open(folder.resolve("data.yaml"), Split.TRAIN, ReadOptions.defaults());
    ResizedPictures pictures = new ResizedPictures(dataset, 64, 0);
    TrainingPipeline pipeline = new TrainingPipeline(pictures, AugmentConfig.defaults(), 26);
    Files.delete(dataset.file(3));
    try (Prefetcher<Sample> samples =
        Prefetcher.open(threads, 3, 6, i -> pipeline.sample(0, i, false))) {
      assertThatThrownBy(() -> samples.forEachRemaining(sample -> {}))
          .isInstanceOf(DataException.class)
          .hasMessageContaining(dataset.file(3).toString())
          .hasMessageContaining("not found");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void next_trainingSamples_sameBytesForAnyNumberOfThreads(int threads) {
    List<byte[]> expected = trainingBytes(0, 0);
    List<byte[]> got = trainingBytes(threads, 200_000);
    assertThat(got).hasSize(30);
    for (int i = 0; i < 30; i++) {
      assertThat(got.get(i)).as("item %d", i).isEqualTo(expected.get(i));
    }
  }

  /** The pictures and boxes of an epoch, in the order in which they are handed over. */
  private static List<byte[]> trainingBytes(int threads, long cacheBytes) {
    ResizedPictures pictures = new ResizedPictures(new PaintedDataset(30), 64, cacheBytes);
    AugmentConfig config = AugmentConfig.defaults().withBlends(0.5, 0.5);
    TrainingPipeline pipeline = new TrainingPipeline(pictures, config, 26);
    int[] order = SampleOrder.shuffled(30, 26, 2);
    List<byte[]> bytes = new ArrayList<>();
    try (Prefetcher<Sample> samples =
        Prefetcher.open(threads, 3, 30, i -> pipeline.sample(2, order[i], true))) {
      samples.forEachRemaining(
          sample -> {
            byte[] boxes = sample.annotations().toString().getBytes(UTF_8);
            byte[] rgb = sample.image().rgb();
            byte[] both = Arrays.copyOf(rgb, rgb.length + boxes.length);
            System.arraycopy(boxes, 0, both, rgb.length, boxes.length);
            bytes.add(both);
          });
    }
    return bytes;
  }

  private static int untilInterrupted(int item, CountDownLatch started, AtomicInteger ended) {
    started.countDown();
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      ended.incrementAndGet();
      Thread.currentThread().interrupt();
    }
    return item;
  }

  @Test
  void shuffled_isAPermutationThatDependsOnSeedAndEpochAlone() {
    int[] order = SampleOrder.shuffled(100, 26, 3);
    assertThat(order).doesNotHaveDuplicates().hasSize(100).contains(0, 99);
    assertThat(SampleOrder.shuffled(100, 26, 3)).isEqualTo(order);
    assertThat(SampleOrder.shuffled(100, 26, 4)).isNotEqualTo(order);
    assertThat(SampleOrder.shuffled(100, 27, 3)).isNotEqualTo(order);
    assertThat(SampleOrder.sequential(3)).containsExactly(0, 1, 2);
  }
}
