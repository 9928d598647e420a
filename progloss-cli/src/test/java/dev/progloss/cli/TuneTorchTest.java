package dev.progloss.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.progloss.study.plan.PlanFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A search among the smallest runs, in processes as they really are. */
final class TuneTorchTest {

  @TempDir Path folder;

  private List<String> command(String name) {
    return List.of(
        "tune",
        "data=sample",
        "sample_train=8",
        "sample_val=4",
        "sample_side=64",
        "model=yolo26t",
        "imgsz=64",
        "batch=4",
        "epochs=4",
        "candidates=4",
        "eta=3",
        "rungs=2",
        "jobs=2",
        "project=" + folder.resolve("runs"),
        "name=" + name);
  }

  private Path search(String name) {
    return folder.resolve("runs").resolve(name);
  }

  @Test
  @Timeout(180)
  void tune_straightOrKilledAndResumed_endsInTheSameSearch() throws Exception {
    StartedCommand straight = new StartedCommand(folder.resolve("straight.log"));
    assertThat(straight.run(command("straight")))
        .contains("rung 0, 2 epochs: 4 runs, 4 to make, 2 at a time")
        .contains("rung 1, 4 epochs: 1 run, 1 to make, 2 at a time")
        .contains("rung-1/")
        .contains("flatters it")
        .contains("train with: preset=");
    JsonNode found = new ObjectMapper().readTree(search("straight").resolve("tune.json").toFile());
    assertThat(found.get("rungs").get(0).get("standings")).hasSize(4);
    assertThat(found.get("rungs").get(0).get("promoted")).hasSize(1);
    assertThat(found.get("rungs").get(1).get("promoted").get(0))
        .isEqualTo(found.get("winner").get("candidate"));
    assertThat(search("straight").resolve("rung-0/candidate-2/seed-0/config.yaml"))
        .content()
        .contains("epochs: \"2\"", "horizon: \"2\"", "preset: \"off\"")
        .contains("progloss.terms.cls: \"linear(3.3,2.39)\"")
        .contains("progloss.terms.box: \"linear(1.15,0.903)\"");
    PlanFile.read(search("straight").resolve("confirm.yaml"), Map.of());
    for (String chart : List.of("rungs", "weights")) {
      Path file = search("straight").resolve("charts/" + chart + ".png");
      assertThat(ImageIO.read(file.toFile()).getWidth()).as(chart).isGreaterThan(500);
    }

    StartedCommand killed = new StartedCommand(folder.resolve("killed.log"));
    killed.kill(command("killed"), search("killed"), 3);
    assertThat(search("killed").resolve("tune.json")).doesNotExist();
    killed.run(List.of("tune", "resume=" + search("killed")));
    for (String file : List.of("tune.json", "report.md", "confirm.yaml")) {
      assertThat(search("killed").resolve(file))
          .hasSameBinaryContentAs(search("straight").resolve(file));
    }

    // Finished: nothing is made, and nothing changes.
    assertThat(straight.run(List.of("tune", "resume=" + search("straight"))))
        .contains("1 run, 0 to make");
    assertThat(Files.readString(search("straight").resolve("tune.json")))
        .isEqualTo(Files.readString(search("killed").resolve("tune.json")));
  }
}
