package dev.progloss.model.architecture;

import dev.progloss.core.balance.Branch;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What a network holds and costs, counted without computing anything.
 *
 * @param convolutions all of them, in the order they run
 * @param projections all of them, in the order they run
 * @param convolutionMacs multiply-adds of all convolutions for one image
 * @param attentionMacs multiply-adds of the two matrix products of all attentions for one image
 * @param outputs numbers that all convolutions put out for one image
 */
public record Census(
    List<Conv> convolutions,
    List<Projection> projections,
    long convolutionMacs,
    long attentionMacs,
    long outputs) {

  /** Counts both branches, or those that there are, for a square input of this side. */
  public static Census of(Network network, int side) {
    return of(network, side, EnumSet.allOf(Branch.class));
  }

  /** Counts some branches for a square input of this side. */
  public static Census of(Network network, int side, Set<Branch> branches) {
    Counter counter = new Counter();
    List<Size> pyramid = network.pyramid(counter, new Size(3, side, side));
    for (Branch branch : branches) {
      List<Head.Towers> levels = network.head().of(branch);
      for (int i = 0; i < levels.size(); i++) {
        levels.get(i).apply(counter, pyramid.get(i));
      }
    }
    return counter.census();
  }

  /** Every layer with what it adds to the counts. */
  static List<LayerTable.Row> layerRows(Network network, int side) {
    List<LayerTable.Row> rows = new ArrayList<>();
    List<Size> outputs = new ArrayList<>();
    Size image = new Size(3, side, side);
    for (Layer layer : network.layers()) {
      Counter counter = new Counter();
      List<Size> inputs =
          layer.sources().stream().map(s -> s < 0 ? image : outputs.get(s)).toList();
      Size input = inputs.size() == 1 ? inputs.get(0) : counter.concatenate(inputs);
      Size output = layer.block().apply(counter, input);
      outputs.add(output);
      Census own = counter.census();
      rows.add(
          new LayerTable.Row(
              layer.index(),
              layer.sources(),
              layer.block().getClass().getSimpleName(),
              output.channels,
              output.width,
              own.trainableParameters(),
              own.convolutions.size() + own.projections.size(),
              own.convolutionMacs));
    }
    return rows;
  }

  /** Numbers that training moves. */
  public long trainableParameters() {
    long count = 0;
    for (Conv conv : convolutions) {
      count += weights(conv) + 2L * conv.out();
    }
    return count + projectionParameters();
  }

  /** Numbers left once batch normalisation is folded into the convolutions. */
  public long foldedParameters() {
    long count = 0;
    for (Conv conv : convolutions) {
      count += weights(conv) + conv.out();
    }
    return count + projectionParameters();
  }

  private long projectionParameters() {
    long count = 0;
    for (Projection projection : projections) {
      count += (projection.in() + 1L) * projection.out();
    }
    return count;
  }

  private static long weights(Conv conv) {
    return (long) conv.out() * (conv.in() / conv.groups()) * conv.kernel() * conv.kernel();
  }

  private record Size(int channels, int height, int width) {

    long pixels() {
      return (long) height * width;
    }
  }

  private static final class Counter implements Operations<Size> {
    private final List<Conv> convolutions = new ArrayList<>();
    private final List<Projection> projections = new ArrayList<>();
    private long convolutionMacs;
    private long attentionMacs;
    private long outputs;

    Census census() {
      return new Census(
          List.copyOf(convolutions),
          List.copyOf(projections),
          convolutionMacs,
          attentionMacs,
          outputs);
    }

    @Override
    public Size convolve(Conv conv, Size x) {
      require(conv.name(), conv.in(), x);
      convolutions.add(conv);
      Size out = new Size(conv.out(), half(x.height, conv), half(x.width, conv));
      convolutionMacs += weights(conv) * out.pixels();
      outputs += conv.out() * out.pixels();
      return out;
    }

    private static int half(int side, Conv conv) {
      return (side + conv.stride() - 1) / conv.stride();
    }

    @Override
    public Size project(Projection projection, Size x) {
      require(projection.name(), projection.in(), x);
      projections.add(projection);
      convolutionMacs += (long) projection.in() * projection.out() * x.pixels();
      return new Size(projection.out(), x.height, x.width);
    }

    @Override
    public List<Size> halves(Size x) {
      Size half = new Size(x.channels / 2, x.height, x.width);
      return List.of(half, half);
    }

    @Override
    public Size concatenate(List<Size> parts) {
      int channels = parts.stream().mapToInt(Size::channels).sum();
      return new Size(channels, parts.get(0).height, parts.get(0).width);
    }

    @Override
    public Size add(Size a, Size b) {
      if (!a.equals(b)) {
        throw new IllegalStateException("only equal shapes can be added, got " + a + " and " + b);
      }
      return a;
    }

    @Override
    public Size maxPool(Size x, int kernel) {
      return x;
    }

    @Override
    public Size upsample(Size x) {
      return new Size(x.channels, 2 * x.height, 2 * x.width);
    }

    @Override
    public Attended<Size> attend(Size x, Heads heads) {
      attentionMacs += x.pixels() * x.pixels() * heads.count() * (heads.key() + heads.value());
      Size values = new Size(heads.count() * heads.value(), x.height, x.width);
      return new Attended<>(values, values);
    }

    private static void require(String name, int channels, Size x) {
      if (x.channels != channels) {
        throw new IllegalStateException(
            name + " must get " + channels + " channels, got " + x.channels);
      }
    }
  }
}
