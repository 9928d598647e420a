package dev.progloss.bench.scaling;

import dev.progloss.core.box.Box;
import dev.progloss.model.architecture.Scale;
import dev.progloss.model.assign.ImageTruth;
import dev.progloss.train.batch.Batch;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * One size of a training step.
 *
 * @param scale of the model
 * @param side of the square pictures, pixels
 * @param batch pictures a step
 * @param classes how many
 * @param objects in every picture
 */
record StepCase(Scale scale, int side, int batch, int classes, int objects) {

  /** What all others are compared with. */
  static final StepCase BASE = new StepCase(Scale.N, 320, 4, 80, 10);

  /** The base and every case that differs from it in one number. */
  static List<StepCase> all() {
    List<StepCase> cases = new ArrayList<>(List.of(BASE));
    for (int batch : List.of(1, 16)) {
      cases.add(new StepCase(Scale.N, 320, batch, 80, 10));
    }
    for (int classes : List.of(1, 1000)) {
      cases.add(new StepCase(Scale.N, 320, 4, classes, 10));
    }
    for (int objects : List.of(1, 100, 1000)) {
      cases.add(new StepCase(Scale.N, 320, 4, 80, objects));
    }
    for (int side : List.of(640, 1280)) {
      cases.add(new StepCase(Scale.N, side, 4, 80, 10));
    }
    for (Scale scale : List.of(Scale.S, Scale.M, Scale.L, Scale.X)) {
      cases.add(new StepCase(scale, 320, 4, 80, 10));
    }
    return cases;
  }

  /** The case of this name. */
  static StepCase of(String name) {
    return all().stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no case is called " + name));
  }

  /** What it is called in tables: all its numbers. */
  String name() {
    return scale.modelName()
        + " side="
        + side
        + " batch="
        + batch
        + " classes="
        + classes
        + " objects="
        + objects;
  }

  /**
   * Pictures of noise with objects anywhere: what is in pictures does not change what they cost.
   */
  Batch pictures() {
    Random random = new Random(7);
    byte[] pixels = new byte[3 * side * side * batch];
    random.nextBytes(pixels);
    List<ImageTruth> truth = new ArrayList<>();
    for (int i = 0; i < batch; i++) {
      List<Integer> kinds = new ArrayList<>();
      List<Box> boxes = new ArrayList<>();
      for (int g = 0; g < objects; g++) {
        kinds.add(random.nextInt(classes));
        boxes.add(box(random));
      }
      truth.add(new ImageTruth(kinds, boxes));
    }
    return new Batch(side, pixels, truth);
  }

  /** A 64th to a fourth of the picture wide and high, wherever it fits. */
  private Box box(Random random) {
    double width = side * Math.pow(4, random.nextDouble(-3, -1));
    double height = side * Math.pow(4, random.nextDouble(-3, -1));
    return Box.ofCorner(
        random.nextDouble() * (side - width), random.nextDouble() * (side - height), width, height);
  }
}
