package dev.progloss.model.architecture;

import dev.progloss.core.balance.Branch;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The detection head: for every branch and pyramid level a tower for boxes and one for classes, and
 * perhaps a layer for objectness.
 *
 * @param sources numbers of the layers that the levels read, finest first
 * @param towers by branch, one a level
 */
public record Head(List<Integer> sources, Map<Branch, List<Towers>> towers) {

  /**
   * What one level of one branch computes.
   *
   * @param boxes to {@code 4 * R} channels
   * @param classes to C channels
   * @param objectness to one channel, from what the box tower's last layer reads; null where the
   *     head has none
   */
  public record Towers(Sequence boxes, Sequence classes, @Nullable Projection objectness) {

    /**
     * What comes out.
     *
     * @param objectness null where the head has none
     */
    public record Outputs<V>(V boxes, V classes, @Nullable V objectness) {}

    /** Runs the towers on the features of their level. */
    public <V> Outputs<V> apply(Operations<V> ops, V x) {
      List<Block> blocks = boxes.blocks();
      V features = new Sequence(blocks.subList(0, blocks.size() - 1)).apply(ops, x);
      V box = boxProjection().apply(ops, features);
      V scores = classes.apply(ops, x);
      return new Outputs<>(
          box, scores, objectness == null ? null : objectness.apply(ops, features));
    }

    /** The last layer of the box tower. */
    public Projection boxProjection() {
      return last(boxes);
    }

    /** The last layer of the class tower. */
    public Projection classProjection() {
      return last(classes);
    }

    private static Projection last(Sequence tower) {
      return (Projection) tower.blocks().get(tower.blocks().size() - 1);
    }
  }

  /** The towers of a branch, one a level; none where the head lacks the branch. */
  public List<Towers> of(Branch branch) {
    return towers.getOrDefault(branch, List.of());
  }

  static Head of(
      String name, List<Integer> sources, List<Integer> channels, DetectorConfig config) {
    Map<Branch, List<Towers>> towers = new EnumMap<>(Branch.class);
    towers.put(Branch.ONE_TO_MANY, branch(name + ".", channels, config));
    if (config.oneToOne()) {
      towers.put(Branch.ONE_TO_ONE, branch(name + ".one2one_", channels, config));
    }
    return new Head(List.copyOf(sources), towers);
  }

  private static List<Towers> branch(String prefix, List<Integer> channels, DetectorConfig config) {
    int finest = channels.get(0);
    int boxWidth = Math.max(16, Math.max(finest / 4, 4 * config.bins()));
    int classWidth = Math.max(finest, Math.min(config.classes(), 100));
    List<Towers> levels = new ArrayList<>();
    for (int i = 0; i < channels.size(); i++) {
      int in = channels.get(i);
      levels.add(
          new Towers(
              boxTower(prefix + "cv2." + i, in, boxWidth, 4 * config.bins()),
              classTower(prefix + "cv3." + i, in, classWidth, config.classes()),
              config.objectness() ? new Projection(prefix + "obj." + i, boxWidth, 1) : null));
    }
    return List.copyOf(levels);
  }

  private static Sequence boxTower(String name, int in, int width, int out) {
    return new Sequence(
        List.of(
            Conv.of(name + ".0", in, width, 3, 1),
            Conv.of(name + ".1", width, width, 3, 1),
            new Projection(name + ".2", width, out)));
  }

  private static Sequence classTower(String name, int in, int width, int out) {
    return new Sequence(
        List.of(
            Conv.depthwise(name + ".0.0", in, true),
            Conv.pointwise(name + ".0.1", in, width),
            Conv.depthwise(name + ".1.0", width, true),
            Conv.pointwise(name + ".1.1", width, width),
            new Projection(name + ".2", width, out)));
  }
}
