package dev.progloss.cli;

import dev.progloss.cli.command.CheckCommand;
import dev.progloss.cli.command.CompareCommand;
import dev.progloss.cli.command.ConfigCommand;
import dev.progloss.cli.command.EvalCommand;
import dev.progloss.cli.command.ImportCommand;
import dev.progloss.cli.command.InfoCommand;
import dev.progloss.cli.command.LossCommand;
import dev.progloss.cli.command.PredictCommand;
import dev.progloss.cli.command.SampleCommand;
import dev.progloss.cli.command.ScheduleCommand;
import dev.progloss.cli.command.TrainCommand;
import dev.progloss.cli.command.TuneCommand;
import dev.progloss.cli.command.ValCommand;
import dev.progloss.core.error.ConfigException;
import dev.progloss.core.error.DivergedException;
import dev.progloss.core.error.ProgLossException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * The progloss command.
 *
 * <p>Exit codes: 0 done, 1 a bug (with its trace), 2 wrong usage, 3 a wrong setting, 4 wrong data
 * or file, 5 training diverged, 130 interrupted.
 */
@Command(
    name = "progloss",
    description = "Trains, judges and runs object detectors, with progressive losses.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    version = Main.VERSION)
public final class Main {

  static final String VERSION = "ProgLoss 0.1.0";
  private static final String TERMINAL = "progloss.terminal";
  private static final int CONFIG = 3;
  private static final int DATA = 4;
  private static final int DIVERGED = 5;

  private final PrintStream out;
  private final PrintStream err;

  /** A command that prints to the given streams. */
  Main(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  /** Runs the command line and ends the process with its exit code. */
  public static void main(String[] arguments) {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
    System.exit(execute(out, err, arguments));
  }

  /** Runs the command line and returns its exit code. */
  static int execute(PrintStream out, PrintStream err, String... arguments) {
    CommandLine line = new CommandLine(new Main(out, err));
    line.setOut(new PrintWriter(out, true, StandardCharsets.UTF_8));
    line.setErr(new PrintWriter(err, true, StandardCharsets.UTF_8));
    line.setExecutionExceptionHandler(
        (exception, command, parsed) -> {
          if (exception instanceof ProgLossException) {
            err.println("progloss: " + exception.getMessage());
            return exitCode(exception);
          }
          if (exception instanceof UncheckedIOException) {
            err.println("progloss: a file cannot be read or written: " + exception.getMessage());
            return DATA;
          }
          throw exception;
        });
    try {
      return arguments.length == 0 ? line.execute("--help") : line.execute(arguments);
    } catch (OutOfMemoryError e) {
      err.println(
          "progloss: the Java heap is full; choose a smaller batch, imgsz or cache, or give it more"
              + " with PROGLOSS_HEAP=8g");
      return CONFIG;
    }
  }

  private static int exitCode(Exception exception) {
    return exception instanceof ConfigException
        ? CONFIG
        : exception instanceof DivergedException ? DIVERGED : DATA;
  }

  private static List<String> given(@Nullable List<String> settings) {
    return settings == null ? List.of() : settings;
  }

  @Command(
      name = "train",
      mixinStandardHelpOptions = true,
      description = "Trains a detector; with no settings, a small one on data that is drawn.",
      footer = {
        "",
        "What      data (a data.yaml, or sample), model (yolo26t n s m l x, or weights),",
        "          imgsz, epochs, batch, seed, reg_max, on_error=skip, max_pixels,",
        "          pretrained=FILE (.pt or .safetensors), freeze=N or a list,",
        "          sample_train, sample_val, sample_side",
        "Losses    preset=off|terms|branches|both|terms-mean|terms-reversed,",
        "          progloss.terms.cls|box|l1|dfl|obj, progloss.branches.o2m|o2o",
        "          (schedules such as linear(2,0.5)),",
        "          balance=random|uncertainty|gradnorm|dwa|relobralo,",
        "          box, cls, dfl, cls_loss, box_loss, stal_below, stal_to",
        "Rates     optimizer=MuSGD|SGD|AdamW, muon, sgd, lr0, lrf, cos_lr, momentum,",
        "          weight_decay, nbs, warmup_epochs, warmup_momentum, warmup_bias_lr,",
        "          warmup_share, clip, ema_decay, ema_ramp",
        "Pictures  mosaic, close_mosaic, mixup, copy_paste, degrees, translate, scale,",
        "          shear, perspective, hsv_h, hsv_s, hsv_v, fliplr, flipud, bgr",
        "Run       project, name, exist_ok, config=FILE.yaml, val_period, plots, patience,",
        "          save_minutes, max_bad_steps, horizon, save_json, profile, lens=N,",
        "          resume=FOLDER (with epochs=N horizon=stretch|keep for longer)",
        "Machine   device=cpu|cuda:0, amp=auto|true|false, threads, workers,",
        "          cache=ram|disk|none, cache_gb, cache_dir",
        "",
        "'progloss config' says what each would be and why."
      })
  int train(@Parameters(paramLabel = "key=value", arity = "0..*") @Nullable List<String> settings) {
    new TrainCommand(out, err, Boolean.getBoolean(TERMINAL)).run(given(settings));
    return 0;
  }

  @Command(
      name = "compare",
      mixinStandardHelpOptions = true,
      description = {
        "Trains arms with several seeds, all else equal, and tells the differences:",
        "presets=off,terms,both seeds=0..4 data=data.yaml; can be stopped and resumed."
      },
      footer = {
        "",
        "Arms      presets=off,terms,branches,both (also terms-mean, terms-reversed,",
        "          random, uncertainty, gradnorm, dwa, relobralo), or plan=FILE.yaml with",
        "          arms:, and sets: where there are several data sets; baseline=ARM",
        "Runs      seeds=0..4 or 0,3,7; jobs=N at the same time;",
        "          any key of train for all runs (see 'progloss train --help')",
        "Folder    project, name; resume=FOLDER goes on;",
        "          report=FOLDER tells what is there so far; with arms=A,B",
        "          baseline=A sets=S,T out=DIR it asks the same runs another question;",
        "          plots=false leaves the charts out; with any of them, reuse=FOLDER counts",
        "          the runs of the same settings that another comparison has",
        "",
        "Each run is a process of its own. docs/compare.md says how to read the report."
      })
  int compare(
      @Parameters(paramLabel = "key=value", arity = "0..*") @Nullable List<String> settings) {
    new CompareCommand(out, err, VERSION).run(given(settings));
    return 0;
  }

  @Command(
      name = "tune",
      mixinStandardHelpOptions = true,
      description = {
        "Searches weights of the loss by successive halving: data=data.yaml epochs=27;",
        "can be stopped and resumed."
      },
      footer = {
        "",
        "Search    search=terms|branches|both, range=0.25..4 (of the terms' weights),",
        "          candidates=9, search_seed=0; the first two are presets",
        "Rungs     rungs=3, eta=3: the best third goes on to runs three times as long,",
        "          epochs at the last; seeds=0 or 0..2, jobs=N at the same time;",
        "          any key of train for all runs (see 'progloss train --help')",
        "Folder    project, name; resume=FOLDER goes on",
        "",
        "The winner's number flatters it; confirm.yaml is a comparison on other seeds.",
        "docs/tune.md says more."
      })
  int tune(@Parameters(paramLabel = "key=value", arity = "0..*") @Nullable List<String> settings) {
    new TuneCommand(out, err, VERSION).run(given(settings));
    return 0;
  }

  @Command(
      name = "check",
      mixinStandardHelpOptions = true,
      description = {
        "Tells what a data set is and what is wrong with it, before training: data=data.yaml",
        "Reads only. Exit code 4 if there are errors."
      })
  int check(
      @Option(names = "--json", description = "print one JSON object") boolean json,
      @Parameters(
              paramLabel = "key=value",
              arity = "0..*",
              description = {
                "data (a data.yaml, or sample), imgsz, stal_below,",
                "pictures=headers|decode, max_pixels,",
                "sample_train, sample_val, sample_side"
              })
          @Nullable List<String> settings) {
    return CheckCommand.run(given(settings), json, out) ? DATA : 0;
  }

  @Command(
      name = "val",
      mixinStandardHelpOptions = true,
      description = "Judges weights by the COCO protocol: model=best.safetensors data=data.yaml")
  int val(
      @Option(names = "--json", description = "print one JSON object") boolean json,
      @Parameters(
              paramLabel = "key=value",
              arity = "0..*",
              description = {
                "model, data, split, imgsz, batch, device, on_error,",
                "max_pixels;",
                "conf, iou (of the confusion matrix),",
                "out (folder for pictures), exist_ok, save_json"
              })
          @Nullable List<String> settings) {
    ValCommand.run(given(settings), json, out, err);
    return 0;
  }

  @Command(
      name = "predict",
      mixinStandardHelpOptions = true,
      description = "Finds objects in pictures: model=best.safetensors source=photos/")
  int predict(
      @Option(names = "--json", description = "print one JSON array") boolean json,
      @Parameters(
              paramLabel = "key=value",
              arity = "0..*",
              description = {
                "model, source (a picture, a folder, or a quoted",
                "pattern), conf, imgsz, save, save_txt, project,",
                "name, exist_ok, device, max_pixels"
              })
          @Nullable List<String> settings) {
    PredictCommand.run(given(settings), json, out, err);
    return 0;
  }

  @Command(
      name = "eval",
      mixinStandardHelpOptions = true,
      description = "Measures a COCO results file: gt=truth.json dt=results.json")
  int eval(
      @Option(names = "--json", description = "print one JSON object") boolean json,
      @Parameters(
              paramLabel = "key=value",
              arity = "0..*",
              description = {
                "gt, dt; agnostic=true (all classes as one),",
                "detail=true (errors, best thresholds, confusion),",
                "conf, iou (of the confusion matrix),",
                "out (folder for pictures), exist_ok"
              })
          @Nullable List<String> settings) {
    EvalCommand.run(given(settings), json, out);
    return 0;
  }

  @Command(
      name = "import",
      mixinStandardHelpOptions = true,
      description =
          "Takes over weights that another program wrote: source=best.pt out=w.safetensors")
  int importWeights(
      @Option(names = "--json", description = "print one JSON object") boolean json,
      @Parameters(
              paramLabel = "key=value",
              arity = "0..*",
              description = {"source, out, names, data, imgsz, model, from,", "partial, exist_ok"})
          @Nullable List<String> settings) {
    ImportCommand.run(given(settings), json, out);
    return 0;
  }

  @Command(
      name = "config",
      mixinStandardHelpOptions = true,
      description = "Prints every setting of train, its value and where it came from.")
  int config(
      @Parameters(paramLabel = "key=value", arity = "0..*", description = "as for train")
          @Nullable List<String> settings) {
    ConfigCommand.run(given(settings), out, err);
    return 0;
  }

  @Command(
      name = "sample",
      mixinStandardHelpOptions = true,
      description = "Writes the drawn data set in YOLO and COCO form: out=DIR")
  int sample(
      @Parameters(
              paramLabel = "key=value",
              arity = "0..*",
              description = "out, sample_train, sample_val, sample_side")
          @Nullable List<String> settings) {
    SampleCommand.run(given(settings), out);
    return 0;
  }

  @Command(
      name = "info",
      mixinStandardHelpOptions = true,
      description = "Prints layers, parameters and GFLOPs of a model: model=yolo26x imgsz=640")
  int info(
      @Option(names = "--json", description = "print one JSON object") boolean json,
      @Parameters(
              paramLabel = "key=value",
              arity = "0..*",
              description = "model (yolo26t n s m l x, or weights), nc, reg_max, imgsz")
          @Nullable List<String> settings) {
    InfoCommand.run(given(settings), json, out);
    return 0;
  }

  @Command(
      name = "loss",
      mixinStandardHelpOptions = true,
      description =
          "Weighs a raw cls and box loss: cls=0.8 box=0.4 epoch=0,50,100 epochs=100 preset=terms")
  int loss(
      @Option(names = "--json", description = "print one JSON array") boolean json,
      @Parameters(
              paramLabel = "key=value",
              arity = "0..*",
              description = "cls, box, epoch, epochs, preset, progloss.terms.*")
          @Nullable List<String> settings) {
    LossCommand.run(given(settings), json, out);
    return 0;
  }

  @Command(
      name = "schedule",
      mixinStandardHelpOptions = true,
      description =
          "Prints every weight per epoch, and draws it: preset=both epochs=100 png=weights.png")
  int schedule(
      @Option(names = "--json", description = "print one JSON array") boolean json,
      @Parameters(
              paramLabel = "key=value",
              arity = "0..*",
              description = "epochs, preset, png, progloss.terms.*, progloss.branches.*")
          @Nullable List<String> settings) {
    ScheduleCommand.run(given(settings), json, out, err);
    return 0;
  }
}
