package dev.progloss.cli.command;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.progloss.core.balance.Branch;
import dev.progloss.core.error.ConfigException;
import dev.progloss.model.architecture.Census;
import dev.progloss.model.architecture.DetectorConfig;
import dev.progloss.model.architecture.LayerTable;
import dev.progloss.model.architecture.Network;
import dev.progloss.model.architecture.Scale;
import dev.progloss.train.checkpoint.ModelFile;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Prints the layers, parameters and costs of a model: {@code progloss info}. */
public final class InfoCommand {

  private static final List<String> KEYS = List.of("model", "nc", "reg_max", "imgsz");
  private static final List<Integer> SIDES = List.of(320, 416, 512, 640, 1280);
  private static final int TABLE_SIDE = 640;
  private static final String WEIGHTS_ENDING = ".safetensors";

  /** Published figures count a multiply-add as two operations, and convolutions only. */
  private static final double OPERATIONS = 2e-9;

  private InfoCommand() {}

  /**
   * Costs at one input size.
   *
   * @param training GFLOPs of one forward pass with all branches
   * @param served GFLOPs of the folded network with the branch that is served
   * @param attention GFLOPs of the matrix products inside attention, which published figures omit
   */
  private record Cost(int side, double training, double served, double attention) {

    static Cost of(Network network, int side) {
      Census all = Census.of(network, side);
      Census served = Census.of(network, side, servedBranch(network));
      return new Cost(
          side,
          all.convolutionMacs() * OPERATIONS,
          served.convolutionMacs() * OPERATIONS,
          all.attentionMacs() * OPERATIONS);
    }
  }

  /**
   * Prints.
   *
   * @param arguments {@code model=yolo26x nc=80 reg_max=1 imgsz=640,1280}, or {@code
   *     model=best.safetensors}
   * @param json one JSON object instead of tables
   */
  public static void run(List<String> arguments, boolean json, PrintStream out) {
    KeyValues settings = KeyValues.read(arguments, KEYS);
    String model = settings.text("model", Scale.N.modelName());
    Network network = network(settings, model);
    List<Integer> sides = sides(settings);
    LayerTable layers = LayerTable.of(network, sides.size() == 1 ? sides.get(0) : TABLE_SIDE);
    List<Cost> costs = sides.stream().map(side -> Cost.of(network, side)).toList();
    out.print(json ? json(network, layers, costs) : table(model, network, layers, costs));
  }

  private static Network network(KeyValues settings, String model) {
    if (model.endsWith(WEIGHTS_ENDING)) {
      if (settings.text("nc") != null || settings.text("reg_max") != null) {
        throw new ConfigException(
            "nc and reg_max follow from the weights " + model + "; leave them out");
      }
      return ModelFile.open(Path.of(model)).card().network();
    }
    int classes = settings.text("nc") == null ? 80 : settings.count("nc");
    int bins = settings.text("reg_max") == null ? 1 : settings.count("reg_max");
    return Network.of(new DetectorConfig(Scale.ofModel(model), classes, bins, true));
  }

  private static List<Integer> sides(KeyValues settings) {
    String text = settings.text("imgsz");
    if (text == null) {
      return SIDES;
    }
    List<Integer> sides = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      int side = KeyValues.read(List.of("imgsz=" + part.strip()), KEYS).count("imgsz");
      if (side % Network.COARSEST_STRIDE != 0) {
        throw new ConfigException(
            "imgsz must be a multiple of " + Network.COARSEST_STRIDE + ", got " + side);
      }
      sides.add(side);
    }
    return sides;
  }

  private static Set<Branch> servedBranch(Network network) {
    return network.head().of(Branch.ONE_TO_ONE).isEmpty()
        ? EnumSet.of(Branch.ONE_TO_MANY)
        : EnumSet.of(Branch.ONE_TO_ONE);
  }

  private static String table(String model, Network network, LayerTable layers, List<Cost> costs) {
    DetectorConfig config = network.config();
    Census all = Census.of(network, layers.side());
    Census served = Census.of(network, layers.side(), servedBranch(network));
    return layerLines(layers)
        + String.format(
            Locale.ROOT,
            "%n%s: %d layers, %d convolutions, %d classes, reg_max %d, input %d%n",
            model,
            network.layers().size() + 1,
            all.convolutions().size() + all.projections().size(),
            config.classes(),
            config.bins(),
            layers.side())
        + String.format(
            Locale.ROOT,
            "parameters in training, all branches %,14d%n"
                + "parameters served: folded, one branch %,12d%n%n",
            all.trainableParameters(),
            served.foldedParameters())
        + costLines(costs);
  }

  private static String layerLines(LayerTable layers) {
    StringBuilder text =
        new StringBuilder(
            String.format(
                "%3s  %-12s %-11s %12s  %-13s %10s%n",
                "#", "from", "block", "parameters", "output", "GFLOPs"));
    for (LayerTable.Row row : layers.rows()) {
      text.append(
          String.format(
              Locale.ROOT,
              "%3d  %-12s %-11s %,12d  %-13s %10.3f%n",
              row.index(),
              row.sources().stream().map(String::valueOf).collect(Collectors.joining(", ")),
              row.kind(),
              row.parameters(),
              row.channels() == 0 ? "" : row.channels() + " x " + row.cells() + " x " + row.cells(),
              row.macs() * OPERATIONS));
    }
    return text.toString();
  }

  private static String costLines(List<Cost> costs) {
    StringBuilder text =
        new StringBuilder(
            String.format(
                "%8s %18s %16s %16s%n",
                "imgsz", "GFLOPs, training", "GFLOPs, served", "+ attention"));
    for (Cost cost : costs) {
      text.append(
          String.format(
              Locale.ROOT,
              "%8d %18.3f %16.3f %16.3f%n",
              cost.side(),
              cost.training(),
              cost.served(),
              cost.attention()));
    }
    return text
        + String.format(
            "%nGFLOPs are 2 x the multiply-adds of the convolutions in one forward pass; the"
                + " products inside%nattention stand apart, as published figures leave them"
                + " out.%n");
  }

  private static String json(Network network, LayerTable layers, List<Cost> costs) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField("model", network.config().scale().modelName());
      json.writeNumberField("classes", network.config().classes());
      json.writeNumberField("reg_max", network.config().bins());
      json.writeNumberField("parameters", Census.of(network, layers.side()).trainableParameters());
      json.writeNumberField(
          "parameters_served",
          Census.of(network, layers.side(), servedBranch(network)).foldedParameters());
      writeLayers(json, layers);
      json.writeArrayFieldStart("costs");
      for (Cost cost : costs) {
        json.writeStartObject();
        json.writeNumberField("imgsz", cost.side());
        json.writeNumberField("gflops_training", cost.training());
        json.writeNumberField("gflops_served", cost.served());
        json.writeNumberField("gflops_attention", cost.attention());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a StringWriter never fails
    }
    return text + System.lineSeparator();
  }

  private static void writeLayers(JsonGenerator json, LayerTable layers) throws IOException {
    json.writeArrayFieldStart("layers");
    for (LayerTable.Row row : layers.rows()) {
      json.writeStartObject();
      json.writeNumberField("index", row.index());
      int[] from = row.sources().stream().mapToInt(Integer::intValue).toArray();
      json.writeFieldName("from");
      json.writeArray(from, 0, from.length);
      json.writeStringField("block", row.kind());
      json.writeNumberField("parameters", row.parameters());
      json.writeNumberField("channels", row.channels());
      json.writeNumberField("cells", row.cells());
      json.writeNumberField("gflops", row.macs() * OPERATIONS);
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
