package dev.progloss.data.check;

import dev.progloss.data.dataset.DataReport;
import dev.progloss.data.dataset.Dataset;
import dev.progloss.data.dataset.Split;
import dev.progloss.data.format.FileDataset;
import dev.progloss.data.format.ReadOptions;
import dev.progloss.data.format.WholeDataset;
import dev.progloss.data.format.YoloDatasets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Looks at a whole data set before anybody trains on it: what readers find, what is in it, and
 * which pictures are there more than once. Reads only.
 */
public final class DatasetCheck {

  /** Two pictures in memory at a time, however many cores there are. */
  private static final int DECODERS = 2;

  private final CheckOptions options;
  private final Map<PictureReference, Fingerprint> fingerprints = new LinkedHashMap<>();

  private DatasetCheck(CheckOptions options) {
    this.options = options;
  }

  /**
   * Checks a data set in files; never throws for what is in them.
   *
   * @throws dev.progloss.core.error.DataException if a picture vanishes meanwhile
   */
  public static CheckReport ofFiles(Path dataYaml, CheckOptions options) {
    DatasetCheck check = new DatasetCheck(options);
    Map<Path, Fingerprint> decoded = new ConcurrentHashMap<>();
    ReadOptions reading =
        ReadOptions.defaults()
            .onError(ReadOptions.OnError.SKIP)
            .imageChecks(options.depth())
            .maxPixels(options.maxPixels());
    WholeDataset data =
        options.decodes()
            ? onDecoders(
                () ->
                    YoloDatasets.readAll(
                        dataYaml,
                        reading.pictureWatcher(
                            (file, image) -> decoded.put(file, Fingerprint.of(image)))))
            : YoloDatasets.readAll(dataYaml, reading);
    Map<Path, List<PictureReference>> byFile = new LinkedHashMap<>();
    data.splits()
        .forEach(
            (split, files) -> {
              for (int i = 0; i < files.size(); i++) {
                check.add(files, new PictureReference(split, i, files.name(i)), byFile, decoded);
              }
            });
    List<List<PictureReference>> same = new ArrayList<>();
    for (List<Path> group : SameFiles.groups(byFile.keySet())) {
      same.add(
          group.stream().flatMap(file -> byFile.getOrDefault(file, List.of()).stream()).toList());
    }
    // A file that two splits name is not in a group unless another equals it.
    return check.report(data.report(), data.splits(), withShared(same, byFile));
  }

  private void add(
      FileDataset files,
      PictureReference picture,
      Map<Path, List<PictureReference>> byFile,
      Map<Path, Fingerprint> decoded) {
    Path file = files.file(picture.index());
    List<PictureReference> own = byFile.computeIfAbsent(file, unused -> new ArrayList<>());
    // A file listed twice in one split is told by its reader.
    if (own.stream().noneMatch(other -> other.split() == picture.split())) {
      own.add(picture);
      Fingerprint fingerprint = decoded.get(file);
      if (options.decodes() && fingerprint != null) {
        fingerprints.put(picture, fingerprint);
      }
    }
  }

  private static List<List<PictureReference>> withShared(
      List<List<PictureReference>> same, Map<Path, List<PictureReference>> byFile) {
    List<List<PictureReference>> all = new ArrayList<>(same);
    Set<PictureReference> known = new HashSet<>();
    same.forEach(known::addAll);
    for (List<PictureReference> pictures : byFile.values()) {
      if (pictures.size() > 1 && !known.contains(pictures.get(0))) {
        all.add(pictures);
      }
    }
    return all;
  }

  /** Checks data that are not in files, such as drawn ones. */
  public static CheckReport of(Map<Split, ? extends Dataset> splits, CheckOptions options) {
    DatasetCheck check = new DatasetCheck(options);
    if (options.decodes()) {
      splits.forEach(
          (split, data) -> {
            List<Fingerprint> prints =
                onDecoders(
                    () ->
                        IntStream.range(0, data.size())
                            .parallel()
                            .mapToObj(i -> Fingerprint.of(data.read(i).image()))
                            .toList());
            for (int i = 0; i < data.size(); i++) {
              check.fingerprints.put(new PictureReference(split, i, data.name(i)), prints.get(i));
            }
          });
    }
    return check.report(new DataReport(List.of(), 0, 0), splits, List.of());
  }

  private CheckReport report(
      DataReport findings,
      Map<Split, ? extends Dataset> splits,
      List<List<PictureReference>> sameFiles) {
    Map<Split, SplitStatistics> statistics = new EnumMap<>(Split.class);
    splits.forEach((split, data) -> statistics.put(split, SplitStatistics.of(data, options)));
    List<String> classes =
        splits.values().stream().findFirst().map(data -> data.classes().names()).orElse(List.of());
    return new CheckReport(
        findings, classes, statistics, new Comparison(fingerprints).of(sameFiles));
  }

  /** Streams that run in a pool's task use that pool's threads. */
  private static <T> T onDecoders(Supplier<T> work) {
    ForkJoinPool pool = new ForkJoinPool(DECODERS);
    try {
      return pool.submit(work::get).join();
    } finally {
      pool.shutdown();
    }
  }
}
