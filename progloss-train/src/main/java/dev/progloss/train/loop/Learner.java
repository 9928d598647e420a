package dev.progloss.train.loop;

import dev.progloss.core.balance.Branch;
import dev.progloss.core.balance.Component;
import dev.progloss.core.balance.LossPlan;
import dev.progloss.core.balance.LossReport;
import dev.progloss.core.balance.LossWeights;
import dev.progloss.core.balance.TermTable;
import dev.progloss.core.balance.WeightSource;
import dev.progloss.core.error.DivergedException;
import dev.progloss.core.schedule.Progress;
import dev.progloss.model.architecture.DetectorConfig;
import dev.progloss.model.detector.Detector;
import dev.progloss.model.loss.BatchPositives;
import dev.progloss.model.loss.Criterion;
import dev.progloss.model.loss.LossTerms;
import dev.progloss.model.prediction.Predictions;
import dev.progloss.run.journal.GradientLook;
import dev.progloss.run.journal.StepRecord;
import dev.progloss.torch.device.ComputeDevice;
import dev.progloss.torch.scope.TensorScope;
import dev.progloss.train.average.WeightAverage;
import dev.progloss.train.average.WeightAverageConfig;
import dev.progloss.train.batch.Batch;
import dev.progloss.train.optimizer.Optimizer;
import dev.progloss.train.optimizer.OptimizerConfig;
import dev.progloss.train.profile.Phase;
import dev.progloss.train.profile.StepClock;
import dev.progloss.train.rate.RatePlan;
import dev.progloss.train.rate.RateStep;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * What learns: a detector, its optimiser and the average of its weights, one batch at a time.
 *
 * <p>Build it outside any tensor scope. It owns all three until closed. Not safe for several
 * threads at once.
 */
public final class Learner implements AutoCloseable {

  /**
   * Rate times gradient beyond which parameters are not moved: with momentum and the factors of
   * rates, float32 would not be far from its end, and parameters must stay finite.
   */
  private static final double MOST_REACH = 1e25;

  private final Detector detector;
  private final Recipe recipe;
  private final ComputeDevice device;
  private final Optimizer optimizer;
  private final WeightAverage average;
  private final RunningStatistics statistics;
  private final WeightSource source;
  private final TermGradients gradients;
  private final int lens;

  /**
   * How to learn.
   *
   * @param criterion which losses
   * @param losses what they weigh, over the horizon of the rates
   * @param rates how fast
   * @param optimizer how gradients become steps
   * @param average how the weights are averaged
   * @param seed of what the rule of the losses draws by chance
   */
  public record Recipe(
      Criterion criterion,
      LossPlan losses,
      RatePlan rates,
      OptimizerConfig optimizer,
      WeightAverageConfig average,
      long seed) {

    /** For a plan that leaves nothing to chance. */
    public Recipe(
        Criterion criterion,
        LossPlan losses,
        RatePlan rates,
        OptimizerConfig optimizer,
        WeightAverageConfig average) {
      this(criterion, losses, rates, optimizer, average, 0);
    }
  }

  /**
   * A learner.
   *
   * @param detector taken over: this closes it
   * @param device where the detector is
   */
  public Learner(Detector detector, Recipe recipe, ComputeDevice device) {
    this(detector, recipe, device, 0);
  }

  /**
   * The same, looking at the gradients of single terms now and then.
   *
   * @param lens batches between two looks, at least 0; 0: none
   */
  public Learner(Detector detector, Recipe recipe, ComputeDevice device, int lens) {
    this.detector = detector;
    this.recipe = recipe;
    this.device = device;
    this.optimizer =
        recipe.optimizer().build(ClassTowers.parameters(detector.network(), detector.parameters()));
    this.statistics = RunningStatistics.of(detector.buffers());
    this.average = WeightAverage.of(detector.state(), recipe.average());
    DetectorConfig config = detector.network().config();
    this.source =
        recipe.losses().open(recipe.rates().horizon(), Criterion.components(config), recipe.seed());
    this.gradients = TermGradients.of(detector.network(), detector.parameters());
    this.lens = lens;
  }

  /**
   * Learns from one batch. Every tensor made here dies here; only numbers leave.
   *
   * <p>The weights of the losses are asked for, not kept: where no rule adapts them, they follow
   * from {@code progress} alone.
   *
   * <p>A batch whose loss is not finite is forgotten: parameters, optimiser, average and running
   * statistics are then as they were, and gradients that wait go on waiting. Where the gradient is
   * not finite, or a step along it would leave the finite numbers, those that it was summed from
   * are dropped.
   *
   * @throws DivergedException if a loss term, the gradient or the step is not finite
   */
  public StepRecord step(Batch batch, Progress progress) {
    return step(batch, progress, StepClock.NONE);
  }

  /**
   * The same, timed.
   *
   * @param clock told of every phase
   */
  public StepRecord step(Batch batch, Progress progress, StepClock clock) {
    try (TensorScope scope = TensorScope.open()) {
      clock.enter(Phase.SCHEDULE);
      LossWeights weights = source.at(progress);
      RateStep rates = recipe.rates().at(progress.step());

      clock.enter(Phase.TENSOR);
      Tensor images = batch.images(device);
      clock.enter(Phase.FORWARD);
      statistics.keep();
      Predictions predictions = detector.train(images);
      clock.enter(Phase.ASSIGNMENT);
      BatchPositives positives = recipe.criterion().assign(predictions, batch.truth());
      clock.enter(Phase.LOSSES);
      LossTerms terms = recipe.criterion().terms(predictions, positives);
      TermTable raw = requireFinite(terms.numbers(), progress);
      clock.enter(Phase.LENS);
      boolean looks = lens > 0 && progress.step() % lens == 0;
      Optional<GradientLook> look =
          looks
              ? Optional.of(
                  gradients.look(
                      terms, weights, recipe.criterion().overlaps(predictions, positives)))
              : Optional.empty();
      Map<Component, Double> norms =
          source.readsGradients() ? gradients.lastNorms(terms, weights) : Map.of();

      clock.enter(Phase.BACKWARD);
      // Times the batch size, as the published learning rates expect.
      terms.weightedBy(weights).mul(new Scalar((double) batch.size())).backward();

      OptionalDouble gradientNorm =
          recipe.rates().stepsAt(progress.step())
              ? OptionalDouble.of(update(rates, progress, clock))
              : OptionalDouble.empty();
      source.learned(new LossReport(progress, raw, norms));
      clock.enter(Phase.RELEASE);
      return new StepRecord(
          progress,
          raw,
          weights,
          weights.total(raw),
          rates.learningRate(1),
          rates.biasLearningRate(1),
          rates.momentum(),
          gradientNorm,
          batch.size(),
          look);
    }
  }

  /** Moves the parameters along all gradients since the last time. */
  private double update(RateStep rates, Progress progress, StepClock clock) {
    clock.enter(Phase.OPTIMIZER);
    double norm = optimizer.clip(recipe.rates().gradientClip());
    if (!Double.isFinite(norm)) {
      optimizer.zeroGradients();
      throw diverged("gradient norm", norm, progress);
    }
    double clipped = Math.min(norm, recipe.rates().gradientClip());
    double reach = Math.max(rates.learningRate(1), rates.biasLearningRate(1)) * (1 + clipped);
    if (reach > MOST_REACH) {
      optimizer.zeroGradients();
      throw diverged("step size", reach, progress);
    }
    optimizer.step(rates);
    optimizer.zeroGradients();
    clock.enter(Phase.AVERAGE);
    average.update(detector.state());
    return norm;
  }

  private TermTable requireFinite(TermTable raw, Progress progress) {
    for (Branch branch : Branch.values()) {
      for (Component component : Component.values()) {
        if (raw.has(branch, component) && !Double.isFinite(raw.of(branch, component))) {
          throw diverged(branch.key() + "/" + component.key(), raw.of(branch, component), progress);
        }
      }
    }
    return raw;
  }

  private DivergedException diverged(String what, double value, Progress progress) {
    statistics.restore();
    return new DivergedException(
        what,
        value,
        what
            + " is "
            + value
            + " at step "
            + progress.step()
            + " (epoch "
            + progress.epoch()
            + "); a smaller lr0 or a longer warm-up may help");
  }

  /** The detector; borrowed. */
  public Detector detector() {
    return detector;
  }

  /** The optimiser; borrowed. */
  public Optimizer optimizer() {
    return optimizer;
  }

  /** The average of the weights: what is judged and kept; borrowed. */
  public WeightAverage average() {
    return average;
  }

  /** Where the weights of its losses come from; borrowed. */
  public WeightSource weights() {
    return source;
  }

  /** Where it computes. */
  public ComputeDevice device() {
    return device;
  }

  @Override
  public void close() {
    average.close();
    statistics.close();
    optimizer.close();
    detector.close();
  }
}
