package dev.progloss.model.assign;

import dev.progloss.core.box.Box;
import dev.progloss.core.box.Iou;
import dev.progloss.model.prediction.AnchorPredictions;
import java.util.Arrays;

/**
 * Matches anchors to objects by alignment of class score and overlap.
 *
 * <p>Alignment of anchor a with object g is {@code score(a, g)^alpha * max(CIoU(a, g), 0)^beta}.
 * Each object picks its best-aligned anchors among those whose centre lies inside its grown box. An
 * anchor picked by several goes to the object it overlaps most among all whose grown box holds it,
 * picked or not; equal overlap goes to the lower object. A positive's weight is its alignment,
 * scaled so that the best of an object weighs that object's largest overlap.
 *
 * <p>Pure: no state, no random numbers.
 *
 * @param config the settings
 * @see <a href="https://arxiv.org/abs/2108.07755">TOOD, section 3.2</a>
 */
public record TaskAlignedAssigner(AssignerConfig config) implements Assigner {

  /*
   * Time and memory. Each object looks at the anchors inside its own grown box only, and of those
   * only the picked ones are remembered: the dense [G, A] matrices of tensor implementations (537 MB
   * at 16 x 500 x 8400 in float64) are never made, and neither are lists of all candidates, of which
   * a thousand large objects on one heap have half a million. Where objects fight for anchors, a
   * second walk computes the overlaps there once more. So time grows with the number of pairs of an
   * object and an anchor inside it, and memory with A + G * candidates.
   *
   * Shortcuts, all exact. A score is at most 1, so an alignment is at most overlap^beta, and CIoU is
   * at most IoU: once an object has all its picks, an anchor whose overlap cannot beat the worst of
   * them needs no score, no power and mostly no CIoU. Math.pow never falls where its base rises, as
   * its contract says, so an overlap below one that was hopeless is hopeless too.
   *
   * Ties of alignment are broken by the lower anchor, which makes the result independent of any
   * sort's whims. Anchors of no alignment are never picked: their weight would be zero and they
   * could teach nothing.
   */

  /** Strictly inside means by more than this on all four sides, pixels. */
  private static final double INSIDE = 1e-9;

  private static final double WEIGHT_EPSILON = 1e-9;

  private static final int NOBODY = -1;

  @Override
  public Assignment assign(AnchorPredictions predictions, int image, ImageTruth truth) {
    if (truth.size() == 0) {
      return Assignment.of(new int[0], new double[0]);
    }
    Table table = new Table(config, predictions, image, truth);
    table.pick();
    table.settle();
    if (config.kept() > 0) {
      table.keepBest();
    }
    return table.weighted();
  }

  /** Who owns which anchor of one image. */
  private static final class Table {
    private final AssignerConfig config;
    private final AnchorPredictions predictions;
    private final int image;
    private final ImageTruth truth;
    private final AnchorRows rows;
    private final double[] edges = new double[4];

    /** The anchors inside the box looked at now. */
    private final int[] inside;

    /** {@code [A]} the object of each anchor, and its overlap and alignment with that object. */
    private final int[] owner;

    private final double[] overlap;
    private final double[] alignment;

    /** {@code [A]} whether several objects picked it. */
    private final boolean[] contested;

    private boolean anyContested;

    Table(AssignerConfig config, AnchorPredictions predictions, int image, ImageTruth truth) {
      this.config = config;
      this.predictions = predictions;
      this.image = image;
      this.truth = truth;
      rows = AnchorRows.of(predictions.anchors());
      int anchors = predictions.anchors().size();
      inside = new int[anchors];
      owner = new int[anchors];
      overlap = new double[anchors];
      alignment = new double[anchors];
      contested = new boolean[anchors];
      Arrays.fill(owner, NOBODY);
    }

    /** Every object picks the best-aligned anchors inside its grown box. */
    void pick() {
      BestAligned best = new BestAligned(config.candidates());
      for (int g = 0; g < truth.size(); g++) {
        best.clear();
        findBest(g, best);
        for (int i = 0; i < best.size(); i++) {
          int a = best.anchor(i);
          contested[a] |= owner[a] != NOBODY;
          anyContested |= contested[a];
          give(a, g, best.overlap(i), best.alignment(i));
        }
      }
    }

    private void give(int anchor, int object, double itsOverlap, double itsAlignment) {
      owner[anchor] = object;
      overlap[anchor] = itsOverlap;
      alignment[anchor] = itsAlignment;
    }

    private void findBest(int g, BestAligned best) {
      Box box = truth.boxes().get(g);
      // The largest overlap known to be too small; without beta, none is.
      double hopeless = config.beta() > 0 ? 0 : NOBODY;
      int count = findInside(box);
      for (int i = 0; i < count; i++) {
        int a = inside[i];
        double itsOverlap = overlapAbove(hopeless, a, box);
        if (itsOverlap <= hopeless) {
          continue;
        }
        double most = Math.pow(itsOverlap, config.beta());
        if (most <= best.bar()) {
          hopeless = itsOverlap;
        } else {
          best.offer(a, scorePower(g, a) * most, itsOverlap);
        }
      }
    }

    private int findInside(Box box) {
      return rows.inside(config.growth().grow(box), INSIDE, inside);
    }

    /** The overlap of an anchor's prediction; where it is not above a bound, perhaps a bit more. */
    private double overlapAbove(double bound, int a, Box box) {
      predictions.box(image, a, edges);
      double most = Iou.iou(edges[0], edges[1], edges[2], edges[3], box);
      return most <= bound
          ? most
          : Math.max(Iou.ciou(edges[0], edges[1], edges[2], edges[3], box), 0);
    }

    private double scorePower(int g, int a) {
      return Math.pow(predictions.score(image, truth.classes().get(g), a), config.alpha());
    }

    /** Gives each contested anchor to the object it overlaps most. */
    void settle() {
      if (!anyContested) {
        return;
      }
      double[] most = new double[owner.length];
      Arrays.fill(most, NOBODY);
      for (int g = 0; g < truth.size(); g++) {
        Box box = truth.boxes().get(g);
        int count = findInside(box);
        for (int i = 0; i < count; i++) {
          int a = inside[i];
          if (contested[a]) {
            double itsOverlap = overlapAbove(most[a], a, box);
            if (itsOverlap > most[a]) {
              most[a] = itsOverlap;
              owner[a] = g;
            }
          }
        }
      }
      for (int a = 0; a < owner.length; a++) {
        if (contested[a] && most[a] > NOBODY) {
          double power = Math.pow(most[a], config.beta());
          give(a, owner[a], most[a], scorePower(owner[a], a) * power);
        }
      }
    }

    /** Leaves each object only the best-aligned of the anchors it owns. */
    void keepBest() {
      BestAligned[] best = new BestAligned[truth.size()];
      for (int g = 0; g < best.length; g++) {
        best[g] = new BestAligned(config.kept());
      }
      for (int a = 0; a < owner.length; a++) {
        if (owner[a] != NOBODY) {
          best[owner[a]].offer(a, alignment[a], overlap[a]);
        }
      }
      Arrays.fill(owner, NOBODY);
      for (int g = 0; g < best.length; g++) {
        for (int i = 0; i < best[g].size(); i++) {
          owner[best[g].anchor(i)] = g;
        }
      }
    }

    Assignment weighted() {
      double[] mostOverlap = new double[truth.size()];
      double[] mostAlignment = new double[truth.size()];
      for (int a = 0; a < owner.length; a++) {
        int g = owner[a];
        if (g != NOBODY) {
          mostOverlap[g] = Math.max(mostOverlap[g], overlap[a]);
          mostAlignment[g] = Math.max(mostAlignment[g], alignment[a]);
        }
      }
      double[] weights = new double[owner.length];
      for (int a = 0; a < owner.length; a++) {
        int g = owner[a];
        if (g != NOBODY) {
          double scale = mostOverlap[g] / (mostAlignment[g] + WEIGHT_EPSILON);
          weights[a] = alignment[a] * scale;
        }
      }
      return Assignment.of(owner, weights);
    }
  }
}
