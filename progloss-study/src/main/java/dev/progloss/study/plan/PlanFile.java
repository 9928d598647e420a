package dev.progloss.study.plan;

import dev.progloss.core.error.ConfigException;
import dev.progloss.run.config.SettingsFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Plans as files and as arguments. */
public final class PlanFile {

  /** The keys of a comparison that are no keys of training. */
  public static final List<String> OWN_KEYS =
      List.of("arms", "presets", "baseline", "seeds", "sets", "jobs");

  private static final String FIRST_LINE =
      "# A comparison; 'progloss compare plan=' this file makes it again.\n";

  /** Values of keys that are not nested; and of arms and sets, by name. */
  private record Parts(
      Map<String, String> flat,
      Map<String, Map<String, String>> arms,
      Map<String, Map<String, String>> sets) {}

  private PlanFile() {}

  /**
   * Reads a plan.
   *
   * @param given what was given beside it, which wins: {@code baseline}, {@code seeds}, {@code
   *     jobs}, and keys of training
   * @throws ConfigException if it is missing or wrong
   */
  public static StudyPlan read(Path file, Map<String, String> given) {
    if (given.containsKey("presets")) {
      throw new ConfigException("presets must be left out beside plan=, which says the arms");
    }
    Parts parts = new Parts(new LinkedHashMap<>(), new LinkedHashMap<>(), new LinkedHashMap<>());
    SettingsFile.nested(file).forEach((path, line) -> put(parts, path, line, file));
    if (parts.flat.containsKey("presets") && !parts.arms.isEmpty()) {
      throw new ConfigException(file + ": arms or presets must be given, not both");
    }
    parts.flat.putAll(given);
    try {
      return plan(parts);
    } catch (ConfigException e) {
      throw new ConfigException(file + ": " + e.getMessage(), e);
    }
  }

  /**
   * A plan from arguments alone.
   *
   * @param given {@code presets}, {@code seeds}, {@code baseline}, {@code jobs}, and keys of
   *     training
   * @throws ConfigException if it is wrong
   */
  public static StudyPlan of(Map<String, String> given) {
    if (!given.containsKey("presets")) {
      throw new ConfigException(
          "what is compared is missing; give presets=off,terms (words: "
              + String.join(", ", ArmNames.all())
              + ") or plan=FILE.yaml");
    }
    return plan(new Parts(given, Map.of(), Map.of()));
  }

  private static void put(Parts parts, List<String> path, SettingsFile.Line line, Path file) {
    String first = path.get(0);
    if (!first.equals("arms") && !first.equals("sets")) {
      parts.flat.put(String.join(".", path), line.text());
      return;
    }
    if (path.size() == 1 || (path.size() == 2 && !line.text().isEmpty())) {
      throw new ConfigException(
          file
              + ":"
              + line.number()
              + ": "
              + String.join(".", path)
              + " must hold "
              + (path.size() == 1 ? "names, each with its settings" : "settings as key: value"));
    }
    Map<String, Map<String, String>> named = first.equals("arms") ? parts.arms : parts.sets;
    Map<String, String> settings =
        named.computeIfAbsent(path.get(1), name -> new LinkedHashMap<>());
    if (path.size() > 2) {
      settings.put(String.join(".", path.subList(2, path.size())), line.text());
    }
  }

  private static StudyPlan plan(Parts parts) {
    Map<String, String> common = new LinkedHashMap<>(parts.flat);
    String presets = common.remove("presets");
    String baseline = common.remove("baseline");
    String seeds = common.remove("seeds");
    String jobs = common.remove("jobs");
    if (presets != null && common.containsKey("preset")) {
      throw new ConfigException("preset must be left out beside presets=, which sets it");
    }
    List<NamedSettings> arms = presets == null ? named(parts.arms) : ArmNames.arms(presets);
    List<NamedSettings> sets = named(parts.sets);
    if (sets.isEmpty()) {
      sets = List.of(new NamedSettings(StudyPlan.UNNAMED_SET, Map.of()));
    }
    String base = baseline != null ? baseline : arms.isEmpty() ? "" : arms.get(0).name();
    if (seeds == null) {
      throw new ConfigException("seeds is missing; give seeds=0..4 or a list such as 0,3,7");
    }
    return new StudyPlan(sets, arms, base, Seeds.parse(seeds), jobs(jobs), common);
  }

  private static List<NamedSettings> named(Map<String, Map<String, String>> all) {
    List<NamedSettings> named = new ArrayList<>();
    all.forEach((name, settings) -> named.add(new NamedSettings(name, settings)));
    return named;
  }

  private static int jobs(@Nullable String text) {
    try {
      return text == null ? 1 : Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new ConfigException(
          "jobs must be a whole number of at least 1, got '" + Shown.of(text) + "'", e);
    }
  }

  /** The plan as YAML that reads back to the same plan. */
  public static String text(StudyPlan plan) {
    StringBuilder text = new StringBuilder(FIRST_LINE);
    text.append("arms:\n");
    plan.arms().forEach(arm -> append(text, arm));
    text.append("baseline: ").append(quoted(plan.baseline())).append('\n');
    text.append("seeds: ").append(plan.seeds()).append('\n');
    boolean isNamed =
        plan.sets().size() > 1
            || !plan.sets().get(0).name().equals(StudyPlan.UNNAMED_SET)
            || !plan.sets().get(0).settings().isEmpty();
    if (isNamed) {
      text.append("sets:\n");
      plan.sets().forEach(set -> append(text, set));
    }
    text.append("jobs: ").append(plan.jobs()).append('\n');
    plan.common()
        .forEach((key, value) -> text.append(key).append(": ").append(quoted(value)).append('\n'));
    return text.toString();
  }

  private static void append(StringBuilder text, NamedSettings named) {
    text.append("  ").append(quoted(named.name())).append(":");
    text.append(named.settings().isEmpty() ? " {}\n" : "\n");
    named
        .settings()
        .forEach(
            (key, value) ->
                text.append("    ").append(key).append(": ").append(quoted(value)).append('\n'));
  }

  /** A text between quotes, as YAML has it. */
  public static String quoted(String value) {
    return "\"" + value.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }
}
