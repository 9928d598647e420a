package dev.progloss.model.decode;

import dev.progloss.core.box.Box;
import dev.progloss.core.detection.Detection;
import dev.progloss.model.prediction.BranchArrays;
import java.util.ArrayList;
import java.util.List;

/**
 * Decodes a one-to-many branch: of detections of one class that overlap, only the best-scored
 * stays.
 *
 * @param confidence a detection must score more than this, 0..1
 * @param overlap IoU above which the worse of two is dropped, 0..1
 * @param severalClasses whether a box may be detected as several classes, as in validation, or as
 *     its best only
 * @param maxDetections how many an image has at most
 */
public record NonMaximumSuppression(
    double confidence, double overlap, boolean severalClasses, int maxDetections)
    implements Decoder {

  /** As validation does it: several classes a box, overlap 0.7, at most 300 an image. */
  public static NonMaximumSuppression forValidation(double confidence) {
    return new NonMaximumSuppression(confidence, 0.7, true, MAX_DETECTIONS);
  }

  /** As prediction does it: one class a box, overlap 0.7, at most 300 an image. */
  public static NonMaximumSuppression forPrediction(double confidence) {
    return new NonMaximumSuppression(confidence, 0.7, false, MAX_DETECTIONS);
  }

  @Override
  public List<Detection> decode(BranchArrays predictions, int image) {
    List<Claim> claims =
        severalClasses ? Claim.above(predictions, image, confidence) : best(predictions, image);
    claims.sort(Claim.BEST_FIRST);
    List<List<Detection>> keptByClass = new ArrayList<>();
    for (int c = 0; c < predictions.classes(); c++) {
      keptByClass.add(new ArrayList<>());
    }
    List<Detection> kept = new ArrayList<>();
    double[] edges = new double[4];
    for (Claim claim : claims) {
      if (kept.size() == maxDetections) {
        break;
      }
      Detection detection = claim.detection(predictions, image, edges);
      List<Detection> rivals = keptByClass.get(claim.classIndex());
      if (rivals.stream().noneMatch(rival -> suppresses(rival.box(), detection.box()))) {
        rivals.add(detection);
        kept.add(detection);
      }
    }
    return kept;
  }

  private boolean suppresses(Box kept, Box candidate) {
    return kept.iou(candidate) > overlap;
  }

  private List<Claim> best(BranchArrays predictions, int image) {
    List<Claim> claims = new ArrayList<>();
    for (int a = 0; a < predictions.anchors().size(); a++) {
      int top = 0;
      for (int c = 1; c < predictions.classes(); c++) {
        if (predictions.logit(image, c, a) > predictions.logit(image, top, a)) {
          top = c;
        }
      }
      if (predictions.score(image, top, a) > confidence) {
        claims.add(new Claim(a, top, predictions.logit(image, top, a)));
      }
    }
    return claims;
  }
}
