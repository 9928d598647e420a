package dev.progloss.data.format;

import dev.progloss.core.detection.ClassNames;
import dev.progloss.core.error.DataException;
import dev.progloss.data.dataset.DataReport;
import dev.progloss.data.dataset.Split;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Opens data sets that a {@code data.yaml} describes: pictures in folders or lists with a YOLO
 * label file each, or COCO files.
 *
 * <p>{@code path} is relative to the YAML file's folder, and {@code train}, {@code val}, {@code
 * test} to that: each a folder (searched below), a {@code .txt} list of pictures, a list of these,
 * or one {@code .json} of COCO with the pictures in the folder that {@code images} names (for all
 * splits, or by split). A label file is looked for where the last {@code images} in a picture's
 * path is turned into {@code labels}; without one, or with an empty one, a picture is background.
 *
 * <p>Files are only read, never mended.
 */
public final class YoloDatasets {

  private static final int SHOWN_CLASSES = 20;

  private YoloDatasets() {}

  /**
   * Opens one split; every label is read and every picture's header looked at.
   *
   * @throws DataException if the YAML file is unusable or the split has no usable picture, or, with
   *     {@link ReadOptions.OnError#REFUSE}, on any error; the message holds the first errors
   */
  public static FileDataset open(Path dataYaml, Split split, ReadOptions options) {
    Findings findings = new Findings();
    DataYaml yaml = DataYaml.read(dataYaml, findings).orElse(null);
    FileDataset.Content content = null;
    if (yaml != null && requireSplit(yaml, split, findings)) {
      content = read(yaml, split, options, findings);
    }
    return Opening.finish(dataYaml, content, findings, options);
  }

  /** Reads all splits and tells everything that was found; never throws for what is in them. */
  public static DataReport check(Path dataYaml, ReadOptions options) {
    return readAll(dataYaml, options).report();
  }

  /**
   * Reads all splits as far as they can be used, and tells everything that was found; never throws
   * for what is in them.
   */
  public static WholeDataset readAll(Path dataYaml, ReadOptions options) {
    Findings findings = new Findings();
    Map<Split, FileDataset.Content> contents = new EnumMap<>(Split.class);
    DataYaml yaml = DataYaml.read(dataYaml, findings).orElse(null);
    if (yaml != null) {
      List<Split> read = new ArrayList<>();
      for (Split split : Split.values()) {
        boolean isWanted = split != Split.TEST || yaml.sources().containsKey(split);
        if (isWanted
            && requireSplit(yaml, split, findings)
            && !repeats(yaml, split, read, findings)) {
          FileDataset.Content content = read(yaml, split, options, findings);
          if (content != null) {
            contents.put(split, content);
          }
          read.add(split);
        }
      }
      requireSameClasses(yaml, contents, findings);
    }
    return WholeDataset.of(contents, findings.report(), options.maxPixels());
  }

  private static boolean requireSplit(DataYaml yaml, Split split, Findings findings) {
    List<DataYaml.Source> sources = yaml.sources().get(split);
    if (sources != null && !sources.isEmpty()) {
      return true;
    }
    int line = yaml.lineOfValid();
    if (split == Split.VAL && line > 0) {
      findings.error(yaml.file(), line, "no val; is \"valid\" meant? Rename it to val");
    } else {
      findings.error(
          yaml.file(), 0, "no " + split.key() + "; name its folder under " + split.key());
    }
    return false;
  }

  /** COCO files bring their own classes, which must not differ from split to split. */
  private static void requireSameClasses(
      DataYaml yaml, Map<Split, FileDataset.Content> contents, Findings findings) {
    Map.Entry<Split, FileDataset.Content> first = null;
    for (Map.Entry<Split, FileDataset.Content> each : contents.entrySet()) {
      if (first == null) {
        first = each;
      } else if (!first.getValue().classes().equals(each.getValue().classes())) {
        Split split = each.getKey();
        findings.error(
            yaml.file(),
            yaml.sources().getOrDefault(split, List.of()).get(0).line(),
            split.key()
                + " must have the classes of "
                + first.getKey().key()
                + ", "
                + shown(first.getValue().classes())
                + ", got "
                + shown(each.getValue().classes()));
      }
    }
  }

  private static String shown(ClassNames classes) {
    List<String> names = classes.names();
    int count = Math.min(SHOWN_CLASSES, names.size());
    List<String> first = names.subList(0, count).stream().map(Words::bare).toList();
    return "["
        + String.join(", ", first)
        + (count < names.size() ? ", ... " + names.size() + " in all" : "")
        + "]";
  }

  private static boolean repeats(DataYaml yaml, Split split, List<Split> read, Findings findings) {
    List<DataYaml.Source> own = yaml.sources().getOrDefault(split, List.of());
    List<String> places = own.stream().map(DataYaml.Source::place).toList();
    for (Split other : read) {
      List<DataYaml.Source> others = yaml.sources().getOrDefault(other, List.of());
      if (places.equals(others.stream().map(DataYaml.Source::place).toList())) {
        findings.warning(
            yaml.file(),
            own.get(0).line(),
            split.key()
                + " is the same pictures as "
                + other.key()
                + (other == Split.TRAIN ? ", the training set" : "")
                + "; figures on it say nothing");
        return true;
      }
    }
    return false;
  }

  private static FileDataset.@Nullable Content read(
      DataYaml yaml, Split split, ReadOptions options, Findings findings) {
    List<DataYaml.Source> sources = yaml.sources().getOrDefault(split, List.of());
    if (sources.size() == 1 && sources.get(0).place().endsWith(".json")) {
      return readCoco(yaml, split, options, findings);
    }
    List<Path> pictures = PictureFiles.find(yaml, sources, findings);
    ClassNames names = yaml.names();
    if (pictures == null || names == null) {
      return null;
    }
    return YoloSplit.read(yaml.root(), pictures, names, options, findings);
  }

  private static boolean leadsOut(DataYaml yaml, DataYaml.Source source, Findings findings) {
    boolean leadsOut = Places.leadsOut(yaml.root(), source.place());
    if (leadsOut) {
      findings.error(
          yaml.file(),
          source.line(),
          Places.shown(source.place())
              + " leads out of the data set's folder "
              + yaml.root()
              + "; name the folder above under path, or write the place out from the root");
    }
    return leadsOut;
  }

  private static FileDataset.@Nullable Content readCoco(
      DataYaml yaml, Split split, ReadOptions options, Findings findings) {
    DataYaml.Source source = yaml.sources().getOrDefault(split, List.of()).get(0);
    DataYaml.Source images = yaml.images().get(split);
    Path json = Places.resolve(yaml.root(), source.place());
    Path folder = images == null ? null : Places.resolve(yaml.root(), images.place());
    if (leadsOut(yaml, source, findings) || (images != null && leadsOut(yaml, images, findings))) {
      return null;
    }
    if (json == null || folder == null) {
      findings.error(
          yaml.file(),
          source.line(),
          split.key() + " is a COCO file; name the folder of its pictures under images");
      return null;
    }
    FileDataset.Content content = CocoDatasets.read(json, folder, options, findings);
    ClassNames names = yaml.names();
    if (content != null && names != null && !names.equals(content.classes())) {
      findings.error(
          yaml.file(),
          source.line(),
          "names must agree with the categories of "
              + json
              + ", which are "
              + shown(content.classes()));
      return null;
    }
    return content;
  }
}
