package dev.progloss.train.session;

import dev.progloss.core.balance.LossPlan;
import dev.progloss.core.balance.Preset;
import dev.progloss.core.error.ConfigException;
import dev.progloss.data.augment.AugmentConfig;
import dev.progloss.model.architecture.DetectorConfig;
import dev.progloss.model.architecture.Network;
import dev.progloss.model.architecture.Scale;
import dev.progloss.model.loss.LossConfig;
import dev.progloss.train.average.WeightAverageConfig;
import dev.progloss.train.loop.Calendar;
import dev.progloss.train.optimizer.OptimizerConfig;
import dev.progloss.train.rate.RateConfig;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that decides what a run makes of its data, except the data.
 *
 * @param model what is trained
 * @param length for how long
 * @param seed of start weights, order and augmentation
 * @param losses what the loss terms weigh
 * @param criterion which loss terms
 * @param optimizer how gradients become steps; where absent, MuSGD with gains for that length
 * @param rates how fast; where absent, chosen for the number of steps there will be
 * @param augment how pictures are changed
 * @param average how weights are averaged
 * @param calendar when it is judged; where absent, about ten times
 */
public record TrainConfig(
    Model model,
    Length length,
    long seed,
    LossPlan losses,
    LossConfig criterion,
    Optional<OptimizerConfig> optimizer,
    Optional<RateConfig> rates,
    AugmentConfig augment,
    WeightAverageConfig average,
    Optional<Calendar> calendar) {

  private static final int USUAL_EPOCHS = 100;
  private static final int USUAL_BATCH = 16;
  private static final int USUAL_SIDE = 640;

  /**
   * What is trained.
   *
   * @param scale size of the network
   * @param imageSide side of the square that pictures are fitted into, pixels, a multiple of 32
   * @param bins distance bins a side: 1 regresses distances, 16 is the classic distribution head
   * @param objectness whether the head also says if there is anything at all
   */
  public record Model(Scale scale, int imageSide, int bins, boolean objectness) {
    /** Checks the numbers. */
    public Model {
      if (imageSide < Network.COARSEST_STRIDE || imageSide % Network.COARSEST_STRIDE != 0) {
        throw new ConfigException(
            "imgsz must be a multiple of " + Network.COARSEST_STRIDE + ", got " + imageSide);
      }
      if (bins < 1 || bins > 64) {
        throw new ConfigException("reg_max must be in 1..64, got " + bins);
      }
    }

    /** Without objectness. */
    public Model(Scale scale, int imageSide, int bins) {
      this(scale, imageSide, bins, false);
    }

    /** The detector of this many classes. */
    DetectorConfig detector(int classes) {
      return new DetectorConfig(scale, classes, bins, true, objectness);
    }
  }

  /**
   * How long a run is.
   *
   * @param epochs at least 1
   * @param batch pictures in a batch, at least 1
   * @param horizon epochs over which every schedule runs: of the losses, of the rates, of the
   *     augmentation; a longer run keeps their last values, a shorter one does not reach them
   */
  public record Length(int epochs, int batch, int horizon) {
    /** Every schedule over the whole run. */
    public Length(int epochs, int batch) {
      this(epochs, batch, epochs);
    }

    /** Checks the numbers. */
    public Length {
      if (horizon < 1) {
        throw new ConfigException("horizon must be at least 1 epoch, got " + horizon);
      }
      if (epochs < 1) {
        throw new ConfigException("epochs must be at least 1, got " + epochs);
      }
      if (batch < 1) {
        throw new ConfigException("batch must be at least 1, got " + batch);
      }
    }
  }

  /** 100 epochs of batches of 16 at 640 pixels, both progressive losses, MuSGD. */
  public static TrainConfig of(Scale scale) {
    return new TrainConfig(
        new Model(scale, USUAL_SIDE, 1),
        new Length(USUAL_EPOCHS, USUAL_BATCH),
        0,
        LossPlan.preset(Preset.BOTH),
        LossConfig.defaults(),
        Optional.empty(),
        Optional.empty(),
        AugmentConfig.defaults(),
        WeightAverageConfig.defaults(),
        Optional.empty());
  }

  /** The same for pictures of this side, pixels, a multiple of 32. */
  public TrainConfig withImageSide(int side) {
    return new TrainConfig(
        new Model(model.scale, side, model.bins, model.objectness),
        length,
        seed,
        losses,
        criterion,
        optimizer,
        rates,
        augment,
        average,
        calendar);
  }

  /** The same for so many epochs of batches of so many pictures. */
  public TrainConfig withLength(int epochs, int batch) {
    return withLength(new Length(epochs, batch));
  }

  /** The same with every schedule over so many epochs, however long the run. */
  public TrainConfig withHorizon(int epochs) {
    return withLength(new Length(length.epochs, length.batch, epochs));
  }

  private TrainConfig withLength(Length other) {
    return new TrainConfig(
        model, other, seed, losses, criterion, optimizer, rates, augment, average, calendar);
  }

  /** The same with another model. */
  public TrainConfig withModel(Model other) {
    return new TrainConfig(
        other, length, seed, losses, criterion, optimizer, rates, augment, average, calendar);
  }

  /** The same with other loss terms. */
  public TrainConfig withCriterion(LossConfig other) {
    return new TrainConfig(
        model, length, seed, losses, other, optimizer, rates, augment, average, calendar);
  }

  /** The same from another seed. */
  public TrainConfig withSeed(long other) {
    return new TrainConfig(
        model, length, other, losses, criterion, optimizer, rates, augment, average, calendar);
  }

  /** The same with other weights of the loss terms. */
  public TrainConfig withLosses(LossPlan plan) {
    return new TrainConfig(
        model, length, seed, plan, criterion, optimizer, rates, augment, average, calendar);
  }

  /** The same with these rates. */
  public TrainConfig withRates(RateConfig given) {
    return new TrainConfig(
        model,
        length,
        seed,
        losses,
        criterion,
        optimizer,
        Optional.of(given),
        augment,
        average,
        calendar);
  }

  /** The same with other augmentation. */
  public TrainConfig withAugment(AugmentConfig other) {
    return new TrainConfig(
        model, length, seed, losses, criterion, optimizer, rates, other, average, calendar);
  }

  /** The same, judged after every so many epochs. */
  public TrainConfig withCalendar(Calendar other) {
    return new TrainConfig(
        model,
        length,
        seed,
        losses,
        criterion,
        optimizer,
        rates,
        augment,
        average,
        Optional.of(other));
  }

  /** What a journal says of it, in a fixed order. */
  Map<String, String> facts() {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("model", model.scale.modelName());
    facts.put("imgsz", String.valueOf(model.imageSide));
    facts.put("reg_max", String.valueOf(model.bins));
    if (model.objectness) {
      facts.put("objectness", "true");
    }
    facts.put("epochs", String.valueOf(length.epochs));
    if (length.horizon != length.epochs) {
      facts.put("horizon", String.valueOf(length.horizon));
    }
    facts.put("batch", String.valueOf(length.batch));
    facts.put("seed", String.valueOf(seed));
    facts.put("losses", losses.toString());
    facts.put("criterion", criterion.toString());
    facts.put("augment", augment.toString());
    facts.put("average", average.toString());
    return facts;
  }
}
