package dev.progloss.core.balance;

import dev.progloss.core.error.ConfigException;
import dev.progloss.core.schedule.Progress;
import java.util.List;
import java.util.Set;

/**
 * What moves the weights of the terms besides the plan: nothing, chance, or the losses themselves.
 *
 * <p>A rule gives each term a factor on top of its schedule. Its <em>tasks</em> are the terms that
 * the detector has (class, box, and distance or bins); the loss of a task is what the plan makes of
 * it, both branches together. A rule is a value; what it learns in a run is in the {@link
 * WeightSource} that it opens.
 */
public sealed interface WeightRule {

  /** Its name and numbers, as {@link #parse} reads them. */
  String key();

  /**
   * What a rule is opened for.
   *
   * @param plan what the factors are put upon
   * @param horizon epochs over which the plan's schedules run, at least 1
   * @param tasks the terms that the detector has, at least one
   * @param seed of whatever is drawn by chance
   */
  record Run(LossPlan plan, long horizon, Set<Component> tasks, long seed) {
    /** Copies the set. */
    public Run {
      tasks = Set.copyOf(tasks);
      if (tasks.isEmpty() || horizon < 1) {
        throw new IllegalArgumentException("there must be a task and an epoch");
      }
    }

    /** The plan's weights where training stands. */
    LossWeights planned(Progress progress) {
      return plan.at(progress.within(horizon));
    }
  }

  /** A source for one run. */
  WeightSource open(Run run);

  /**
   * The rule of this name, with its usual numbers unless they are given: {@code dwa}, {@code
   * dwa(2)}.
   *
   * @throws ConfigException if there is none, or a number is out of its range
   */
  static WeightRule parse(String text) {
    return RuleText.parse(text);
  }

  /** Names of all rules, for messages and help. */
  static List<String> names() {
    return RuleText.names();
  }

  /** The plan alone. */
  record Planned() implements WeightRule {
    @Override
    public String key() {
      return "plan";
    }

    @Override
    public WeightSource open(Run run) {
      return MemorylessSource.planned(run);
    }
  }

  /**
   * Weights by chance, new for each batch: factors {@code K softmax(z)}, z normal. The null
   * hypothesis of every rule that claims to choose weights well.
   *
   * @see <a href="https://arxiv.org/abs/2111.10603">Lin et al. 2021, random loss weighting</a>
   */
  record RandomWeights() implements WeightRule {
    @Override
    public String key() {
      return "random";
    }

    @Override
    public WeightSource open(Run run) {
      return MemorylessSource.random(run);
    }
  }

  /**
   * A log variance for each task, learned beside the network: factor {@code exp(-s)}, where s goes
   * down the gradient of {@code exp(-s) L + s}. The same form for all tasks.
   *
   * @param rate of s for each batch, above 0
   * @see <a href="https://arxiv.org/abs/1705.07115">Kendall et al. 2018</a>
   */
  record Uncertainty(double rate) implements WeightRule {
    /** Checks the rate. */
    public Uncertainty {
      RuleText.require(rate > 0 && rate <= 1, "rate of uncertainty must be in (0, 1]", rate);
    }

    @Override
    public String key() {
      return RuleText.print("uncertainty", rate);
    }

    @Override
    public WeightSource open(Run run) {
      return new UncertaintySource(new TaskLosses(run), rate);
    }
  }

  /**
   * Gradients of one size: factors move so that the gradient of each task, for the weights shared
   * last, becomes as large as the mean of all, times how far the task is behind to a power.
   *
   * @param asymmetry the power, at least 0
   * @param rate of the factors for each batch, above 0
   * @see <a href="https://arxiv.org/abs/1711.02257">Chen et al. 2018, GradNorm</a>
   */
  record GradNorm(double asymmetry, double rate) implements WeightRule {
    /** Checks the numbers. */
    public GradNorm {
      RuleText.require(
          asymmetry >= 0 && asymmetry <= 10, "asymmetry of gradnorm must be in 0..10", asymmetry);
      RuleText.require(rate > 0 && rate <= 1, "rate of gradnorm must be in (0, 1]", rate);
    }

    @Override
    public String key() {
      return RuleText.print("gradnorm", asymmetry, rate);
    }

    @Override
    public WeightSource open(Run run) {
      return new GradNormSource(new TaskLosses(run), this);
    }
  }

  /**
   * More weight for tasks that fall slowly: {@code K softmax(r / T)}, r the mean loss of the epoch
   * before over that of the epoch before it. All factors are 1 in the first two epochs.
   *
   * @param temperature T, above 0
   * @see <a href="https://arxiv.org/abs/1803.10704">Liu et al. 2019, dynamic weight average</a>
   */
  record DynamicAverage(double temperature) implements WeightRule {
    /** Checks the temperature. */
    public DynamicAverage {
      RuleText.require(temperature > 0, "temperature of dwa must be above 0", temperature);
    }

    @Override
    public String key() {
      return RuleText.print("dwa", temperature);
    }

    @Override
    public WeightSource open(Run run) {
      return new DynamicAverageSource(new TaskLosses(run), temperature);
    }
  }

  /**
   * Relative loss balancing with random lookback: a moving mean of {@code K softmax(L / (T L'))},
   * where L' is the loss of the batch before or, now and then, of the first one.
   *
   * @param memory share that the mean keeps with each batch, in [0, 1)
   * @param lookback chance that it keeps its own past and not the comparison with the first batch,
   *     in 0..1
   * @param temperature T, above 0
   * @see <a href="https://arxiv.org/abs/2110.09813">Bischof and Kraus 2021, ReLoBRaLo</a>
   */
  record RelativeBalance(double memory, double lookback, double temperature) implements WeightRule {
    /** Checks the numbers. */
    public RelativeBalance {
      RuleText.require(memory >= 0 && memory < 1, "memory of relobralo must be in [0, 1)", memory);
      RuleText.require(
          lookback >= 0 && lookback <= 1, "lookback of relobralo must be in 0..1", lookback);
      RuleText.require(temperature > 0, "temperature of relobralo must be above 0", temperature);
    }

    @Override
    public String key() {
      return RuleText.print("relobralo", memory, lookback, temperature);
    }

    @Override
    public WeightSource open(Run run) {
      return new RelativeBalanceSource(new TaskLosses(run), this, run.seed());
    }
  }
}
