package dev.progloss.model.assign;

import dev.progloss.core.box.Box;
import dev.progloss.core.box.Iou;
import dev.progloss.model.prediction.AnchorGrid;
import dev.progloss.model.prediction.AnchorPredictions;
import java.util.Arrays;

/**
 * The rules of {@link TaskAlignedAssigner} without a shortcut: every object looks at every anchor
 * and remembers all inside its box, and whoever fights for an anchor is asked by name. The faster
 * one must agree with it to the bit.
 */
record PlainTaskAlignedAssigner(AssignerConfig config) implements Assigner {

  /** Strictly inside means by more than this on all four sides, pixels. */
  private static final double INSIDE = 1e-9;

  private static final double WEIGHT_EPSILON = 1e-9;

  private static final int NOBODY = -1;

  @Override
  public Assignment assign(AnchorPredictions predictions, int image, ImageTruth truth) {
    int anchors = predictions.anchors().size();
    Candidates[] byObject = new Candidates[truth.size()];
    int[] owner = new int[anchors];
    Arrays.fill(owner, NOBODY);
    boolean[] contested = new boolean[anchors];
    for (int g = 0; g < byObject.length; g++) {
      byObject[g] = candidates(predictions, image, truth, g);
      for (int pick : byObject[g].best(config.candidates())) {
        int anchor = byObject[g].anchors[pick];
        contested[anchor] |= owner[anchor] != NOBODY;
        owner[anchor] = g;
      }
    }
    settle(byObject, owner, contested);
    if (config.kept() > 0) {
      keepBest(byObject, owner);
    }
    return weighted(byObject, owner);
  }

  /** The anchors inside one object's grown box, with overlap and alignment. */
  private Candidates candidates(AnchorPredictions predictions, int image, ImageTruth truth, int g) {
    AnchorGrid grid = predictions.anchors();
    Box grown = config.growth().grow(truth.boxes().get(g));
    int[] inside = new int[16];
    int count = 0;
    for (int a = 0; a < grid.size(); a++) {
      double x = (double) grid.centresX()[a] * grid.strides()[a];
      double y = (double) grid.centresY()[a] * grid.strides()[a];
      double margin =
          Math.min(
              Math.min(x - grown.x1(), grown.x2() - x), Math.min(y - grown.y1(), grown.y2() - y));
      if (margin > INSIDE) {
        if (count == inside.length) {
          inside = Arrays.copyOf(inside, 2 * count);
        }
        inside[count++] = a;
      }
    }
    Candidates found = new Candidates(Arrays.copyOf(inside, count));
    double[] edges = new double[4];
    for (int i = 0; i < count; i++) {
      int a = inside[i];
      predictions.box(image, a, edges);
      double overlap = Iou.ciou(edges[0], edges[1], edges[2], edges[3], truth.boxes().get(g));
      found.overlaps[i] = Math.max(overlap, 0);
      double score = predictions.score(image, truth.classes().get(g), a);
      found.alignments[i] =
          Math.pow(score, config.alpha()) * Math.pow(found.overlaps[i], config.beta());
    }
    return found;
  }

  /** Gives each contested anchor to the object it overlaps most. */
  private static void settle(Candidates[] byObject, int[] owner, boolean[] contested) {
    for (int a = 0; a < owner.length; a++) {
      if (contested[a]) {
        double most = NOBODY;
        for (int g = 0; g < byObject.length; g++) {
          int i = byObject[g].indexOf(a);
          if (i >= 0 && byObject[g].overlaps[i] > most) {
            most = byObject[g].overlaps[i];
            owner[a] = g;
          }
        }
      }
    }
  }

  /** Leaves each object only the best-aligned of the anchors it owns. */
  private void keepBest(Candidates[] byObject, int[] owner) {
    for (int g = 0; g < byObject.length; g++) {
      Candidates mine = byObject[g].ownedBy(g, owner);
      for (int anchor : mine.anchors) {
        owner[anchor] = NOBODY;
      }
      for (int pick : mine.best(config.kept())) {
        owner[mine.anchors[pick]] = g;
      }
    }
  }

  private static Assignment weighted(Candidates[] byObject, int[] owner) {
    double[] weights = new double[owner.length];
    for (int g = 0; g < byObject.length; g++) {
      Candidates mine = byObject[g].ownedBy(g, owner);
      double scale = max(mine.overlaps) / (max(mine.alignments) + WEIGHT_EPSILON);
      for (int i = 0; i < mine.anchors.length; i++) {
        weights[mine.anchors[i]] = mine.alignments[i] * scale;
      }
    }
    return Assignment.of(owner, weights);
  }

  private static double max(double[] values) {
    double max = 0;
    for (double value : values) {
      max = Math.max(max, value);
    }
    return max;
  }

  /** Anchors that an object may have, by rising index. */
  private static final class Candidates {
    private final int[] anchors;
    private final double[] overlaps;
    private final double[] alignments;

    Candidates(int[] anchors) {
      this.anchors = anchors;
      this.overlaps = new double[anchors.length];
      this.alignments = new double[anchors.length];
    }

    int indexOf(int anchor) {
      return Arrays.binarySearch(anchors, anchor);
    }

    /** Positions of the best-aligned, at most {@code count} and only those above 0. */
    int[] best(int count) {
      int[] best = new int[Math.min(count, anchors.length)];
      int size = 0;
      for (int i = 0; i < anchors.length; i++) {
        if (alignments[i] > 0
            && (size < best.length || alignments[i] > alignments[best[size - 1]])) {
          int at = size < best.length ? size++ : size - 1;
          for (; at > 0 && alignments[i] > alignments[best[at - 1]]; at--) {
            best[at] = best[at - 1];
          }
          best[at] = i;
        }
      }
      return Arrays.copyOf(best, size);
    }

    Candidates ownedBy(int object, int[] owner) {
      int[] positions = new int[anchors.length];
      int count = 0;
      for (int i = 0; i < anchors.length; i++) {
        if (owner[anchors[i]] == object) {
          positions[count++] = i;
        }
      }
      Candidates mine = new Candidates(new int[count]);
      for (int i = 0; i < count; i++) {
        mine.anchors[i] = anchors[positions[i]];
        mine.overlaps[i] = overlaps[positions[i]];
        mine.alignments[i] = alignments[positions[i]];
      }
      return mine;
    }
  }
}
