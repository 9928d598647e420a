package dev.progloss.model.decode;

import dev.progloss.core.detection.Detection;
import dev.progloss.model.prediction.BranchArrays;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Decodes a one-to-one branch: the best-scored pairs of anchor and class, nothing suppressed.
 *
 * @param confidence a detection must score more than this, 0..1; 0 keeps all
 * @param maxDetections how many an image has at most; never more than there are anchors
 */
public record EndToEndDecoder(double confidence, int maxDetections) implements Decoder {

  /** Above this confidence, at most 300 an image. */
  public static EndToEndDecoder of(double confidence) {
    return new EndToEndDecoder(confidence, MAX_DETECTIONS);
  }

  @Override
  public List<Detection> decode(BranchArrays predictions, int image) {
    int most = Math.min(maxDetections, predictions.anchors().size());
    float least = Claim.roughLogit(confidence);
    PriorityQueue<Claim> best = new PriorityQueue<>(most + 1, Claim.BEST_FIRST.reversed());
    for (int c = 0; c < predictions.classes(); c++) {
      for (int a = 0; a < predictions.anchors().size(); a++) {
        float logit = predictions.logit(image, c, a);
        Claim worst = best.peek();
        if (logit > least && (best.size() < most || worst == null || logit >= worst.logit())) {
          best.add(new Claim(a, c, logit));
          if (best.size() > most) {
            best.poll();
          }
        }
      }
    }
    List<Detection> detections = new ArrayList<>();
    double[] edges = new double[4];
    best.stream()
        .sorted(Claim.BEST_FIRST)
        .map(claim -> claim.detection(predictions, image, edges))
        .filter(detection -> detection.score() > confidence)
        .forEach(detections::add);
    return detections;
  }
}
