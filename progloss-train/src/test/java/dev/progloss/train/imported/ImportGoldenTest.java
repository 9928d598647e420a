package dev.progloss.train.imported;

import static org.assertj.core.api.Assertions.assertThat;

import dev.progloss.core.balance.Branch;
import dev.progloss.core.detection.Detection;
import dev.progloss.core.testkit.Goldens;
import dev.progloss.model.decode.EndToEndDecoder;
import dev.progloss.model.detector.Detector;
import dev.progloss.model.detector.FoldedDetector;
import dev.progloss.model.prediction.BranchArrays;
import dev.progloss.model.prediction.Predictions;
import dev.progloss.torch.device.Engine;
import dev.progloss.torch.scope.TensorScope;
import dev.progloss.torch.testkit.GoldenTensors;
import dev.progloss.torch.weights.SafetensorsFile;
import dev.progloss.train.checkpoint.ModelFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every checkpoint among the reference vectors, against the weights and outputs beside it. */
class ImportGoldenTest {

  /** Scores below this are not looked for: the decoder asks for a least score. */
  private static final double LEAST_SCORE = 0.0;

  @TempDir Path folder;

  @Test
  void tensors_ofEveryCheckpoint_equalTheWeightsBitForBit() {
    SafetensorsFile wanted = SafetensorsFile.open(Goldens.path("model/weights.safetensors"));
    for (Path file : Goldens.files("model", ".pt")) {
      ForeignWeights weights = ForeignWeights.open(file, "");
      assertThat(weights.tensors()).as("%s", file).isNotEmpty();
      assertThat(weights.skipped()).as("%s", file).isEmpty();
      for (Map.Entry<String, ForeignWeights.Found> e : weights.tensors().entrySet()) {
        try (TensorScope scope = TensorScope.open()) {
          Tensor got = WeightImport.ours(e.getKey(), e.getValue());
          Tensor same = wanted.read(e.getKey()).to(got.scalar_type()); // kept in fewer bytes
          assertThat(got.equal(same)).as("%s %s", file, e.getKey()).isTrue();
        }
      }
    }
  }

  @Test
  void import_ofEveryWholeFile_predictsAsTheReference() throws IOException {
    List<Path> files = new ArrayList<>(Goldens.files("model", ".pt"));
    files.add(Goldens.path("model/weights.safetensors"));
    int total = SafetensorsFile.open(files.get(files.size() - 1)).names().size();
    int whole = 0;
    for (Path file : files) {
      if (ForeignWeights.open(file, "").tensors().size() == total) {
        whole++;
        Path out = folder.resolve(whole + ".safetensors");
        WeightImport.Report report = WeightImport.asTheFileSays().into(file, out);
        assertThat(report.matching().missing()).isEmpty();
        assertThat(report.matching().matched()).hasSize(total);
        assertPredicts(out);
      }
    }
    assertThat(whole).isPositive();
  }

  private static void assertPredicts(Path file) {
    Engine.start(2);
    GoldenTensors outputs = GoldenTensors.open(Goldens.path("model/outputs.safetensors"));
    ModelFile model = ModelFile.open(file);
    try (Detector detector = loaded(model);
        FoldedDetector folded =
            FoldedDetector.fold(detector.network(), detector.state(), EnumSet.allOf(Branch.class));
        TensorScope scope = TensorScope.open()) {
      Predictions got = folded.infer(outputs.file().read("input").to(ScalarType.Float));
      BranchArrays arrays = BranchArrays.of(got.of(Branch.ONE_TO_ONE), got.anchors());
      double[] top = outputs.doubles("eval.o2o.top");
      int images = (int) outputs.shape("eval.o2o.top")[0];
      int rows = (int) outputs.shape("eval.o2o.top")[1];
      for (int image = 0; image < images; image++) {
        List<Detection> found = EndToEndDecoder.of(LEAST_SCORE).decode(arrays, image);
        assertThat(found).hasSize(rows);
        assertRows(found, top, image * rows * 6, rows);
      }
    }
  }

  private static Detector loaded(ModelFile model) {
    Detector detector = Detector.create(model.card().network().config(), 1);
    try (TensorScope scope = TensorScope.open()) {
      detector.load(model.tensors().readAll());
    }
    return detector;
  }

  /**
   * Neighbours may have changed places, and the last ones their membership: scores by rank, and for
   * every row that stands clear of the last score a detection of its class at its box.
   */
  private static void assertRows(List<Detection> found, double[] top, int at, int rows) {
    double last = top[at + (rows - 1) * 6 + 4];
    int compared = 0;
    for (int row = 0; row < rows; row++) {
      int start = at + row * 6;
      double score = top[start + 4];
      assertThat(found.get(row).score()).isCloseTo(score, within(1e-5));
      if (score > last + 2e-5) {
        compared++;
        assertThat(found.stream().anyMatch(each -> isRow(each, top, start)))
            .as("row %s with score %s", row, score)
            .isTrue();
      }
    }
    assertThat(compared).isGreaterThan(rows / 2);
  }

  private static boolean isRow(Detection found, double[] top, int start) {
    return found.classIndex() == (int) top[start + 5]
        && Math.abs(found.score() - top[start + 4]) <= 1e-5
        && Math.abs(found.box().x1() - top[start]) <= 1e-3
        && Math.abs(found.box().y1() - top[start + 1]) <= 1e-3
        && Math.abs(found.box().x2() - top[start + 2]) <= 1e-3
        && Math.abs(found.box().y2() - top[start + 3]) <= 1e-3;
  }

  private static org.assertj.core.data.Offset<Double> within(double distance) {
    return org.assertj.core.data.Offset.offset(distance);
  }
}
