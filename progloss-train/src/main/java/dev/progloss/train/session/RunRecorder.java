package dev.progloss.train.session;

import dev.progloss.core.balance.Branch;
import dev.progloss.core.balance.Component;
import dev.progloss.core.balance.LossWeights;
import dev.progloss.core.schedule.Progress;
import dev.progloss.eval.calibration.Calibration;
import dev.progloss.eval.errors.ErrorReport;
import dev.progloss.eval.report.Evaluation;
import dev.progloss.run.journal.EvalRecord;
import dev.progloss.run.journal.JournalReader;
import dev.progloss.run.journal.JournalWriter;
import dev.progloss.run.journal.ResultsCsv;
import dev.progloss.run.journal.SkippedStep;
import dev.progloss.run.journal.StepRecord;
import dev.progloss.run.layout.RunDirectory;
import dev.progloss.train.loop.TrainListener;
import dev.progloss.train.loop.Validation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes a run's journal and its table. Losses in the table are means since the row before, in the
 * units that detector users know: gain times raw loss of the one-to-one branch.
 */
final class RunRecorder implements TrainListener, AutoCloseable {

  private static final double NANOS = 1e9;

  private final JournalWriter journal;
  private final ResultsCsv results;
  private final LongSupplier clock;
  private final long begun;
  private final Map<String, Double> sums = new LinkedHashMap<>();
  private long steps;
  private @Nullable StepRecord last;

  private RunRecorder(JournalWriter journal, ResultsCsv results, LongSupplier clock) {
    this.journal = journal;
    this.results = results;
    this.clock = clock;
    this.begun = clock.getAsLong();
  }

  /**
   * Opens the files of a run; what is in them stays.
   *
   * @param clock in nanoseconds
   */
  static RunRecorder open(RunDirectory run, LongSupplier clock) {
    try {
      return new RunRecorder(
          JournalWriter.open(run.journal()), new ResultsCsv(run.results()), clock);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes the first line of a new run. */
  void begin(Map<String, String> facts) {
    journal.start(facts);
  }

  /** Takes up the sums where the journal of a stopped run ends. */
  void takeUp(RunDirectory run) {
    for (Map<String, Object> record : JournalReader.read(run.journal())) {
      if ("eval".equals(record.get("kind"))) {
        clear();
      } else if (record.get("raw") instanceof Map<?, ?> raw) {
        raw.forEach((name, value) -> sums.merge((String) name, (Double) value, Double::sum));
        sums.merge("total", (Double) record.getOrDefault("total", 0.0), Double::sum);
        steps++;
      }
    }
  }

  @Override
  public void stepDone(StepRecord step) {
    journal.step(step);
    step.look().ifPresent(look -> journal.look(step.progress(), look));
    for (Branch branch : Branch.values()) {
      for (Component component : Component.values()) {
        if (step.raw().has(branch, component)) {
          sums.merge(name(branch, component), step.raw().of(branch, component), Double::sum);
        }
      }
    }
    sums.merge("total", step.total(), Double::sum);
    steps++;
    last = step;
  }

  @Override
  public void stepSkipped(SkippedStep step) {
    journal.skipped(step);
  }

  /** Brings what is written to the disk. */
  void force() {
    journal.force();
  }

  @Override
  public void evaluated(Validation validation) {
    Progress next = validation.next();
    int epoch = (int) ((next.step() - 1) / next.stepsPerEpoch());
    journal.evaluation(record(epoch, next.step(), "e2e", validation.oneToOne()));
    journal.evaluation(record(epoch, next.step(), "nms", validation.oneToMany()));
    StepRecord step = last;
    if (step != null) {
      results.append(row(validation, epoch, step));
    }
    clear();
  }

  private static EvalRecord record(int epoch, long step, String path, Evaluation evaluation) {
    Map<String, Double> classAp = new LinkedHashMap<>();
    evaluation.coco().perClass().forEach(row -> classAp.put(row.name(), row.ap()));
    Map<String, EvalRecord.Mistakes> errors = new LinkedHashMap<>();
    for (ErrorReport.Row row : evaluation.errors().rows()) {
      errors.put(row.kind().key(), new EvalRecord.Mistakes(row.count(), row.cost()));
    }
    Calibration calibration = evaluation.calibration();
    return new EvalRecord(
        epoch,
        step,
        path,
        evaluation.coco().stats(),
        classAp,
        errors,
        new EvalRecord.Calibration(calibration.error(), calibration.count()));
  }

  private Map<String, Double> row(Validation validation, int epoch, StepRecord step) {
    LossWeights weights = step.weights();
    Map<String, Double> row = new LinkedHashMap<>();
    row.put("epoch", epoch + 1.0);
    row.put("time", (clock.getAsLong() - begun) / NANOS);
    row.put("train/box_loss", gained(weights, Component.BOX));
    row.put("train/cls_loss", gained(weights, Component.CLS));
    row.put("train/dfl_loss", gained(weights, Component.L1) + gained(weights, Component.DFL));
    row.put("metrics/mAP50(B)", validation.endToEnd().ap50());
    row.put("metrics/mAP50-95(B)", validation.endToEnd().ap());
    row.put("lr/pg0", step.learningRate());
    row.put("nms/mAP50(B)", validation.nms().ap50());
    row.put("nms/mAP50-95(B)", validation.nms().ap());
    row.put("train/total", mean("total"));
    for (Branch branch : Branch.values()) {
      for (Component component : Component.values()) {
        if (sums.containsKey(name(branch, component))) {
          row.put("raw/" + name(branch, component), mean(name(branch, component)));
        }
      }
    }
    for (Branch branch : Branch.values()) {
      row.put("weight/" + branch.key(), weights.branch(branch));
    }
    for (Component component : List.of(Component.CLS, Component.BOX, Component.L1)) {
      row.put("weight/" + component.key(), weights.term(component));
    }
    if (sums.containsKey(name(Branch.ONE_TO_ONE, Component.OBJ))) {
      row.put("weight/" + Component.OBJ.key(), weights.term(Component.OBJ));
    }
    return row;
  }

  private double gained(LossWeights weights, Component component) {
    return mean(name(Branch.ONE_TO_ONE, component)) * weights.gain(component);
  }

  private double mean(String name) {
    return sums.getOrDefault(name, 0.0) / Math.max(1, steps);
  }

  private void clear() {
    sums.clear();
    steps = 0;
  }

  private static String name(Branch branch, Component component) {
    return branch.key() + "/" + component.key();
  }

  @Override
  public void close() {
    journal.close();
  }
}
