package dev.progloss.cli.command;

import dev.progloss.core.detection.ImageSize;
import dev.progloss.data.check.BoxSizes;
import dev.progloss.data.check.CheckReport;
import dev.progloss.data.check.Histogram;
import dev.progloss.data.check.PictureSizes;
import dev.progloss.data.check.SplitStatistics;
import dev.progloss.data.dataset.Split;
import dev.progloss.model.assign.Growth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What is in a data set, as tables. */
final class CheckTables {

  private static final int MOST_CLASSES = 10;
  private static final int MOST_NAMES = 10;
  private static final int NAME_WIDTH = 26;

  private final CheckReport report;
  private final CheckSubject subject;
  private final List<String> lines = new ArrayList<>();

  private CheckTables(CheckReport report, CheckSubject subject) {
    this.report = report;
    this.subject = subject;
  }

  /** The lines; none if no split can be used. */
  static List<String> of(CheckReport report, CheckSubject subject) {
    CheckTables tables = new CheckTables(report, subject);
    if (!report.splits().isEmpty()) {
      tables.splits();
      tables.classes();
      tables.boxes();
      tables.pictures();
    }
    return tables.lines;
  }

  private void splits() {
    lines.add("");
    row("", Split::key);
    row("images", split -> number(split, SplitStatistics::images));
    row("  without objects", split -> number(split, SplitStatistics::imagesWithoutObjects));
    row("objects", split -> number(split, SplitStatistics::objects));
    row("  most in one image", split -> number(split, SplitStatistics::mostObjects));
    if (report.splits().values().stream().anyMatch(each -> each.crowds() > 0)) {
      row("crowds", split -> number(split, SplitStatistics::crowds));
    }
  }

  private void classes() {
    int count = report.classes().size();
    row(count == 1 ? "1 class" : count + " classes", split -> "");
    List<Integer> shown =
        IntStream.range(0, count)
            .boxed()
            .sorted(Comparator.comparing((Integer index) -> -all(index)))
            .limit(MOST_CLASSES)
            .toList();
    for (int index : shown) {
      row("  " + name(index), split -> String.valueOf(report.objects(split, index)));
    }
    if (count > shown.size()) {
      lines.add("  and " + (count - shown.size()) + " more with fewer objects; --json tells all");
    }
    names("without any object: ", report.classesWithoutObjects());
    names("never learned, since only outside train: ", report.classesNotInTrain());
  }

  private long all(int index) {
    return report.splits().keySet().stream().mapToLong(split -> report.objects(split, index)).sum();
  }

  private void names(String title, List<Integer> classes) {
    if (!classes.isEmpty()) {
      String names =
          classes.stream().limit(MOST_NAMES).map(this::name).collect(Collectors.joining(", "));
      int more = classes.size() - MOST_NAMES;
      lines.add("  " + title + names + (more > 0 ? " and " + more + " more" : ""));
    }
  }

  private String name(int index) {
    String name = report.classes().get(index);
    return name.length() > NAME_WIDTH - 4 ? name.substring(0, NAME_WIDTH - 5) + "…" : name;
  }

  private void boxes() {
    BoxSizes boxes =
        report.splits().values().stream()
            .map(SplitStatistics::boxes)
            .reduce(BoxSizes::plus)
            .orElseThrow();
    long objects = boxes.bySide().counts().stream().mapToLong(Long::longValue).sum();
    if (objects == 0) {
      return;
    }
    int side = subject.options().imageSide();
    lines.add("");
    lines.add("sizes of objects in all splits, at imgsz=" + side);
    histogram("  root of area, px", boxes.bySide(), edge -> plain(edge));
    histogram("  share of picture", boxes.byShare(), edge -> plain(100 * edge) + "%");
    List<Long> coco = boxes.byCocoSize().counts();
    lines.add(
        String.format(
            Locale.ROOT,
            "  COCO sizes at %d: small %s, medium %s, large %s",
            side,
            percent(coco.get(0), objects),
            percent(coco.get(1), objects),
            percent(coco.get(2), objects)));
    growth(boxes.withShortSide(), objects);
  }

  private void growth(long withShortSide, long objects) {
    lines.add(
        String.format(
            Locale.ROOT,
            "  %d of %d (%s) have a side below stal_below=%s px, in which no anchor point may lie:"
                + " it is taken",
            withShortSide,
            objects,
            percent(withShortSide, objects),
            plain(subject.options().growsBelow())));
    lines.add(
        "  as "
            + plain(Math.max(Growth.PAPER.to(), subject.options().growsBelow()))
            + " px when anchors are chosen. If they are many, a larger imgsz helps.");
  }

  private void histogram(String title, Histogram histogram, Function<Double, String> edge) {
    StringBuilder heads = new StringBuilder(String.format(Locale.ROOT, "%-20s", title));
    StringBuilder counts = new StringBuilder(String.format(Locale.ROOT, "%-20s", ""));
    List<Double> edges = histogram.edges();
    for (int i = 0; i < histogram.counts().size(); i++) {
      String head = i < edges.size() ? "<" + edge.apply(edges.get(i)) : "more";
      heads.append(String.format(Locale.ROOT, " %8s", head));
      counts.append(String.format(Locale.ROOT, " %8d", histogram.counts().get(i)));
    }
    lines.add(heads.toString());
    lines.add(counts.toString());
  }

  private void pictures() {
    PictureSizes sizes =
        report.splits().values().stream()
            .map(SplitStatistics::pictures)
            .reduce(PictureSizes::plus)
            .orElseThrow();
    lines.add("");
    boolean isOne = sizes.least().equals(sizes.most());
    lines.add(
        "pictures of "
            + (isOne
                ? words(sizes.least()) + " px"
                : words(sizes.least()) + " to " + words(sizes.most()) + " px"));
    if (sizes.longShapes() > 0) {
      lines.add(
          String.format(
              Locale.ROOT,
              "  %s %.0f times as long as wide or more, most %s (%.1f)",
              sizes.longShapes() + (sizes.longShapes() == 1 ? " is" : " are"),
              PictureSizes.LONG,
              sizes.longestShape(),
              sizes.longestRatio()));
    }
  }

  private static String words(ImageSize size) {
    return size.width() + " x " + size.height();
  }

  private void row(String title, Function<Split, String> value) {
    StringBuilder line =
        new StringBuilder(String.format(Locale.ROOT, "%-" + NAME_WIDTH + "s", title));
    for (Split split : report.splits().keySet()) {
      line.append(String.format(Locale.ROOT, " %8s", value.apply(split)));
    }
    lines.add(line.toString().stripTrailing());
  }

  private String number(Split split, Function<SplitStatistics, ? extends Number> value) {
    SplitStatistics statistics = report.splits().get(split);
    return statistics == null ? "-" : String.valueOf(value.apply(statistics));
  }

  private static String percent(long part, long whole) {
    return String.format(Locale.ROOT, "%.1f %%", 100.0 * part / whole);
  }

  private static String plain(double value) {
    return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
  }
}
