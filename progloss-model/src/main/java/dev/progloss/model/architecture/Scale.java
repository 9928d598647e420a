package dev.progloss.model.architecture;

import dev.progloss.core.error.ConfigException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A size of the network.
 *
 * @see <a href="https://arxiv.org/abs/2606.03748">YOLO26 (n to x); t is our own</a>
 */
public enum Scale {
  /** Smaller than any published one: for tests and for drawings. */
  T(0.50, 0.125, 1024, false),
  /** Nano. */
  N(0.50, 0.25, 1024, false),
  /** Small. */
  S(0.50, 0.50, 1024, false),
  /** Medium. */
  M(0.50, 1.00, 512, true),
  /** Large. */
  L(1.00, 1.00, 512, true),
  /** Extra large. */
  X(1.00, 1.50, 512, true);

  private final double depth;
  private final double width;
  private final int maxChannels;
  private final boolean deepEverywhere;

  Scale(double depth, double width, int maxChannels, boolean deepEverywhere) {
    this.depth = depth;
    this.width = width;
    this.maxChannels = maxChannels;
    this.deepEverywhere = deepEverywhere;
  }

  /** Channels of a layer that the table gives {@code nominal} channels: a multiple of eight. */
  public int channels(int nominal) {
    return (int) Math.ceil(Math.min(nominal, maxChannels) * width / 8) * 8;
  }

  /** How often a block that the table repeats {@code nominal} times is repeated. */
  public int repeats(int nominal) {
    return nominal > 1 ? (int) Math.max(Math.rint(nominal * depth), 1) : nominal;
  }

  /** Whether every C3k2 block has C3k blocks inside, not only those that the table says. */
  public boolean deepEverywhere() {
    return deepEverywhere;
  }

  /** Its letter in model names. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The name of the model of this size: {@code yolo26n} and so on. */
  public String modelName() {
    return "yolo26" + key();
  }

  /**
   * The scale of a model name: {@code yolo26n}, {@code yolo26n.yaml} or just {@code n}.
   *
   * @throws ConfigException if there is none
   */
  public static Scale ofModel(String name) {
    String plain = name.endsWith(".yaml") ? name.substring(0, name.length() - 5) : name;
    return Arrays.stream(values())
        .filter(scale -> scale.modelName().equals(plain) || scale.key().equals(plain))
        .findFirst()
        .orElseThrow(
            () ->
                new ConfigException(
                    "model must be one of "
                        + Arrays.stream(values())
                            .map(Scale::modelName)
                            .collect(Collectors.joining(", "))
                        + " or a .safetensors file, got "
                        + name));
  }
}
