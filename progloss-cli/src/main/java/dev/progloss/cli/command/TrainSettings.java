package dev.progloss.cli.command;

import dev.progloss.core.balance.Component;
import dev.progloss.core.balance.LossPlan;
import dev.progloss.core.balance.WeightRule;
import dev.progloss.core.error.ConfigException;
import dev.progloss.data.augment.AugmentConfig;
import dev.progloss.model.architecture.Scale;
import dev.progloss.run.config.Setting;
import dev.progloss.run.config.Settings;
import dev.progloss.torch.device.ComputeDevice;
import dev.progloss.train.average.WeightAverageConfig;
import dev.progloss.train.loop.Calendar;
import dev.progloss.train.loop.RunPolicy;
import dev.progloss.train.optimizer.OptimizerConfig;
import dev.progloss.train.profile.RecordingClock;
import dev.progloss.train.rate.AutoRecipe;
import dev.progloss.train.rate.RateConfig;
import dev.progloss.train.session.Hardware;
import dev.progloss.train.session.TrainConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;

/** The settings of {@code progloss train}: the table of keys, and what they build. */
final class TrainSettings {

  /** A value that is chosen for the run. */
  static final String AUTO = "auto";

  /** Key of the rule that moves the terms besides their schedules. */
  static final String BALANCE = "balance";

  /** Key of how often gradients are looked at. */
  static final String LENS = "lens";

  private static final String AMP = "amp";
  private static final List<String> OPTIMIZERS = List.of("MuSGD", "SGD", "AdamW");
  private static final double SGD_MOMENTUM = 0.937;
  private static final double ADAM_NUMERATOR = 0.01;
  private static final int MOST_LAYERS = 1000;

  private TrainSettings() {}

  /** Every key with its default. */
  static List<Setting> table() {
    List<Setting> table = new ArrayList<>();
    add(table, "config", "", "a YAML file with these keys; arguments win over it");
    DataChoice.addSettings(table);
    add(table, "model", AUTO, "yolo26t, n, s, m, l or x; or weights to start from");
    add(table, "pretrained", "", "weights to start from where they fit; empty or false: none");
    add(table, "freeze", "", "layers that stay as they begin: the first N, or a list 0,1,2");
    add(table, "imgsz", AUTO, "side of the network's input, pixels, a multiple of 32");
    add(table, "epochs", AUTO, "passes over the training pictures");
    add(table, "batch", AUTO, "pictures in a batch");
    add(table, "seed", "0", "of start weights, order and augmentation");
    add(table, "device", "cpu", "cpu or cuda:N");
    add(table, AMP, AUTO, "compute the forward pass of training in bfloat16");
    add(table, "threads", AUTO, "compute threads");
    add(table, "workers", AUTO, "threads that prepare pictures");
    CacheSettings.add(table);
    add(table, "project", "runs", "folder of runs");
    add(table, "name", "train", "name of the run's folder");
    add(table, "exist_ok", "false", "write into a folder that is there already");
    add(table, "resume", "", "folder of a run to go on with; takes its settings");
    add(table, ResumeSettings.HORIZON, AUTO, ResumeSettings.HORIZON_HELP);
    add(table, "save_minutes", "10", "minutes between saves within an epoch; 0: none");
    add(table, "patience", "0", "epochs without a better AP that end the run; 0: none do");
    add(table, "max_bad_steps", "5", "batches in a row with NaN or infinity that end it");
    add(table, "val_period", AUTO, "epochs between evaluations");
    add(table, "plots", "true", "draw pictures of the run");
    add(table, LENS, "0", "batches between looks at the gradients of single terms; 0: none");
    table.add(CocoPair.setting("the run's folder"));
    add(table, "profile", "false", "tell where a step's time goes, and write profile.csv");
    lossSettings(table);
    rateSettings(table);
    augmentSettings(table);
    return table;
  }

  private static void lossSettings(List<Setting> table) {
    PlanSettings.keys()
        .forEach(key -> add(table, key, key.equals("preset") ? "both" : "", "what losses weigh"));
    add(table, BALANCE, "plan", String.join(", ", WeightRule.names()) + ": what adapts the terms");
    add(table, "box", "7.5", "gain of the box term");
    add(table, "cls", "0.5", "gain of the class term");
    add(table, "dfl", "1.5", "gain of the l1 term, or of dfl where reg_max > 1");
    add(table, "obj", "0", "gain of the objectness term; 0: the head has no objectness");
    LossSettings.addLosses(table);
    add(table, "reg_max", "1", "distance bins a side; 1: none");
    LossSettings.addAssignment(table);
  }

  private static void rateSettings(List<Setting> table) {
    add(table, "optimizer", "MuSGD", "MuSGD, SGD or AdamW");
    add(table, "muon", AUTO, "gain of the Muon part of MuSGD");
    add(table, "sgd", "1.0", "gain of its SGD part");
    add(table, "lr0", AUTO, "first learning rate");
    add(table, "lrf", "0.01", "last learning rate as a share of the first");
    add(table, "cos_lr", "false", "decay along a cosine");
    add(table, "momentum", AUTO, "momentum, or beta1 of AdamW");
    add(table, "weight_decay", AUTO, "weight decay");
    add(table, "nbs", AUTO, "pictures to an optimiser step");
    add(table, "warmup_epochs", AUTO, "length of the warm-up, epochs");
    add(table, "warmup_momentum", "0.8", "momentum at its start");
    add(table, "warmup_bias_lr", AUTO, "learning rate of biases at its start");
    add(table, "warmup_share", "0.1", "most of the run that the warm-up may take");
    add(table, "clip", "10", "greatest norm of the gradient");
    add(table, "ema_decay", "0.9999", "share that the weight average keeps");
    add(table, "ema_ramp", "2000", "updates over which it gets there");
  }

  private static void augmentSettings(List<Setting> table) {
    AugmentConfig usual = AugmentConfig.defaults();
    add(table, "mosaic", AUTO, "chance of four pictures joined");
    add(table, "degrees", text(usual.degrees()), "turn");
    add(table, "translate", text(usual.translate()), "shift, share of the side");
    add(table, "scale", AUTO, "change of size");
    add(table, "shear", text(usual.shear()), "shear, degrees");
    add(table, "perspective", text(usual.perspective()), "perspective");
    add(table, "hsv_h", text(usual.hsvH()), "change of hue");
    add(table, "hsv_s", text(usual.hsvS()), "of saturation");
    add(table, "hsv_v", text(usual.hsvV()), "of value");
    add(table, "fliplr", text(usual.fliplr()), "chance of a mirror image");
    add(table, "flipud", text(usual.flipud()), "of an upside-down one");
    add(table, "mixup", text(usual.mixup()), "of another picture shining through");
    add(table, "copy_paste", text(usual.copyPaste()), "of a pasted copy of an object");
    add(table, "bgr", text(usual.bgr()), "of red and blue exchanged");
    add(table, "close_mosaic", AUTO, "last epochs without mosaic, mixup, copy_paste");
  }

  private static void add(List<Setting> table, String key, String fallback, String help) {
    table.add(new Setting(key, fallback, help));
  }

  static String text(double value) {
    return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
  }

  /** The side of the input that is chosen where nobody names one. */
  static String imageSide(boolean isSample) {
    return isSample ? "128" : "640";
  }

  /** Replaces {@code auto} wherever the data are not needed to choose. */
  static Settings chosen(Settings settings) {
    boolean sample = DataChoice.isSample(settings);
    String why = sample ? "for data=sample" : "usual";
    Settings s =
        settings
            .withChoice("model", sample ? "yolo26t" : "yolo26n", why)
            .withChoice("imgsz", imageSide(sample), why)
            .withChoice("epochs", sample ? "10" : "100", why)
            .withChoice("batch", "16", why)
            .withChoice("mosaic", sample ? "0" : "1", why)
            .withChoice("scale", sample ? "0.2" : "0.5", why);
    int epochs = s.integer("epochs", 1);
    Hardware cpu = Hardware.cpu().onDevice(ComputeDevice.CPU);
    Settings machine =
        withAmp(s, cpu)
            .withChoice(ResumeSettings.HORIZON, String.valueOf(epochs), "epochs")
            .withChoice("close_mosaic", String.valueOf(Math.min(10, epochs / 10)), "a tenth, to 10")
            .withChoice(
                "val_period",
                String.valueOf(Calendar.forRun(epochs).epochsBetween()),
                "ten evaluations a run")
            .withChoice("threads", String.valueOf(cpu.threads()), "of this machine")
            .withChoice(
                "workers",
                s.text("device").equals("cpu")
                    ? String.valueOf(cpu.loaders())
                    : String.valueOf(Math.max(1, Runtime.getRuntime().availableProcessors() - 1)),
                "of this machine");
    return CacheSettings.chosen(machine);
  }

  /** Asks for a word that auto stands for, also where somebody wrote auto. */
  private static Settings withAmp(Settings s, Hardware cpu) {
    if (s.text(AMP).equals(AUTO)) {
      boolean isCpu = s.text("device").equals("cpu");
      String why =
          isCpu ? (cpu.amp() ? "" : "no ") + "amx_bf16 on this processor" : "usual on a GPU";
      return s.withMeaning(AMP, String.valueOf(!isCpu || cpu.amp()), why);
    }
    try {
      return s.withMeaning(AMP, String.valueOf(s.flag(AMP)), "");
    } catch (ConfigException e) {
      throw s.wrong(AMP, "must be auto, true or false");
    }
  }

  /** When the run saves, and when it ends early. */
  static RunPolicy policy(Settings s) {
    return new RunPolicy(
        s.number("save_minutes"), s.integer("patience", 0), s.integer("max_bad_steps", 1));
  }

  /** Replaces the rest, which depends on how many steps there will be. */
  static Settings chosenFor(Settings settings, long images, int classes) {
    String optimizer = settings.choice("optimizer", OPTIMIZERS);
    int horizon = settings.integer(ResumeSettings.HORIZON, 1);
    RateConfig auto = AutoRecipe.forRun(images, settings.integer("batch", 1), horizon);
    boolean adam = optimizer.equals("AdamW");
    double adamRate = Math.rint(1e6 * ADAM_NUMERATOR / (4 + classes)) / 1e6;
    String length = "for the length of the run";
    double muon = AutoRecipe.muonGain(images, settings.integer("batch", 1), horizon);
    return settings
        .withChoice("muon", text(muon), length)
        .withChoice("lr0", text(adam ? adamRate : auto.lr0()), "for " + optimizer)
        .withChoice(
            "momentum",
            text(optimizer.equals("SGD") ? SGD_MOMENTUM : auto.momentum()),
            "for " + optimizer)
        .withChoice("weight_decay", text(auto.weightDecay()), "usual")
        .withChoice("nbs", String.valueOf(auto.nominalBatch()), length)
        .withChoice("warmup_epochs", text(auto.warmupEpochs()), length)
        .withChoice("warmup_bias_lr", text(adam ? 0 : auto.warmupBiasLr()), "for " + optimizer);
  }

  /** The config that fully chosen settings describe. */
  static TrainConfig config(Settings s, Scale scale) {
    return new TrainConfig(
        new TrainConfig.Model(
            scale, s.integer("imgsz", 1), s.integer("reg_max", 1), s.number("obj") != 0),
        new TrainConfig.Length(
            s.integer("epochs", 1), s.integer("batch", 1), s.integer(ResumeSettings.HORIZON, 1)),
        s.wholeNumber("seed"),
        plan(s),
        LossSettings.losses(s),
        Optional.of(optimizer(s)),
        Optional.of(rates(s)),
        augment(s),
        new WeightAverageConfig(s.number("ema_decay"), s.number("ema_ramp")),
        Optional.of(new Calendar(s.integer("val_period", 1))));
  }

  static LossPlan plan(Settings s) {
    LossPlan plan = PlanSettings.plan(s::textOrNull).withRule(rule(s));
    double objectness = s.number("obj");
    if (objectness != 0) {
      plan = plan.withGain(Component.OBJ, objectness);
    }
    return plan.withGain(Component.BOX, s.number("box"))
        .withGain(Component.CLS, s.number("cls"))
        .withGain(Component.L1, s.number("dfl"))
        .withGain(Component.DFL, s.number("dfl"));
  }

  private static WeightRule rule(Settings s) {
    try {
      return WeightRule.parse(s.text(BALANCE));
    } catch (ConfigException e) {
      throw s.wrong(BALANCE, String.valueOf(e.getMessage()));
    }
  }

  private static OptimizerConfig optimizer(Settings s) {
    return switch (s.choice("optimizer", OPTIMIZERS)) {
      case "SGD" -> new OptimizerConfig.Sgd();
      case "AdamW" -> new OptimizerConfig.AdamW(s.number("momentum"), 0.999, 1e-8);
      default -> new OptimizerConfig.MuSgd(s.number("muon"), s.number("sgd"));
    };
  }

  private static RateConfig rates(Settings s) {
    return new RateConfig(
        s.number("lr0"),
        s.number("lrf"),
        s.flag("cos_lr"),
        s.number("momentum"),
        s.number("warmup_epochs"),
        s.number("warmup_momentum"),
        s.number("warmup_bias_lr"),
        s.number("weight_decay"),
        s.integer("nbs", 1),
        s.number("clip"),
        s.number("warmup_share"),
        true);
  }

  private static AugmentConfig augment(Settings s) {
    return new AugmentConfig(
        s.number("mosaic"),
        s.number("degrees"),
        s.number("translate"),
        s.number("scale"),
        s.number("shear"),
        s.number("perspective"),
        s.number("hsv_h"),
        s.number("hsv_s"),
        s.number("hsv_v"),
        s.number("fliplr"),
        s.number("flipud"),
        s.number("mixup"),
        s.number("copy_paste"),
        s.number("bgr"),
        s.integer("close_mosaic", 0));
  }

  /**
   * The layers that stay as they begin: {@code 10} is the first ten, {@code 0,3} or {@code [3]} a
   * list.
   */
  static SortedSet<Integer> frozen(Settings s) {
    String text = s.text("freeze").strip();
    SortedSet<Integer> layers = new TreeSet<>();
    if (text.isEmpty()) {
      return layers;
    }
    boolean isList = text.contains(",") || text.startsWith("[");
    try {
      if (!isList) {
        int count = Integer.parseInt(text);
        for (int layer = 0; layer < Math.min(count, MOST_LAYERS); layer++) {
          layers.add(layer);
        }
        if (count >= 0) {
          return layers;
        }
      } else {
        for (String part : text.replaceAll("^\\[|]$", "").split(",", -1)) {
          layers.add(Integer.parseInt(part.strip()));
        }
        return layers;
      }
    } catch (NumberFormatException e) {
      // told below, like a number below 0
    }
    throw s.wrong("freeze", "must be a number of layers or a list such as 0,1,2");
  }

  /**
   * What the run may use.
   *
   * @param warnings told what goes wrong with it while it is used
   */
  static Hardware hardware(Settings s, Consumer<String> warnings) {
    return new Hardware(
        ComputeDevice.of(s.text("device")),
        s.integer("threads", 1),
        s.integer("workers", 0),
        CacheSettings.plan(s, warnings),
        s.flag(AMP));
  }

  /** What measures the steps; empty unless it was asked for. */
  static Optional<RecordingClock> clock(Settings s, Hardware hardware) {
    return s.flag("profile")
        ? Optional.of(new RecordingClock(System::nanoTime, hardware.device()))
        : Optional.empty();
  }
}
