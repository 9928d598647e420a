package dev.progloss.core.schedule;

import dev.progloss.core.error.ConfigException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The one way to write a schedule, in files and on the command line.
 *
 * <pre>
 * paced    = ( schedule | "mean(" schedule ")" )
 *            [ "@" ( "epoch/total" | "epoch/last" | "step/total" | "step/last" ) ]
 * schedule = number
 *          | "constant(" number ")"
 *          | "linear(" number "," number ")"
 *          | "cosine(" number "," number ")"
 *          | "knots(" number ":" number { "," number ":" number } ")"
 *          | "join(" schedule "," number "," schedule ")"
 *          | "stepped(" schedule "," whole number ")"
 * </pre>
 *
 * <p>{@code mean} is the schedule's own mean over the run, throughout.
 *
 * <p>Spaces may stand between any two signs. What {@link #print} writes, {@link #parse} reads back
 * as an equal value.
 */
public final class ScheduleGrammar {

  private static final List<String> NAMES =
      List.of("constant", "linear", "cosine", "knots", "join", "stepped");
  private static final String MEAN = "mean";
  private static final int DEEPEST = 32;
  private static final int LONGEST = 10_000;

  private final String text;
  private int position;

  private ScheduleGrammar(String text) {
    this.text = text;
  }

  /**
   * Reads a schedule.
   *
   * @param text as the grammar has it
   * @param defaultHorizon the clock where the text names none
   * @throws ConfigException if the text does not fit the grammar: says where and what was expected
   */
  public static Paced parse(String text, Horizon defaultHorizon) {
    if (text.length() > LONGEST) {
      throw new ConfigException(
          "schedule must have at most " + LONGEST + " characters, got " + text.length());
    }
    ScheduleGrammar reader = new ScheduleGrammar(text);
    boolean isAveraged = reader.acceptMean();
    Schedule schedule = reader.schedule(0);
    if (isAveraged) {
      reader.expect(')');
    }
    Horizon horizon = reader.accept('@') ? reader.horizon() : defaultHorizon;
    reader.skipBlanks();
    if (reader.position < text.length()) {
      throw reader.error("the end or @ and a horizon");
    }
    return new Paced(schedule, horizon, isAveraged);
  }

  /** Writes a schedule with its horizon, in the shortest form that reads back as the same value. */
  public static String print(Paced paced) {
    String schedule = print(paced.schedule());
    return (paced.isAveraged() ? MEAN + "(" + schedule + ")" : schedule)
        + (varies(paced.schedule()) ? "@" + paced.horizon().key() : "");
  }

  /** Writes a schedule without a horizon. */
  public static String print(Schedule schedule) {
    if (schedule instanceof Schedule.Constant c) {
      return number(c.value());
    } else if (schedule instanceof Schedule.Linear l) {
      return "linear(" + number(l.from()) + "," + number(l.to()) + ")";
    } else if (schedule instanceof Schedule.Cosine c) {
      return "cosine(" + number(c.from()) + "," + number(c.to()) + ")";
    } else if (schedule instanceof Schedule.Knots k) {
      return k.knots().stream()
          .map(knot -> number(knot.p()) + ":" + number(knot.value()))
          .collect(Collectors.joining(",", "knots(", ")"));
    } else if (schedule instanceof Schedule.Join j) {
      return "join("
          + print(j.first())
          + ","
          + number(j.boundary())
          + ","
          + print(j.second())
          + ")";
    } else if (schedule instanceof Schedule.Stepped s) {
      return "stepped(" + print(s.schedule()) + "," + s.levels() + ")";
    }
    throw new IllegalStateException("unknown schedule " + schedule);
  }

  private static boolean varies(Schedule schedule) {
    return !(schedule instanceof Schedule.Constant);
  }

  private static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15 && (value != 0 || 1 / value > 0)
        ? Long.toString((long) value)
        : Double.toString(value);
  }

  /** Whether the word is here; it stands outermost alone. */
  private boolean acceptMean() {
    skipBlanks();
    int start = position;
    if (word().toLowerCase(Locale.ROOT).equals(MEAN) && accept('(')) {
      return true;
    }
    position = start;
    return false;
  }

  private Schedule schedule(int depth) {
    if (depth > DEEPEST) {
      throw error("no more than " + DEEPEST + " schedules inside one another");
    }
    skipBlanks();
    if (position < text.length() && Character.isLetter(text.charAt(position))) {
      int start = position;
      String name = word().toLowerCase(Locale.ROOT);
      if (!NAMES.contains(name)) {
        position = start;
        throw error("a number or one of " + String.join(", ", NAMES) + hint(name));
      }
      return call(name, depth);
    }
    return new Schedule.Constant(numberHere());
  }

  private Schedule call(String name, int depth) {
    expect('(');
    Schedule result =
        switch (name) {
          case "constant" -> checked(() -> new Schedule.Constant(numberHere()));
          case "linear" -> checked(() -> new Schedule.Linear(numberHere(), numberAfter(',')));
          case "cosine" -> checked(() -> new Schedule.Cosine(numberHere(), numberAfter(',')));
          case "knots" -> checked(() -> new Schedule.Knots(knots()));
          case "join" ->
              checked(
                  () ->
                      new Schedule.Join(
                          schedule(depth + 1), numberAfter(','), scheduleAfter(',', depth + 1)));
          case "stepped" ->
              checked(() -> new Schedule.Stepped(schedule(depth + 1), wholeAfter(',')));
          default -> throw new IllegalStateException(name);
        };
    expect(')');
    return result;
  }

  /** What a name is given to build itself from. */
  private interface Values {
    Schedule make();
  }

  private Schedule checked(Values values) {
    int start = position;
    try {
      return values.make();
    } catch (IllegalArgumentException e) {
      throw new ConfigException(at(start) + ": " + e.getMessage(), e);
    }
  }

  private List<Schedule.Knot> knots() {
    List<Schedule.Knot> knots = new ArrayList<>();
    do {
      double p = numberHere();
      knots.add(new Schedule.Knot(p, numberAfter(':')));
    } while (accept(','));
    return knots;
  }

  private Schedule scheduleAfter(char sign, int depth) {
    expect(sign);
    return schedule(depth);
  }

  private double numberAfter(char sign) {
    expect(sign);
    return numberHere();
  }

  private int wholeAfter(char sign) {
    expect(sign);
    int start = position;
    double value = numberHere();
    if (value != Math.rint(value) || Math.abs(value) > 1e9) {
      position = start;
      throw error("a whole number");
    }
    return (int) value;
  }

  private double numberHere() {
    skipBlanks();
    int start = position;
    while (position < text.length() && "+-.0123456789eE".indexOf(text.charAt(position)) >= 0) {
      position++;
    }
    String digits = text.substring(start, position);
    try {
      double value = Double.parseDouble(digits);
      if (Double.isFinite(value)) {
        return value;
      }
    } catch (NumberFormatException e) {
      // told below, together with a number that is too large
    }
    position = start;
    throw error("a finite number");
  }

  private Horizon horizon() {
    skipBlanks();
    for (Horizon horizon : Horizon.values()) {
      if (text.startsWith(horizon.key(), position)) {
        position += horizon.key().length();
        return horizon;
      }
    }
    throw error("epoch/total, epoch/last, step/total or step/last");
  }

  private String word() {
    int start = position;
    while (position < text.length() && Character.isLetter(text.charAt(position))) {
      position++;
    }
    return text.substring(start, position);
  }

  private boolean accept(char sign) {
    skipBlanks();
    boolean there = position < text.length() && text.charAt(position) == sign;
    if (there) {
      position++;
    }
    return there;
  }

  private void expect(char sign) {
    if (!accept(sign)) {
      throw error("'" + sign + "'");
    }
  }

  private void skipBlanks() {
    while (position < text.length() && Character.isWhitespace(text.charAt(position))) {
      position++;
    }
  }

  private ConfigException error(String expected) {
    String rest = text.substring(Math.min(position, text.length()));
    String got =
        rest.isEmpty()
            ? "the end"
            : "'" + (rest.length() > 20 ? rest.substring(0, 20) + "..." : rest) + "'";
    return new ConfigException(at(position) + ": expected " + expected + ", got " + got);
  }

  private String at(int place) {
    String shown = text.length() > 60 ? text.substring(0, 60) + "..." : text;
    return "schedule '" + shown + "', character " + (place + 1);
  }

  private static String hint(String name) {
    return NAMES.stream()
        .filter(known -> known.charAt(0) == name.charAt(0))
        .findFirst()
        .map(known -> " (did you mean " + known + "?)")
        .orElse("");
  }
}
