package dev.progloss.study.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.progloss.run.layout.RunDirectory;
import dev.progloss.study.plan.PlanFile;
import dev.progloss.study.plan.PlannedRun;
import dev.progloss.study.plan.StudyFolder;
import dev.progloss.study.plan.StudyPlan;
import dev.progloss.study.result.RunDigest;
import dev.progloss.study.result.RunResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two pictures with an object each: one arm finds both, the other one only the first. */
final class OverPicturesTest {

  private static final String TRUTH =
      "{\"images\": [{\"id\": 1}, {\"id\": 2}], \"categories\": [{\"id\": 1, \"name\": \"a\"}],"
          + " \"annotations\": ["
          + object(1)
          + ", "
          + object(2)
          + "]}";
  private static final StudyPlan PLAN =
      PlanFile.of(Map.of("presets", "off,terms", "seeds", "0..1"));

  private static final String STATS = "[0.5,0.5,0.5,0.5,0.5,0.5,0.5,0.5,0.5,0.5,0.5,0.5]";
  private static final String JOURNAL =
      "{\"kind\":\"eval\",\"epoch\":0,\"path\":\"e2e\",\"stats\":%s}\n".formatted(STATS)
          + "{\"kind\":\"eval\",\"epoch\":0,\"path\":\"nms\",\"stats\":%s}\n".formatted(STATS);

  @TempDir Path folder;

  private final List<String> notes = new ArrayList<>();

  private static String object(int image) {
    return "{\"id\": %d, \"image_id\": %d, \"category_id\": 1, \"bbox\": [10, 10, 50, 50],"
            .formatted(image, image)
        + " \"area\": 2500, \"iscrowd\": 0}";
  }

  private static String found(int image) {
    return "{\"image_id\": %d, \"category_id\": 1, \"bbox\": [10, 10, 50, 50], \"score\": 0.5}"
        .formatted(image);
  }

  private void write(String arm, long seed, String truth, String predictions) throws IOException {
    RunDirectory run = new StudyFolder(folder).run("data", arm, seed);
    Files.createDirectories(run.folder());
    Files.writeString(run.journal(), JOURNAL);
    Files.writeString(run.truth(), truth);
    Files.writeString(run.predictions(), predictions);
  }

  private List<SetReport.OfPictures> pictures() {
    List<RunResult> results = new ArrayList<>();
    for (PlannedRun run : PLAN.runs()) {
      RunDirectory made = new StudyFolder(folder).run(run);
      if (Files.exists(made.journal())) {
        RunDigest digest = RunDigest.of(made, RunResult.End.FINISHED, "here", Map.of(), notes::add);
        results.add(
            new RunResult(
                run.set(),
                run.arm(),
                run.seed(),
                digest.end(),
                Optional.of(digest.story()),
                digest.pictures(),
                Optional.of(digest.machine())));
      }
    }
    return new ReportBuilder("ProgLoss test", PLAN, results)
        .build(notes::add)
        .sets()
        .get(0)
        .pictures();
  }

  @Test
  void of_pairsThatWereWritten_comparesThemPictureByPicture() throws IOException {
    write("off", 0, TRUTH, "[" + found(1) + ", " + found(2) + "]");
    write("terms", 0, TRUTH, "[" + found(1) + "]");
    write("off", 1, TRUTH, "[" + found(1) + ", " + found(2) + "]"); // its pair wrote nothing
    SetReport.OfPictures only = pictures().get(0);
    assertThat(only.arm()).isEqualTo("terms");
    assertThat(only.pairs()).isEqualTo(1);
    // Recall 0, 0.01 .. 0.5 has precision 1, the rest 0: AP is 51 / 101 against 1.
    assertThat(only.result().difference()).isCloseTo(51 / 101.0 - 1, within(1e-12));
    // A drawing may hold only the picture that both find, or only the other one.
    assertThat(only.result().interval().high()).isZero();
    assertThat(only.result().interval().low()).isEqualTo(-1);
  }

  @Test
  void of_runsJudgedOnOtherObjects_areLeftOutAndTold() throws IOException {
    write("off", 0, TRUTH, "[" + found(1) + "]");
    write("terms", 0, TRUTH.replace("50, 50", "40, 40"), "[" + found(1) + "]");
    assertThat(pictures()).isEmpty();
    assertThat(notes).singleElement().asString().contains("no interval over pictures for terms");
  }

  @Test
  void of_filesThatAreNoCoco_areLeftOutAndTold() throws IOException {
    write("off", 0, TRUTH, "[" + found(1) + "]");
    write("terms", 0, TRUTH, "[{}]");
    assertThat(pictures()).isEmpty();
    assertThat(notes)
        .singleElement()
        .asString()
        .contains("no interval over pictures for")
        .contains("predictions.json");
  }

  @Test
  void of_nothingWritten_isNothing() throws IOException {
    for (String arm : List.of("off", "terms")) {
      RunDirectory run = new StudyFolder(folder).run("data", arm, 0);
      Files.createDirectories(run.folder());
      Files.writeString(run.journal(), JOURNAL);
    }
    assertThat(pictures()).isEmpty();
    assertThat(notes).isEmpty();
  }
}
