package dev.progloss.cli.command;

import dev.progloss.core.balance.Branch;
import dev.progloss.core.balance.Component;
import dev.progloss.core.balance.LossPlan;
import dev.progloss.core.balance.Preset;
import dev.progloss.core.error.ConfigException;
import dev.progloss.core.schedule.Horizon;
import dev.progloss.core.schedule.Paced;
import dev.progloss.core.schedule.ScheduleGrammar;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A loss plan from settings: a preset, and any schedule over it by {@code progloss.terms.cls=...}
 * and its like.
 */
final class PlanSettings {

  private PlanSettings() {}

  /** Every key that shapes a plan. */
  static List<String> keys() {
    List<String> keys = new ArrayList<>(List.of("preset"));
    for (Component component : Component.values()) {
      keys.add(LossPlan.key(component));
    }
    for (Branch branch : Branch.values()) {
      keys.add(LossPlan.key(branch));
    }
    return keys;
  }

  /**
   * The plan that the settings ask for; the preset is {@code both} where none is given.
   *
   * @param settings the text of a key, or null where it is not set
   * @throws ConfigException if a preset is unknown or a schedule is malformed or negative; names
   *     the key
   */
  static LossPlan plan(Function<String, @Nullable String> settings) {
    String preset = settings.apply("preset");
    LossPlan plan = LossPlan.preset(preset == null ? Preset.BOTH : Preset.of(preset));
    for (Component component : Component.values()) {
      String text = settings.apply(LossPlan.key(component));
      if (text != null) {
        plan =
            plan.withTerm(component, paced(LossPlan.key(component), text, Horizon.EPOCH_OF_TOTAL));
      }
    }
    for (Branch branch : Branch.values()) {
      String text = settings.apply(LossPlan.key(branch));
      if (text != null) {
        plan = plan.withBranch(branch, paced(LossPlan.key(branch), text, Horizon.EPOCH_OF_LAST));
      }
    }
    return plan;
  }

  private static Paced paced(String key, String text, Horizon horizon) {
    try {
      return ScheduleGrammar.parse(text, horizon);
    } catch (ConfigException e) {
      throw new ConfigException(key + ": " + e.getMessage(), e);
    }
  }
}
