package dev.progloss.core.balance;

import dev.progloss.core.error.ConfigException;
import dev.progloss.core.schedule.Horizon;
import dev.progloss.core.schedule.Paced;
import dev.progloss.core.schedule.Progress;
import dev.progloss.core.schedule.Schedule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A schedule for every branch and every term: a progressive loss as a value.
 *
 * <p>Two published ideas go by the name ProgLoss, and both are here. The <em>term schedule</em>
 * moves weight from classification to localisation; the <em>branch schedule</em> moves it from the
 * one-to-many head to the one-to-one head. They compose by multiplication.
 *
 * @see <a href="https://arxiv.org/abs/2606.03748">YOLO26, Progressive Loss (branch schedule)</a>
 */
public final class LossPlan {

  private final Map<Branch, Paced> branches;
  private final Map<Component, Paced> terms;
  private final Map<Component, Double> gains;
  private final WeightRule rule;

  /** The same by ordinal, as every step needs them. */
  private final Paced[] branchOrder;

  private final Paced[] termOrder;
  private final double[] gainOrder;

  private LossPlan(
      Map<Branch, Paced> branches,
      Map<Component, Paced> terms,
      Map<Component, Double> gains,
      WeightRule rule) {
    this.branches = branches;
    this.terms = terms;
    this.gains = gains;
    this.rule = rule;
    this.branchOrder = Arrays.stream(Branch.values()).map(this::branch).toArray(Paced[]::new);
    this.termOrder = Arrays.stream(Component.values()).map(this::term).toArray(Paced[]::new);
    this.gainOrder = Arrays.stream(Component.values()).mapToDouble(this::gain).toArray();
  }

  /** The plan of this name, with the gains 7.5 box, 0.5 cls, 1.5 l1 and dfl, 1 obj. */
  public static LossPlan preset(Preset preset) {
    Paced falling = Paced.linear(2.0, 0.5, Horizon.EPOCH_OF_TOTAL);
    Paced rising = Paced.linear(0.5, 2.0, Horizon.EPOCH_OF_TOTAL);
    return switch (preset) {
      case OFF -> fixed();
      case TERMS -> fixed().withTerms(falling, rising);
      case BRANCHES -> fixed().withMovingBranches();
      case BOTH -> fixed().withTerms(falling, rising).withMovingBranches();
      case TERMS_MEAN -> fixed().withTerms(falling.averaged(), rising.averaged());
      case TERMS_REVERSED -> fixed().withTerms(rising, falling);
    };
  }

  private LossPlan withTerms(Paced classes, Paced boxes) {
    return withTerm(Component.CLS, classes).withTerm(Component.BOX, boxes);
  }

  private LossPlan withMovingBranches() {
    return withBranch(Branch.ONE_TO_MANY, Paced.linear(0.8, 0.1, Horizon.EPOCH_OF_LAST))
        .withBranch(Branch.ONE_TO_ONE, Paced.linear(0.2, 0.9, Horizon.EPOCH_OF_LAST));
  }

  /**
   * The plain form of the term schedule: cls 1 - p, box p. Each term is switched off at one end.
   */
  public static LossPlan plainTerms() {
    return fixed()
        .withTerms(
            Paced.linear(1, 0, Horizon.EPOCH_OF_TOTAL), Paced.linear(0, 1, Horizon.EPOCH_OF_TOTAL));
  }

  private static LossPlan fixed() {
    Map<Branch, Paced> branches = new EnumMap<>(Branch.class);
    for (Branch branch : Branch.values()) {
      branches.put(branch, Paced.constant(0.5));
    }
    Map<Component, Paced> terms = new EnumMap<>(Component.class);
    terms.put(Component.CLS, Paced.constant(1));
    terms.put(Component.BOX, Paced.constant(1));
    terms.put(Component.OBJ, Paced.constant(1));
    Map<Component, Double> gains = new EnumMap<>(Component.class);
    gains.put(Component.CLS, 0.5);
    gains.put(Component.BOX, 7.5);
    gains.put(Component.L1, 1.5);
    gains.put(Component.DFL, 1.5);
    gains.put(Component.OBJ, 1.0);
    return new LossPlan(branches, terms, gains, new WeightRule.Planned());
  }

  /**
   * This plan with another schedule for one branch.
   *
   * @throws ConfigException if the schedule is negative anywhere
   */
  public LossPlan withBranch(Branch branch, Paced paced) {
    requireNotNegative(key(branch), paced);
    Map<Branch, Paced> changed = new EnumMap<>(branches);
    changed.put(branch, paced);
    return new LossPlan(changed, terms, gains, rule);
  }

  /**
   * This plan with another schedule for one term. L1 and DFL follow BOX until they are given one of
   * their own.
   *
   * @throws ConfigException if the schedule is negative anywhere
   */
  public LossPlan withTerm(Component component, Paced paced) {
    requireNotNegative(key(component), paced);
    Map<Component, Paced> changed = new EnumMap<>(terms);
    changed.put(component, paced);
    return new LossPlan(branches, changed, gains, rule);
  }

  /**
   * This plan with another gain for one term.
   *
   * @throws ConfigException if the gain is negative or not finite
   */
  public LossPlan withGain(Component component, double gain) {
    if (!(gain >= 0) || Double.isInfinite(gain)) {
      throw new ConfigException(
          component.key() + " gain must be finite and not negative, got " + gain);
    }
    Map<Component, Double> changed = new EnumMap<>(gains);
    changed.put(component, gain);
    return new LossPlan(branches, terms, changed, rule);
  }

  /** This plan with a rule that moves the terms besides. */
  public LossPlan withRule(WeightRule other) {
    return new LossPlan(branches, terms, gains, other);
  }

  /** What moves the terms besides the schedules. */
  public WeightRule rule() {
    return rule;
  }

  /**
   * The weights of one run, as schedules and rule make them.
   *
   * @param horizon epochs over which the schedules run, at least 1
   * @param tasks the terms that the detector has
   * @param seed of what the rule draws by chance
   */
  public WeightSource open(long horizon, Set<Component> tasks, long seed) {
    return rule.open(new WeightRule.Run(this, horizon, tasks, seed));
  }

  /** The schedule of a branch. */
  public Paced branch(Branch branch) {
    return require(branches.get(branch));
  }

  /** The schedule of a term: its own, or the one it follows. */
  public Paced term(Component component) {
    Paced own = terms.get(component);
    return own != null ? own : require(terms.get(Component.BOX));
  }

  /** The gain of a term. */
  public double gain(Component component) {
    return require(gains.get(component));
  }

  /** Every weight where training stands, as the schedules alone have it. */
  public LossWeights at(Progress progress) {
    double[] alpha = new double[branchOrder.length];
    for (int i = 0; i < alpha.length; i++) {
      alpha[i] = branchOrder[i].at(progress);
    }
    double[] lambda = new double[termOrder.length];
    for (int i = 0; i < lambda.length; i++) {
      lambda[i] = termOrder[i].at(progress);
    }
    return new LossWeights(alpha, lambda, gainOrder);
  }

  /**
   * What a person should know before training with this plan: one sentence for each part that an
   * end switches off.
   */
  public List<String> warnings() {
    List<String> warnings = new ArrayList<>();
    for (Branch branch : Branch.values()) {
      warnWhereOff(key(branch), branch(branch), warnings);
    }
    for (Component component : Component.values()) {
      if (terms.containsKey(component)) {
        warnWhereOff(key(component), term(component), warnings);
      }
    }
    return Collections.unmodifiableList(warnings);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LossPlan plan
        && branches.equals(plan.branches)
        && terms.equals(plan.terms)
        && gains.equals(plan.gains)
        && rule.equals(plan.rule);
  }

  @Override
  public int hashCode() {
    return branches.hashCode()
        + 31 * (terms.hashCode() + 31 * (gains.hashCode() + 31 * rule.hashCode()));
  }

  @Override
  public String toString() {
    // Runs of before there were rules have it so in their files; a plan without one is equal.
    String besides = rule.equals(new WeightRule.Planned()) ? "" : ", rule=" + rule.key();
    return "LossPlan[branches="
        + branches
        + ", terms="
        + terms
        + ", gains="
        + gains
        + besides
        + "]";
  }

  private static void warnWhereOff(String key, Paced paced, List<String> warnings) {
    Schedule schedule = paced.schedule();
    if (paced.isAveraged() && !(schedule instanceof Schedule.Constant)) {
      return; // its ends are not reached
    }
    boolean atStart = schedule.at(0) == 0;
    boolean atEnd = schedule.at(1) == 0;
    if (atStart || atEnd) {
      String where = atStart && atEnd ? "at both ends" : atStart ? "at the start" : "at the end";
      warnings.add(key + " is 0 " + where + ": this part of the loss is switched off there");
    }
  }

  private static void requireNotNegative(String key, Paced paced) {
    double lowest = paced.schedule().minimum();
    if (lowest < 0) {
      throw new ConfigException(
          String.format(
              Locale.ROOT, "%s must not be negative anywhere, got a low of %s", key, lowest));
    }
  }

  /** The setting that gives a branch its schedule. */
  public static String key(Branch branch) {
    return "progloss.branches." + branch.key();
  }

  /** The setting that gives a term its schedule. */
  public static String key(Component component) {
    return "progloss.terms." + component.key();
  }

  private static <T> T require(@Nullable T value) {
    if (value == null) {
      throw new IllegalStateException("a loss plan always has every branch and gain");
    }
    return value;
  }
}
