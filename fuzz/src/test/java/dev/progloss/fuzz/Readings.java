package dev.progloss.fuzz;

import dev.progloss.core.error.DataException;
import dev.progloss.data.dataset.DataReport;
import dev.progloss.data.dataset.Split;
import dev.progloss.data.format.CocoDatasets;
import dev.progloss.data.format.ReadOptions;
import dev.progloss.data.format.YoloDatasets;
import dev.progloss.data.image.ImageCheck;
import dev.progloss.data.image.ImageProbe;
import dev.progloss.data.image.ImageReader;
import dev.progloss.data.image.PictureWatcher;
import dev.progloss.eval.coco.CocoFiles;
import dev.progloss.run.config.Setting;
import dev.progloss.run.config.Settings;
import dev.progloss.study.plan.PlanFile;
import dev.progloss.study.plan.StudyPlan;
import dev.progloss.study.search.SearchFile;
import dev.progloss.study.search.SearchPlan;
import dev.progloss.torch.scope.TensorScope;
import dev.progloss.torch.weights.SafetensorsFile;
import dev.progloss.train.imported.ForeignWeights;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/** How the readers that need more than one call are called. */
final class Readings {

  /** Decoded pixels take what the size says, and that is the caller's limit. */
  private static final long MOST_PIXELS = 1 << 20;

  private static final ReadOptions SKIP =
      new ReadOptions(
          ReadOptions.OnError.SKIP, ImageCheck.Depth.HEADER, MOST_PIXELS, PictureWatcher.NONE);

  private static final List<Setting> TABLE =
      List.of(
          new Setting("config", "", "file"),
          new Setting("epochs", "100", "passes"),
          new Setting("lr0", "0.01", "rate"),
          new Setting("progloss.terms.cls", "", "schedule"));

  private Readings() {}

  static void safetensors(Path file) {
    SafetensorsFile opened = SafetensorsFile.open(file);
    for (String name : opened.names()) {
      try (TensorScope scope = TensorScope.open()) {
        Tensor unused = opened.read(name);
      }
    }
  }

  static void checkpoint(Path file) {
    ForeignWeights weights = ForeignWeights.open(file, "");
    for (ForeignWeights.Found found : weights.tensors().values()) {
      try (TensorScope scope = TensorScope.open()) {
        Tensor unused = found.read();
      }
    }
  }

  static void coco(Path file) {
    Path images = file.resolveSibling("images");
    DataReport report = CocoDatasets.check(file, images, SKIP);
    CocoDatasets.open(file, images, SKIP);
    refuseIfBad(report);
  }

  static void cocoTruth(Path file) {
    judge(CocoFiles.read(file, file.resolveSibling("found.json")));
  }

  static void cocoResults(Path file) {
    judge(CocoFiles.read(file.resolveSibling("known.json"), file));
  }

  private static void judge(CocoFiles files) {
    files.eachImage(scene -> {});
    files.report();
  }

  static void yolo(Path yaml) {
    DataReport report = YoloDatasets.check(yaml, SKIP);
    YoloDatasets.open(yaml, Split.TRAIN, SKIP);
    refuseIfBad(report);
  }

  /** A label file whose data.yaml is one folder up. */
  static void yoloBeside(Path labels) {
    YoloDatasets.open(
        labels.resolve("../../data.yaml").normalize(),
        Split.TRAIN,
        SKIP.onError(ReadOptions.OnError.REFUSE));
  }

  /** A list of pictures whose data.yaml is beside it. */
  static void yoloAlong(Path list) {
    YoloDatasets.open(
        list.resolveSibling("data.yaml"), Split.TRAIN, SKIP.onError(ReadOptions.OnError.REFUSE));
  }

  private static void refuseIfBad(DataReport report) {
    if (report.hasErrors()) {
      throw new DataException(report.summary());
    }
  }

  static void config(Path file) {
    Settings settings = Settings.resolve(TABLE, List.of("config=" + file));
    settings.integer("epochs", 1);
    settings.number("lr0");
  }

  static void plan(Path file) {
    StudyPlan plan = PlanFile.read(file, Map.of());
    String unused = PlanFile.text(plan);
  }

  static void search(Path file) {
    SearchPlan plan = SearchFile.read(file, Map.of());
    String unused = SearchFile.text(plan);
    plan.runs(0, plan.candidates());
  }

  static void header(Path file) {
    ImageProbe.header(file, MOST_PIXELS);
    look(ImageCheck.of(file, ImageCheck.Depth.HEADER, MOST_PIXELS));
  }

  static void pixels(Path file) {
    look(ImageCheck.of(file, ImageCheck.Depth.PIXELS, MOST_PIXELS));
    ImageReader.read(file, MOST_PIXELS);
    ImageReader.readFitted(file, MOST_PIXELS, 16);
  }

  private static void look(ImageCheck check) {
    if (!check.isUsable()) {
      throw new DataException(String.valueOf(check.remarks()));
    }
  }
}
