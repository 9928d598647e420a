package dev.progloss.core.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The table of what fault tests did: a file with a line {@code
 * fault<TAB>tries<TAB>survived<TAB>lost} for each count, appended by tests of all modules. A try is
 * <em>survived</em> when what is promised about that fault held, <em>lost</em> when it did not.
 */
public final class FaultTable {

  /** Names the file; set by the Maven profile {@code faults}. */
  public static final String PROPERTY = "progloss.faults.table";

  private FaultTable() {}

  /**
   * One line of the table.
   *
   * @param fault what was done, in a few words
   * @param tries how often
   * @param survived how often the promise held
   * @param lost how often it did not
   */
  public record Row(String fault, long tries, long survived, long lost) {

    /** Checks that the counts fit. */
    public Row {
      if (fault.isBlank() || fault.chars().anyMatch(Character::isISOControl)) {
        throw new IllegalArgumentException("a fault needs a name on one line, got '" + fault + "'");
      }
      if (tries < 1 || survived < 0 || lost < 0 || survived + lost != tries) {
        throw new IllegalArgumentException(
            fault
                + ": survived and lost must sum to the tries, got "
                + survived
                + " + "
                + lost
                + " of "
                + tries);
      }
    }

    private Row plus(Row other) {
      return new Row(fault, tries + other.tries, survived + other.survived, lost + other.lost);
    }
  }

  /**
   * Adds a line to the file that {@link #PROPERTY} names, in one write, so that lines of several
   * processes do not mix; does nothing where the property is absent. Call it before the test
   * asserts that nothing was lost.
   */
  public static void append(String fault, long tries, long survived, long lost) {
    Row row = new Row(fault, tries, survived, lost);
    String named = System.getProperty(PROPERTY, "");
    if (!named.isEmpty()) {
      append(Path.of(named), row);
    }
  }

  static void append(Path table, Row row) {
    String line =
        row.fault() + "\t" + row.tries() + "\t" + row.survived() + "\t" + row.lost() + "\n";
    try {
      Files.createDirectories(table.toAbsolutePath().getParent());
      Files.write(
          table,
          line.getBytes(StandardCharsets.UTF_8),
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The rows of a file, those of one fault summed, in the order of their first lines. */
  public static List<Row> read(Path table) {
    Map<String, Row> rows = new LinkedHashMap<>();
    try {
      for (String line : Files.readAllLines(table)) {
        String[] cells = line.split("\t", -1);
        if (cells.length != 4) {
          throw new IllegalStateException(table + ": not four cells: " + line);
        }
        long tries = Long.parseLong(cells[1]);
        long survived = Long.parseLong(cells[2]);
        Row row = new Row(cells[0], tries, survived, Long.parseLong(cells[3]));
        rows.merge(row.fault(), row, Row::plus);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new ArrayList<>(rows.values());
  }

  /** The rows as an aligned table with a head and a sum, one line a row. */
  public static List<String> lines(List<Row> rows) {
    int width = Math.max("fault".length(), longestName(rows));
    List<String> lines = new ArrayList<>();
    lines.add(line(width, "fault", "tries", "survived", "lost"));
    Row sum = null;
    for (Row row : rows) {
      lines.add(line(width, row));
      Row named = new Row("all", row.tries(), row.survived(), row.lost());
      sum = sum == null ? named : sum.plus(named);
    }
    if (sum != null) {
      lines.add(line(width, sum));
    }
    return lines;
  }

  private static int longestName(List<Row> rows) {
    return rows.stream().mapToInt(row -> row.fault().length()).max().orElse(0);
  }

  private static String line(int width, Row row) {
    return line(width, row.fault(), "" + row.tries(), "" + row.survived(), "" + row.lost());
  }

  private static String line(int width, String fault, String tries, String survived, String lost) {
    return String.format(
        Locale.ROOT, "%-" + width + "s %10s %10s %10s", fault, tries, survived, lost);
  }
}
