package dev.progloss.run.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.progloss.run.layout.RunDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RunTrimTest {

  @TempDir Path folder;

  private final List<String> notes = new ArrayList<>();

  @Test
  void before_laterLinesAndATornOne_takesThemBack() throws Exception {
    RunDirectory run = new RunDirectory(folder);
    Files.writeString(
        run.journal(),
        """
        {"kind":"start","seed":"0"}
        {"kind":"step","step":0}
        {"kind":"step","step":1}
        {"kind":"eval","step":2,"path":"e2e"}
        {"kind":"step","step":2}
        {"kind":"eval","step":3,"path":"e2e"}
        {"kind":"st\
        """);
    Files.writeString(run.results(), "epoch,time\n1,5\n2,10\n3,");
    RunTrim.before(run, 2, 2, notes::add);
    assertThat(run.journal())
        .hasContent(
            """
            {"kind":"start","seed":"0"}
            {"kind":"step","step":0}
            {"kind":"step","step":1}
            {"kind":"eval","step":2,"path":"e2e"}
            """);
    assertThat(run.results()).hasContent("epoch,time\n1,5\n");
    assertThat(notes).singleElement().asString().contains("torn");
  }

  @Test
  void before_stepsMissing_saysHowMany() throws Exception {
    RunDirectory run = new RunDirectory(folder);
    Files.writeString(run.journal(), "{\"kind\":\"step\",\"step\":0}\n");
    RunTrim.before(run, 3, 1, notes::add);
    assertThat(notes).singleElement().asString().contains("holds 1 of the 3 steps");
  }

  @Test
  void before_onlyTheLastLineEndMissing_addsIt() throws Exception {
    RunDirectory run = new RunDirectory(folder);
    Files.writeString(run.journal(), "{\"kind\":\"step\",\"step\":0}");
    RunTrim.before(run, 1, 1, notes::add);
    assertThat(Files.readString(run.journal())).isEqualTo("{\"kind\":\"step\",\"step\":0}\n");
    assertThat(notes).isEmpty();
  }

  @Test
  void before_bytesThatAreNoText_takesTornRowsBackAndKeepsTheOthers() throws Exception {
    RunDirectory run = new RunDirectory(folder);
    Files.writeString(run.journal(), "{\"kind\":\"step\",\"step\":0}\n{\"");
    Files.write(run.journal(), new byte[] {(byte) 0xc3}, StandardOpenOption.APPEND);
    Files.writeString(run.results(), "epoch,time\n1,5\n");
    Files.write(run.results(), new byte[] {(byte) 0xff, '\n'}, StandardOpenOption.APPEND);
    RunTrim.before(run, 2, 2, notes::add);
    assertThat(run.journal()).hasContent("{\"kind\":\"step\",\"step\":0}\n");
    assertThat(run.results()).hasContent("epoch,time\n1,5\n");
  }

  @Test
  void before_nothingLater_leavesFilesAsTheyAre() throws Exception {
    RunDirectory run = new RunDirectory(folder);
    Files.writeString(run.journal(), "{\"kind\":\"step\",\"step\":0}\n");
    RunTrim.before(run, 1, 1, notes::add);
    assertThat(run.journal()).hasContent("{\"kind\":\"step\",\"step\":0}\n");
    assertThat(run.results()).doesNotExist();
  }
}
