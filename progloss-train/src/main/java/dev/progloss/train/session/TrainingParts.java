package dev.progloss.train.session;

import dev.progloss.data.augment.LetterboxPipeline;
import dev.progloss.data.augment.ResizedPictures;
import dev.progloss.data.augment.TrainingPipeline;
import dev.progloss.data.dataset.DataFingerprint;
import dev.progloss.data.dataset.Dataset;
import dev.progloss.data.load.Crew;
import dev.progloss.model.architecture.DetectorConfig;
import dev.progloss.model.detector.Detector;
import dev.progloss.model.loss.Criterion;
import dev.progloss.torch.device.Precision;
import dev.progloss.train.checkpoint.ModelCard;
import dev.progloss.train.imported.StartWeights;
import dev.progloss.train.loop.Learner;
import dev.progloss.train.loop.TrainingData;
import dev.progloss.train.loop.Validator;
import dev.progloss.train.optimizer.OptimizerConfig;
import dev.progloss.train.rate.AutoRecipe;
import dev.progloss.train.rate.RateConfig;
import dev.progloss.train.rate.RatePlan;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a run is put together from, each part made from its config.
 *
 * @param config decides what the run becomes
 * @param train what it learns from
 * @param val what it is judged on
 * @param surroundings what it has besides
 */
record TrainingParts(TrainConfig config, Dataset train, Dataset val, Surroundings surroundings) {

  /** What a run that is not told otherwise writes down about itself. */
  private static final String TRAINED_BY = "ProgLoss 0.1.0";

  /** The batches that the run will see. */
  TrainingData data() {
    TrainConfig.Length length = config.length();
    Hardware hardware = surroundings.hardware();
    ResizedPictures pictures =
        new ResizedPictures(train, config.model().imageSide(), hardware.cache());
    TrainingPipeline pipeline = new TrainingPipeline(pictures, config.augment(), config.seed());
    // Between steps the compute threads sleep, and their cores can make the next batch.
    return new TrainingData(pipeline, length.batch(), length.epochs())
        .withHorizon(length.horizon())
        .madeBy(new Crew(hardware.threads()));
  }

  /** The rates that the run will have: those of the config, or chosen for its length. */
  RateConfig rates() {
    TrainConfig.Length length = config.length();
    return config
        .rates()
        .orElseGet(() -> AutoRecipe.forRun(train.size(), length.batch(), length.horizon()));
  }

  /** The optimiser that the run will have: the config's, or MuSGD with gains for its length. */
  OptimizerConfig optimizer() {
    TrainConfig.Length length = config.length();
    return config
        .optimizer()
        .orElseGet(
            () ->
                new OptimizerConfig.MuSgd(
                    AutoRecipe.muonGain(train.size(), length.batch(), length.horizon()), 1));
  }

  /** How the run will be judged. */
  Validator validator() {
    return new Validator(
        new LetterboxPipeline(val, config.model().imageSide()),
        config.length().batch(),
        surroundings.hardware().loaders());
  }

  /** What a new run takes over from its start weights; empty if it starts afresh. */
  Optional<StartWeights.Plan> startPlan() {
    StartWeights weights = surroundings.start().weights();
    return weights == null
        ? Optional.empty()
        : Optional.of(weights.plan(detectorConfig(), train.classes()));
  }

  /** Whatever decides what the run becomes, in a fixed order; then what may change its rounding. */
  Map<String, String> deciding() {
    Map<String, String> facts = ownFacts();
    facts.put("freeze", surroundings.start().frozen().toString());
    facts.put("training pictures", DataFingerprint.of(train));
    facts.put(ResumeCheck.DEVICE, surroundings.hardware().device().toString());
    facts.put(ResumeCheck.THREADS, String.valueOf(surroundings.hardware().threads()));
    return facts;
  }

  private Map<String, String> ownFacts() {
    Map<String, String> facts = config.facts();
    facts.put("optimizer", optimizer().toString());
    facts.put("rates", rates().toString());
    facts.put("amp", String.valueOf(surroundings.hardware().amp()));
    return facts;
  }

  /** What a journal says of the run, in a fixed order. */
  Map<String, String> facts() {
    Map<String, String> facts = ownFacts();
    startPlan()
        .ifPresent(
            plan -> {
              facts.put("start_loaded", String.valueOf(plan.loaded().size()));
              facts.put("start_fresh", String.join(" ", plan.fresh()));
            });
    if (!surroundings.start().frozen().isEmpty()) {
      facts.put("freeze", surroundings.start().frozen().toString());
    }
    return facts;
  }

  DetectorConfig detectorConfig() {
    return config.model().detector(train.classes().size());
  }

  Learner learner(long batchesPerEpoch, boolean resumed) {
    TrainConfig.Length length = config.length();
    Detector detector =
        Detector.create(
            detectorConfig(), config.seed(), Precision.FLOAT32, surroundings.hardware().device());
    StartWeights weights = surroundings.start().weights();
    if (weights != null && !resumed) { // a resumed run has its own weights
      StartWeights.Plan unused = weights.load(detector, train.classes());
    }
    detector.freeze(surroundings.start().frozen());
    if (surroundings.hardware().amp()) {
      detector.mixPrecision();
    }
    Learner.Recipe recipe =
        new Learner.Recipe(
            new Criterion(config.criterion()),
            config.losses(),
            RatePlan.of(rates(), length.batch(), batchesPerEpoch, length.horizon())
                .over(length.batch(), length.epochs()),
            optimizer(),
            config.average(),
            config.seed());
    return new Learner(detector, recipe, surroundings.hardware().device(), surroundings.lens());
  }

  ModelCard card() {
    Map<String, String> provenance = new LinkedHashMap<>();
    provenance.put("trained_by", TRAINED_BY);
    provenance.putAll(surroundings.provenance());
    provenance.put("train_images", String.valueOf(train.size()));
    provenance.put("seed", String.valueOf(config.seed()));
    TrainConfig.Model model = config.model();
    return new ModelCard(
        model.scale(),
        model.bins(),
        model.objectness(),
        train.classes(),
        model.imageSide(),
        provenance);
  }
}
