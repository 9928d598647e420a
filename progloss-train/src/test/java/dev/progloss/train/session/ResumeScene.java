package dev.progloss.train.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.progloss.core.balance.LossPlan;
import dev.progloss.core.balance.Preset;
import dev.progloss.data.augment.AugmentConfig;
import dev.progloss.data.dataset.Dataset;
import dev.progloss.data.dataset.Split;
import dev.progloss.data.synthetic.DrawnDataset;
import dev.progloss.model.architecture.Scale;
import dev.progloss.run.layout.RunDirectory;
import dev.progloss.train.checkpoint.ResumeFile;
import dev.progloss.train.loop.Calendar;
import dev.progloss.train.loop.RunPolicy;
import dev.progloss.train.rate.RateConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The run that tests stop, kill and change: 60 steps of the smallest detector. */
final class ResumeScene {

  static final int SIDE = 64;
  static final int EPOCHS = 20;
  static final int BATCHES = 3;
  static final int STEPS = EPOCHS * BATCHES;

  /** Saves after every step. */
  static final RunPolicy OFTEN = new RunPolicy(1e-12, 0, 5);

  /** Saves after every epoch. */
  static final RunPolicy SELDOM = new RunPolicy(0, 0, 5);

  private ResumeScene() {}

  /** Requires that two runs left the same bits, but for the times in their tables. */
  static void requireSame(RunDirectory expected, RunDirectory got) throws Exception {
    assertThat(got.journal()).hasSameBinaryContentAs(expected.journal());
    assertThat(got.weights("last")).hasSameBinaryContentAs(expected.weights("last"));
    assertThat(got.weights("best")).hasSameBinaryContentAs(expected.weights("best"));
    // Live weights, average, optimiser, counters.
    assertThat(state(got)).hasSameBinaryContentAs(state(expected));
    assertThat(withoutTimes(got)).isEqualTo(withoutTimes(expected));
  }

  private static Path state(RunDirectory run) {
    return ResumeFile.newest(run, note -> {}).file();
  }

  private static List<String> withoutTimes(RunDirectory run) throws Exception {
    return Files.readAllLines(run.results()).stream()
        .map(line -> line.replaceFirst("^([^,]*),[^,]*,", "$1,"))
        .toList();
  }

  static Training training(TrainConfig config) {
    return Training.of(config, data(Split.TRAIN), data(Split.VAL));
  }

  /** Both progressive losses, gradients of two batches a step, mosaic up to the tenth epoch. */
  static TrainConfig config() {
    RateConfig usual = RateConfig.defaults();
    RateConfig rates =
        new RateConfig(
            0.01,
            usual.lrf(),
            false,
            0.9,
            1,
            usual.warmupMomentum(),
            usual.warmupBiasLr(),
            usual.weightDecay(),
            8,
            usual.gradientClip(),
            usual.warmupCapShare(),
            true);
    return TrainConfig.of(Scale.T)
        .withImageSide(SIDE)
        .withLength(EPOCHS, 4)
        .withLosses(LossPlan.preset(Preset.BOTH))
        .withAugment(AugmentConfig.defaults())
        .withRates(rates)
        .withCalendar(new Calendar(10));
  }

  static Dataset data(Split split) {
    return new DrawnDataset(1, split, split == Split.TRAIN ? 12 : 6, SIDE);
  }
}
