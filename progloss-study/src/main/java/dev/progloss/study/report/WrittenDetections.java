package dev.progloss.study.report;

import dev.progloss.core.error.DataException;
import dev.progloss.eval.coco.CocoFiles;
import dev.progloss.eval.scene.Scene;
import dev.progloss.study.plan.StudyFolder;
import dev.progloss.study.statistics.ImageBootstrap;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The detections that runs wrote down ({@code predictions.json} beside {@code truth.json}), as far
 * as both runs of a pair did.
 */
public final class WrittenDetections implements ReportBuilder.PictureLevel {

  /** In memory a detection takes about as much as in the file. */
  private static final long MOST_BYTES = 400L << 20;

  private static final String PREDICTIONS = "predictions.json";
  private static final String TRUTH = "truth.json";

  private final StudyFolder folder;
  private final Consumer<String> notes;

  /**
   * Those of a comparison.
   *
   * @param notes told what is left out
   */
  public WrittenDetections(StudyFolder folder, Consumer<String> notes) {
    this.folder = folder;
    this.notes = notes;
  }

  @Override
  public List<SetReport.OfPictures> of(ArmReport baseline, List<ArmReport> others) {
    Map<Long, ImageBootstrap.Run> kept = new HashMap<>();
    List<SetReport.OfPictures> all = new ArrayList<>();
    for (ArmReport arm : others) {
      compare(baseline, arm, kept).ifPresent(all::add);
    }
    return all;
  }

  private Optional<SetReport.OfPictures> compare(
      ArmReport baseline, ArmReport arm, Map<Long, ImageBootstrap.Run> kept) {
    List<RunResult> bases = new ArrayList<>();
    List<RunResult> owns = new ArrayList<>();
    long bytes = 0;
    for (RunResult base : baseline.runs()) {
      for (RunResult own : arm.runs()) {
        if (base.seed() == own.seed() && isWritten(base) && isWritten(own)) {
          bases.add(base);
          owns.add(own);
          bytes += bytes(base) + bytes(own);
        }
      }
    }
    if (bytes > MOST_BYTES) {
      notes.accept(
          arm.arm() + ": the detections are too many for the interval over pictures; left out");
      return Optional.empty();
    }
    if (bases.isEmpty()) {
      return Optional.empty();
    }
    try {
      List<ImageBootstrap.Run> ofBaseline = new ArrayList<>();
      bases.forEach(run -> ofBaseline.add(kept.computeIfAbsent(run.seed(), seed -> read(run))));
      return ImageBootstrap.compare(
              ofBaseline, owns.stream().map(this::read).toList(), ImageBootstrap.Drawing.usual())
          .map(result -> new SetReport.OfPictures(arm.arm(), bases.size(), result));
    } catch (DataException e) {
      notes.accept("no interval over pictures for " + arm.arm() + ": " + e.getMessage());
      return Optional.empty();
    }
  }

  private boolean isWritten(RunResult run) {
    return run.outcome().isPresent()
        && Files.isRegularFile(file(run, PREDICTIONS))
        && Files.isRegularFile(file(run, TRUTH));
  }

  private Path file(RunResult run, String name) {
    return folder.run(run.set(), run.arm(), run.seed()).folder().resolve(name);
  }

  private long bytes(RunResult run) {
    try {
      return Files.size(file(run, PREDICTIONS));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ImageBootstrap.Run read(RunResult run) {
    List<Scene> pictures = new ArrayList<>();
    CocoFiles.read(file(run, TRUTH), file(run, PREDICTIONS)).eachImage(pictures::add);
    String name = run.set() + "/" + run.arm() + "/seed-" + run.seed();
    return new ImageBootstrap.Run(name, pictures);
  }
}
