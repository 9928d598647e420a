package dev.progloss.study.report;

import dev.progloss.study.plan.NamedSettings;
import dev.progloss.study.plan.PlanFile;
import dev.progloss.study.plan.StudyPlan;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A plan without what is this machine's alone: paths keep their last two names, and what changes no
 * number is left out.
 */
public final class PlanWords {

  private static final Set<String> LEFT_OUT = Set.of("project", "name", "cache_dir");

  private final StudyPlan plan;

  PlanWords(StudyPlan plan) {
    this.plan = plan;
  }

  /** Settings as they are shown, in their order. */
  public static Map<String, String> shown(Map<String, String> settings) {
    Map<String, String> shown = new LinkedHashMap<>();
    settings.forEach(
        (key, text) -> {
          if (!LEFT_OUT.contains(key)) {
            shown.put(key, shortened(text));
          }
        });
    return shown;
  }

  private static String shortened(String text) {
    String[] parts = text.replace('\\', '/').split("/", -1);
    // Schedules such as linear(2,0.5)@step/last are no paths.
    boolean isPath = parts.length > 1 && !text.contains("(");
    return isPath && parts.length > 2
        ? parts[parts.length - 2] + "/" + parts[parts.length - 1]
        : text;
  }

  private static List<NamedSettings> shown(List<NamedSettings> all) {
    return all.stream()
        .map(each -> new NamedSettings(each.name(), shown(each.settings())))
        .toList();
  }

  /** The plan as it is shown. */
  StudyPlan shown() {
    return new StudyPlan(
        shown(plan.sets()),
        shown(plan.arms()),
        plan.baseline(),
        plan.seeds(),
        1,
        shown(plan.common()));
  }

  /** A command that makes the comparison again. */
  String command() {
    boolean isOfPresets =
        plan.arms().stream().allMatch(arm -> arm.settings().equals(Map.of("preset", arm.name())));
    boolean isPlain = plan.sets().size() == 1 && plan.sets().get(0).settings().isEmpty();
    if (!isOfPresets || !isPlain) {
      return "./progloss compare plan=plan.yaml";
    }
    String seeds = plan.seeds().stream().map(String::valueOf).collect(Collectors.joining(","));
    return "./progloss compare presets="
        + plan.arms().stream().map(NamedSettings::name).collect(Collectors.joining(","))
        + " baseline="
        + plan.baseline()
        + " seeds="
        + seeds
        + arguments(shown(plan.common()));
  }

  /**
   * A command that asks another question of runs that are there.
   *
   * @param given its arguments; the folder that the report goes to is the reader's own
   */
  public static String asking(Map<String, String> given) {
    Map<String, String> shown = shown(given);
    shown.replace("out", "FOLDER");
    return "./progloss compare" + arguments(shown);
  }

  private static String arguments(Map<String, String> shown) {
    return shown.entrySet().stream()
        .map(each -> " " + quoted(each.getKey() + "=" + each.getValue()))
        .collect(Collectors.joining());
  }

  /** An argument as a shell takes it. */
  public static String quoted(String argument) {
    return argument.matches("[A-Za-z0-9_.,=/:+-]+") ? argument : "'" + argument + "'";
  }

  /** The plan's file as it is shown. */
  String file() {
    return PlanFile.text(shown());
  }
}
