package dev.progloss.cli.readme;

import dev.progloss.data.image.ImageReader;
import dev.progloss.train.session.Predictor;
import java.nio.file.Path;

/** The README's prediction program. */
public final class PredictProgram {

  private PredictProgram() {}

  /** Prints what is found in a picture. */
  public static void main(String... arguments) {
    // README: predict
    try (var predictor = Predictor.open(Path.of("runs/train/weights/best.safetensors"))) {
      var image = ImageReader.read(Path.of(arguments[0]));
      for (var found : predictor.detect(image, 0.25)) {
        String name = predictor.classes().name(found.classIndex());
        System.out.println(name + " " + found.score() + " " + found.box());
      }
    }
    // README: end
  }
}
