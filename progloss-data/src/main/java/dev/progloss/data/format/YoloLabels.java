package dev.progloss.data.format;

import dev.progloss.core.box.Box;
import dev.progloss.core.detection.Annotation;
import dev.progloss.core.detection.ImageSize;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.StringTokenizer;
import org.jspecify.annotations.Nullable;

/**
 * Reads one YOLO label file: a row for each object, {@code class x y width height}, centre and size
 * as parts of the picture's sides; or {@code class x1 y1 x2 y2 x3 y3 ...}, a polygon, of which the
 * enclosing box is taken.
 */
final class YoloLabels {

  /** Rounding errors up to this are clipped with a warning, more is an error. */
  private static final double HAIR = 0.01;

  private static final double LOOKS_LIKE_PIXELS = 2;
  private static final long MOST_BYTES = 16L << 20;
  private static final int MOST_ROWS = 200_000;
  private static final int BOX_COLUMNS = 5;
  private static final String[] BOX_NAMES = {"class", "x", "y", "width", "height"};

  private final Path file;
  private final int classes;
  private final ImageSize size;
  private final Findings findings;
  private final List<Annotation> annotations = new ArrayList<>();
  private final Map<Row, Integer> lineOf = new HashMap<>();
  private @Nullable Boolean isPolygonFile;
  private boolean isMixed;
  private int line;

  /** What makes two rows the same. */
  private record Row(int classIndex, double x, double y, double width, double height) {}

  private YoloLabels(Path file, int classes, ImageSize size, Findings findings) {
    this.file = file;
    this.classes = classes;
    this.size = size;
    this.findings = findings;
  }

  /**
   * The usable rows as boxes in pixels, clipped to the picture, in the order of the file.
   *
   * @param classes number of classes
   * @param size the picture's, after orientation
   */
  static List<Annotation> read(Path file, int classes, ImageSize size, Findings findings) {
    YoloLabels labels = new YoloLabels(file, classes, size, findings);
    TextFiles.read(file, MOST_BYTES, findings).ifPresent(labels::rows);
    return labels.annotations;
  }

  private void rows(String text) {
    Iterator<String> rows = text.lines().iterator();
    while (rows.hasNext() && line < MOST_ROWS) {
      line++;
      row(rows.next());
    }
    if (rows.hasNext()) {
      line++;
      refuse("a label file must have at most " + MOST_ROWS + " rows");
    }
  }

  private void row(String row) {
    StringTokenizer tokens = new StringTokenizer(row, " \t\f\u000b");
    List<String> words = new ArrayList<>();
    while (tokens.hasMoreTokens()) {
      words.add(tokens.nextToken());
    }
    if (words.isEmpty() || !hasRightColumns(words)) {
      return;
    }
    int classIndex = classIndex(words.get(0));
    double[] numbers = new double[words.size() - 1];
    if (classIndex < 0 || !readNumbers(words, numbers)) {
      return;
    }
    boolean isPolygon = words.size() > BOX_COLUMNS;
    tellMixture(isPolygon);
    add(classIndex, isPolygon ? enclosing(numbers) : numbers);
  }

  private boolean hasRightColumns(List<String> words) {
    int columns = words.size();
    if (words.stream().allMatch(word -> Double.isNaN(Words.number(word)))) {
      String row = Words.quoted(String.join(" ", words.subList(0, Math.min(columns, 8))));
      boolean hasCommas = columns == 1 && words.get(0).indexOf(',') >= 0;
      return refuse(
          hasCommas
              ? "columns must be parted by spaces, not commas: " + row
              : "row is not numbers: " + row + "; is it a header or a comment?");
    }
    if (columns == BOX_COLUMNS || (columns >= 7 && columns % 2 == 1)) {
      return true;
    }
    if (columns > 6) {
      return refuse("polygon needs pairs: " + (columns - 1) + " numbers behind the class");
    }
    return refuse(
        "row needs 5 columns (class x y w h), has "
            + columns
            + (columns == 6 ? "; is the last one a confidence?" : ""));
  }

  private boolean refuse(String message) {
    findings.error(file, line, message);
    return false;
  }

  private int classIndex(String word) {
    double value = Words.number(word);
    if (Double.isNaN(value)) {
      refuse("class must be a number, is " + Words.quoted(word));
    } else if (value != Math.rint(value)) {
      refuse("class is not a whole number: " + Words.quoted(word));
    } else if (value < 0 || value >= classes) {
      refuse(
          "class "
              + (Math.abs(value) < 1e15 ? Long.toString((long) value) : Words.quoted(word))
              + " is out of range, but the data set has "
              + classes
              + (classes == 1 ? " class (0)" : " classes (0 to " + (classes - 1) + ")"));
    } else {
      return (int) value;
    }
    return -1;
  }

  private boolean readNumbers(List<String> words, double[] numbers) {
    for (int i = 0; i < numbers.length; i++) {
      String word = words.get(i + 1);
      numbers[i] = Words.number(word);
      if (Double.isNaN(numbers[i])) {
        return refuse(
            name(i, numbers)
                + " "
                + Words.quoted(word)
                + " is not a number"
                + (word.indexOf(',') >= 0 ? ": decimal point, not comma" : ""));
      }
      if (Double.isInfinite(numbers[i])) {
        return refuse(name(i, numbers) + " is not finite: " + Words.quoted(word));
      }
    }
    for (double number : numbers) {
      if (number > LOOKS_LIKE_PIXELS) {
        return refuse(
            "values far above 1 ("
                + number
                + "): these look like pixels; YOLO labels are fractions of the image");
      }
    }
    return isInRange(words, numbers);
  }

  private boolean isInRange(List<String> words, double[] numbers) {
    boolean isBox = words.size() == BOX_COLUMNS;
    for (int i = 0; i < numbers.length; i++) {
      String got = Words.bare(words.get(i + 1));
      if (isBox && i >= 2 && numbers[i] < 0) {
        return refuse(name(i, numbers) + " is negative: " + got);
      }
      if (numbers[i] < -HAIR || numbers[i] > 1 + HAIR) {
        return refuse(name(i, numbers) + " is " + got + ", must be 0 to 1");
      }
      if (numbers[i] < 0 || numbers[i] > 1) {
        numbers[i] = numbers[i] < 0 ? 0 : 1;
        findings.warning(
            file, line, name(i, numbers) + " is " + got + ": clipped to " + (int) numbers[i]);
      }
    }
    return true;
  }

  private static String name(int i, double[] numbers) {
    return numbers.length == BOX_COLUMNS - 1 ? BOX_NAMES[i + 1] : "coordinate " + (i + 1);
  }

  private void tellMixture(boolean isPolygon) {
    if (isPolygonFile == null) {
      isPolygonFile = isPolygon;
    } else if (isPolygonFile != isPolygon && !isMixed) {
      isMixed = true;
      findings.warning(file, line, "mixes box rows and polygon rows from this row on");
    }
  }

  private static double[] enclosing(double[] points) {
    double x1 = 1;
    double y1 = 1;
    double x2 = 0;
    double y2 = 0;
    for (int i = 0; i < points.length; i += 2) {
      x1 = Math.min(x1, points[i]);
      x2 = Math.max(x2, points[i]);
      y1 = Math.min(y1, points[i + 1]);
      y2 = Math.max(y2, points[i + 1]);
    }
    return new double[] {(x1 + x2) / 2, (y1 + y2) / 2, x2 - x1, y2 - y1};
  }

  private void add(int classIndex, double[] xywh) {
    if (xywh[2] <= 0 || xywh[3] <= 0) {
      findings.warning(file, line, "box without area: left out");
      return;
    }
    Row row = new Row(classIndex, xywh[0], xywh[1], xywh[2], xywh[3]);
    Integer first = lineOf.putIfAbsent(row, line);
    if (first != null) {
      findings.warning(file, line, "repeats line " + first + ": left out");
      return;
    }
    Box box =
        Box.ofCentre(
            xywh[0] * size.width(),
            xywh[1] * size.height(),
            xywh[2] * size.width(),
            xywh[3] * size.height());
    if (Clipping.isTold(box, size)) {
      findings.warning(file, line, "box leaves the image: clipped");
    }
    annotations.add(Annotation.of(classIndex, Clipping.clipped(box, size)));
  }
}
