package dev.progloss.run.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.progloss.core.error.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SettingsFileTest {

  @TempDir Path folder;

  @Test
  void nested_mappingsListsAndNothing_keepPathsOrderAndLines() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("plan.yaml"),
            "arms:\n  b.1: {preset: off}\n  a: {}\n  c:\nseeds: [0, 7]\nepochs: 3\n");
    assertThat(SettingsFile.nested(file).entrySet())
        .extracting(entry -> entry.getKey() + "=" + entry.getValue().text())
        .containsExactly(
            "[arms, b.1, preset]=off", "[arms, a]=", "[arms, c]=", "[seeds]=0,7", "[epochs]=3");
    assertThat(SettingsFile.nested(file).get(List.of("seeds")).number()).isEqualTo(5);
  }

  @Test
  void nested_whatIsNoPlainList_refuses() throws IOException {
    assertRefused("seeds: [[0]]\n", "a list must hold plain values");
    assertRefused("seeds: [{a: 1}]\n", "a list must hold plain values");
    assertRefused("seeds: &s [1]\narms: *s\n", "anchors and aliases are refused");
    assertRefused("seeds: [&s 1]\n", "a list must hold plain values");
    assertRefused("- a\n", "key: value");
    assertRefused("a: {b: 1}\na.b: 2\n", "a.b is set twice");
  }

  @Test
  void resolve_list_isRefusedWherePlainSettingsAreRead() throws IOException {
    Path file = Files.writeString(folder.resolve("run.yaml"), "epochs: [1, 2]\n");
    assertThatThrownBy(
            () ->
                Settings.resolve(
                    List.of(new Setting("config", "", ""), new Setting("epochs", "1", "")),
                    List.of("config=" + file)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("run.yaml:1: settings must be written as key: value");
  }

  private void assertRefused(String yaml, String message) throws IOException {
    Path file = Files.writeString(folder.resolve("hostile.yaml"), yaml);
    assertThatThrownBy(() -> SettingsFile.nested(file))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("hostile.yaml:")
        .hasMessageContaining(message);
  }
}
