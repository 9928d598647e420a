package dev.progloss.train.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.progloss.core.error.DataException;
import dev.progloss.core.schedule.Progress;
import dev.progloss.data.cache.CachePlan;
import dev.progloss.data.dataset.Dataset;
import dev.progloss.data.dataset.Split;
import dev.progloss.data.format.FileDataset;
import dev.progloss.data.format.ReadOptions;
import dev.progloss.data.format.YoloDatasets;
import dev.progloss.data.synthetic.DatasetWriter;
import dev.progloss.data.synthetic.DrawnDataset;
import dev.progloss.model.architecture.Scale;
import dev.progloss.run.journal.StepRecord;
import dev.progloss.run.layout.RunDirectory;
import dev.progloss.train.loop.Calendar;
import dev.progloss.train.loop.TrainListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A picture goes away while a run learns from it, and comes back. */
final class VanishedPictureTorchTest {

  private static final int SIDE = 64;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  @Timeout(300)
  void train_pictureVanishes_namesItAndCanBeResumedWhenItIsBack(int loaders) {
    Path written = folder.resolve("data");
    Map<Split, Dataset> drawn =
        Map.of(
            Split.TRAIN, new DrawnDataset(1, Split.TRAIN, 12, SIDE),
            Split.VAL, new DrawnDataset(1, Split.VAL, 4, SIDE));
    DatasetWriter.write(written, drawn);
    Path yaml = written.resolve("data.yaml");
    FileDataset train = YoloDatasets.open(yaml, Split.TRAIN, ReadOptions.defaults());
    FileDataset val = YoloDatasets.open(yaml, Split.VAL, ReadOptions.defaults());
    TrainConfig config =
        TrainConfig.of(Scale.T).withImageSide(SIDE).withLength(6, 4).withCalendar(new Calendar(2));
    Training training =
        Training.of(config, train, val)
            .on(Hardware.cpu().withThreads(1).withLoaders(loaders).withCache(new CachePlan.None()));
    RunDirectory straight = RunDirectory.create(folder, "straight", true, false);
    training.into(straight);

    RunDirectory broken = RunDirectory.create(folder, "broken", true, false);
    Path picture = train.file(3);
    Path away = folder.resolve("away");
    TrainListener thief =
        new TrainListener() {
          @Override
          public void stepDone(StepRecord step) {
            if (step.progress().step() == 7) { // saved after step 5
              move(picture, away);
            }
          }
        };
    assertThatThrownBy(() -> training.watchedBy(thief).into(broken))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(picture.toString())
        .hasMessageContaining("not found");
    move(away, picture);

    Progress end = training.resume(broken);
    assertThat(end.step()).isEqualTo(end.totalSteps());
    assertThat(broken.journal()).hasSameBinaryContentAs(straight.journal());
    assertThat(broken.weights("last")).hasSameBinaryContentAs(straight.weights("last"));
    assertThat(broken.weights("best")).hasSameBinaryContentAs(straight.weights("best"));
  }

  private static void move(Path from, Path to) {
    try {
      Files.move(from, to);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
