package dev.progloss.study.result;

import dev.progloss.run.journal.JournalReader;
import dev.progloss.run.journal.StepLine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a journal tells over its epochs. What a journal does not hold is left out: older ones
 * know nothing of errors, calibration and gradients. Courses are kept to six digits: they are for
 * drawing, and there are very many of them.
 */
public final class StoryReader {

  private static final int STATS = 12;

  /** Number and sum of the values of one course in one epoch. */
  private static final class Mean {
    private double sum;
    private int count;
  }

  private final List<RunStory.Judged> judged = new ArrayList<>();
  private final Map<String, SortedMap<Integer, Mean>> means = new LinkedHashMap<>();
  private final Map<Integer, Map<String, Double>> weighted = new TreeMap<>();
  private @Nullable List<Double> endToEnd;

  private StoryReader() {}

  /**
   * Reads a journal.
   *
   * @throws dev.progloss.core.error.FormatException if it is missing or broken
   */
  public static RunStory read(Path journal) {
    return of(JournalReader.read(journal));
  }

  /** The story that the lines of a journal tell. */
  static RunStory of(List<Map<String, Object>> records) {
    StoryReader reader = new StoryReader();
    records.forEach(reader::add);
    return reader.story();
  }

  private void add(Map<String, Object> record) {
    Optional<Double> epoch = number(record.get("epoch"));
    if (epoch.isEmpty()) {
      return;
    }
    int done = (int) (epoch.get() + 1);
    switch (String.valueOf(record.get("kind"))) {
      case "eval" -> evaluation(done, record);
      case "step" -> step(done, record);
      case "lens" -> lens(done, record);
      default -> {
        // of no concern here
      }
    }
  }

  private void evaluation(int done, Map<String, Object> record) {
    List<Double> stats = numbers(record.get("stats"));
    if (stats.size() != STATS) {
      return;
    }
    if ("e2e".equals(record.get("path"))) {
      endToEnd = stats;
      fields(record.get("errors"))
          .forEach((kind, error) -> put("error/" + kind, done, fields(error).get("cost")));
      number(fields(record.get("calibration")).get("error"))
          .filter(error -> error >= 0) // below where there was nothing to judge by
          .ifPresent(error -> put("calibration", done, error));
    } else {
      List<Double> before = endToEnd;
      if (before != null) {
        judged.add(new RunStory.Judged(done, before, stats));
        endToEnd = null;
      }
    }
  }

  private void step(int done, Map<String, Object> record) {
    StepLine line = new StepLine(record);
    Map<String, Double> sums = weighted.computeIfAbsent(done, epoch -> new LinkedHashMap<>());
    Map<?, ?> weights = fields(record.get("weights"));
    for (Object key : fields(record.get("raw")).keySet()) {
      String name = String.valueOf(key);
      String branch = name.substring(0, Math.max(0, name.indexOf('/')));
      String term = name.substring(name.indexOf('/') + 1);
      sums.merge(name, line.weighted(branch, term), Double::sum);
      put("weight/" + branch, done, weights.get(branch));
      put("weight/" + term, done, weights.get(term));
    }
  }

  private void lens(int done, Map<String, Object> record) {
    fields(record.get("shares")).forEach((name, value) -> put("gradient/" + name, done, value));
    put("cosine", done, record.get("cosine"));
    fields(record.get("iou")).forEach((branch, value) -> put("iou/" + branch, done, value));
  }

  private void put(String name, int done, @Nullable Object value) {
    number(value)
        .ifPresent(
            it -> {
              Mean mean =
                  means
                      .computeIfAbsent(name, each -> new TreeMap<>())
                      .computeIfAbsent(done, each -> new Mean());
              mean.sum += it;
              mean.count++;
            });
  }

  private RunStory story() {
    Map<String, SortedMap<Integer, Double>> courses = new LinkedHashMap<>();
    means.forEach(
        (name, byEpoch) ->
            byEpoch.forEach((done, mean) -> keep(courses, name, done, mean.sum / mean.count)));
    weighted.forEach(
        (done, sums) -> {
          double total = sums.values().stream().mapToDouble(Double::doubleValue).sum();
          if (total > 0) {
            sums.forEach((name, sum) -> keep(courses, "share/" + name, done, sum / total));
          }
        });
    return new RunStory(judged, courses);
  }

  /** What has run out of numbers has nothing to draw. */
  private static void keep(
      Map<String, SortedMap<Integer, Double>> courses, String name, int done, double value) {
    if (Double.isFinite(value)) {
      courses.computeIfAbsent(name, each -> new TreeMap<>()).put(done, Digits.six(value));
    }
  }

  private static Map<?, ?> fields(@Nullable Object value) {
    return value instanceof Map<?, ?> map ? map : Map.of();
  }

  private static List<Double> numbers(@Nullable Object value) {
    List<Double> numbers = new ArrayList<>();
    if (value instanceof List<?> list) {
      list.forEach(each -> number(each).ifPresent(numbers::add));
    }
    return numbers;
  }

  private static Optional<Double> number(@Nullable Object value) {
    return value instanceof Double it && Double.isFinite(it) ? Optional.of(it) : Optional.empty();
  }
}
