package dev.progloss.run.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.progloss.core.error.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunDirectoryTest {

  @TempDir Path project;

  @Test
  void create_unnamed_countsUp() {
    assertThat(RunDirectory.create(project, "train", false, false).folder())
        .isEqualTo(project.resolve("train"));
    assertThat(RunDirectory.create(project, "train", false, false).folder())
        .isEqualTo(project.resolve("train2"));
    assertThat(RunDirectory.create(project, "train", false, false).folder())
        .isEqualTo(project.resolve("train3"));
  }

  @Test
  void create_namedAndTaken_refusesUnlessTold() {
    RunDirectory.create(project, "mine", true, false);
    assertThatThrownBy(() -> RunDirectory.create(project, "mine", true, false))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("exists already")
        .hasMessageContaining("exist_ok=true");
    assertThat(RunDirectory.create(project, "mine", true, true).folder())
        .isEqualTo(project.resolve("mine"));
  }

  @Test
  void create_whereAFileIs_saysWhatToDo() throws IOException {
    Path file = Files.writeString(project.resolve("file"), "x");
    assertThatThrownBy(() -> RunDirectory.create(file, "train", false, false))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("choose another project=");
    assertThat(Files.readString(file)).isEqualTo("x");
  }

  @Test
  void open_fileOfARun_isTheRun() throws Exception {
    RunDirectory run = RunDirectory.create(project, "run", true, false);
    Files.createFile(run.config());
    Path state = Files.createDirectories(run.state()).resolve("step-000000001.safetensors");
    for (Path file : List.of(Files.createFile(state), Files.createFile(run.weights("last")))) {
      assertThat(RunDirectory.open(file).folder()).isEqualTo(run.folder().toAbsolutePath());
    }
    Path stray = Files.createFile(project.resolve("stray.safetensors"));
    assertThatThrownBy(() -> RunDirectory.open(stray))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("not a file of a run");
  }

  @Test
  void open_somethingElse_saysSo() {
    assertThatThrownBy(() -> RunDirectory.open(project))
        .hasMessageContaining("is not the folder of a run");
  }
}
