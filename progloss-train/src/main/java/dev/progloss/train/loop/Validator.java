package dev.progloss.train.loop;

import dev.progloss.core.balance.Branch;
import dev.progloss.core.box.Box;
import dev.progloss.core.detection.Annotation;
import dev.progloss.core.detection.ClassNames;
import dev.progloss.core.detection.Detection;
import dev.progloss.core.schedule.Progress;
import dev.progloss.data.augment.LetterboxPipeline;
import dev.progloss.data.augment.LetterboxedSample;
import dev.progloss.data.dataset.Sample;
import dev.progloss.data.load.Prefetcher;
import dev.progloss.eval.coco.DetectionEvaluator;
import dev.progloss.eval.confusion.ConfusionThresholds;
import dev.progloss.eval.report.DetailAnalysis;
import dev.progloss.eval.report.Evaluation;
import dev.progloss.eval.scene.Scene;
import dev.progloss.model.decode.Decoder;
import dev.progloss.model.decode.EndToEndDecoder;
import dev.progloss.model.decode.NonMaximumSuppression;
import dev.progloss.model.detector.FoldedDetector;
import dev.progloss.model.prediction.BranchArrays;
import dev.progloss.model.prediction.Predictions;
import dev.progloss.torch.device.ComputeDevice;
import dev.progloss.torch.scope.TensorScope;
import dev.progloss.train.batch.Batch;
import java.util.ArrayList;
import java.util.List;

/**
 * Judges a detector on a data set by the COCO protocol: every picture letterboxed, confidence above
 * 0.001, at most 300 detections, boxes compared in the pixels of the original picture. Both
 * branches are judged: end to end, and with duplicates removed.
 *
 * @param pipeline the pictures
 * @param batch pictures at a time, at least 1
 * @param threads loader threads, at least 0
 * @param shown what counts in the confusion matrix
 * @param listener told of every picture
 */
public record Validator(
    LetterboxPipeline pipeline,
    int batch,
    int threads,
    ConfusionThresholds shown,
    DetectionListener listener) {

  private static final double CONFIDENCE = 0.001;
  private static final int AHEAD = 2;

  /** With the usual thresholds of the confusion matrix, and nobody who listens. */
  public Validator(LetterboxPipeline pipeline, int batch, int threads) {
    this(pipeline, batch, threads, ConfusionThresholds.usual(), DetectionListener.nobody());
  }

  /** The same with other thresholds of the confusion matrix. */
  public Validator showing(ConfusionThresholds thresholds) {
    return new Validator(pipeline, batch, threads, thresholds, listener);
  }

  /** The same, telling what the one-to-one branch finds. */
  public Validator telling(DetectionListener told) {
    return new Validator(pipeline, batch, threads, shown, told);
  }

  /** What is gathered of one branch while the pictures go by. */
  private record BranchTally(DetectionEvaluator coco, DetailAnalysis details) {

    static BranchTally of(ClassNames classes, ConfusionThresholds shown) {
      return new BranchTally(
          new DetectionEvaluator(classes), new DetailAnalysis(classes.size(), shown));
    }

    void add(List<Annotation> truth, List<Detection> found) {
      coco.add(truth, found);
      details.add(Scene.of(truth, found));
    }

    Evaluation evaluation() {
      return details.with(coco.report());
    }
  }

  private record Tally(BranchTally endToEnd, BranchTally nms) {}

  /**
   * Judges a detector with both branches.
   *
   * @param next how far it had learned; only passed on
   */
  public Validation judge(FoldedDetector detector, ComputeDevice device, Progress next) {
    ClassNames classes = pipeline.dataset().classes();
    Tally tally = new Tally(BranchTally.of(classes, shown), BranchTally.of(classes, shown));
    int size = pipeline.dataset().size();
    int batches = (size + batch - 1) / batch;
    try (Prefetcher<List<LetterboxedSample>> loader =
        Prefetcher.open(threads, AHEAD, batches, this::samples)) {
      while (loader.hasNext()) {
        judge(detector, device, loader.next(), tally);
      }
    }
    return new Validation(next, tally.endToEnd.evaluation(), tally.nms.evaluation());
  }

  private List<LetterboxedSample> samples(int index) {
    List<LetterboxedSample> samples = new ArrayList<>();
    int end = Math.min((index + 1) * batch, pipeline.dataset().size());
    for (int i = index * batch; i < end; i++) {
      samples.add(pipeline.sample(i));
    }
    return samples;
  }

  private void judge(
      FoldedDetector detector, ComputeDevice device, List<LetterboxedSample> samples, Tally tally) {
    List<Sample> inputs = samples.stream().map(LetterboxedSample::input).toList();
    try (TensorScope scope = TensorScope.open()) {
      Predictions predictions = detector.infer(Batch.of(inputs).images(device));
      BranchArrays one = arrays(predictions, Branch.ONE_TO_ONE);
      BranchArrays many = arrays(predictions, Branch.ONE_TO_MANY);
      Decoder endToEnd = EndToEndDecoder.of(CONFIDENCE);
      Decoder nms = NonMaximumSuppression.forValidation(CONFIDENCE);
      for (int i = 0; i < samples.size(); i++) {
        LetterboxedSample sample = samples.get(i);
        List<Detection> found = inPicture(sample, endToEnd.decode(one, i));
        listener.found(found);
        tally.endToEnd.add(sample.truth(), found);
        tally.nms.add(sample.truth(), inPicture(sample, nms.decode(many, i)));
      }
    }
  }

  private static BranchArrays arrays(Predictions predictions, Branch branch) {
    return BranchArrays.of(predictions.of(branch), predictions.anchors());
  }

  private static List<Detection> inPicture(LetterboxedSample sample, List<Detection> found) {
    return found.stream()
        .map(
            each -> {
              Box box = sample.toImage(each.box());
              return new Detection(each.classIndex(), each.score(), box);
            })
        .toList();
  }
}
