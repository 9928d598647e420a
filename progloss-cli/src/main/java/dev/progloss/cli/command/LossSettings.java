package dev.progloss.cli.command;

import dev.progloss.core.box.IouKind;
import dev.progloss.core.error.ConfigException;
import dev.progloss.model.assign.Assigner;
import dev.progloss.model.assign.AssignerConfig;
import dev.progloss.model.assign.AtssAssigner;
import dev.progloss.model.assign.Growth;
import dev.progloss.model.assign.SimOtaAssigner;
import dev.progloss.model.assign.TaskAlignedAssigner;
import dev.progloss.model.loss.BoxLoss;
import dev.progloss.model.loss.ClassLoss;
import dev.progloss.model.loss.LossConfig;
import dev.progloss.run.config.Setting;
import dev.progloss.run.config.Settings;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** Which losses are computed on which anchors, by name: the zoo as keys. */
final class LossSettings {

  private static final List<String> CLASS_LOSSES =
      List.of("bce", "focal", "varifocal", "quality_focal");
  private static final List<String> BOX_LOSSES =
      List.of("iou", "giou", "diou", "ciou", "eiou", "siou", "mpdiou", "nwd");

  private static final List<String> ASSIGNERS = List.of("tal", "simota", "atss");

  private LossSettings() {}

  /** The keys of losses. */
  static void addLosses(List<Setting> table) {
    add(table, "cls_loss", "bce", String.join(", ", CLASS_LOSSES));
    add(table, "focal_gamma", "1.5", "how strongly focal fades easy scores");
    add(table, "focal_alpha", "0.25", "its weight of positives; 0: all weigh 1");
    add(table, "vfl_gamma", "2", "how strongly varifocal fades easy negatives");
    add(table, "vfl_alpha", "0.75", "its weight of negatives");
    add(table, "qfl_beta", "2", "how strongly quality_focal fades what is nearly right");
    add(table, "box_loss", "ciou", String.join(", ", BOX_LOSSES));
    add(table, "siou_theta", "4", "exponent of siou's shape cost");
    add(table, "nwd_constant", "12.8", "of nwd, about the mean size of objects, pixels");
    add(table, "inner_ratio", "1", "sides of the boxes whose IoU counts; 1: as they are");
    add(table, "focaler_d", "0", "IoU up to this counts as 0");
    add(table, "focaler_u", "1", "IoU from this on counts as 1");
  }

  /** The keys of assignment. */
  static void addAssignment(List<Setting> table) {
    add(table, "assigner", "tal", String.join(", ", ASSIGNERS) + "; of the one-to-many branch");
    add(table, "simota_radius", "2.5", "how near a centre simota looks, strides");
    add(table, "atss_topk", "9", "candidates that atss takes of each level");
    add(
        table,
        "stal_below",
        TrainSettings.text(Growth.PAPER.below()),
        "sides shorter than this are grown for assignment; 0: none");
    add(table, "stal_to", TrainSettings.text(Growth.PAPER.to()), "and become this long, pixels");
  }

  private static void add(List<Setting> table, String key, String fallback, String help) {
    table.add(new Setting(key, fallback, help));
  }

  /**
   * The losses that the settings ask for.
   *
   * @throws ConfigException if a name is unknown or a number out of its range; names the key
   */
  static LossConfig losses(Settings s) {
    Growth growth =
        checked(
            "stal_below, stal_to", () -> new Growth(s.number("stal_below"), s.number("stal_to")));
    return new LossConfig(
        classes(s),
        boxes(s),
        oneToMany(s, growth),
        new TaskAlignedAssigner(AssignerConfig.oneToOne().withGrowth(growth)));
  }

  private static Assigner oneToMany(Settings s, Growth growth) {
    return switch (s.choice("assigner", ASSIGNERS)) {
      case "simota" ->
          checked("simota_radius", () -> new SimOtaAssigner(s.number("simota_radius")));
      case "atss" -> new AtssAssigner(s.integer("atss_topk", 1));
      default -> new TaskAlignedAssigner(AssignerConfig.oneToMany().withGrowth(growth));
    };
  }

  private static ClassLoss classes(Settings s) {
    return switch (s.choice("cls_loss", CLASS_LOSSES)) {
      case "focal" ->
          checked(
              "focal_gamma, focal_alpha",
              () -> new ClassLoss.Focal(s.number("focal_gamma"), s.number("focal_alpha")));
      case "varifocal" ->
          checked(
              "vfl_gamma, vfl_alpha",
              () -> new ClassLoss.Varifocal(s.number("vfl_gamma"), s.number("vfl_alpha")));
      case "quality_focal" ->
          checked("qfl_beta", () -> new ClassLoss.QualityFocal(s.number("qfl_beta")));
      default -> new ClassLoss.Bce();
    };
  }

  private static BoxLoss boxes(Settings s) {
    double ratio = s.number("inner_ratio");
    double from = s.number("focaler_d");
    double to = s.number("focaler_u");
    boolean isInner = ratio != 1;
    boolean isFocaler = from != 0 || to != 1;
    if (s.choice("box_loss", BOX_LOSSES).equals("nwd")) {
      if (isInner || isFocaler) {
        throw new ConfigException(
            "inner_ratio, focaler_d and focaler_u need a box_loss that is made of IoU, got nwd");
      }
      return checked("nwd_constant", () -> new BoxLoss.Nwd(s.number("nwd_constant")));
    }
    BoxLoss.OfIou plain = ofIou(s);
    BoxLoss.OfIou inner =
        isInner ? checked("inner_ratio", () -> new BoxLoss.Inner(plain, ratio)) : plain;
    return isFocaler
        ? checked("focaler_d, focaler_u", () -> new BoxLoss.Focaler(inner, from, to))
        : inner;
  }

  private static BoxLoss.OfIou ofIou(Settings s) {
    String name = s.text("box_loss");
    return switch (name) {
      case "eiou" -> new BoxLoss.Eiou();
      case "siou" -> checked("siou_theta", () -> new BoxLoss.Siou(s.number("siou_theta")));
      case "mpdiou" -> new BoxLoss.Mpdiou();
      default -> new BoxLoss.Overlap(IouKind.valueOf(name.toUpperCase(Locale.ROOT)));
    };
  }

  private static <T> T checked(String keys, Supplier<T> make) {
    try {
      return make.get();
    } catch (IllegalArgumentException e) {
      throw new ConfigException(keys + ": " + e.getMessage(), e);
    }
  }
}
