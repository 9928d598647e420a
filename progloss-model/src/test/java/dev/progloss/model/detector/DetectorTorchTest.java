package dev.progloss.model.detector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.progloss.core.balance.Branch;
import dev.progloss.core.error.FormatException;
import dev.progloss.model.architecture.DetectorConfig;
import dev.progloss.model.architecture.Scale;
import dev.progloss.model.prediction.Predictions;
import dev.progloss.torch.device.Engine;
import dev.progloss.torch.device.Heap;
import dev.progloss.torch.scope.TensorScope;
import dev.progloss.torch.testkit.LeakCheck;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class DetectorTorchTest {

  @BeforeAll
  static void start() {
    Engine.start(2);
  }

  @Test
  void create_startsWithPriors() {
    try (Detector detector = Detector.create(DetectorConfig.of(Scale.T, 3), 7)) {
      // log(5 / 3 / (640 / 8)^2) = log(5 / 19200) = -8.25322...
      assertThat(Heap.floats(detector.parameters().get("model.23.cv3.0.2.bias")))
          .hasSize(3)
          .containsOnly((float) Math.log(5.0 / 19200));
      assertThat(Heap.floats(detector.parameters().get("model.23.one2one_cv3.2.2.bias")))
          .containsOnly((float) Math.log(5.0 / 3 / 400));
      assertThat(Heap.floats(detector.parameters().get("model.23.cv2.1.2.bias")))
          .containsExactly(2, 2, 2, 2);
    }
  }

  @Test
  void create_sameSeed_sameWeights() {
    try (Detector a = Detector.create(DetectorConfig.of(Scale.T, 3), 7);
        Detector b = Detector.create(DetectorConfig.of(Scale.T, 3), 7);
        Detector c = Detector.create(DetectorConfig.of(Scale.T, 3), 8)) {
      String name = "model.0.conv.weight";
      float[] weights = Heap.floats(a.parameters().get(name));
      assertThat(Heap.floats(b.parameters().get(name))).isEqualTo(weights);
      assertThat(Heap.floats(c.parameters().get(name))).isNotEqualTo(weights);
    }
  }

  @Test
  void train_oneToOneLoss_leavesTheTrunkAlone() {
    try (Detector detector = Detector.create(DetectorConfig.of(Scale.T, 3), 7)) {
      try (TensorScope scope = TensorScope.open()) {
        Predictions got = detector.train(torch.rand(1, 3, 64, 64));
        got.of(Branch.ONE_TO_ONE).scores().sum().backward();
      }
      assertThat(detector.parameters().get("model.0.conv.weight").grad().defined()).isFalse();
      assertThat(detector.parameters().get("model.23.cv3.0.2.weight").grad().defined()).isFalse();
      assertThat(detector.parameters().get("model.23.one2one_cv3.0.2.weight").grad().defined())
          .isTrue();
    }
  }

  @Test
  void infer_folded_agreesWithUnfolded() {
    try (Detector detector = Detector.create(DetectorConfig.of(Scale.T, 3), 7)) {
      for (int i = 0; i < 3; i++) { // moves the running statistics away from 0 and 1
        try (TensorScope scope = TensorScope.open();
            NoGradGuard guard = new NoGradGuard()) {
          detector.train(torch.rand(2, 3, 64, 96));
        }
      }
      try (FoldedDetector folded =
              FoldedDetector.fold(
                  detector.network(), detector.state(), EnumSet.of(Branch.ONE_TO_ONE));
          TensorScope scope = TensorScope.open()) {
        Tensor images = torch.rand(2, 3, 64, 96);
        Predictions plain = detector.judge(images);
        Predictions quick = folded.infer(images);
        assertThat(quick.branches()).containsExactly(Branch.ONE_TO_ONE);
        assertThat(quick.anchors().size()).isEqualTo(8 * 12 + 4 * 6 + 2 * 3);
        assertThat(quick.of(Branch.ONE_TO_ONE).scores().shape()).containsExactly(2, 3, 126);
        assertThat(
                torch.allclose(
                    quick.of(Branch.ONE_TO_ONE).scores(),
                    plain.of(Branch.ONE_TO_ONE).scores(),
                    1e-4,
                    1e-4,
                    false))
            .isTrue();
      }
    }
  }

  @Test
  void load_ofAnotherSize_saysSoAndChangesNothing() {
    try (Detector three = Detector.create(DetectorConfig.of(Scale.T, 3), 7);
        Detector four = Detector.create(DetectorConfig.of(Scale.T, 4), 8)) {
      float[] before = Heap.floats(three.parameters().get("model.0.conv.weight"));
      assertThatThrownBy(() -> three.load(four.state()))
          .isInstanceOf(FormatException.class)
          .hasMessageContaining("must have shape [3, 32, 1, 1], got [4, 32, 1, 1]");
      Map<String, Tensor> less = new LinkedHashMap<>(three.state());
      less.remove("model.9.cv1.bn.bias");
      assertThatThrownBy(() -> three.load(less))
          .hasMessageContaining("weights lack model.9.cv1.bn.bias");
      assertThat(Heap.floats(three.parameters().get("model.0.conv.weight"))).isEqualTo(before);
    }
  }

  @Test
  void trainAndInfer_manyTimes_leaveNoNativeObjects() {
    try (Detector detector = Detector.create(DetectorConfig.of(Scale.T, 3), 7)) {
      LeakCheck.assertNoLeak(
          20,
          () -> {
            try (TensorScope scope = TensorScope.open()) {
              Tensor images = torch.rand(1, 3, 64, 64);
              detector.train(images).of(Branch.ONE_TO_MANY).scores().sum().backward();
              detector.judge(images);
            }
            try (FoldedDetector folded =
                    FoldedDetector.fold(
                        detector.network(), detector.state(), EnumSet.allOf(Branch.class));
                TensorScope scope = TensorScope.open()) {
              folded.infer(torch.rand(1, 3, 64, 64));
            }
          });
    }
  }
}
