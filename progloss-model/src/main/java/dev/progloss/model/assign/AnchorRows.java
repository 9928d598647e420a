package dev.progloss.model.assign;

import dev.progloss.core.box.Box;
import dev.progloss.model.prediction.AnchorGrid;
import java.util.Arrays;

/**
 * The rows of a grid of anchor points, so that the points inside a box are found without looking at
 * all points: time grows with the number of rows and of points found.
 *
 * <p>A row is what stands side by side in the grid's order at one height and stride, from left to
 * right; a grid of any other order has more and shorter rows.
 */
final class AnchorRows {

  private final AnchorGrid grid;

  /** Where each row begins; then how many points there are. */
  private final int[] starts;

  private AnchorRows(AnchorGrid grid, int[] starts) {
    this.grid = grid;
    this.starts = starts;
  }

  /** Reads the rows off a grid. */
  static AnchorRows of(AnchorGrid grid) {
    int[] starts = new int[16];
    int count = 0;
    for (int a = 0; a < grid.size(); a++) {
      if (a == 0 || !follows(grid, a)) {
        starts = count + 1 < starts.length ? starts : Arrays.copyOf(starts, 2 * count + 2);
        starts[count++] = a;
      }
    }
    starts[count] = grid.size();
    return new AnchorRows(grid, Arrays.copyOf(starts, count + 1));
  }

  private static boolean follows(AnchorGrid grid, int a) {
    return grid.strides()[a] == grid.strides()[a - 1]
        && grid.centresY()[a] == grid.centresY()[a - 1]
        && grid.centresX()[a] > grid.centresX()[a - 1];
  }

  /**
   * Finds the points inside a box, by rising index.
   *
   * @param box in pixels of the network input
   * @param margin pixels from every side that a point must exceed
   * @param found receives them; as long as the grid is large
   * @return how many there are
   */
  int inside(Box box, double margin, int[] found) {
    int count = 0;
    for (int row = 0; row + 1 < starts.length; row++) {
      double y = y(starts[row]);
      if (y - box.y1() > margin && box.y2() - y > margin) {
        int end = starts[row + 1];
        int a = firstRightOf(box.x1(), margin, starts[row], end);
        for (; a < end && box.x2() - x(a) > margin; a++) {
          found[count++] = a;
        }
      }
    }
    return count;
  }

  /** By halves: from left to right, the distance to an edge never falls, rounded or not. */
  private int firstRightOf(double x1, double margin, int start, int end) {
    int low = start;
    int high = end;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (x(middle) - x1 > margin) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  private double x(int a) {
    return (double) grid.centresX()[a] * grid.strides()[a];
  }

  private double y(int a) {
    return (double) grid.centresY()[a] * grid.strides()[a];
  }
}
