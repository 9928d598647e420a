package dev.progloss.study.result;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the journal of a run tells.
 *
 * @param judged evaluations of both paths, in order
 * @param courses numbers over epochs, by name ({@code weight/cls}, {@code share/o2o/box}, {@code
 *     error/missed}, ...): epochs done against the value
 */
public record RunStory(List<Judged> judged, Map<String, SortedMap<Integer, Double>> courses) {

  /** Copies both. */
  public RunStory {
    judged = List.copyOf(judged);
    Map<String, SortedMap<Integer, Double>> copy = new LinkedHashMap<>();
    courses.forEach((name, course) -> copy.put(name, new TreeMap<>(course)));
    courses = Collections.unmodifiableMap(copy);
  }

  /**
   * An evaluation.
   *
   * @param epoch epochs done
   * @param endToEnd the twelve COCO numbers
   * @param nms the same with duplicates removed
   */
  public record Judged(int epoch, List<Double> endToEnd, List<Double> nms) {

    /** Copies the lists. */
    public Judged {
      endToEnd = List.copyOf(endToEnd);
      nms = List.copyOf(nms);
    }
  }

  /** The last evaluation: that of the averaged weights at the end, where the run is finished. */
  public Optional<Judged> last() {
    return judged.isEmpty() ? Optional.empty() : Optional.of(judged.get(judged.size() - 1));
  }

  /** The evaluation with the highest end-to-end AP; the first of several. */
  public Optional<Judged> best() {
    Judged best = null;
    for (Judged each : new ArrayList<>(judged)) {
      if (best == null || Metric.AP.of(each) > Metric.AP.of(best)) {
        best = each;
      }
    }
    return Optional.ofNullable(best);
  }
}
