package dev.progloss.train.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.progloss.core.balance.Branch;
import dev.progloss.core.balance.Component;
import dev.progloss.core.balance.LossPlan;
import dev.progloss.core.balance.LossWeights;
import dev.progloss.core.balance.Preset;
import dev.progloss.core.schedule.Progress;
import dev.progloss.data.augment.AugmentConfig;
import dev.progloss.data.augment.ResizedPictures;
import dev.progloss.data.augment.TrainingPipeline;
import dev.progloss.data.dataset.Split;
import dev.progloss.data.synthetic.DrawnDataset;
import dev.progloss.model.architecture.DetectorConfig;
import dev.progloss.model.architecture.Scale;
import dev.progloss.model.assign.ImageTruth;
import dev.progloss.model.detector.Detector;
import dev.progloss.model.loss.BatchPositives;
import dev.progloss.model.loss.Criterion;
import dev.progloss.model.loss.LossConfig;
import dev.progloss.model.loss.LossTerms;
import dev.progloss.model.prediction.Predictions;
import dev.progloss.run.journal.GradientLook;
import dev.progloss.torch.device.ComputeDevice;
import dev.progloss.torch.device.Engine;
import dev.progloss.torch.device.Heap;
import dev.progloss.torch.scope.TensorScope;
import dev.progloss.train.batch.Batch;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class TermGradientsTorchTest {

  private static final int SIDE = 64;
  private static final LossWeights WEIGHTS =
      LossPlan.preset(Preset.BOTH).at(Progress.atEpoch(3, 10));

  private final Criterion criterion = new Criterion(LossConfig.defaults());
  private Detector detector;
  private Batch batch;

  @BeforeEach
  void build() {
    Engine.start(2);
    DrawnDataset drawn = new DrawnDataset(1, Split.TRAIN, 4, SIDE);
    TrainingPipeline pipeline =
        new TrainingPipeline(new ResizedPictures(drawn, SIDE, 1 << 20), AugmentConfig.none(), 1);
    batch = Batch.of(new TrainingData(pipeline, 4, 1).samples(0));
    detector = Detector.create(DetectorConfig.of(Scale.T, drawn.classes().size()), 0);
  }

  @AfterEach
  void close() {
    detector.close();
  }

  private TermGradients gradients() {
    return TermGradients.of(detector.network(), detector.parameters());
  }

  @Test
  void look_aBatch_addsUpToWhatBackwardGives() {
    TermGradients gradients = gradients();
    try (TensorScope scope = TensorScope.open()) {
      Predictions predictions = detector.train(batch.images(ComputeDevice.CPU));
      BatchPositives positives = criterion.assign(predictions, batch.truth());
      LossTerms terms = criterion.terms(predictions, positives);
      Map<Branch, Double> overlaps = criterion.overlaps(predictions, positives);
      GradientLook look = gradients.look(terms, WEIGHTS, overlaps);
      for (Tensor tensor : detector.parameters().values()) {
        assertThat(tensor.grad().defined()).as("nothing is left behind").isFalse();
      }
      double shares = 0;
      double viaShares = 0;
      for (Branch branch : Branch.values()) {
        for (Component component : Criterion.components(detector.network().config())) {
          shares += look.shares().of(branch, component);
          double norm = look.norms().of(branch, component);
          // The one-to-one branch reads features without history.
          assertThat(norm > 0).isEqualTo(branch == Branch.ONE_TO_MANY);
          viaShares += norm;
        }
      }
      assertThat(shares).isCloseTo(1, within(1e-6));
      double norm = backward(terms, gradients.trunk());
      assertThat(norm).isPositive().isLessThanOrEqualTo(viaShares * (1 + 1e-6));
      double projected =
          look.norms().of(Branch.ONE_TO_MANY, Component.CLS)
              / norm; // at least the size of its share, by Cauchy and Schwarz
      assertThat(projected)
          .isGreaterThanOrEqualTo(
              Math.abs(look.shares().of(Branch.ONE_TO_MANY, Component.CLS)) * (1 - 1e-5));
      assertThat(look.cosine().getAsDouble()).isBetween(-1.0, 1.0);
      assertThat(overlaps.values()).hasSize(2).allSatisfy(o -> assertThat(o).isBetween(0.0, 1.0));
    }
  }

  @Test
  void look_classTermAlone_isTheWholeGradient() {
    LossWeights classAlone =
        LossPlan.preset(Preset.OFF)
            .withGain(Component.BOX, 0)
            .withGain(Component.L1, 0)
            .at(Progress.atEpoch(0, 1));
    TermGradients gradients = gradients();
    try (TensorScope scope = TensorScope.open()) {
      LossTerms terms = criterion.terms(predictions(), batch.truth());
      GradientLook look = gradients.look(terms, classAlone, Map.of());
      assertThat(look.shares().of(Branch.ONE_TO_MANY, Component.CLS)).isCloseTo(1, within(1e-6));
      assertThat(look.cosine()).isEmpty();
      Map<Component, Double> last = gradients.lastNorms(terms, classAlone);
      assertThat(last.get(Component.CLS)).isPositive();
      assertThat(last.get(Component.BOX)).isZero();
      // Its norm is that of what backward leaves.
      terms.weightedBy(classAlone).backward();
      assertThat(norm(gradients.trunk()))
          .isCloseTo(look.norms().of(Branch.ONE_TO_MANY, Component.CLS), within(1e-4));
      assertThat(norm(gradients.last())).isCloseTo(last.get(Component.CLS), within(1e-4));
    }
  }

  @Test
  void look_frozenTrunkOrEmptyPictures_isZero() {
    TreeSet<Integer> layers = new TreeSet<>();
    for (int layer = 0; layer < detector.network().layers().size(); layer++) {
      layers.add(layer);
    }
    detector.freeze(layers);
    try (TensorScope scope = TensorScope.open()) {
      List<ImageTruth> nothing = batch.truth().stream().map(each -> ImageTruth.NOTHING).toList();
      LossTerms terms = criterion.terms(predictions(), nothing);
      GradientLook look = gradients().look(terms, WEIGHTS, Map.of());
      assertThat(look.norms().of(Branch.ONE_TO_MANY, Component.CLS)).isZero();
      assertThat(look.shares().has(Branch.ONE_TO_MANY, Component.CLS)).isFalse();
      assertThat(look.cosine()).isEmpty();
    }
  }

  private Predictions predictions() {
    return detector.train(batch.images(ComputeDevice.CPU));
  }

  private static double backward(LossTerms terms, List<Tensor> of) {
    terms.weightedBy(WEIGHTS).backward();
    return norm(of);
  }

  private static double norm(List<Tensor> tensors) {
    double square = 0;
    for (Tensor tensor : tensors) {
      if (tensor.grad().defined()) { // a tensor may have nothing to learn from this batch
        for (double value : Heap.doubles(tensor.grad())) {
          square += value * value;
        }
      }
    }
    return Math.sqrt(square);
  }
}
