package dev.progloss.model.loss;

import static org.bytedeco.pytorch.global.torch.log_softmax;
import static org.bytedeco.pytorch.global.torch.zeros;
import static org.bytedeco.pytorch.global.torch.zeros_like;

import dev.progloss.core.balance.Branch;
import dev.progloss.core.balance.Component;
import dev.progloss.model.architecture.DetectorConfig;
import dev.progloss.model.assign.ImageTruth;
import dev.progloss.model.prediction.AnchorGrid;
import dev.progloss.model.prediction.BranchArrays;
import dev.progloss.model.prediction.BranchPredictions;
import dev.progloss.model.prediction.Predictions;
import dev.progloss.torch.device.Heap;
import dev.progloss.torch.scope.TensorLists;
import dev.progloss.torch.scope.TensorScope;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;

/**
 * Computes the raw loss terms of every branch.
 *
 * <p>Per branch, with S = max(sum of target scores over the batch, 1):
 *
 * <ul>
 *   <li>cls: class loss of all B * C * A scores, summed, / S;
 *   <li>box: sum of w times the box loss over the positives / S;
 *   <li>l1: sum of w times the mean absolute error of the four distances / S, each distance as a
 *       share of the input's width or height (in raw pixels it would drown the other terms);
 *   <li>dfl, in place of l1 for heads with bins: sum of w times the mean cross-entropy of the four
 *       distances between the two bins beside them / S;
 *   <li>obj, for heads that say it: cross-entropy of all B * A objectness logits against the weight
 *       of the positive there, 0 elsewhere, summed, / S.
 * </ul>
 *
 * <p>Nothing is weighted here. Pure: no state, no random numbers.
 *
 * @param config which losses, which anchors
 * @see <a href="https://arxiv.org/abs/2006.04388">Distribution focal loss</a>
 */
public record Criterion(LossConfig config) {

  /** How far below the last bin a target stays, so that there is always a bin above it. */
  private static final double BIN_MARGIN = 0.01;

  /** The terms that a detector of this config has, each in both branches. */
  public static Set<Component> components(DetectorConfig detector) {
    Set<Component> components = EnumSet.of(Component.CLS, Component.BOX);
    components.add(detector.bins() > 1 ? Component.DFL : Component.L1);
    if (detector.objectness()) {
      components.add(Component.OBJ);
    }
    return components;
  }

  /**
   * The terms of one batch.
   *
   * @param predictions of B images; gradients flow back through them
   * @param truth B lists of objects, boxes in pixels of the network input
   * @return scoped
   */
  public LossTerms terms(Predictions predictions, List<ImageTruth> truth) {
    return terms(predictions, assign(predictions, truth));
  }

  /**
   * The first half: who learns what. No gradient flows through it.
   *
   * @param predictions of B images
   * @param truth B lists of objects, boxes in pixels of the network input
   */
  public BatchPositives assign(Predictions predictions, List<ImageTruth> truth) {
    Map<Branch, Positives> positives = new EnumMap<>(Branch.class);
    for (Branch branch : predictions.branches()) {
      BranchArrays arrays = BranchArrays.of(predictions.of(branch), predictions.anchors());
      if (arrays.images() != truth.size()) {
        throw new IllegalArgumentException(
            "there must be one truth an image, got "
                + truth.size()
                + " for "
                + arrays.images()
                + " images");
      }
      positives.put(branch, Positives.assign(config.assigner(branch), arrays, truth));
    }
    return new BatchPositives(positives);
  }

  /**
   * The second half: how wrong the predictions are.
   *
   * @param positives what {@link #assign} found for these predictions
   * @return scoped
   */
  public LossTerms terms(Predictions predictions, BatchPositives positives) {
    Map<Branch, BranchTerms> terms = new EnumMap<>(Branch.class);
    for (Branch branch : predictions.branches()) {
      BranchPredictions outputs = predictions.of(branch);
      terms.put(branch, branch(outputs, positives.of(branch), predictions.anchors()));
    }
    return new LossTerms(terms);
  }

  /**
   * How well the positives' boxes fit the objects that they learn.
   *
   * @param positives what {@link #assign} found for these predictions
   * @return mean IoU in 0..1 by branch; no entry for a branch without positives
   */
  public Map<Branch, Double> overlaps(Predictions predictions, BatchPositives positives) {
    Map<Branch, Double> overlaps = new EnumMap<>(Branch.class);
    try (TensorScope scope = TensorScope.open();
        NoGradGuard guard = new NoGradGuard()) {
      for (Branch branch : predictions.branches()) {
        Positives own = positives.of(branch);
        if (own.size() > 0) {
          Tensor boxes = Matched.of(predictions.of(branch).boxes(), own).boxes();
          overlaps.put(branch, own.meanOverlap(Heap.doubles(boxes)));
        }
      }
    }
    return overlaps;
  }

  private BranchTerms branch(BranchPredictions outputs, Positives positives, AnchorGrid anchors) {
    Scalar normaliser = new Scalar(Math.max(positives.weightSum(), 1));
    boolean bins = outputs.boxes().size(1) > 4;
    Map<Component, Tensor> terms = new EnumMap<>(Component.class);
    terms.put(Component.CLS, classTerm(outputs.scores(), positives).div(normaliser));
    if (positives.size() == 0) {
      Tensor none = zeros(new long[0]).to(outputs.boxes().device(), outputs.boxes().scalar_type());
      terms.put(Component.BOX, none);
      terms.put(bins ? Component.DFL : Component.L1, none);
    } else {
      Matched matched = Matched.of(outputs.boxes(), positives);
      terms.put(Component.BOX, boxTerm(matched, positives, anchors).div(normaliser));
      if (bins) {
        terms.put(Component.DFL, binTerm(matched).div(normaliser));
      } else {
        terms.put(Component.L1, distanceTerm(matched, positives, anchors).div(normaliser));
      }
    }
    Tensor objectness = outputs.objectness();
    if (objectness != null) {
      terms.put(Component.OBJ, objectTerm(objectness, positives).div(normaliser));
    }
    return new BranchTerms(terms, positives.size(), positives.weightSum());
  }

  private Tensor classTerm(Tensor scores, Positives positives) {
    return config.classes().of(scores, targets(scores, positives.scoreIndex(), positives)).sum();
  }

  private static Tensor objectTerm(Tensor objectness, Positives positives) {
    Tensor targets = targets(objectness, positives.anchorIndex(), positives);
    return new ClassLoss.Bce().of(objectness, targets).sum();
  }

  /** The positives' weights at their places, 0 elsewhere. */
  private static Tensor targets(Tensor logits, long[] places, Positives positives) {
    Tensor targets = zeros_like(logits);
    if (positives.size() > 0) {
      Tensor index = Heap.tensor(places, positives.size());
      Tensor weights = like(logits, positives.weights(), positives.size());
      targets.view(-1).scatter_(0, index.to(logits.device(), index.scalar_type()), weights);
    }
    return targets;
  }

  private Tensor boxTerm(Matched matched, Positives positives, AnchorGrid anchors) {
    BoxPairs pairs =
        new BoxPairs(
            matched.boxes(),
            matched.targets(),
            positives.strides(),
            anchors.inputWidth(),
            anchors.inputHeight());
    return config.boxes().of(pairs).mul(matched.weights()).sum();
  }

  private static Tensor distanceTerm(Matched matched, Positives positives, AnchorGrid anchors) {
    double[] shares = new double[4 * positives.size()];
    for (int i = 0; i < positives.size(); i++) {
      double x = positives.strides()[i] / anchors.inputWidth();
      double y = positives.strides()[i] / anchors.inputHeight();
      shares[4 * i] = x;
      shares[4 * i + 1] = y;
      shares[4 * i + 2] = x;
      shares[4 * i + 3] = y;
    }
    Tensor share = like(matched.distances(), shares, positives.size(), 4);
    Tensor error = matched.distances().sub(matched.targetDistances()).mul(share).abs();
    return mean(error).mul(matched.weights()).sum();
  }

  private static Tensor binTerm(Matched matched) {
    long count = matched.raw().size(0);
    long bins = matched.raw().size(1) / 4;
    Tensor target =
        matched
            .targetDistances()
            .clamp_min(new Scalar(0.0))
            .clamp_max(new Scalar(bins - 1 - BIN_MARGIN));
    Tensor below = target.floor();
    Tensor share = target.sub(below); // of the bin above
    Tensor lower = below.to(org.bytedeco.pytorch.global.torch.ScalarType.Long);
    Tensor logs = log_softmax(matched.raw().view(count, 4, bins), 2);
    Tensor lowerLog = logs.gather(2, lower.unsqueeze(2)).squeeze(2);
    Tensor upperLog = logs.gather(2, lower.add(new Scalar(1L)).unsqueeze(2)).squeeze(2);
    Tensor rest = share.neg().add(new Scalar(1.0));
    Tensor entropy = lowerLog.mul(rest).add(upperLog.mul(share)).neg();
    return mean(entropy).mul(matched.weights()).sum();
  }

  private static Tensor mean(Tensor rows) {
    return rows.mean(new long[] {1}, false, new ScalarTypeOptional());
  }

  private static Tensor like(Tensor model, double[] values, long... shape) {
    return Heap.tensor(values, shape).to(model.device(), model.scalar_type());
  }

  /**
   * The positives' predictions beside their targets, one row each.
   *
   * @param raw {@code [P, 4 * R]} outputs
   * @param distances {@code [P, 4]} left, top, right, bottom in stride units
   * @param boxes {@code [P, 4]} the same as xyxy
   * @param targetDistances {@code [P, 4]} not clamped: negative where the centre lies outside
   * @param targets {@code [P, 4]} xyxy in stride units
   * @param weights {@code [P]}
   */
  private record Matched(
      Tensor raw,
      Tensor distances,
      Tensor boxes,
      Tensor targetDistances,
      Tensor targets,
      Tensor weights) {

    static Matched of(Tensor outputs, Positives positives) {
      int count = positives.size();
      Tensor index = Heap.tensor(positives.anchorIndex(), count);
      Tensor rows = outputs.permute(0, 2, 1).reshape(-1, outputs.size(1));
      Tensor raw = rows.index_select(0, index.to(outputs.device(), index.scalar_type()));
      Tensor distances = raw.size(1) == 4 ? raw : expected(raw);
      Tensor centres = like(outputs, positives.centres(), count, 2);
      Tensor targets = like(outputs, positives.boxes(), count, 4);
      Tensor[] sides = TensorLists.split(distances, 1, 2, 2);
      Tensor[] corners = TensorLists.split(targets, 1, 2, 2);
      return new Matched(
          raw,
          distances,
          TensorLists.concatenate(1, centres.sub(sides[0]), centres.add(sides[1])),
          TensorLists.concatenate(1, centres.sub(corners[0]), corners[1].sub(centres)),
          targets,
          like(outputs, positives.weights(), count));
    }

    /** Expected bin of every side. */
    private static Tensor expected(Tensor raw) {
      long bins = raw.size(1) / 4;
      double[] numbers = new double[(int) bins];
      for (int i = 0; i < bins; i++) {
        numbers[i] = i;
      }
      return raw.view(raw.size(0), 4, bins).softmax(2).matmul(like(raw, numbers, bins));
    }
  }
}
