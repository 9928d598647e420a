package dev.progloss.train.session;

import dev.progloss.core.error.ConfigException;
import dev.progloss.core.schedule.Progress;
import dev.progloss.data.dataset.Dataset;
import dev.progloss.run.journal.RunTrim;
import dev.progloss.run.layout.Disk;
import dev.progloss.run.layout.RunDirectory;
import dev.progloss.run.store.RunLock;
import dev.progloss.torch.device.ComputeDevice;
import dev.progloss.torch.device.Engine;
import dev.progloss.train.checkpoint.CheckpointKeeper;
import dev.progloss.train.checkpoint.ResumeFile;
import dev.progloss.train.imported.StartWeights;
import dev.progloss.train.loop.Calendar;
import dev.progloss.train.loop.Learner;
import dev.progloss.train.loop.RunPolicy;
import dev.progloss.train.loop.Standing;
import dev.progloss.train.loop.TrainListener;
import dev.progloss.train.loop.Trainer;
import dev.progloss.train.loop.TrainingData;
import dev.progloss.train.loop.Validator;
import dev.progloss.train.optimizer.OptimizerConfig;
import dev.progloss.train.profile.StepClock;
import dev.progloss.train.rate.RateConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A whole training run: builds the parts from a config, connects them, and runs them into a folder.
 *
 * <p>One run is made by one thread; several runs at once share LibTorch's compute threads.
 */
public final class Training {

  /** Number of the head among the layers. */
  private static final int HEAD = 23;

  private final TrainConfig config;
  private final Dataset train;
  private final Dataset val;
  private final Surroundings surroundings;

  private Training(TrainConfig config, Dataset train, Dataset val, Surroundings surroundings) {
    this.config = config;
    this.train = train;
    this.val = val;
    this.surroundings = surroundings;
  }

  /**
   * A run on the processor, from random weights, that nobody watches.
   *
   * @param train what it learns from
   * @param val what it is judged on; of the same classes
   * @throws ConfigException if the classes differ
   */
  public static Training of(TrainConfig config, Dataset train, Dataset val) {
    if (!train.classes().equals(val.classes())) {
      throw new ConfigException(
          "training and validation data must have the same classes, got "
              + train.classes().names()
              + " and "
              + val.classes().names());
    }
    return new Training(config, train, val, Surroundings.alone());
  }

  /** The same on other hardware. */
  public Training on(Hardware hardware) {
    return with(surroundings.withHardware(hardware));
  }

  /** The same with one more watcher, told after those before. */
  public Training watchedBy(TrainListener listener) {
    return with(surroundings.withListener(listener));
  }

  /** The same, ended after the step during which this turns true; the run can be taken up again. */
  public Training stoppedBy(BooleanSupplier stop) {
    return with(surroundings.withStop(stop));
  }

  /** The same with a clock that is told of every phase; the run ends with the same bytes. */
  public Training timedBy(StepClock clock) {
    return with(surroundings.withClock(clock));
  }

  /** The same with words about where the data came from, put into the weights' metadata. */
  public Training describedBy(Map<String, String> provenance) {
    return with(surroundings.withProvenance(provenance));
  }

  /** The same with other times of saving and of an early end. */
  public Training keptBy(RunPolicy policy) {
    return with(surroundings.withPolicy(policy));
  }

  /**
   * The same, looking at the gradients of single terms now and then; the run ends with the same
   * bytes.
   *
   * @param batches from one look to the next, at least 1; 0: none
   */
  public Training lookedAtEvery(int batches) {
    return with(surroundings.withLens(batches));
  }

  /** The same, writing weights and states through this. */
  Training writingThrough(Disk disk) {
    return with(surroundings.withDisk(disk));
  }

  /** The same with the settings it was made from, whole and as text, kept with every state. */
  public Training madeFrom(String settings) {
    return with(surroundings.withSettings(settings));
  }

  /** The same, telling what a person should know: what was damaged, what was passed over. */
  public Training noting(Consumer<String> notes) {
    return with(surroundings.withNotes(notes));
  }

  /** The same from the weights of an earlier run of the same size, perhaps of other classes. */
  public Training startingFrom(Path weights) {
    return startingFrom(new StartWeights(weights, StartWeights.Kind.WHOLE));
  }

  /** The same from these weights; a run that is resumed does not look at them again. */
  public Training startingFrom(StartWeights weights) {
    return with(surroundings.withStart(weights, surroundings.start().frozen()));
  }

  /**
   * The same with layers that stay as they begin: parameters, running statistics and all.
   *
   * @param layers numbers of layers, 0 to 22, and 23 for the head
   * @throws ConfigException if there is no such layer, or none is left to learn
   */
  public Training freezing(SortedSet<Integer> layers) {
    if (!layers.isEmpty() && (layers.first() < 0 || layers.last() > HEAD)) {
      throw new ConfigException("freeze must name layers from 0 to " + HEAD + ", got " + layers);
    }
    if (layers.size() > HEAD) {
      throw new ConfigException("freeze must leave a layer to learn, got all of them");
    }
    return with(surroundings.withStart(surroundings.start().weights(), new TreeSet<>(layers)));
  }

  /** What a new run takes over from its start weights; empty if it starts afresh. */
  public Optional<StartWeights.Plan> startPlan() {
    return parts().startPlan();
  }

  private Training with(Surroundings other) {
    return new Training(config, train, val, other);
  }

  /**
   * Requires that the machine could hold one step; asked again when the run begins.
   *
   * @throws ConfigException if it cannot
   */
  public void requireMemory() {
    if (surroundings.hardware().device().equals(ComputeDevice.CPU)) {
      MemoryNeed.of(config, train.classes().size()).requireFits();
    }
  }

  /** The batches that the run will see. */
  public TrainingData data() {
    return parts().data();
  }

  /** The rates that the run will have: those of the config, or chosen for its length. */
  public RateConfig rates() {
    return parts().rates();
  }

  /** The optimiser that the run will have: the config's, or MuSGD with gains for its length. */
  public OptimizerConfig optimizer() {
    return parts().optimizer();
  }

  /** How the run will be judged. */
  public Validator validator() {
    return parts().validator();
  }

  private TrainingParts parts() {
    return new TrainingParts(config, train, val, surroundings);
  }

  /**
   * Trains into the folder of a new run.
   *
   * @return the batch that would come next; none is left unless it was stopped
   */
  public Progress into(RunDirectory run) {
    try (RunLock lock = RunLock.take(run.folder())) {
      return run(run, null);
    }
  }

  /**
   * Goes on with a run that was stopped, from where it was last put away; ends as it would have
   * ended without the stop.
   *
   * @throws ConfigException if there is nothing to go on from, or something that decides the run is
   *     not as it was
   */
  public Progress resume(RunDirectory run) {
    return resume(run, Set.of());
  }

  /**
   * Goes on with a run that was stopped or is finished, for another number of epochs.
   *
   * <p>The config says what becomes of the schedules: by its horizon they run over the new length,
   * or keep the last values of the old one.
   */
  public Progress extend(RunDirectory run) {
    return resume(run, Set.of("epochs", "horizon"));
  }

  private Progress resume(RunDirectory run, Set<String> mayDiffer) {
    try (RunLock lock = RunLock.take(run.folder())) {
      ResumeFile saved = ResumeFile.newest(run, surroundings.notes());
      Map<String, String> now = parts().deciding();
      ResumeCheck.require(saved.origin().facts(), now, mayDiffer);
      ResumeCheck.tellOfSurroundings(saved.origin().facts(), now, surroundings.notes());
      return run(run, saved);
    }
  }

  private Progress run(RunDirectory run, @Nullable ResumeFile saved) {
    Engine.start(surroundings.hardware().threads());
    requireMemory();
    TrainingData data = data();
    Progress first = new Progress(0, data.batchesPerEpoch(), config.length().epochs());
    try (Learner learner = parts().learner(data.batchesPerEpoch(), saved != null)) {
      Standing standing = Standing.begin(first);
      if (saved != null) {
        standing = ResumeCheck.standing(saved.standing(), first);
        saved.restore(learner);
        // Before the journal is opened: a cut file is a new one, and would not be what is open.
        RunTrim.before(run, standing.next().step(), first.stepsPerEpoch(), surroundings.notes());
      }
      return run(run, learner, data, standing, saved != null);
    } catch (RuntimeException e) {
      throw MemoryNeed.told(e, config);
    }
  }

  private Progress run(
      RunDirectory run, Learner learner, TrainingData data, Standing standing, boolean resumed) {
    try (RunRecorder recorder = RunRecorder.open(run, System::nanoTime)) {
      if (resumed) {
        recorder.takeUp(run);
      } else {
        recorder.begin(parts().facts());
      }
      List<TrainListener> listeners = new ArrayList<>(List.of(recorder));
      listeners.addAll(surroundings.listeners());
      CheckpointKeeper keeper =
          new CheckpointKeeper(
              new CheckpointKeeper.Place(run, surroundings.disk()),
              parts().card(),
              new ResumeFile.Origin(parts().deciding(), surroundings.settings()),
              recorder::force,
              new CheckpointKeeper.Told(
                  file -> surroundings.listeners().forEach(each -> each.saved(file)),
                  surroundings.notes()));
      Calendar calendar =
          config.calendar().orElseGet(() -> Calendar.forRun(config.length().epochs()));
      Trainer trainer =
          new Trainer(
              learner,
              data,
              validator(),
              calendar,
              keeper,
              surroundings.policy(),
              listeners,
              surroundings.clock());
      return trainer
          .run(standing, surroundings.hardware().loaders(), surroundings.stop(), System::nanoTime)
          .next();
    }
  }
}
