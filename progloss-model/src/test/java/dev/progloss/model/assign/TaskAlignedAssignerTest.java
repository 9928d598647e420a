package dev.progloss.model.assign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.progloss.core.box.Box;
import dev.progloss.core.box.Iou;
import dev.progloss.model.prediction.AnchorGrid;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TaskAlignedAssignerTest {

  private static final AnchorGrid GRID = AnchorGrid.of(64, 64, 8, 16, 32);

  @Test
  void assign_noObjects_allBackground() {
    Assignment got =
        new TaskAlignedAssigner(AssignerConfig.oneToMany())
            .assign(random(new Random(1), List.of()), 0, ImageTruth.NOTHING);
    assertThat(got.size()).isZero();
    assertThat(got.weightSum()).isZero();
  }

  @Test
  void assign_perfectAnchor_weighsItsOverlap() {
    // One anchor predicts the object exactly with score 0.25: CIoU is 1 up to epsilon, alignment
    // sqrt(0.25) * 1 = 0.5, weight 0.5 * 1 / (0.5 + 1e-9) = 1.
    double[] boxes = new double[4 * GRID.size()];
    double[] scores = new double[GRID.size()];
    int anchor = 9; // row 1, column 1 of the finest level: centre (12, 12)
    System.arraycopy(new double[] {4, 6, 20, 22}, 0, boxes, 4 * anchor, 4);
    scores[anchor] = 0.25;
    Assignment got =
        new TaskAlignedAssigner(AssignerConfig.oneToOne())
            .assign(
                new ArrayPredictions(GRID, scores, boxes, 1),
                0,
                new ImageTruth(List.of(0), List.of(new Box(4, 6, 20, 22))));
    assertThat(got.anchors()).containsExactly(anchor);
    assertThat(got.objects()).containsExactly(0);
    assertThat(got.weights()[0]).isCloseTo(1, Offset.offset(1e-6));
  }

  @Test
  void growth_paper_growsShortSidesOnlyAndApart() {
    assertThat(Growth.PAPER.grow(new Box(10, 10, 14, 30))).isEqualTo(new Box(4, 10, 20, 30));
    assertThat(Growth.PAPER.grow(new Box(10, 10, 18, 18))).isEqualTo(new Box(10, 10, 18, 18));
    assertThat(Growth.WIDE.grow(new Box(10, 10, 18, 18))).isEqualTo(new Box(6, 6, 22, 22));
    assertThat(Growth.NONE.grow(new Box(1, 1, 2, 2))).isEqualTo(new Box(1, 1, 2, 2));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void assign_randomCases_agreeWithTheRulesWrittenDensely(int seed) {
    Random random = new Random(seed);
    List<Box> objects = new ArrayList<>();
    List<Integer> classes = new ArrayList<>();
    for (int g = 0; g < 1 + seed % 6; g++) {
      double side = seed % 2 == 0 ? 3 + random.nextInt(8) : 10 + random.nextInt(40);
      objects.add(
          Box.ofCentre(
              random.nextInt(64), random.nextInt(64), side, side * (0.5 + random.nextDouble())));
      classes.add(random.nextInt(2));
    }
    if (seed % 3 == 0) {
      objects.add(objects.get(0)); // a duplicate: the lower index takes all
      classes.add(classes.get(0));
    }
    ImageTruth truth = new ImageTruth(classes, objects);
    ArrayPredictions predictions = random(random, objects);
    for (AssignerConfig config :
        List.of(AssignerConfig.oneToMany(), AssignerConfig.oneToOne().withGrowth(Growth.WIDE))) {
      Assignment got = new TaskAlignedAssigner(config).assign(predictions, 0, truth);
      assertThat(got.anchors()).isSorted().doesNotHaveDuplicates();
      assertThat(dense(config, predictions, truth)).isEqualTo(spread(got));
      if (config.kept() == 1) {
        assertThat(got.objects()).doesNotHaveDuplicates();
      }
    }
  }

  /** Boxes near the objects, so that there is something to fight for. */
  private static ArrayPredictions random(Random random, List<Box> objects) {
    double[] scores = random.doubles(2L * GRID.size(), 0.001, 1).toArray();
    double[] boxes = new double[4 * GRID.size()];
    for (int a = 0; a < GRID.size() && !objects.isEmpty(); a++) {
      Box near = objects.get(random.nextInt(objects.size()));
      Box box =
          Box.ofCentre(
              near.centreX() + random.nextGaussian() * 3,
              near.centreY() + random.nextGaussian() * 3,
              near.width() * (0.7 + 0.6 * random.nextDouble()),
              near.height() * (0.7 + 0.6 * random.nextDouble()));
      System.arraycopy(new double[] {box.x1(), box.y1(), box.x2(), box.y2()}, 0, boxes, 4 * a, 4);
    }
    return new ArrayPredictions(GRID, scores, boxes, 2);
  }

  private static String spread(Assignment got) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < got.size(); i++) {
      text.append(got.anchors()[i]).append("->").append(got.objects()[i]);
      text.append(String.format(" %.9f; ", got.weights()[i]));
    }
    return text.toString();
  }

  /** Everything about every object and anchor, [G, A]. */
  @SuppressWarnings("ArrayRecordComponent") // a carrier inside this test
  private record Dense(
      boolean[][] inside, double[][] overlap, double[][] metric, boolean[][] picked) {

    static Dense of(AssignerConfig config, ArrayPredictions predictions, ImageTruth truth) {
      int objects = truth.size();
      int anchors = GRID.size();
      Dense dense =
          new Dense(
              new boolean[objects][anchors],
              new double[objects][anchors],
              new double[objects][anchors],
              new boolean[objects][anchors]);
      double[] e = new double[4];
      for (int g = 0; g < objects; g++) {
        Box grown = config.growth().grow(truth.boxes().get(g));
        for (int a = 0; a < anchors; a++) {
          double x = GRID.centresX()[a] * GRID.strides()[a];
          double y = GRID.centresY()[a] * GRID.strides()[a];
          dense.inside[g][a] =
              x - grown.x1() > 1e-9
                  && y - grown.y1() > 1e-9
                  && grown.x2() - x > 1e-9
                  && grown.y2() - y > 1e-9;
          if (dense.inside[g][a]) {
            predictions.box(0, a, e);
            double ciou = Iou.ciou(e[0], e[1], e[2], e[3], truth.boxes().get(g));
            dense.overlap[g][a] = Math.max(0, ciou);
            dense.metric[g][a] =
                Math.pow(predictions.score(0, truth.classes().get(g), a), config.alpha())
                    * Math.pow(dense.overlap[g][a], config.beta());
          }
        }
        pick(dense.metric[g], dense.picked[g], config.candidates());
      }
      return dense;
    }

    /** Which object an anchor goes to; -1 for none. */
    int owner(int anchor) {
      int objects = picked.length;
      int[] wanting = IntStream.range(0, objects).filter(g -> picked[g][anchor]).toArray();
      if (wanting.length < 2) {
        return wanting.length == 0 ? -1 : wanting[0];
      }
      return IntStream.range(0, objects)
          .filter(g -> inside[g][anchor])
          .boxed()
          .max(
              Comparator.comparingDouble((Integer g) -> overlap[g][anchor])
                  .thenComparing(Comparator.<Integer>naturalOrder().reversed()))
          .orElseThrow();
    }
  }

  /** The rules once more, with dense [G, A] matrices and no shortcuts. */
  private static String dense(
      AssignerConfig config, ArrayPredictions predictions, ImageTruth truth) {
    Dense dense = Dense.of(config, predictions, truth);
    int anchors = GRID.size();
    int[] owner = IntStream.range(0, anchors).map(dense::owner).toArray();
    double[] weight = new double[anchors];
    for (int g = 0; g < truth.size(); g++) {
      weigh(config, dense, g, owner, weight);
    }
    StringBuilder text = new StringBuilder();
    for (int a = 0; a < anchors; a++) {
      if (weight[a] > 0) {
        text.append(a).append("->").append(owner[a]).append(String.format(" %.9f; ", weight[a]));
      }
    }
    return text.toString();
  }

  private static void weigh(
      AssignerConfig config, Dense dense, int g, int[] owner, double[] weight) {
    int anchors = owner.length;
    boolean[] mine = new boolean[anchors];
    double[] mineMetric = new double[anchors];
    for (int a = 0; a < anchors; a++) {
      mine[a] = owner[a] == g;
      mineMetric[a] = mine[a] ? dense.metric[g][a] : 0;
    }
    if (config.kept() > 0) {
      Arrays.fill(mine, false);
      pick(mineMetric, mine, config.kept());
    }
    double most = 0;
    double widest = 0;
    for (int a = 0; a < anchors; a++) {
      if (mine[a]) {
        most = Math.max(most, dense.metric[g][a]);
        widest = Math.max(widest, dense.overlap[g][a]);
      }
    }
    for (int a = 0; a < anchors; a++) {
      if (mine[a]) {
        weight[a] = dense.metric[g][a] * widest / (most + 1e-9);
      }
    }
  }

  private static void pick(double[] metric, boolean[] picked, int count) {
    IntStream.range(0, metric.length)
        .boxed()
        .filter(a -> metric[a] > 0)
        .sorted(Comparator.comparingDouble((Integer a) -> -metric[a]))
        .limit(count)
        .forEach(a -> picked[a] = true);
  }
}
