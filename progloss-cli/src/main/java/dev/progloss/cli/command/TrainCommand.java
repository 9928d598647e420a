package dev.progloss.cli.command;

import dev.progloss.core.error.ConfigException;
import dev.progloss.core.error.DataException;
import dev.progloss.core.schedule.Progress;
import dev.progloss.data.dataset.Dataset;
import dev.progloss.data.dataset.Split;
import dev.progloss.model.architecture.Scale;
import dev.progloss.run.config.Settings;
import dev.progloss.run.layout.AtomicFiles;
import dev.progloss.run.layout.RunDirectory;
import dev.progloss.run.store.Generations;
import dev.progloss.run.store.RunLock;
import dev.progloss.train.checkpoint.ModelFile;
import dev.progloss.train.checkpoint.ResumeFile;
import dev.progloss.train.imported.StartWeights;
import dev.progloss.train.loop.TrainListener;
import dev.progloss.train.profile.RecordingClock;
import dev.progloss.train.profile.StepProfile;
import dev.progloss.train.session.Hardware;
import dev.progloss.train.session.TrainConfig;
import dev.progloss.train.session.Training;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;

/** Trains a detector: {@code progloss train}. */
public final class TrainCommand {

  private static final String WEIGHTS_ENDING = ".safetensors";

  /** What says how a run was asked for, not what it is. */
  private static final Set<String> NOT_KEPT = Set.of("config", "resume");

  private final PrintStream out;
  private final PrintStream notes;
  private final boolean terminal;

  /**
   * A command.
   *
   * @param out where progress and results go
   * @param notes where warnings go
   * @param terminal whether {@code out} can draw over a line
   */
  public TrainCommand(PrintStream out, PrintStream notes, boolean terminal) {
    this.out = out;
    this.notes = notes;
    this.terminal = terminal;
  }

  /** A run as it was asked for. */
  private record Plan(
      Settings settings,
      Training training,
      Dataset val,
      Hardware hardware,
      Optional<RecordingClock> clock,
      boolean plots,
      boolean json) {}

  /**
   * Trains. Ctrl-C ends after the current step, saved.
   *
   * @param arguments {@code data=... model=... epochs=...}
   */
  public void run(List<String> arguments) {
    Settings given = Settings.resolve(TrainSettings.table(), arguments);
    if (given.textOrNull("resume") != null) {
      resume(given);
      return;
    }
    Plan plan = plan(given, scale(TrainSettings.chosen(given).text("model")));
    plan.training.startPlan().ifPresent(start -> out.println(start.text()));
    RunDirectory run =
        RunDirectory.create(
            Path.of(given.text("project")),
            given.text("name"),
            given.isSet("name"),
            given.flag("exist_ok"));
    requireOutside(run, given, "model");
    requireOutside(run, given, "pretrained");
    clear(run);
    train(plan, run, Training::into);
  }

  private void resume(Settings given) {
    Path place = Path.of(given.text("resume"));
    RunDirectory run = RunDirectory.open(place);
    // What is damaged is told by the run itself, which looks again once the folder is its own.
    ResumeFile saved = ResumeFile.newest(run, note -> {});
    ResumeSettings.requireNewest(place, run, saved.file());
    Settings before = ResumeSettings.before(run, saved.origin().settings());
    ResumeSettings.Resumed resumed = ResumeSettings.over(given, before);
    Settings now = resumed.settings();
    // The weights that the run started from may be gone; its own say the scale as well.
    Path last = run.weights("last");
    boolean isStarted = before.text("model").endsWith(WEIGHTS_ENDING) && Files.exists(last);
    Plan plan = plan(now, scale(isStarted ? last.toString() : before.text("model")));
    if (saved.standing().isAtEnd() && !resumed.isExtended() && owesReport(run, now)) {
      try (RunLock lock = RunLock.take(run.folder())) {
        report(plan, run);
      }
      return;
    }
    train(plan, run, resumed.isExtended() ? Training::extend : Training::resume);
  }

  /**
   * Checks all that can be checked before a run begins; nothing is made.
   *
   * @param arguments as for a run
   * @param opening opens a split of the data that chosen settings name
   * @return every setting as the run would have it
   */
  Settings check(List<String> arguments, BiFunction<Settings, Split, Dataset> opening) {
    Settings given = Settings.resolve(TrainSettings.table(), arguments);
    Plan plan = plan(given, scale(TrainSettings.chosen(given).text("model")), opening);
    plan.training.startPlan().ifPresent(start -> out.println(start.text()));
    return plan.settings;
  }

  private Plan plan(Settings given, Scale scale) {
    return plan(given, scale, (settings, split) -> DataChoice.open(settings, split, notes));
  }

  private Plan plan(Settings given, Scale scale, BiFunction<Settings, Split, Dataset> opening) {
    Settings chosen = TrainSettings.chosen(given);
    // Wrong settings are told before any picture is looked at.
    TrainSettings.config(TrainSettings.chosenFor(chosen, 1, 1), scale);
    Hardware hardware =
        TrainSettings.hardware(chosen, warning -> notes.println("warning: " + warning));
    Optional<RecordingClock> clock = TrainSettings.clock(chosen, hardware);
    boolean plots = chosen.flag("plots");
    boolean json = chosen.flag(CocoPair.KEY);
    Dataset train = opening.apply(chosen, Split.TRAIN);
    Dataset val = opening.apply(chosen, Split.VAL);
    Settings settings = TrainSettings.chosenFor(chosen, train.size(), train.classes().size());
    TrainConfig config = TrainSettings.config(settings, scale);
    config.losses().warnings().forEach(warning -> notes.println("warning: " + warning));
    Training training =
        Training.of(config, train, val)
            .on(hardware)
            .describedBy(Map.of("data", settings.text("data")))
            .madeFrom(settings.toYaml(NOT_KEPT))
            .keptBy(TrainSettings.policy(settings))
            .lookedAtEvery(settings.integer(TrainSettings.LENS, 0))
            .freezing(TrainSettings.frozen(settings));
    Optional<StartWeights> start = start(settings);
    if (start.isPresent()) {
      training = training.startingFrom(start.get());
    }
    if (clock.isPresent()) {
      training = training.timedBy(clock.get());
    }
    training.requireMemory();
    out.println(
        String.format(
            Locale.ROOT,
            "%s  %d classes  %d training and %d validation pictures at %d px  %d epochs  amp=%s",
            settings.text("model"),
            train.classes().size(),
            train.size(),
            val.size(),
            settings.integer("imgsz", 1),
            settings.integer("epochs", 1),
            settings.text("amp")));
    return new Plan(settings, training, val, hardware, clock, plots, json);
  }

  private static Optional<StartWeights> start(Settings settings) {
    String model = settings.text("model");
    String pretrained = settings.text("pretrained");
    boolean isGiven = !pretrained.isEmpty() && !pretrained.equalsIgnoreCase("false");
    if (isGiven && pretrained.equalsIgnoreCase("true")) {
      throw settings.wrong("pretrained", "must name a file (nothing is downloaded), or be false");
    }
    if (isGiven && model.endsWith(WEIGHTS_ENDING)) {
      throw settings.wrong("pretrained", "must be left out where model= names weights");
    }
    if (isGiven) {
      return Optional.of(new StartWeights(Path.of(pretrained), StartWeights.Kind.MATCHING));
    }
    return model.endsWith(WEIGHTS_ENDING)
        ? Optional.of(new StartWeights(Path.of(model), StartWeights.Kind.WHOLE))
        : Optional.empty();
  }

  private static Scale scale(String model) {
    if (Sources.isCheckpoint(model)) {
      throw new ConfigException(
          "model: "
              + model
              + " is a checkpoint of another program; start from it with model=yolo26n pretrained="
              + model
              + ", or take it over with progloss import");
    }
    return model.endsWith(WEIGHTS_ENDING)
        ? ModelFile.open(Path.of(model)).card().scale()
        : Scale.ofModel(model);
  }

  /** How a run is begun or gone on with. */
  private interface Beginning {
    Progress run(Training training, RunDirectory run);
  }

  private void train(Plan plan, RunDirectory run, Beginning beginning) {
    out.println("run folder " + run.folder());
    AtomicBoolean stop = new AtomicBoolean();
    try (StopHook hook = StopHook.telling(() -> stop.set(true));
        ConsoleProgress progress = new ConsoleProgress(out, terminal, System::nanoTime)) {
      Training watched =
          plan.training
              .watchedBy(new Opening(plan, run))
              .watchedBy(progress)
              .watchedBy(new ShareWatch(warning -> tell(progress, "warning: " + warning)))
              .stoppedBy(stop::get)
              .noting(note -> tell(progress, "note: " + note));
      Progress next = beginning.run(watched, run);
      plan.clock.ifPresent(clock -> tell(clock.profile(), run));
      if (next.step() < next.totalSteps() && stop.get()) {
        out.println("stopped; go on with: progloss train resume=" + run.folder());
        return;
      }
      out.println(
          String.format(
              Locale.ROOT,
              "trained at %.1f img/s, evaluations included",
              progress.imagesPerSecond()));
      report(plan, run);
    }
  }

  private void report(Plan plan, RunDirectory run) {
    new RunReport(run, plan.val, plan.hardware, out)
        .write(plan.plots, plan.json, plan.settings.integer("batch", 1));
  }

  /** Whether a run that is at its end was killed before it left what was asked for. */
  static boolean owesReport(RunDirectory run, Settings settings) {
    boolean owesDetections = settings.flag(CocoPair.KEY) && !Files.exists(run.predictions());
    boolean owesPictures = settings.flag("plots") && !Files.exists(run.picture("val_predictions"));
    return owesDetections || owesPictures;
  }

  /** Writes what must be there before the first step, once nobody else is in the folder. */
  private record Opening(Plan plan, RunDirectory run) implements TrainListener {
    @Override
    public void started(Progress next) {
      write(run.config(), plan.settings.toYaml(NOT_KEPT));
      delete(lastOutputs(run)); // of a shorter run that goes on: no longer true
      if (plan.plots && next.step() == 0) {
        new RunPictures(run, plan.val.classes()).drawBatch(plan.training.data().samples(0));
      }
    }
  }

  private void tell(ConsoleProgress progress, String text) {
    progress.makeRoom();
    notes.println(text);
  }

  private void tell(StepProfile profile, RunDirectory run) {
    out.print(profile.table());
    write(run.profile(), profile.csv());
  }

  /** The weights to start from must outlive the clearing of the folder. */
  private static void requireOutside(RunDirectory run, Settings given, String key) {
    Path weights = Path.of(given.text(key)).toAbsolutePath().normalize();
    if (!given.text(key).isEmpty()
        && weights.startsWith(run.folder().toAbsolutePath().normalize())) {
      throw new ConfigException(
          key
              + "="
              + given.text(key)
              + " lies in the folder that would be written over; choose another name=");
    }
  }

  /** With exist_ok the run before it makes way. */
  private static void clear(RunDirectory run) {
    try (RunLock lock = RunLock.take(run.folder())) {
      Generations.in(run.state()).clear();
      List<Path> old =
          new ArrayList<>(List.of(run.journal(), run.results(), run.resumeState(), run.config()));
      old.add(run.profile());
      old.addAll(lastOutputs(run));
      old.add(run.weights("last"));
      old.add(run.weights("best"));
      delete(old);
    } catch (IOException e) {
      throw new DataException(run.folder() + ": cannot be written: " + e, e);
    }
  }

  /** What is written last of all, by which it is known that nothing is owed. */
  private static List<Path> lastOutputs(RunDirectory run) {
    return List.of(run.predictions(), run.truth(), run.picture("val_predictions"));
  }

  private static void delete(List<Path> files) {
    for (Path file : files) {
      try {
        Files.deleteIfExists(file);
      } catch (IOException e) {
        throw new DataException(file + ": cannot be deleted: " + e, e);
      }
    }
  }

  private static void write(Path file, String text) {
    try {
      AtomicFiles.write(file, to -> to.write(text.getBytes(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new DataException(file + ": cannot be written: " + e, e);
    }
  }
}
