package dev.progloss.train.session;

import dev.progloss.core.balance.Branch;
import dev.progloss.core.box.Box;
import dev.progloss.core.detection.ClassNames;
import dev.progloss.core.detection.Detection;
import dev.progloss.core.schedule.Progress;
import dev.progloss.data.augment.LetterboxPipeline;
import dev.progloss.data.dataset.Dataset;
import dev.progloss.data.dataset.Sample;
import dev.progloss.data.image.Image;
import dev.progloss.data.image.LetterboxedImage;
import dev.progloss.model.architecture.Network;
import dev.progloss.model.decode.EndToEndDecoder;
import dev.progloss.model.detector.FoldedDetector;
import dev.progloss.model.prediction.BranchArrays;
import dev.progloss.model.prediction.Predictions;
import dev.progloss.torch.device.Engine;
import dev.progloss.torch.scope.TensorScope;
import dev.progloss.train.batch.Batch;
import dev.progloss.train.checkpoint.ModelCard;
import dev.progloss.train.checkpoint.ModelFile;
import dev.progloss.train.loop.Validation;
import dev.progloss.train.loop.Validator;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/**
 * A trained detector in use. Owns native memory: close it. Not safe for several threads at once.
 */
public final class Predictor implements AutoCloseable {

  private final ModelCard card;
  private final FoldedDetector detector;
  private final Hardware hardware;

  private Predictor(ModelCard card, FoldedDetector detector, Hardware hardware) {
    this.card = card;
    this.detector = detector;
    this.hardware = hardware;
  }

  /**
   * Opens weights on the processor.
   *
   * @param weights a file written by training
   * @throws dev.progloss.core.error.FormatException if it is missing or not such a file
   */
  public static Predictor open(Path weights) {
    return open(weights, Hardware.cpu());
  }

  /** Opens weights. */
  public static Predictor open(Path weights, Hardware hardware) {
    ModelFile file = ModelFile.open(weights);
    Engine.start(hardware.threads());
    Map<String, Tensor> owned = new LinkedHashMap<>();
    try (TensorScope scope = TensorScope.open()) {
      file.tensors()
          .readAll()
          .forEach(
              (name, tensor) -> owned.put(name, scope.promote(hardware.device().hold(tensor))));
    }
    try {
      Network network = file.card().network();
      return new Predictor(
          file.card(), FoldedDetector.fold(network, owned, EnumSet.allOf(Branch.class)), hardware);
    } finally {
      owned.values().forEach(Tensor::close);
    }
  }

  /** What the weights say of themselves. */
  public ModelCard card() {
    return card;
  }

  /** What it tells apart. */
  public ClassNames classes() {
    return card.classes();
  }

  /**
   * Finds objects in a picture, at the size the detector was trained on.
   *
   * @param confidence a detection must score more than this, 0..1
   * @return boxes in pixels of the picture, by falling score
   */
  public List<Detection> detect(Image image, double confidence) {
    return detect(image, confidence, card.imageSide());
  }

  /**
   * Finds objects in a picture.
   *
   * @param confidence a detection must score more than this, 0..1
   * @param side side of the square that the picture is fitted into, pixels, a multiple of 32
   * @return boxes in pixels of the picture, by falling score
   */
  public List<Detection> detect(Image image, double confidence, int side) {
    LetterboxedImage fitted = LetterboxedImage.of(image, side);
    Batch batch = Batch.of(List.of(new Sample("picture", fitted.image(), List.of())));
    try (TensorScope scope = TensorScope.open()) {
      Predictions predictions = detector.infer(batch.images(hardware.device()));
      BranchArrays arrays =
          BranchArrays.of(predictions.of(Branch.ONE_TO_ONE), predictions.anchors());
      return EndToEndDecoder.of(confidence).decode(arrays, 0).stream()
          .map(found -> inPicture(fitted, found))
          .toList();
    }
  }

  private static Detection inPicture(LetterboxedImage fitted, Detection found) {
    int width = fitted.original().width();
    int height = fitted.original().height();
    Box box = fitted.letterbox().toImage(found.box(), width, height);
    return new Detection(found.classIndex(), found.score(), box);
  }

  /**
   * Judges the detector on a data set of its classes.
   *
   * @param side side of the square that pictures are fitted into, pixels, a multiple of 32
   * @param batch pictures at a time, at least 1
   */
  public Validation judge(Dataset data, int side, int batch) {
    return judge(validator(data, side, batch));
  }

  /**
   * What would judge: as it is, or told more.
   *
   * @param side side of the square that pictures are fitted into, pixels, a multiple of 32
   * @param batch pictures at a time, at least 1
   */
  public Validator validator(Dataset data, int side, int batch) {
    return new Validator(new LetterboxPipeline(data, side), batch, hardware.loaders());
  }

  /** Judges the detector by this. */
  public Validation judge(Validator validator) {
    return validator.judge(detector, hardware.device(), Progress.atEpoch(1, 1));
  }

  @Override
  public void close() {
    detector.close();
  }
}
