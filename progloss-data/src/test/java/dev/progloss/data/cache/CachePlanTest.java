package dev.progloss.data.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.progloss.core.detection.Annotation;
import dev.progloss.core.detection.ClassNames;
import dev.progloss.core.detection.ImageSize;
import dev.progloss.core.error.ConfigException;
import dev.progloss.data.augment.AugmentConfig;
import dev.progloss.data.augment.PaintedDataset;
import dev.progloss.data.augment.ResizedPictures;
import dev.progloss.data.augment.TrainingPipeline;
import dev.progloss.data.dataset.Dataset;
import dev.progloss.data.dataset.Sample;
import dev.progloss.data.image.Image;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CachePlanTest {

  private static final int SIDE = 64;
  private static final int COUNT = 12;

  /** 64 x 53 and 64 x 59 and so on: none has more bytes than this, its header included. */
  private static final long ROOM_FOR_ONE = 60 + 3 * SIDE * SIDE;

  @TempDir Path folder;

  private final List<String> warnings = new ArrayList<>();

  /** Painted pictures that count how often they are decoded, and change when the state does. */
  private record Watched(PaintedDataset inner, String state, AtomicInteger reads)
      implements Dataset {

    static Watched of(String state) {
      return new Watched(new PaintedDataset(COUNT), state, new AtomicInteger());
    }

    @Override
    public ClassNames classes() {
      return inner.classes();
    }

    @Override
    public int size() {
      return inner.size();
    }

    @Override
    public String name(int index) {
      return inner.name(index);
    }

    @Override
    public ImageSize imageSize(int index) {
      return inner.imageSize(index);
    }

    @Override
    public List<Annotation> annotations(int index) {
      return inner.annotations(index);
    }

    @Override
    public Sample read(int index) {
      reads.incrementAndGet();
      return inner.read(index);
    }

    @Override
    public String stamp(int index) {
      return state.isEmpty() ? "" : index + state;
    }
  }

  private CachePlan disk(long bytes) {
    return new CachePlan.Disk(folder, bytes, warnings::add);
  }

  private static List<byte[]> pixels(Dataset data, CachePlan plan) {
    ResizedPictures pictures = new ResizedPictures(data, SIDE, plan);
    List<byte[]> all = new ArrayList<>();
    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < COUNT; i++) {
        all.add(pictures.image(i).rgb());
      }
    }
    return all;
  }

  private static void requireSame(List<byte[]> got, List<byte[]> want) {
    assertThat(got).hasSameSizeAs(want);
    for (int i = 0; i < got.size(); i++) {
      assertThat(got.get(i)).as("picture %d", i).isEqualTo(want.get(i));
    }
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.sorted().toList();
    }
  }

  @Test
  void sample_anyPlan_sameBits() {
    List<CachePlan> plans =
        List.of(
            new CachePlan.Heap(1 << 20),
            new CachePlan.Heap(3 * ROOM_FOR_ONE),
            disk(3 * ROOM_FOR_ONE),
            disk(1 << 20),
            disk(1 << 20));
    AugmentConfig config = AugmentConfig.defaults().withBlends(0.3, 0.3);
    TrainingPipeline plain =
        new TrainingPipeline(
            new ResizedPictures(Watched.of("a"), SIDE, new CachePlan.None()), config, 5);
    for (CachePlan plan : plans) {
      TrainingPipeline cached =
          new TrainingPipeline(new ResizedPictures(Watched.of("a"), SIDE, plan), config, 5);
      for (int i = 0; i < 3 * COUNT; i++) {
        Sample want = plain.sample(i / COUNT, i % COUNT, true);
        Sample got = cached.sample(i / COUNT, i % COUNT, true);
        assertThat(got.image().rgb()).isEqualTo(want.image().rgb());
        assertThat(got.annotations()).isEqualTo(want.annotations());
      }
    }
    assertThat(warnings).isEmpty();
  }

  @Test
  void image_none_isDecodedEachTime() {
    Watched data = Watched.of("a");
    List<byte[]> unused = pixels(data, new CachePlan.None());
    assertThat(data.reads).hasValue(2 * COUNT);
  }

  @Test
  void image_disk_isFoundAgainByALaterRun() {
    Watched first = Watched.of("a");
    Watched second = Watched.of("a");
    List<byte[]> made = pixels(first, disk(1 << 20));
    requireSame(pixels(second, disk(1 << 20)), made);
    assertThat(first.reads).hasValue(COUNT);
    assertThat(second.reads).hasValue(0);
  }

  @Test
  void image_changedPictureOrOtherSide_isDecodedAnew() {
    List<byte[]> unused = pixels(Watched.of("a"), disk(1 << 20));
    Watched changed = Watched.of("b");
    requireSame(pixels(changed, disk(1 << 20)), pixels(Watched.of("a"), new CachePlan.None()));
    assertThat(changed.reads).hasValue(COUNT);
    Watched same = Watched.of("a");
    Image other = new ResizedPictures(same, SIDE / 2, disk(1 << 20)).image(0);
    assertThat(other.width()).isEqualTo(SIDE / 2);
    assertThat(same.reads).hasValue(1);
  }

  @Test
  void image_nothingKnownAboutItsState_isNotKeptInFiles() throws IOException {
    Watched data = Watched.of("");
    List<byte[]> unused = pixels(data, disk(1 << 20));
    assertThat(data.reads).hasValue(2 * COUNT);
    assertThat(files()).isEmpty();
  }

  /** Cut off, with a byte changed, empty, too long, and with another picture's content. */
  @Test
  void image_damagedFile_isNotUsedButReplaced() throws IOException {
    List<byte[]> want = pixels(Watched.of("a"), disk(1 << 20));
    List<Path> files = files();
    byte[] whole = Files.readAllBytes(files.get(0));
    Files.write(files.get(0), java.util.Arrays.copyOf(whole, whole.length - 1));
    byte[] flipped = Files.readAllBytes(files.get(1));
    flipped[flipped.length / 2] ^= 1;
    Files.write(files.get(1), flipped);
    Files.write(files.get(2), new byte[0]);
    byte[] fourth = Files.readAllBytes(files.get(3));
    Files.write(files.get(3), java.util.Arrays.copyOf(fourth, fourth.length + 1));
    Files.write(files.get(4), Files.readAllBytes(files.get(5)));

    Watched second = Watched.of("a");
    requireSame(pixels(second, disk(1 << 20)), want);
    assertThat(second.reads).hasValue(5);
    Watched third = Watched.of("a");
    requireSame(pixels(third, disk(1 << 20)), want);
    assertThat(third.reads).hasValue(0);
    assertThat(warnings).isEmpty();
  }

  @Test
  void image_fileGoneMeanwhile_isDecodedAnew() throws IOException {
    ResizedPictures pictures = new ResizedPictures(Watched.of("a"), SIDE, disk(1 << 20));
    byte[] first = pictures.image(0).rgb();
    for (Path file : files()) {
      Files.delete(file);
    }
    assertThat(pictures.image(0).rgb()).isEqualTo(first);
    assertThat(files()).hasSize(1);
  }

  @Test
  void keep_beyondTheBound_makesWayForNobodyOfThisRun() throws IOException {
    List<byte[]> unused = pixels(Watched.of("a"), disk(5 * ROOM_FOR_ONE));
    assertThat(files()).hasSizeBetween(5, 6);
    assertThat(length()).isLessThanOrEqualTo(5 * ROOM_FOR_ONE);
  }

  @Test
  void keep_fullOfEarlierRuns_theLongestUnusedMakeWay() throws IOException {
    ResizedPictures early = new ResizedPictures(Watched.of("a"), SIDE, disk(1 << 20));
    for (int i = 0; i < 4; i++) {
      Image unused = early.image(i);
    }
    List<Path> old = files();
    for (int i = 0; i < 4; i++) {
      FileTime time = FileTime.from(Instant.now().minus(Duration.ofHours(9 - i)));
      Path unused = Files.setLastModifiedTime(old.get(i), time);
    }
    long bound = length() + ROOM_FOR_ONE;
    ResizedPictures late = new ResizedPictures(Watched.of("b"), SIDE, disk(bound));
    assertThat(late.image(0).width()).isEqualTo(SIDE);
    assertThat(late.image(1).width()).isEqualTo(SIDE);
    assertThat(length()).isLessThanOrEqualTo(bound);
    assertThat(old.get(0)).doesNotExist();
    assertThat(old.get(3)).exists();
  }

  private long length() throws IOException {
    long length = 0;
    for (Path file : files()) {
      length += Files.size(file);
    }
    return length;
  }

  @Test
  void open_smallerBoundThanBefore_deletesDownToIt() throws IOException {
    List<byte[]> unused = pixels(Watched.of("a"), disk(1 << 20));
    KeptPictures kept = disk(2 * ROOM_FOR_ONE).open(COUNT);
    assertThat(kept).isNotNull();
    assertThat(length()).isLessThanOrEqualTo(2 * ROOM_FOR_ONE);
    assertThat(files()).isNotEmpty();
  }

  @Test
  void open_otherFilesInTheFolder_touchesOnlyItsOwn() throws IOException {
    Path foreign = Files.writeString(folder.resolve("picture.jpg"), "x");
    Path similar = Files.writeString(folder.resolve("my.pixels"), "x");
    Path begun = Files.writeString(folder.resolve("progloss-1.part"), "x");
    Path left = Files.writeString(folder.resolve("progloss-2.part"), "x");
    FileTime lastWeek = FileTime.from(Instant.now().minus(Duration.ofDays(7)));
    for (Path file : List.of(foreign, similar, left)) {
      Path unused = Files.setLastModifiedTime(file, lastWeek);
    }
    KeptPictures kept = disk(0).open(COUNT);
    assertThat(kept).isNotNull();
    assertThat(files()).containsExactlyInAnyOrder(foreign, similar, begun);
  }

  @Test
  void open_folderThatCannotBe_warnsOnceAndGoesOnWithout() throws IOException {
    Path taken = Files.writeString(folder.resolve("taken"), "a file");
    CachePlan plan = new CachePlan.Disk(taken.resolve("cache"), 1 << 20, warnings::add);
    List<byte[]> want = pixels(Watched.of("a"), new CachePlan.None());
    requireSame(pixels(Watched.of("a"), plan), want);
    assertThat(warnings).hasSize(1);
    assertThat(warnings.get(0)).contains(taken.toString(), "no longer kept");
  }

  @Test
  void keep_folderGoneMeanwhile_warnsOnceAndGoesOnWithout() throws IOException {
    CachePlan plan = new CachePlan.Disk(folder.resolve("cache"), 1 << 20, warnings::add);
    ResizedPictures pictures = new ResizedPictures(Watched.of("a"), SIDE, plan);
    Files.delete(folder.resolve("cache"));
    List<byte[]> want = pixels(Watched.of("a"), new CachePlan.None());
    for (int i = 0; i < COUNT; i++) {
      assertThat(pictures.image(i).rgb()).isEqualTo(want.get(i));
    }
    assertThat(warnings).hasSize(1);
  }

  @Test
  void plan_negativeBound_isRefused() {
    assertThatThrownBy(() -> new CachePlan.Heap(-1))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("got -1 bytes");
    assertThatThrownBy(() -> disk(-1)).isInstanceOf(ConfigException.class);
  }
}
