package dev.progloss.bench.fast;

import dev.progloss.core.balance.Branch;
import dev.progloss.model.architecture.DetectorConfig;
import dev.progloss.model.architecture.Scale;
import dev.progloss.model.assign.ImageTruth;
import dev.progloss.model.decode.EndToEndDecoder;
import dev.progloss.model.detector.Detector;
import dev.progloss.model.detector.FoldedDetector;
import dev.progloss.model.prediction.BranchArrays;
import dev.progloss.model.prediction.Predictions;
import dev.progloss.torch.device.ComputeDevice;
import dev.progloss.torch.device.Engine;
import dev.progloss.torch.scope.TensorScope;
import dev.progloss.train.batch.Batch;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.Tensor;

/** Times yolo26n as it is served, from the input tensor to 300 boxes: one picture at a time. */
final class InferTime {

  private static final int WARM_RUNS = 20;
  private static final double NANOS = 1e9;

  private InferTime() {}

  /** Times so many runs on a square of noise of this side. */
  static Map<String, Number> of(int classes, int side, int threads, int runs) {
    Engine.start(threads);
    byte[] pixels = new byte[3 * side * side];
    new SplittableRandom(1).nextBytes(pixels);
    Batch batch = new Batch(side, pixels, List.of(ImageTruth.NOTHING));
    DetectorConfig config = new DetectorConfig(Scale.N, classes, 1, true);
    try (Detector detector = Detector.create(config, 0);
        FoldedDetector folded =
            FoldedDetector.fold(
                detector.network(), detector.state(), EnumSet.of(Branch.ONE_TO_ONE));
        TensorScope scope = TensorScope.open()) {
      Tensor input = batch.images(ComputeDevice.CPU);
      double[] seconds = new double[runs];
      for (int i = -WARM_RUNS; i < runs; i++) {
        long begin = System.nanoTime();
        detect(folded, input);
        if (i >= 0) {
          seconds[i] = (System.nanoTime() - begin) / NANOS;
        }
      }
      Arrays.sort(seconds);
      return Map.of("median_seconds", seconds[runs / 2]);
    }
  }

  /** No confidence is too low, so that all 300 boxes are made, as exported networks do. */
  private static void detect(FoldedDetector folded, Tensor input) {
    try (TensorScope scope = TensorScope.open()) {
      Predictions found = folded.infer(input);
      BranchArrays arrays = BranchArrays.of(found.of(Branch.ONE_TO_ONE), found.anchors());
      int count = EndToEndDecoder.of(0).decode(arrays, 0).size();
      if (count != EndToEndDecoder.MAX_DETECTIONS) {
        throw new IllegalStateException("must find 300 boxes in noise, got " + count);
      }
    }
  }
}
