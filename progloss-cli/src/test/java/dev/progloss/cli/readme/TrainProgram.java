package dev.progloss.cli.readme;

import dev.progloss.data.dataset.Split;
import dev.progloss.data.format.ReadOptions;
import dev.progloss.data.format.YoloDatasets;
import dev.progloss.model.architecture.Scale;
import dev.progloss.run.layout.RunDirectory;
import dev.progloss.train.session.TrainConfig;
import dev.progloss.train.session.Training;
import java.nio.file.Path;

/** The README's training program. */
public final class TrainProgram {

  private TrainProgram() {}

  /** Trains on a data.yaml. */
  public static void main(String... arguments) {
    // README: train
    Path data = Path.of(arguments[0]);
    var train = YoloDatasets.open(data, Split.TRAIN, ReadOptions.defaults());
    var val = YoloDatasets.open(data, Split.VAL, ReadOptions.defaults());
    var config = TrainConfig.of(Scale.N).withImageSide(320).withLength(80, 16);
    var run = RunDirectory.create(Path.of("runs"), "train", false, false);
    Training.of(config, train, val).into(run);
    System.out.println("best weights: " + run.weights("best"));
    // README: end
  }
}
