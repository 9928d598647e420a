package dev.progloss.model.assign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.progloss.core.box.Box;
import dev.progloss.model.prediction.AnchorGrid;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class TaskAlignedAssignerPropertyTest {

  private static final int CLASSES = 3;

  /** What the numbers of a case are about. */
  private enum Kind {
    /** Anything. */
    ORDINARY,
    /** Few different scores and boxes: alignments and overlaps tie. */
    TIES,
    /** Objects smaller than a cell, some without any area. */
    TINY,
    /** Objects that reach over the picture's edges or lie beyond them. */
    OUTSIDE,
    /** All objects on one heap, every anchor contested. */
    HEAP,
    /** Edges on the anchors' centres, where inside begins. */
    ON_CENTRES,
    /** Predictions that a diverging network makes: reversed, not finite. */
    BROKEN
  }

  @Property(tries = 3000)
  void assign_anyCase_hasTheBitsOfThePlainRules(@ForAll long seed) {
    Random random = new Random(seed);
    Kind kind = Kind.values()[random.nextInt(Kind.values().length)];
    AnchorGrid grid = grid(random);
    ImageTruth truth = truth(random, kind);
    ArrayPredictions predictions = predictions(random, kind, grid, truth);
    AssignerConfig config = config(random);

    Assignment got = new TaskAlignedAssigner(config).assign(predictions, 0, truth);

    Assignment plain = new PlainTaskAlignedAssigner(config).assign(predictions, 0, truth);
    assertThat(got.anchors()).as("%s %s", kind, config).isEqualTo(plain.anchors());
    assertThat(got.objects()).as("%s %s", kind, config).isEqualTo(plain.objects());
    // As Double.equals has it: the same bits.
    assertThat(got.weights()).as("%s %s", kind, config).isEqualTo(plain.weights());
  }

  @Property(tries = 20)
  void assign_aThousandObjects_hasTheBitsOfThePlainRules(@ForAll long seed) {
    Random random = new Random(seed);
    AnchorGrid grid = AnchorGrid.of(128, 96, 8, 16, 32);
    List<Integer> classes = Collections.nCopies(1000, 0);
    List<Box> boxes = new ArrayList<>();
    for (int g = 0; g < 1000; g++) {
      boxes.add(box(random, Kind.ORDINARY));
    }
    ImageTruth truth = new ImageTruth(classes, boxes);
    ArrayPredictions predictions = predictions(random, Kind.ORDINARY, grid, truth);
    for (AssignerConfig config : List.of(AssignerConfig.oneToMany(), AssignerConfig.oneToOne())) {
      Assignment got = new TaskAlignedAssigner(config).assign(predictions, 0, truth);
      Assignment plain = new PlainTaskAlignedAssigner(config).assign(predictions, 0, truth);
      assertThat(got).usingRecursiveComparison().isEqualTo(plain);
      assertThat(got.size()).isPositive();
    }
  }

  private static AssignerConfig config(Random random) {
    int candidates = 1 + random.nextInt(12);
    return new AssignerConfig(
        candidates,
        random.nextInt(candidates + 1),
        pick(random, 0, 0.5, 1, 0.3),
        pick(random, 6, 6, 6, 0, 0.5, 40),
        List.of(Growth.PAPER, Growth.WIDE, Growth.NONE).get(random.nextInt(3)));
  }

  /** Square, wide, of one level, or in no order at all. */
  private static AnchorGrid grid(Random random) {
    AnchorGrid grid =
        switch (random.nextInt(4)) {
          case 0 -> AnchorGrid.of(64, 64, 8, 16, 32);
          case 1 -> AnchorGrid.of(128, 32, 8, 16, 32);
          case 2 -> AnchorGrid.of(64, 96, 16);
          default -> AnchorGrid.of(96, 64, 8, 16, 32);
        };
    return random.nextInt(5) == 0 ? shuffled(random, grid) : grid;
  }

  private static AnchorGrid shuffled(Random random, AnchorGrid grid) {
    List<Integer> order = new ArrayList<>();
    for (int a = 0; a < grid.size(); a++) {
      order.add(a);
    }
    Collections.shuffle(order, random);
    float[] x = new float[grid.size()];
    float[] y = new float[grid.size()];
    float[] strides = new float[grid.size()];
    for (int a = 0; a < grid.size(); a++) {
      x[a] = grid.centresX()[order.get(a)];
      y[a] = grid.centresY()[order.get(a)];
      strides[a] = grid.strides()[order.get(a)];
    }
    return new AnchorGrid(grid.inputWidth(), grid.inputHeight(), x, y, strides);
  }

  private static ImageTruth truth(Random random, Kind kind) {
    List<Integer> classes = new ArrayList<>();
    List<Box> boxes = new ArrayList<>();
    int count = random.nextInt(kind == Kind.HEAP ? 40 : 12);
    for (int g = 0; g < count; g++) {
      boolean again = g > 0 && random.nextInt(6) == 0;
      classes.add(again ? classes.get(g - 1) : (Integer) random.nextInt(CLASSES));
      boxes.add(again ? boxes.get(g - 1) : box(random, kind));
    }
    return new ImageTruth(classes, boxes);
  }

  private static Box box(Random random, Kind kind) {
    return switch (kind) {
      case TIES, ON_CENTRES ->
          Box.ofCorner(
              4 * random.nextInt(16) - pick(random, 0, 0.5e-9, 2e-9),
              4 * random.nextInt(16) - pick(random, 0, 0.5e-9, 2e-9),
              4 * random.nextInt(12),
              4 * random.nextInt(12));
      case TINY -> Box.ofCorner(at(random), at(random), random.nextInt(9), random.nextDouble(9));
      case OUTSIDE ->
          Box.ofCentre(
              random.nextDouble(-100, 200),
              random.nextDouble(-100, 200),
              random.nextDouble(120),
              random.nextDouble(120));
      case HEAP -> Box.ofCentre(32 + random.nextDouble(6), 32, 40, random.nextDouble(20, 50));
      default -> Box.ofCentre(at(random), at(random), random.nextDouble(50), random.nextDouble(50));
    };
  }

  private static double at(Random random) {
    return random.nextDouble(64);
  }

  private static ArrayPredictions predictions(
      Random random, Kind kind, AnchorGrid grid, ImageTruth truth) {
    double[] scores = new double[CLASSES * grid.size()];
    for (int i = 0; i < scores.length; i++) {
      scores[i] =
          switch (kind) {
            case TIES, ON_CENTRES -> pick(random, 0.25, 0.5, 1);
            case BROKEN -> pick(random, 0, 1, 1e-300, Double.NaN, 0.5);
            default -> random.nextDouble();
          };
    }
    double[] boxes = new double[4 * grid.size()];
    for (int a = 0; a < grid.size() && truth.size() > 0; a++) {
      Box near = truth.boxes().get(random.nextInt(truth.size()));
      double wrong = kind == Kind.TIES ? 4 * random.nextInt(2) : 3 * random.nextGaussian();
      double[] edges = {near.x1() + wrong, near.y1(), near.x2() + wrong, near.y2() - wrong};
      if (kind == Kind.BROKEN && random.nextInt(4) == 0) {
        edges[random.nextInt(4)] = pick(random, Double.NaN, Double.POSITIVE_INFINITY, 1e300, -50);
      }
      System.arraycopy(edges, 0, boxes, 4 * a, 4);
    }
    return new ArrayPredictions(grid, scores, boxes, CLASSES);
  }

  private static double pick(Random random, double... values) {
    return values[random.nextInt(values.length)];
  }
}
