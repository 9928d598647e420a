package dev.progloss.model.detector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.progloss.core.balance.Branch;
import dev.progloss.model.architecture.Census;
import dev.progloss.model.architecture.DetectorConfig;
import dev.progloss.model.architecture.Network;
import dev.progloss.model.architecture.Scale;
import dev.progloss.model.decode.EndToEndDecoder;
import dev.progloss.model.prediction.AnchorGrid;
import dev.progloss.model.prediction.BranchArrays;
import dev.progloss.model.prediction.BranchPredictions;
import dev.progloss.model.prediction.Predictions;
import dev.progloss.torch.device.Engine;
import dev.progloss.torch.device.Heap;
import dev.progloss.torch.scope.TensorScope;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.Set;
import org.assertj.core.data.Offset;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ObjectnessTorchTest {

  private static final DetectorConfig WITH = new DetectorConfig(Scale.T, 3, 1, true, true);
  private static final DetectorConfig WITHOUT = DetectorConfig.of(Scale.T, 3);

  @BeforeAll
  static void start() {
    Engine.start(2);
  }

  @Test
  void create_withObjectness_hasOneLayerMoreALevelAndBranch() {
    try (Detector with = Detector.create(WITH, 7);
        Detector without = Detector.create(WITHOUT, 7)) {
      Set<String> more = new LinkedHashSet<>(with.state().keySet());
      more.removeAll(without.state().keySet());
      assertThat(more)
          .containsExactlyInAnyOrder(
              "model.23.obj.0.weight",
              "model.23.obj.0.bias",
              "model.23.obj.1.weight",
              "model.23.obj.1.bias",
              "model.23.obj.2.weight",
              "model.23.obj.2.bias",
              "model.23.one2one_obj.0.weight",
              "model.23.one2one_obj.0.bias",
              "model.23.one2one_obj.1.weight",
              "model.23.one2one_obj.1.bias",
              "model.23.one2one_obj.2.weight",
              "model.23.one2one_obj.2.bias");
      // log(5 / (640 / 32)^2), whatever the number of classes.
      assertThat(Heap.floats(with.parameters().get("model.23.obj.2.bias")))
          .containsExactly((float) Math.log(5.0 / 400));
      // Six layers of 16 weights and a bias.
      assertThat(Census.of(Network.of(WITH), 64).trainableParameters())
          .isEqualTo(Census.of(Network.of(WITHOUT), 64).trainableParameters() + 6 * 17);
    }
  }

  @Test
  void infer_folded_agreesWithUnfolded() {
    try (Detector detector = Detector.create(WITH, 7)) {
      try (TensorScope scope = TensorScope.open();
          NoGradGuard guard = new NoGradGuard()) {
        detector.train(torch.rand(2, 3, 64, 96));
      }
      try (FoldedDetector folded =
              FoldedDetector.fold(
                  detector.network(), detector.state(), EnumSet.allOf(Branch.class));
          TensorScope scope = TensorScope.open()) {
        Tensor images = torch.rand(2, 3, 64, 96);
        Predictions plain = detector.judge(images);
        Predictions quick = folded.infer(images);
        for (Branch branch : Branch.values()) {
          Tensor expected = plain.of(branch).objectness();
          assertThat(expected.shape()).containsExactly(2, 1, 126);
          assertThat(torch.allclose(quick.of(branch).objectness(), expected, 1e-4, 1e-4, false))
              .isTrue();
        }
      }
    }
  }

  @Test
  void train_objectnessLoss_leavesTheClassTowersAloneAndTheTrunkToOneToMany() {
    try (Detector detector = Detector.create(WITH, 7)) {
      try (TensorScope scope = TensorScope.open()) {
        Predictions got = detector.train(torch.rand(1, 3, 64, 64));
        got.of(Branch.ONE_TO_ONE).objectness().sum().backward();
      }
      assertThat(detector.parameters().get("model.0.conv.weight").grad().defined()).isFalse();
      assertThat(gradient(detector, "model.23.one2one_obj.0.weight")).isTrue();
      assertThat(gradient(detector, "model.23.one2one_cv2.0.1.conv.weight")).isTrue();
      assertThat(gradient(detector, "model.23.one2one_cv3.0.1.1.conv.weight")).isFalse();
    }
  }

  private static boolean gradient(Detector detector, String name) {
    return detector.parameters().get(name).grad().defined();
  }

  @Test
  void score_isTheRootOfClassTimesObjectness() {
    AnchorGrid grid = AnchorGrid.of(32, 32, 32);
    try (TensorScope scope = TensorScope.open()) {
      // Class 0.5 and 0.8, objectness 0.2: roots of 0.1 and 0.16.
      BranchArrays arrays =
          BranchArrays.of(
              new BranchPredictions(
                  torch.ones(1, 4, 1),
                  Heap.tensor(new double[] {0, Math.log(4)}, 1, 2, 1),
                  Heap.tensor(new double[] {-Math.log(4)}, 1, 1, 1)),
              grid);
      assertThat(arrays.score(0, 0, 0)).isCloseTo(Math.sqrt(0.1), Offset.offset(1e-7));
      assertThat(arrays.score(0, 1, 0)).isCloseTo(0.4, Offset.offset(1e-7));
      assertThat(EndToEndDecoder.of(0.35).decode(arrays, 0))
          .singleElement()
          .satisfies(found -> assertThat(found.classIndex()).isEqualTo(1))
          .satisfies(found -> assertThat(found.score()).isCloseTo(0.4, Offset.offset(1e-7)));
    }
  }

  @Test
  void score_ofExtremeLogits_isFinite() {
    AnchorGrid grid = AnchorGrid.of(32, 32, 32);
    for (double logit : new double[] {-500, 500}) {
      try (TensorScope scope = TensorScope.open()) {
        BranchArrays arrays =
            BranchArrays.of(
                new BranchPredictions(
                    torch.ones(1, 4, 1),
                    Heap.tensor(new double[] {logit}, 1, 1, 1),
                    Heap.tensor(new double[] {logit}, 1, 1, 1)),
                grid);
        assertThat(arrays.logit(0, 0, 0)).isEqualTo((float) logit);
      }
    }
  }
}
