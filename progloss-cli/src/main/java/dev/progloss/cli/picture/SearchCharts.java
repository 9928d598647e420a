package dev.progloss.cli.picture;

import dev.progloss.cli.picture.LineCharts.Curve;
import dev.progloss.cli.picture.LineCharts.Look;
import dev.progloss.core.balance.Branch;
import dev.progloss.core.balance.Component;
import dev.progloss.core.balance.LossPlan;
import dev.progloss.core.balance.LossWeights;
import dev.progloss.core.schedule.Progress;
import dev.progloss.study.report.Chart;
import dev.progloss.study.search.Candidate;
import dev.progloss.study.search.Rung;
import dev.progloss.study.search.SearchResult;
import dev.progloss.study.search.Standing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Draws what a search found: how far candidates got, and what the winner weighs. */
public final class SearchCharts {

  private static final List<Component> TERMS = List.of(Component.CLS, Component.BOX);

  private SearchCharts() {}

  /**
   * Draws all charts that there are numbers for.
   *
   * @param winner weights of the winner, once there is one
   * @param folder where their files go, over those of before
   * @return the charts, in the order to show them
   * @throws IOException if a file cannot be written or read back
   */
  public static List<Chart> draw(SearchResult result, Optional<LossPlan> winner, Path folder)
      throws IOException {
    List<Chart> charts = new ArrayList<>();
    charts.add(
        saved(precision(result), "rungs", "AP of each candidate at the end of its runs", folder));
    if (winner.isPresent()) {
      int epochs = result.plan().halving().epochs();
      charts.add(saved(weights(winner.get(), epochs), "weights", "What the winner weighs", folder));
    }
    return charts;
  }

  private static Chart saved(XYChart chart, String name, String title, Path folder)
      throws IOException {
    Path file = folder.resolve(name + ".png");
    LineCharts.save(List.of(chart), file);
    return new Chart(name, title, Files.readAllBytes(file));
  }

  private static XYChart precision(SearchResult result) {
    Map<Candidate, Curve> curves = new LinkedHashMap<>();
    Optional<Candidate> winner = result.winner().map(Standing::candidate);
    for (Candidate candidate : result.plan().candidates()) {
      String name = candidate.isKnown() ? candidate.words() : candidate.name();
      boolean isWinner = winner.isPresent() && winner.get().equals(candidate);
      Look look = isWinner ? Look.SUMMARY : candidate.isKnown() ? Look.DASHED : Look.SOLID;
      String shown = isWinner ? name + ", the winner" : name;
      curves.put(candidate, new Curve(shown, look, candidate.index()));
    }
    for (Rung rung : result.rungs()) {
      for (Standing standing : rung.standings()) {
        Curve curve = curves.get(standing.candidate());
        if (curve != null) {
          standing.mean().ifPresent(mean -> curve.add(rung.epochs(), mean));
        }
      }
    }
    XYChart chart =
        LineCharts.overEpochs(
            "AP at the end of each rung's runs", "AP", List.copyOf(curves.values()));
    chart.setXAxisTitle("epochs of a run");
    chart.getStyler().setYAxisMin(0.0);
    for (XYSeries series : chart.getSeriesMap().values()) {
      series.setMarker(SeriesMarkers.CIRCLE);
    }
    return chart;
  }

  private static XYChart weights(LossPlan plan, int epochs) {
    List<Curve> curves = new ArrayList<>();
    TERMS.forEach(term -> curves.add(new Curve("term " + term.key(), Look.SOLID, curves.size())));
    for (Branch branch : Branch.values()) {
      curves.add(new Curve("branch " + branch.key(), Look.DASHED, curves.size()));
    }
    for (int epoch = 0; epoch < epochs; epoch++) {
      LossWeights weights = plan.at(Progress.atEpoch(epoch, epochs));
      int place = 0;
      for (Component term : TERMS) {
        curves.get(place++).add(epoch, weights.term(term));
      }
      for (Branch branch : Branch.values()) {
        curves.get(place++).add(epoch, weights.branch(branch));
      }
    }
    XYChart chart = LineCharts.overEpochs("Weights of the winner", "weight", curves);
    chart.getStyler().setYAxisMin(0.0);
    return chart;
  }
}
