package dev.progloss.cli.command;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.progloss.core.balance.Branch;
import dev.progloss.core.balance.Component;
import dev.progloss.core.balance.LossPlan;
import dev.progloss.core.balance.LossWeights;
import dev.progloss.core.error.DataException;
import dev.progloss.core.schedule.Progress;
import java.awt.Color;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Prints and draws every weight of a loss plan, epoch by epoch: {@code progloss schedule}. */
public final class ScheduleCommand {

  private static final List<Component> SHOWN =
      List.of(Component.CLS, Component.BOX, Component.L1, Component.DFL, Component.OBJ);

  private static final int TICK_PIXELS = 90;

  private ScheduleCommand() {}

  /**
   * Prints a row an epoch and, where {@code png=FILE} asks for it, draws the same numbers.
   *
   * @param arguments {@code epochs=100 preset=both png=weights.png
   *     progloss.terms.cls=linear(2,0.5)}
   * @param notes where warnings go
   * @throws dev.progloss.core.error.ConfigException if an argument is wrong; nothing is printed
   *     then
   */
  public static void run(List<String> arguments, boolean json, PrintStream out, PrintStream notes) {
    List<String> known = new ArrayList<>(List.of("epochs", "png"));
    known.addAll(PlanSettings.keys());
    KeyValues settings = KeyValues.read(arguments, known);
    LossPlan plan = PlanSettings.plan(settings::text);
    int epochs = settings.count("epochs");
    List<LossWeights> weights = new ArrayList<>();
    for (int epoch = 0; epoch < epochs; epoch++) {
      weights.add(plan.at(Progress.atEpoch(epoch, epochs)));
    }
    for (String warning : plan.warnings()) {
      notes.println("warning: " + warning);
    }
    out.print(json ? json(weights) : table(weights));
    String png = settings.text("png");
    if (png != null) {
      draw(weights, Path.of(png));
    }
  }

  private static String table(List<LossWeights> weights) {
    StringBuilder text = new StringBuilder(String.format("%6s", "epoch"));
    for (Branch branch : Branch.values()) {
      text.append(String.format("%9s", branch.key()));
    }
    for (Component component : SHOWN) {
      text.append(String.format("%9s", component.key()));
    }
    text.append(System.lineSeparator());
    for (int epoch = 0; epoch < weights.size(); epoch++) {
      text.append(String.format("%6d", epoch));
      for (Branch branch : Branch.values()) {
        text.append(String.format(Locale.ROOT, "%9.4f", weights.get(epoch).branch(branch)));
      }
      for (Component component : SHOWN) {
        text.append(String.format(Locale.ROOT, "%9.4f", weights.get(epoch).term(component)));
      }
      text.append(System.lineSeparator());
    }
    return text.toString();
  }

  private static String json(List<LossWeights> weights) {
    StringWriter text = new StringWriter();
    try (JsonGenerator generator = new JsonFactory().createGenerator(text)) {
      generator.writeStartArray();
      for (int epoch = 0; epoch < weights.size(); epoch++) {
        generator.writeStartObject();
        generator.writeNumberField("epoch", epoch);
        for (Branch branch : Branch.values()) {
          generator.writeNumberField(branch.key(), weights.get(epoch).branch(branch));
        }
        for (Component component : SHOWN) {
          generator.writeNumberField(component.key(), weights.get(epoch).term(component));
        }
        generator.writeEndObject();
      }
      generator.writeEndArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a StringWriter never fails
    }
    return text + System.lineSeparator();
  }

  /** All but those that follow box, and an objectness that never moves. */
  private static List<Component> drawn(List<LossWeights> weights) {
    List<Component> drawn = new ArrayList<>(List.of(Component.CLS, Component.BOX));
    for (Component component : List.of(Component.L1, Component.DFL)) {
      if (weights.stream().anyMatch(w -> w.term(component) != w.term(Component.BOX))) {
        drawn.add(component);
      }
    }
    if (weights.stream().anyMatch(w -> w.term(Component.OBJ) != 1)) {
      drawn.add(Component.OBJ);
    }
    return drawn;
  }

  private static void draw(List<LossWeights> weights, Path file) {
    XYChart chart =
        new XYChartBuilder()
            .width(1200)
            .height(700)
            .title("Loss weights over training")
            .xAxisTitle("epoch")
            .yAxisTitle("weight")
            .build();
    chart.getStyler().setLegendPosition(LegendPosition.OutsideE);
    chart.getStyler().setYAxisMin(0.0);
    chart.getStyler().setXAxisTickMarkSpacingHint(TICK_PIXELS);
    chart.getStyler().setChartBackgroundColor(Color.WHITE);
    double[] epochs = new double[weights.size()];
    for (int epoch = 0; epoch < epochs.length; epoch++) {
      epochs[epoch] = epoch;
    }
    for (Branch branch : Branch.values()) {
      double[] values = weights.stream().mapToDouble(w -> w.branch(branch)).toArray();
      chart
          .addSeries("branch " + branch.key(), epochs, values)
          .setMarker(SeriesMarkers.NONE)
          .setLineStyle(SeriesLines.DASH_DASH);
    }
    for (Component component : drawn(weights)) {
      double[] values = weights.stream().mapToDouble(w -> w.term(component)).toArray();
      chart
          .addSeries("term " + component.key(), epochs, values)
          .setMarker(SeriesMarkers.NONE)
          .setLineStyle(SeriesLines.SOLID);
    }
    try {
      BitmapEncoder.saveBitmap(chart, file.toString(), BitmapEncoder.BitmapFormat.PNG);
    } catch (IOException e) {
      throw new DataException("png=" + file + " cannot be written: " + e.getMessage(), e);
    }
  }
}
