package dev.progloss.model.architecture;

import dev.progloss.model.architecture.C3k2.Inner;
import dev.progloss.model.architecture.C3k2.Width;
import java.util.ArrayList;
import java.util.List;

/**
 * A whole detector as data: layers, then a head.
 *
 * @param config what it was made from
 * @param layers in the order they run
 * @param head what reads the last three levels
 * @see <a href="https://arxiv.org/abs/2606.03748">YOLO26</a>
 */
public record Network(DetectorConfig config, List<Layer> layers, Head head) {

  /** Pixels a cell of the three pyramid levels, finest first. */
  public static final List<Integer> STRIDES = List.of(8, 16, 32);

  /** The coarsest stride: sides of the network's input must be multiples of it. */
  public static final int COARSEST_STRIDE = 32;

  /** Copies the list. */
  public Network {
    layers = List.copyOf(layers);
  }

  /** The network of a config: every size from one table. */
  public static Network of(DetectorConfig config) {
    Scale scale = config.scale();
    int c64 = scale.channels(64);
    int c128 = scale.channels(128);
    int c256 = scale.channels(256);
    int c512 = scale.channels(512);
    int c1024 = scale.channels(1024);
    Inner shallow = scale.deepEverywhere() ? Inner.C3K : Inner.BOTTLENECK;
    Table table = new Table(scale);
    table.conv(3, c64, -1);
    table.conv(c64, c128, 0);
    table.c3k2(new Width(c128, c256, 0.25), 2, shallow);
    table.conv(c256, c256, 2);
    table.c3k2(new Width(c256, c512, 0.25), 2, shallow);
    table.conv(c512, c512, 4);
    table.c3k2(new Width(c512, c512, 0.5), 2, Inner.C3K);
    table.conv(c512, c1024, 6);
    table.c3k2(new Width(c1024, c1024, 0.5), 2, Inner.C3K);
    table.add(Sppf.of(table.name(), c1024, c1024), 8);
    table.add(C2psa.of(table.name(), c1024, scale.repeats(2)), 9);
    table.add(new Upsample(), 10);
    table.add(new Join(), 11, 6);
    table.c3k2(new Width(c1024 + c512, c512, 0.5), 2, Inner.C3K);
    table.add(new Upsample(), 13);
    table.add(new Join(), 14, 4);
    table.c3k2(new Width(c512 + c512, c256, 0.5), 2, Inner.C3K);
    table.conv(c256, c256, 16);
    table.add(new Join(), 17, 13);
    table.c3k2(new Width(c256 + c512, c512, 0.5), 2, Inner.C3K);
    table.conv(c512, c512, 19);
    table.add(new Join(), 20, 10);
    table.c3k2(new Width(c512 + c1024, c1024, 0.5), 1, Inner.ATTENTION);
    Head head = Head.of(table.name(), List.of(16, 19, 22), List.of(c256, c512, c1024), config);
    return new Network(config, table.layers, head);
  }

  /** Runs all layers and gives those that the head reads, finest first. */
  public <V> List<V> pyramid(Operations<V> ops, V image) {
    List<V> outputs = new ArrayList<>();
    for (Layer layer : layers) {
      outputs.add(ops.alone(() -> output(layer, ops, image, outputs)));
      for (int source : layer.sources()) {
        if (lastReader(source) == layer.index()) {
          ops.letGo(outputs.get(source));
        }
      }
    }
    return head.sources().stream().map(outputs::get).toList();
  }

  private static <V> V output(Layer layer, Operations<V> ops, V image, List<V> outputs) {
    List<V> inputs = new ArrayList<>();
    for (int source : layer.sources()) {
      inputs.add(source < 0 ? image : outputs.get(source));
    }
    V input = inputs.size() == 1 ? inputs.get(0) : ops.concatenate(inputs);
    return layer.block().apply(ops, input);
  }

  /** Number of the last layer that reads a layer; -1 for the image and for what the head reads. */
  private int lastReader(int source) {
    if (source < 0 || head.sources().contains(source)) {
      return -1;
    }
    return layers.stream()
        .filter(layer -> layer.sources().contains(source))
        .mapToInt(Layer::index)
        .max()
        .orElse(-1);
  }

  /** Writes the layers down one by one. */
  private static final class Table {
    private final Scale scale;
    private final List<Layer> layers = new ArrayList<>();

    Table(Scale scale) {
      this.scale = scale;
    }

    String name() {
      return "model." + layers.size();
    }

    void add(Block block, Integer... sources) {
      layers.add(new Layer(layers.size(), List.of(sources), block));
    }

    void conv(int in, int out, int source) {
      add(Conv.of(name(), in, out, 3, 2), source);
    }

    void c3k2(Width width, int repeats, Inner inner) {
      add(C3k2.of(name(), width, scale.repeats(repeats), inner), layers.size() - 1);
    }
  }
}
