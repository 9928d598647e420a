package dev.progloss.data.check;

import java.util.ArrayList;
import java.util.List;

/**
 * How many numbers lie between edges.
 *
 * @param edges rising; bin i holds what is at least edge i - 1 and below edge i
 * @param counts one more than edges: the first bin is below all edges, the last has no upper edge
 */
public record Histogram(List<Double> edges, List<Long> counts) {

  /** Copies the lists and checks that they fit. */
  public Histogram {
    edges = List.copyOf(edges);
    counts = List.copyOf(counts);
    if (counts.size() != edges.size() + 1) {
      throw new IllegalArgumentException(
          "must have one count more than edges, got " + counts.size() + " and " + edges.size());
    }
  }

  /** Both counted together; the edges must be the same. */
  public Histogram plus(Histogram other) {
    if (!edges.equals(other.edges)) {
      throw new IllegalArgumentException("edges differ: " + edges + " and " + other.edges);
    }
    List<Long> sums = new ArrayList<>();
    for (int i = 0; i < counts.size(); i++) {
      sums.add(counts.get(i) + other.counts.get(i));
    }
    return new Histogram(edges, sums);
  }

  /** Counts numbers one by one. */
  static final class Tally {

    private final double[] edges;
    private final long[] counts;

    Tally(double... edges) {
      this.edges = edges.clone();
      this.counts = new long[edges.length + 1];
    }

    void add(double value) {
      int bin = 0;
      while (bin < edges.length && value >= edges[bin]) {
        bin++;
      }
      counts[bin]++;
    }

    Histogram histogram() {
      List<Double> allEdges = new ArrayList<>();
      List<Long> allCounts = new ArrayList<>();
      for (double edge : edges) {
        allEdges.add(edge);
      }
      for (long count : counts) {
        allCounts.add(count);
      }
      return new Histogram(allEdges, allCounts);
    }
  }
}
