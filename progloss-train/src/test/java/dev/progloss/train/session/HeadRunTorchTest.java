package dev.progloss.train.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import dev.progloss.core.balance.Branch;
import dev.progloss.core.balance.Component;
import dev.progloss.core.balance.LossPlan;
import dev.progloss.core.balance.Preset;
import dev.progloss.data.augment.AugmentConfig;
import dev.progloss.data.dataset.Dataset;
import dev.progloss.data.dataset.Split;
import dev.progloss.data.synthetic.DrawnDataset;
import dev.progloss.model.architecture.Scale;
import dev.progloss.run.journal.JournalReader;
import dev.progloss.run.layout.RunDirectory;
import dev.progloss.train.checkpoint.ModelCard;
import dev.progloss.train.checkpoint.ModelFile;
import dev.progloss.train.loop.Calendar;
import dev.progloss.train.loop.TrainListener;
import dev.progloss.train.loop.Validation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A head with bins and objectness through a whole run: trained, judged, saved, opened, served. */
final class HeadRunTorchTest {

  private static final int SIDE = 64;
  private static final double GAIN = 0.7;

  @TempDir Path folder;

  @Test
  void run_binsAndObjectness_areSavedLoggedAndServed() throws Exception {
    Dataset data = new DrawnDataset(5, Split.TRAIN, 4, SIDE);
    TrainConfig config =
        TrainConfig.of(Scale.T)
            .withModel(new TrainConfig.Model(Scale.T, SIDE, 16, true))
            .withLength(3, 2)
            .withAugment(AugmentConfig.none())
            .withLosses(LossPlan.preset(Preset.BOTH).withGain(Component.OBJ, GAIN))
            .withCalendar(new Calendar(3));
    List<Validation> seen = new ArrayList<>();
    TrainListener watcher =
        new TrainListener() {
          @Override
          public void evaluated(Validation validation) {
            seen.add(validation);
          }
        };
    RunDirectory run = RunDirectory.create(folder, "head", true, false);
    Hardware hardware = Hardware.cpu().withThreads(1).withLoaders(0);
    Training.of(config, data, data).on(hardware).watchedBy(watcher).into(run);

    requireTotals(run);
    assertThat(Files.readAllLines(run.results()).get(0)).contains("raw/o2o/obj", "weight/obj");
    ModelCard card = ModelFile.open(run.weights("best")).card();
    assertThat(card.objectness()).isTrue();
    assertThat(card.bins()).isEqualTo(16);
    assertThat(ModelFile.open(run.weights("best")).tensors().metadata())
        .containsEntry("objectness", "true");
    try (Predictor predictor = Predictor.open(run.weights("best"), hardware)) {
      Validation again = predictor.judge(data, SIDE, 2);
      assertThat(again.endToEnd()).isEqualTo(seen.get(0).endToEnd());
      assertThat(again.nms()).isEqualTo(seen.get(0).nms());
    }
  }

  /** Every step's total is the weighted sum of all its terms, objectness and bins among them. */
  private static void requireTotals(RunDirectory run) {
    int steps = 0;
    for (Map<String, Object> record : JournalReader.read(run.journal())) {
      if ("step".equals(record.get("kind"))) {
        steps++;
        double total = 0;
        for (Branch branch : Branch.values()) {
          for (Component component :
              List.of(Component.CLS, Component.BOX, Component.DFL, Component.OBJ)) {
            total +=
                number(record, "weights", branch.key())
                    * number(record, "weights", component.key())
                    * number(record, "gains", component.key())
                    * number(record, "raw", branch.key() + "/" + component.key());
          }
        }
        assertThat((Double) record.get("total")).isCloseTo(total, offset(1e-9 * total));
        assertThat(number(record, "gains", "obj")).isEqualTo(GAIN);
      }
    }
    assertThat(steps).isEqualTo(6);
  }

  private static double number(Map<String, Object> record, String group, String key) {
    return ((Number) ((Map<?, ?>) record.get(group)).get(key)).doubleValue();
  }
}
