package dev.progloss.train.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.progloss.core.balance.Branch;
import dev.progloss.data.augment.AugmentConfig;
import dev.progloss.data.dataset.Dataset;
import dev.progloss.data.dataset.Split;
import dev.progloss.data.synthetic.DrawnDataset;
import dev.progloss.model.architecture.DetectorConfig;
import dev.progloss.model.architecture.Scale;
import dev.progloss.model.detector.Detector;
import dev.progloss.model.prediction.BranchPredictions;
import dev.progloss.model.prediction.Predictions;
import dev.progloss.run.journal.JournalReader;
import dev.progloss.run.journal.StepRecord;
import dev.progloss.run.layout.RunDirectory;
import dev.progloss.torch.device.ComputeDevice;
import dev.progloss.torch.device.Engine;
import dev.progloss.torch.device.Heap;
import dev.progloss.torch.scope.TensorScope;
import dev.progloss.torch.weights.ElementType;
import dev.progloss.torch.weights.SafetensorsFile;
import dev.progloss.train.batch.Batch;
import dev.progloss.train.checkpoint.ResumeFile;
import dev.progloss.train.loop.Calendar;
import dev.progloss.train.loop.TrainListener;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A forward pass in bfloat16, and all that stays float32 around it. */
final class MixedPrecisionTorchTest {

  private static final int SIDE = 64;

  @TempDir Path folder;

  @Test
  void train_mixed_handsOutFloat32NearFloat32AndGradientsInFloat32() {
    Engine.start(2);
    Batch batch = batch();
    try (Detector exact = detector();
        Detector mixed = detector();
        TensorScope scope = TensorScope.open()) {
      mixed.mixPrecision();
      Tensor images = batch.images(ComputeDevice.CPU);
      Predictions expected = exact.train(images);
      Predictions got = mixed.train(images);
      for (Branch branch : Branch.values()) {
        BranchPredictions outputs = got.of(branch);
        requireNear(expected.of(branch).boxes(), outputs.boxes());
        requireNear(expected.of(branch).scores(), outputs.scores());
        outputs.scores().sum().add(outputs.boxes().sum()).backward();
      }
      assertThat(got.of(Branch.ONE_TO_MANY).boxes().square().sum().item_double())
          .as("rounded differently")
          .isNotEqualTo(expected.of(Branch.ONE_TO_MANY).boxes().square().sum().item_double());
      mixed
          .parameters()
          .forEach(
              (name, tensor) -> {
                assertThat(tensor.scalar_type().intern()).as(name).isEqualTo(ScalarType.Float);
                assertThat(tensor.grad().defined()).as(name).isTrue();
                assertThat(tensor.grad().scalar_type().intern())
                    .as(name)
                    .isEqualTo(ScalarType.Float);
              });
    }
  }

  @Test
  void judge_mixed_hasTheSameBits() {
    Engine.start(2);
    Batch batch = batch();
    try (Detector exact = detector();
        Detector mixed = detector();
        TensorScope scope = TensorScope.open()) {
      mixed.mixPrecision();
      Tensor images = batch.images(ComputeDevice.CPU);
      assertThat(Heap.floats(mixed.judge(images).of(Branch.ONE_TO_ONE).scores()))
          .isEqualTo(Heap.floats(exact.judge(images).of(Branch.ONE_TO_ONE).scores()));
    }
  }

  @Test
  void run_mixed_saysSoKeepsFloat32AndIsNearFloat32() {
    RunDirectory exact = run("exact");
    training(false).into(exact);
    RunDirectory mixed = run("mixed");
    training(true).into(mixed);
    assertThat(JournalReader.read(exact.journal()).get(0).toString()).contains("amp=false");
    assertThat(JournalReader.read(mixed.journal()).get(0).toString()).contains("amp=true");
    List<Double> expected = totals(exact);
    List<Double> got = totals(mixed);
    assertThat(got).hasSameSizeAs(expected).isNotEqualTo(expected);
    for (int step = 0; step < got.size(); step++) {
      assertThat(got.get(step)).isCloseTo(expected.get(step), within(0.1 * expected.get(step)));
    }
    for (String weights : List.of("last", "best")) {
      SafetensorsFile file = SafetensorsFile.open(mixed.weights(weights));
      assertThat(file.names().stream().map(file::type).distinct().toList())
          .containsExactlyInAnyOrder(ElementType.F32, ElementType.I64);
    }
  }

  @Test
  void resume_mixed_equalsStraightRun() {
    RunDirectory straight = run("straight");
    training(true).into(straight);
    RunDirectory broken = run("broken");
    int[] done = {0};
    TrainListener counter =
        new TrainListener() {
          @Override
          public void stepDone(StepRecord step) {
            done[0]++;
          }
        };
    var unused = training(true).watchedBy(counter).stoppedBy(() -> done[0] == 3).into(broken);
    SafetensorsFile state = SafetensorsFile.open(ResumeFile.newest(broken, note -> {}).file());
    assertThat(state.names()).noneMatch(name -> state.type(name) == ElementType.BF16);
    unused = training(true).resume(broken);
    assertThat(broken.journal()).hasSameBinaryContentAs(straight.journal());
    assertThat(broken.weights("last")).hasSameBinaryContentAs(straight.weights("last"));
  }

  /**
   * A number in bfloat16 is off by up to 1/256 of itself; after the hundred layers of a fresh
   * network the outputs are off by 0.01 to 0.03 of their root mean square, on average.
   */
  private static void requireNear(Tensor expected, Tensor got) {
    assertThat(got.scalar_type().intern()).isEqualTo(ScalarType.Float);
    double[] exact = Heap.doubles(expected);
    double[] mixed = Heap.doubles(got);
    double size = Math.sqrt(Arrays.stream(exact).map(x -> x * x).average().orElseThrow());
    double[] errors = new double[exact.length];
    Arrays.setAll(errors, i -> Math.abs(mixed[i] - exact[i]));
    assertThat(Arrays.stream(errors).average().orElseThrow()).isLessThan(0.1 * size);
  }

  private static List<Double> totals(RunDirectory run) {
    return JournalReader.read(run.journal()).stream()
        .filter(record -> "step".equals(record.get("kind")))
        .map(record -> (Double) record.get("total"))
        .toList();
  }

  private static Training training(boolean amp) {
    Dataset data = data();
    TrainConfig config =
        TrainConfig.of(Scale.T)
            .withImageSide(SIDE)
            .withLength(3, 4)
            .withAugment(AugmentConfig.none())
            .withCalendar(new Calendar(3));
    Hardware hardware = Hardware.cpu().withThreads(2).withLoaders(0).withAmp(amp);
    return Training.of(config, data, data).on(hardware);
  }

  private static Batch batch() {
    Dataset data = data();
    return Batch.of(List.of(data.read(0), data.read(1), data.read(2), data.read(3)));
  }

  private static Dataset data() {
    return new DrawnDataset(3, Split.TRAIN, 8, SIDE);
  }

  private static Detector detector() {
    return Detector.create(DetectorConfig.of(Scale.T, data().classes().size()), 11);
  }

  private RunDirectory run(String name) {
    return RunDirectory.create(folder, name, true, false);
  }
}
