package dev.progloss.run.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.progloss.run.layout.RunDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RunTrimTest {

  @TempDir Path folder;

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
    RunTrim.before(run, 2, 2);
    assertThat(run.journal())
        .hasContent(
            """
            {"kind":"start","seed":"0"}
            {"kind":"step","step":0}
            {"kind":"step","step":1}
            {"kind":"eval","step":2,"path":"e2e"}
            """);
    assertThat(run.results()).hasContent("epoch,time\n1,5\n");
  }

  @Test
  void before_bytesThatAreNoText_takesTornRowsBackAndKeepsTheOthers() throws Exception {
    RunDirectory run = new RunDirectory(folder);
    Files.writeString(run.journal(), "{\"kind\":\"step\",\"step\":0}\n{\"");
    Files.write(run.journal(), new byte[] {(byte) 0xc3}, StandardOpenOption.APPEND);
    Files.writeString(run.results(), "epoch,time\n1,5\n");
    Files.write(run.results(), new byte[] {(byte) 0xff, '\n'}, StandardOpenOption.APPEND);
    RunTrim.before(run, 2, 2);
    assertThat(run.journal()).hasContent("{\"kind\":\"step\",\"step\":0}\n");
    assertThat(run.results()).hasContent("epoch,time\n1,5\n");
  }

  @Test
  void before_nothingLater_leavesFilesAsTheyAre() throws Exception {
    RunDirectory run = new RunDirectory(folder);
    Files.writeString(run.journal(), "{\"kind\":\"step\",\"step\":0}\n");
    RunTrim.before(run, 1, 1);
    assertThat(run.journal()).hasContent("{\"kind\":\"step\",\"step\":0}\n");
    assertThat(run.results()).doesNotExist();
  }
}
