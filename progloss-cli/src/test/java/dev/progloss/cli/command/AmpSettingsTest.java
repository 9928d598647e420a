package dev.progloss.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.progloss.run.config.Settings;
import dev.progloss.torch.device.ProcessorFlags;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AmpSettingsTest {

  @TempDir Path folder;

  @Test
  void auto_onAProcessor_isTrueWithMatrixInstructionsOnly() {
    boolean pays = ProcessorFlags.here().hasMatrixBfloat16();
    String why = (pays ? "" : "no ") + "amx_bf16 on this processor";
    assertThat(amp()).isEqualTo(new Settings.Entry(String.valueOf(pays), "default: " + why));
    assertThat(amp("amp=auto"))
        .isEqualTo(new Settings.Entry(String.valueOf(pays), "argument: " + why));
  }

  @Test
  void auto_onAGpu_isTrue() {
    assertThat(amp("device=cuda:0"))
        .isEqualTo(new Settings.Entry("true", "default: usual on a GPU"));
  }

  @ParameterizedTest
  @CsvSource({
    "amp=true, cpu, true",
    "amp=True, cpu, true",
    "amp=false, cpu, false",
    "amp=false, cuda:0, false"
  })
  void given_anyDevice_isKept(String argument, String device, String effective) {
    assertThat(amp(argument, "device=" + device))
        .isEqualTo(new Settings.Entry(effective, "argument"));
  }

  @Test
  void hardware_given_hasIt() {
    assertThat(TrainSettings.hardware(chosen("amp=true"), warning -> {}).amp()).isTrue();
    assertThat(TrainSettings.hardware(chosen("amp=false"), warning -> {}).amp()).isFalse();
  }

  @Test
  void resumed_effectiveValueOfTheRun_isKept() throws Exception {
    // What a run writes holds true or false, never auto; before there was a key it held none.
    for (String amp : List.of("true", "false")) {
      assertThat(resumed(chosen("amp=" + amp).toYaml(Set.of("config", "resume")))).isEqualTo(amp);
    }
    assertThat(resumed("device: \"cuda:0\"\n")).isEqualTo("false");
  }

  private String resumed(String yaml) throws Exception {
    Path file = Files.writeString(folder.resolve("config.yaml"), yaml);
    Settings before = Settings.resolve(TrainSettings.table(), List.of("config=" + file));
    Settings given = Settings.resolve(TrainSettings.table(), List.of("resume=" + folder));
    return TrainSettings.chosen(ResumeSettings.over(given, before).settings()).text("amp");
  }

  private static Settings.Entry amp(String... arguments) {
    Settings.Entry entry = chosen(arguments).entries().get("amp");
    assertThat(entry).isNotNull();
    return entry;
  }

  private static Settings chosen(String... arguments) {
    return TrainSettings.chosen(Settings.resolve(TrainSettings.table(), List.of(arguments)));
  }
}
