package dev.progloss.cli.picture;

import dev.progloss.cli.picture.LineCharts.Curve;
import dev.progloss.cli.picture.LineCharts.Look;
import dev.progloss.core.balance.Branch;
import dev.progloss.core.balance.Component;
import dev.progloss.run.journal.StepLine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.knowm.xchart.XYChart;

/**
 * Draws which share of the loss each term of each branch has over a run, from its journal: as it is
 * optimised, and as it would be without the weights that move.
 */
public final class ShareCharts {

  private static final int POINTS = 400;

  private final List<Map<String, Object>> steps;
  private final double stepsPerEpoch;
  private final List<Term> terms = new ArrayList<>();

  private record Term(Branch branch, Component component) {

    String name() {
      return branch.key() + "/" + component.key();
    }

    double of(Map<String, Object> step, boolean weighted) {
      StepLine line = new StepLine(step);
      return weighted
          ? line.weighted(branch.key(), component.key())
          : line.gained(branch.key(), component.key());
    }
  }

  private ShareCharts(List<Map<String, Object>> steps, double stepsPerEpoch) {
    this.steps = steps;
    this.stepsPerEpoch = stepsPerEpoch;
  }

  /**
   * Writes both charts into one picture.
   *
   * @param records lines of a journal
   */
  public static void draw(List<Map<String, Object>> records, Path file) {
    List<Map<String, Object>> steps = RunCharts.steps(records);
    ShareCharts charts = new ShareCharts(steps, RunCharts.stepsPerEpoch(steps));
    charts.findTerms();
    LineCharts.save(
        List.of(
            charts.stacked("Shares of the loss as it is optimised", true),
            charts.stacked("Shares without progressive weights: gain × raw", false)),
        file);
  }

  private void findTerms() {
    for (Branch branch : Branch.values()) {
      for (Component component : RunCharts.TERMS) {
        Term term = new Term(branch, component);
        if (steps.stream().anyMatch(step -> term.of(step, false) != 0)) {
          terms.add(term);
        }
      }
    }
  }

  /** Areas one above the other: the highest is drawn first, and what lies below it over it. */
  private XYChart stacked(String title, boolean weighted) {
    List<Curve> curves = new ArrayList<>();
    for (Term term : terms) {
      Look look = term.branch == Branch.ONE_TO_MANY ? Look.FILLED : Look.FILLED_PALE;
      curves.add(0, new Curve(term.name(), look, RunCharts.TERMS.indexOf(term.component)));
    }
    int width = Math.max(1, (steps.size() + POINTS - 1) / POINTS);
    for (int from = 0; from < steps.size(); from += width) {
      int to = Math.min(steps.size(), from + width);
      double[] sums = sums(steps.subList(from, to), weighted);
      double total = Arrays.stream(sums).sum();
      double below = 0;
      for (int i = 0; i < sums.length && total > 0; i++) {
        below += sums[i];
        curves
            .get(sums.length - 1 - i)
            .add((from + (to - from) / 2.0) / stepsPerEpoch, below / total);
      }
    }
    XYChart chart = LineCharts.overEpochs(title, "share", curves);
    chart.getStyler().setYAxisMin(0.0).setYAxisMax(1.0);
    return chart;
  }

  private double[] sums(List<Map<String, Object>> part, boolean weighted) {
    return terms.stream()
        .mapToDouble(term -> part.stream().mapToDouble(step -> term.of(step, weighted)).sum())
        .toArray();
  }
}
