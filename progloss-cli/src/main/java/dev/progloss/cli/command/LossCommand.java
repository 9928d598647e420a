package dev.progloss.cli.command;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.progloss.core.balance.Component;
import dev.progloss.core.balance.LossPlan;
import dev.progloss.core.balance.ProgLoss;
import dev.progloss.core.error.ConfigException;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Weighs a raw classification and a raw box loss, as the seed article does: {@code progloss loss}.
 */
public final class LossCommand {

  private static final MathContext DIGITS = new MathContext(15);

  private LossCommand() {}

  /** One printed row. */
  private record Row(double epoch, ProgLoss.WeightedLoss loss) {}

  /**
   * Prints one row for every epoch asked for.
   *
   * @param arguments {@code cls=0.8 box=0.4 epoch=0,50,100 epochs=100}, and what {@code schedule}
   *     takes as well
   * @throws ConfigException if an argument is wrong; nothing is printed then
   */
  public static void run(List<String> arguments, boolean json, PrintStream out) {
    List<String> known = new ArrayList<>(List.of("cls", "box", "epoch", "epochs"));
    known.addAll(PlanSettings.keys());
    KeyValues settings = KeyValues.read(arguments, known);
    LossPlan plan = PlanSettings.plan(settings::text);
    ProgLoss progLoss =
        new ProgLoss(plan.term(Component.CLS).schedule(), plan.term(Component.BOX).schedule());
    double cls = settings.amount("cls");
    double box = settings.amount("box");
    int epochs = settings.count("epochs");
    List<Row> rows = new ArrayList<>();
    for (double epoch : settings.amounts("epoch")) {
      if (epoch > epochs) {
        throw new ConfigException("epoch must be in 0..epochs (" + epochs + "), got " + epoch);
      }
      rows.add(new Row(epoch, progLoss.at(cls, box, epoch, epochs)));
    }
    out.print(json ? json(rows) : table(rows));
  }

  private static String table(List<Row> rows) {
    StringBuilder text =
        new StringBuilder(
            String.format("%8s %12s %12s %12s%n", "epoch", "lambda_cls", "lambda_box", "total"));
    for (Row row : rows) {
      text.append(
          String.format(
              Locale.ROOT,
              "%8s %12.4f %12.4f %12.4f%n",
              trimmed(row.epoch()),
              row.loss().lambdaCls(),
              row.loss().lambdaBox(),
              row.loss().total()));
    }
    return text.toString();
  }

  private static String trimmed(double epoch) {
    return epoch == Math.rint(epoch) ? Long.toString((long) epoch) : Double.toString(epoch);
  }

  private static String json(List<Row> rows) {
    StringWriter text = new StringWriter();
    try (JsonGenerator generator = new JsonFactory().createGenerator(text)) {
      generator.writeStartArray();
      for (Row row : rows) {
        generator.writeStartObject();
        generator.writeNumberField("epoch", row.epoch());
        generator.writeNumberField("lambda_cls", rounded(row.loss().lambdaCls()));
        generator.writeNumberField("lambda_box", rounded(row.loss().lambdaBox()));
        generator.writeNumberField("total", rounded(row.loss().total()));
        generator.writeEndObject();
      }
      generator.writeEndArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a StringWriter never fails
    }
    return text + System.lineSeparator();
  }

  /** To 15 digits, so that 0.5 x 0.8 + 2 x 0.4 reads 1.2 and not 1.2000000000000002. */
  private static double rounded(double value) {
    return BigDecimal.valueOf(value).round(DIGITS).doubleValue();
  }
}
