package dev.progloss.model.architecture;

import dev.progloss.core.balance.Branch;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * A network layer by layer: what each holds, puts out and costs for one image.
 *
 * @param side of the square input, pixels
 * @param rows the layers in the order they run, then one row a branch of the head
 */
public record LayerTable(int side, List<Row> rows) {

  /**
   * A layer or a branch of the head.
   *
   * @param index number of the layer; the head has one number for all its branches
   * @param sources numbers of the layers it reads, -1 for the image
   * @param kind what it is
   * @param channels it puts out; 0 for the head, whose levels differ
   * @param cells side of the square it puts out, cells; 0 for the head
   * @param parameters numbers that training moves
   * @param convolutions how many it has, each with its normalisation, and projections
   * @param macs multiply-adds of its convolutions
   */
  public record Row(
      int index,
      List<Integer> sources,
      String kind,
      int channels,
      int cells,
      long parameters,
      int convolutions,
      long macs) {

    /** Copies the list. */
    public Row {
      sources = List.copyOf(sources);
    }
  }

  /** Copies the list. */
  public LayerTable {
    rows = List.copyOf(rows);
  }

  /**
   * Counts a network.
   *
   * @param side of the square input, pixels: a multiple of the coarsest stride
   */
  public static LayerTable of(Network network, int side) {
    if (side < Network.COARSEST_STRIDE || side % Network.COARSEST_STRIDE != 0) {
      throw new IllegalArgumentException(
          "side must be a multiple of " + Network.COARSEST_STRIDE + ", got " + side);
    }
    List<Row> rows = new ArrayList<>(Census.layerRows(network, side));
    Census trunk = Census.of(network, side, EnumSet.noneOf(Branch.class));
    for (Branch branch : Branch.values()) {
      if (!network.head().of(branch).isEmpty()) {
        Census with = Census.of(network, side, Set.of(branch));
        rows.add(
            new Row(
                network.layers().size(),
                network.head().sources(),
                "Detect " + branch.key(),
                0,
                0,
                with.trainableParameters() - trunk.trainableParameters(),
                size(with) - size(trunk),
                with.convolutionMacs() - trunk.convolutionMacs()));
      }
    }
    return new LayerTable(side, rows);
  }

  private static int size(Census census) {
    return census.convolutions().size() + census.projections().size();
  }

  /** Numbers that training moves, of all rows. */
  public long parameters() {
    return rows.stream().mapToLong(Row::parameters).sum();
  }
}
