package dev.progloss.data.check;

import dev.progloss.data.dataset.DataReport;
import dev.progloss.data.dataset.Split;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What a check found.
 *
 * @param findings errors and warnings of reading
 * @param classes names of the classes; empty if no split can be used
 * @param splits what is in the splits that can be used, train first
 * @param likenesses pictures that are the same, and those of different splits that look alike
 */
public record CheckReport(
    DataReport findings,
    List<String> classes,
    Map<Split, SplitStatistics> splits,
    List<Likeness> likenesses) {

  /** Copies lists and map. */
  public CheckReport {
    classes = List.copyOf(classes);
    Map<Split, SplitStatistics> sorted = new EnumMap<>(Split.class);
    sorted.putAll(splits);
    splits = Collections.unmodifiableMap(sorted);
    likenesses = List.copyOf(likenesses);
  }

  /** Pictures that are in one split more than once: groups, each of one split. */
  public List<Likeness> duplicates() {
    List<Likeness> duplicates = new ArrayList<>();
    for (Split split : Split.values()) {
      for (Likeness each : likenesses) {
        List<PictureReference> own = each.in(split);
        if (each.how() != Likeness.How.LOOKS && own.size() > 1) {
          duplicates.add(new Likeness(each.how(), own));
        }
      }
    }
    return duplicates;
  }

  /** Pictures that are in several splits, so that figures on one tell of the other. */
  public List<Likeness> leaks() {
    return likenesses.stream()
        .filter(each -> each.how() != Likeness.How.LOOKS && each.isAcrossSplits())
        .toList();
  }

  /** Pictures of different splits that look alike. */
  public List<Likeness> alike() {
    return likenesses.stream().filter(each -> each.how() == Likeness.How.LOOKS).toList();
  }

  /** How many pictures of a split are among these, each counted once. */
  public static long pictures(List<Likeness> likenesses, Split split) {
    return likenesses.stream().flatMap(each -> each.in(split).stream()).distinct().count();
  }

  /** How many pictures a split has; 0 if it cannot be used. */
  public int images(Split split) {
    SplitStatistics statistics = splits.get(split);
    return statistics == null ? 0 : statistics.images();
  }

  /** How many objects of a class a split has; 0 if it has no such class or cannot be used. */
  public long objects(Split split, int classIndex) {
    SplitStatistics statistics = splits.get(split);
    return statistics == null || classIndex >= statistics.objectsByClass().size()
        ? 0
        : statistics.objectsByClass().get(classIndex);
  }

  /** Indices of the classes that no split has an object of. */
  public List<Integer> classesWithoutObjects() {
    return classesWith(false, false);
  }

  /** Indices of the classes that are in another split but not in train. */
  public List<Integer> classesNotInTrain() {
    return classesWith(false, true);
  }

  private List<Integer> classesWith(boolean inTrain, boolean elsewhere) {
    List<Integer> found = new ArrayList<>();
    for (int i = 0; i < classes.size(); i++) {
      boolean isElsewhere = objects(Split.VAL, i) + objects(Split.TEST, i) > 0;
      if (objects(Split.TRAIN, i) > 0 == inTrain && isElsewhere == elsewhere) {
        found.add(i);
      }
    }
    return found;
  }
}
