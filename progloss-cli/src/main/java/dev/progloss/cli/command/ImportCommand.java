package dev.progloss.cli.command;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.progloss.core.detection.ClassNames;
import dev.progloss.core.error.ConfigException;
import dev.progloss.data.dataset.Split;
import dev.progloss.data.format.ReadOptions;
import dev.progloss.data.format.YoloDatasets;
import dev.progloss.model.architecture.Scale;
import dev.progloss.run.config.Setting;
import dev.progloss.run.config.Settings;
import dev.progloss.train.checkpoint.ModelCard;
import dev.progloss.train.imported.Matching;
import dev.progloss.train.imported.WeightImport;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Takes over weights that another program wrote: {@code progloss import}. */
public final class ImportCommand {

  private ImportCommand() {}

  private static List<Setting> table() {
    return List.of(
        new Setting("source", "", "a .pt checkpoint or a .safetensors file"),
        new Setting("out", "", "the .safetensors file to write"),
        new Setting("names", "", "names of the classes, a,b,c; else as the file says"),
        new Setting("data", "", "a data.yaml whose classes they are"),
        new Setting("imgsz", "0", "side of the input, pixels; 0: as the file says, else 640"),
        new Setting("model", "", "the scale it must have; else the one that fits"),
        new Setting("from", "", "where in the checkpoint: ema, model, state_dict, root, a.b"),
        new Setting("partial", "false", "start missing tensors afresh"),
        new Setting("exist_ok", "false", "write over a file that is there already"));
  }

  /**
   * Imports and reports.
   *
   * @param arguments {@code source=... out=...}
   * @param json one JSON object instead of lines
   */
  public static void run(List<String> arguments, boolean json, PrintStream out) {
    Settings settings = Settings.resolve(table(), arguments);
    if (settings.text("source").isEmpty()) {
      throw settings.wrong("source", "must name a .pt or .safetensors file");
    }
    Path source = Path.of(settings.text("source"));
    Path target = target(settings, source);
    int side = settings.integer("imgsz", 0);
    String model = settings.text("model");
    WeightImport wanted =
        new WeightImport(
            settings.text("from"),
            classes(settings),
            side == 0 ? OptionalInt.empty() : OptionalInt.of(side),
            model.isEmpty() ? Optional.empty() : Optional.of(Scale.ofModel(model)),
            settings.flag("partial"));
    WeightImport.Report report = wanted.into(source, target);
    out.println(json ? json(report, target) : lines(report, target));
  }

  private static Path target(Settings settings, Path source) {
    Path target = Path.of(settings.text("out"));
    if (!settings.text("out").endsWith(".safetensors")) {
      throw settings.wrong("out", "must name a .safetensors file");
    }
    if (target.toAbsolutePath().normalize().equals(source.toAbsolutePath().normalize())) {
      throw settings.wrong("out", "must not be the source");
    }
    if (Files.exists(target) && !settings.flag("exist_ok")) {
      throw new ConfigException(
          target + " exists already; choose another out=, or say exist_ok=true to write over it");
    }
    return target;
  }

  private static Optional<ClassNames> classes(Settings settings) {
    String names = settings.text("names");
    String data = settings.text("data");
    if (!names.isEmpty() && !data.isEmpty()) {
      throw new ConfigException("give names= or data=, not both");
    }
    try {
      if (!names.isEmpty()) {
        List<String> words = Arrays.stream(names.split(",", -1)).map(String::strip).toList();
        return Optional.of(new ClassNames(words));
      }
    } catch (IllegalArgumentException e) {
      throw new ConfigException("names: " + e.getMessage() + ", got '" + names + "'", e);
    }
    return data.isEmpty()
        ? Optional.empty()
        : Optional.of(
            YoloDatasets.open(Path.of(data), Split.VAL, ReadOptions.defaults()).classes());
  }

  private static String lines(WeightImport.Report report, Path target) {
    ModelCard card = report.card();
    Matching matching = report.matching();
    StringBuilder text = new StringBuilder();
    line(text, "source", report.weights().file() + ", from " + report.weights().place());
    line(
        text,
        "model",
        card.scale().modelName()
            + ", reg_max "
            + card.bins()
            + ", imgsz "
            + card.imageSide()
            + ", "
            + card.classes().size()
            + " classes: "
            + Matching.some(card.classes().names()));
    line(text, "taken", matching.matched().size() + " tensors " + report.types());
    line(text, "afresh", Matching.some(matching.missing()));
    line(text, "left over", Matching.some(matching.leftOver()));
    if (!report.weights().skipped().isEmpty()) {
      line(text, "skipped", Matching.some(List.copyOf(report.weights().skipped().keySet())));
    }
    line(text, "wrote", target.toString());
    return text.toString().stripTrailing();
  }

  private static void line(StringBuilder text, String what, String said) {
    text.append(String.format(Locale.ROOT, "%-10s %s%n", what, said));
  }

  private static String json(WeightImport.Report report, Path target) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      ModelCard card = report.card();
      json.writeStartObject();
      json.writeStringField("source", report.weights().file().toString());
      json.writeStringField("from", report.weights().place());
      json.writeStringField("out", target.toString());
      json.writeStringField("model", card.scale().modelName());
      json.writeNumberField("reg_max", card.bins());
      json.writeNumberField("imgsz", card.imageSide());
      list(json, "names", card.classes().names());
      json.writeObjectFieldStart("types");
      for (Map.Entry<String, Integer> type : report.types().entrySet()) {
        json.writeNumberField(type.getKey(), type.getValue());
      }
      json.writeEndObject();
      list(json, "matched", report.matching().matched());
      list(json, "missing", report.matching().missing());
      list(json, "left_over", report.matching().leftOver());
      list(json, "skipped", List.copyOf(report.weights().skipped().keySet()));
      json.writeObjectFieldStart("provenance");
      for (Map.Entry<String, String> fact : card.provenance().entrySet()) {
        json.writeStringField(fact.getKey(), fact.getValue());
      }
      json.writeEndObject();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a StringWriter never fails
    }
    return text.toString();
  }

  private static void list(JsonGenerator json, String name, List<String> words) throws IOException {
    json.writeArrayFieldStart(name);
    for (String word : words) {
      json.writeString(word);
    }
    json.writeEndArray();
  }
}
