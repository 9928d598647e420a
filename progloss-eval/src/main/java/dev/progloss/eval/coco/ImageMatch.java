package dev.progloss.eval.coco;

import java.util.Arrays;

/**
 * Who takes whom among the objects and the best detections of one class in one image: for all area
 * ranges and thresholds at once.
 *
 * <p>Detections are shown one by one, best first. What becomes of each is a word of bits per area
 * range: bit t is set if it is a hit at threshold t, bit t + {@value #IGNORED} if it is ignored
 * there; neither means a false alarm. Most detections overlap no object by the lowest threshold and
 * are done at once. Buffers are kept between images.
 */
final class ImageMatch {

  /** How far the bits of ignored detections stand above those of hits. */
  static final int IGNORED = 16;

  /** Where the bits of hits stand. */
  static final int HITS = (1 << IGNORED) - 1;

  /** Ignored at every threshold. */
  static final int ALL_IGNORED = ((1 << CocoArrays.THRESHOLDS.length) - 1) << IGNORED;

  private static final AreaRange[] RANGES = AreaRange.values();
  private static final double[] LEAST = leastOverlaps();

  private final BoxColumns truth;
  private int objects;
  private int[] rows = {};
  private double[] overlaps = {};
  private int[] candidates = {};
  private boolean[] ignored = {}; // [range][object]
  private int[] taken = {}; // [range][object], bit t: at threshold t
  private int candidateCount;

  ImageMatch(BoxColumns truth) {
    this.truth = truth;
  }

  /**
   * The reference lowers a threshold of 1, so that a perfect overlap passes in spite of rounding.
   */
  private static double[] leastOverlaps() {
    return Arrays.stream(CocoArrays.THRESHOLDS).map(t -> Math.min(t, 1 - 1e-10)).toArray();
  }

  /** Begins an image with the objects at these positions. */
  void begin(PlacedBoxes placed, int from, int to) {
    objects = to - from;
    if (rows.length < objects) {
      rows = new int[2 * objects];
      overlaps = new double[2 * objects];
      candidates = new int[2 * objects];
      ignored = new boolean[2 * objects * RANGES.length];
      taken = new int[2 * objects * RANGES.length];
    }
    for (int g = 0; g < objects; g++) {
      rows[g] = placed.row(from + g);
      for (int a = 0; a < RANGES.length; a++) {
        ignored[a * objects + g] = ignored(truth, rows[g], RANGES[a]);
      }
    }
    Arrays.fill(taken, 0, objects * RANGES.length, 0);
  }

  static boolean ignored(BoxColumns truth, int row, AreaRange range) {
    return truth.crowd(row) || range.excludes(truth.measure(row));
  }

  /** Shows the next best detection; {@code outcomes[a][at]} gets the bits of range a. */
  void show(BoxColumns found, int row, int[][] outcomes, int at) {
    findCandidates(found, row);
    double area = found.width(row) * found.height(row);
    for (int a = 0; a < RANGES.length; a++) {
      boolean outside = RANGES[a].excludes(area);
      outcomes[a][at] =
          candidateCount == 0 ? (outside ? ALL_IGNORED : 0) : outcome(a * objects, outside);
    }
  }

  private void findCandidates(BoxColumns found, int row) {
    candidateCount = 0;
    boolean undefined = false;
    for (int g = 0; g < objects; g++) {
      double overlap = overlap(found, row, truth, rows[g]);
      overlaps[g] = overlap;
      undefined |= Double.isNaN(overlap);
      if (overlap >= LEAST[0]) {
        candidates[candidateCount++] = g;
      }
    }
    if (undefined) { // after an overlap that is no number, whatever comes next is taken
      candidateCount = objects;
      Arrays.setAll(candidates, g -> g);
    }
  }

  /** The order of operations is the reference's: another one changes last bits. */
  static double overlap(BoxColumns found, int d, BoxColumns truth, int g) {
    double w =
        Math.min(found.x(d) + found.width(d), truth.x(g) + truth.width(g))
            - Math.max(found.x(d), truth.x(g));
    if (w <= 0) {
      return 0; // before dividing: boxes without area would give 0 / 0
    }
    double h =
        Math.min(found.y(d) + found.height(d), truth.y(g) + truth.height(g))
            - Math.max(found.y(d), truth.y(g));
    if (h <= 0) {
      return 0;
    }
    double shared = w * h;
    double area = found.width(d) * found.height(d);
    double union = truth.crowd(g) ? area : area + truth.width(g) * truth.height(g) - shared;
    return shared / union;
  }

  private int outcome(int base, boolean outside) {
    int bits = 0;
    for (int t = 0; t < LEAST.length; t++) {
      int g = taking(base, t);
      if (g >= 0) {
        taken[base + g] |= 1 << t;
      }
      if (g >= 0 && ignored[base + g]) {
        bits |= 1 << (t + IGNORED);
      } else if (g >= 0 && truth.countable(rows[g])) {
        bits |= 1 << t;
      } else if (outside) {
        bits |= 1 << (t + IGNORED);
      }
    }
    return bits;
  }

  /** The object that the detection takes, or -1: ordinary ones first, ignored ones if none fits. */
  private int taking(int base, int t) {
    double most = LEAST[t];
    int taking = -1;
    for (int pass = 0; pass < 2 && taking < 0; pass++) {
      for (int c = 0; c < candidateCount; c++) {
        int g = candidates[c];
        boolean free = ((taken[base + g] >> t) & 1) == 0 || truth.crowd(rows[g]);
        if (ignored[base + g] == (pass == 1) && free && !(overlaps[g] < most)) {
          most = overlaps[g]; // !(<): of equals the later; what is no number takes
          taking = g;
        }
      }
    }
    return taking;
  }
}
