package dev.progloss.bench.fast;

import dev.progloss.bench.fast.FastBench.Task;
import dev.progloss.core.balance.LossPlan;
import dev.progloss.core.balance.Preset;
import dev.progloss.core.box.Box;
import dev.progloss.core.schedule.Progress;
import dev.progloss.model.architecture.DetectorConfig;
import dev.progloss.model.architecture.Scale;
import dev.progloss.model.assign.ImageTruth;
import dev.progloss.model.detector.Detector;
import dev.progloss.model.loss.Criterion;
import dev.progloss.model.loss.LossConfig;
import dev.progloss.run.journal.StepRecord;
import dev.progloss.torch.device.ComputeDevice;
import dev.progloss.torch.device.Engine;
import dev.progloss.train.average.WeightAverageConfig;
import dev.progloss.train.batch.Batch;
import dev.progloss.train.loop.Learner;
import dev.progloss.train.optimizer.OptimizerConfig;
import dev.progloss.train.rate.RateConfig;
import dev.progloss.train.rate.RatePlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Times the training step of yolo26n on one random batch, again and again: no data, no loop. */
final class StepTime {

  /** Pictures to a step of the optimiser, as in long runs. */
  private static final int NOMINAL_BATCH = 64;

  private static final int OBJECTS = 8;
  private static final int WARM_ROUNDS = 4;
  private static final double NANOS = 1e9;

  private StepTime() {}

  /**
   * Times.
   *
   * @param task of so many classes
   * @param steps how many at least; rounded up to whole optimiser steps
   */
  static Map<String, Number> of(Task task, int steps) {
    Engine.start(task.threads());
    int accumulated = Math.max(1, NOMINAL_BATCH / task.batch());
    int warm = WARM_ROUNDS * accumulated;
    int timed = (steps + accumulated - 1) / accumulated * accumulated;
    Batch batch = batch(task, new SplittableRandom(1));
    try (Learner learner = learner(task, (long) warm + timed)) {
      long begin = 0;
      for (int i = 0; i < warm + timed; i++) {
        if (i == warm) {
          begin = System.nanoTime();
        }
        StepRecord unused = learner.step(batch, new Progress(i, (long) warm + timed, 1));
      }
      double seconds = (System.nanoTime() - begin) / NANOS;
      return Map.of("seconds_a_picture", seconds / timed / task.batch());
    }
  }

  private static Learner learner(Task task, long steps) {
    Detector detector = Detector.create(new DetectorConfig(Scale.N, task.first(), 1, true), 0);
    RateConfig rates =
        new RateConfig(0.01, 0.01, false, 0.9, 0, 0.8, 0.1, 5e-4, NOMINAL_BATCH, 10, 0.1, true);
    Learner.Recipe recipe =
        new Learner.Recipe(
            new Criterion(LossConfig.defaults()),
            LossPlan.preset(Preset.BOTH),
            RatePlan.of(rates, task.batch(), steps, 1),
            OptimizerConfig.defaults(),
            WeightAverageConfig.defaults());
    return new Learner(detector, recipe, ComputeDevice.CPU);
  }

  /** Noise with boxes of a tenth to a half of the side. */
  private static Batch batch(Task task, SplittableRandom random) {
    byte[] pixels = new byte[3 * task.side() * task.side() * task.batch()];
    random.nextBytes(pixels);
    List<ImageTruth> truth = new ArrayList<>();
    for (int i = 0; i < task.batch(); i++) {
      List<Integer> classes = new ArrayList<>();
      List<Box> boxes = new ArrayList<>();
      for (int object = 0; object < OBJECTS; object++) {
        double width = random.nextDouble(0.1, 0.5) * task.side();
        double height = random.nextDouble(0.1, 0.5) * task.side();
        double x = random.nextDouble() * (task.side() - width);
        double y = random.nextDouble() * (task.side() - height);
        classes.add(random.nextInt(task.first()));
        boxes.add(new Box(x, y, x + width, y + height));
      }
      truth.add(new ImageTruth(classes, boxes));
    }
    return new Batch(task.side(), pixels, truth);
  }
}
