package dev.progloss.model.decode;

import dev.progloss.core.box.Box;
import dev.progloss.core.detection.Detection;
import dev.progloss.model.prediction.BranchArrays;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** An anchor that claims to see a class. */
record Claim(int anchor, int classIndex, float logit) {

  /** By falling score; ties by rising anchor, then class, so that the order is always the same. */
  static final Comparator<Claim> BEST_FIRST =
      Comparator.comparingDouble((Claim claim) -> -claim.logit)
          .thenComparingInt(Claim::anchor)
          .thenComparingInt(Claim::classIndex);

  /** Every class of every anchor that scores above a threshold. */
  static List<Claim> above(BranchArrays predictions, int image, double threshold) {
    List<Claim> claims = new ArrayList<>();
    float least = roughLogit(threshold);
    for (int c = 0; c < predictions.classes(); c++) {
      for (int a = 0; a < predictions.anchors().size(); a++) {
        float logit = predictions.logit(image, c, a);
        if (logit > least && predictions.score(image, c, a) > threshold) {
          claims.add(new Claim(a, c, logit));
        }
      }
    }
    return claims;
  }

  /** A little below the threshold's logit: a cheap test that lets through all that matter. */
  static float roughLogit(double threshold) {
    return threshold <= 0
        ? Float.NEGATIVE_INFINITY
        : (float) (Math.log(threshold / (1 - threshold)) - 1e-3);
  }

  /** The claim as a detection; reversed edges collapse to a line, as an area of nothing. */
  Detection detection(BranchArrays predictions, int image, double[] edges) {
    predictions.box(image, anchor, edges);
    Box box =
        new Box(edges[0], edges[1], Math.max(edges[0], edges[2]), Math.max(edges[1], edges[3]));
    return new Detection(classIndex, predictions.score(image, classIndex, anchor), box);
  }
}
