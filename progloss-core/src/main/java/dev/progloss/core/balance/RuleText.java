package dev.progloss.core.balance;

import dev.progloss.core.error.ConfigException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/** How rules are written: a name, and its numbers in brackets where they are not the usual ones. */
final class RuleText {

  /**
   * A rule that can be written.
   *
   * @param usual its numbers where none are given
   * @param make builds it from so many numbers
   */
  private record Form(List<Double> usual, Function<List<Double>, WeightRule> make) {}

  private static final Map<String, Form> FORMS = forms();

  private RuleText() {}

  private static Map<String, Form> forms() {
    Map<String, Form> forms = new LinkedHashMap<>();
    forms.put("plan", new Form(List.of(), given -> new WeightRule.Planned()));
    forms.put("random", new Form(List.of(), given -> new WeightRule.RandomWeights()));
    forms.put(
        "uncertainty", new Form(List.of(0.01), given -> new WeightRule.Uncertainty(given.get(0))));
    forms.put(
        "gradnorm",
        new Form(
            List.of(1.5, 0.025), given -> new WeightRule.GradNorm(given.get(0), given.get(1))));
    forms.put("dwa", new Form(List.of(2.0), given -> new WeightRule.DynamicAverage(given.get(0))));
    forms.put(
        "relobralo",
        new Form(
            List.of(0.999, 0.999, 0.1),
            given -> new WeightRule.RelativeBalance(given.get(0), given.get(1), given.get(2))));
    return Collections.unmodifiableMap(forms);
  }

  static List<String> names() {
    return List.copyOf(FORMS.keySet());
  }

  static WeightRule parse(String text) {
    String trimmed = text.strip();
    int bracket = trimmed.indexOf('(');
    String name = bracket < 0 ? trimmed : trimmed.substring(0, bracket).strip();
    Form form = FORMS.get(name);
    if (form == null) {
      throw new ConfigException(
          "must be one of "
              + String.join(", ", FORMS.keySet())
              + ", perhaps with numbers, as dwa(2); got "
              + text);
    }
    if (bracket < 0) {
      return form.make.apply(form.usual);
    }
    List<Double> numbers = numbers(trimmed.substring(bracket), text);
    if (numbers.size() != form.usual.size()) {
      throw new ConfigException(
          name + " takes " + form.usual.size() + " numbers, got " + numbers.size() + " in " + text);
    }
    return form.make.apply(numbers);
  }

  private static List<Double> numbers(String brackets, String text) {
    if (!brackets.endsWith(")")) {
      throw new ConfigException("must end with ), got " + text);
    }
    List<Double> numbers = new ArrayList<>();
    for (String part : brackets.substring(1, brackets.length() - 1).split(",", -1)) {
      try {
        numbers.add(Double.parseDouble(part.strip()));
      } catch (NumberFormatException e) {
        throw new ConfigException("must have numbers in its brackets, got " + text, e);
      }
    }
    return numbers;
  }

  static String print(String name, double... numbers) {
    return DoubleStream.of(numbers)
        .mapToObj(each -> each == Math.rint(each) ? Long.toString((long) each) : "" + each)
        .collect(Collectors.joining(",", name + "(", ")"));
  }

  static void require(boolean holds, String rule, double got) {
    if (!holds || !Double.isFinite(got)) {
      throw new ConfigException(rule + ", got " + got);
    }
  }
}
