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

class SettingsTest {

  private static final List<Setting> TABLE =
      List.of(
          new Setting("config", "", "file"),
          new Setting("epochs", "100", "passes"),
          new Setting("lr0", "0.01", "rate"),
          new Setting("progloss.terms.cls", "", "schedule"));

  @TempDir Path folder;

  @Test
  void resolve_argumentsWinOverFileOverDefaults_andOriginsAreKept() throws IOException {
    Path file = folder.resolve("run.yaml");
    Files.writeString(file, "epochs: 5\nlr0: 0.1\nprogloss:\n  terms:\n    cls: linear(2, 0.5)\n");
    Settings settings = Settings.resolve(TABLE, List.of("config=" + file, "lr0=0.02"));
    assertThat(settings.integer("epochs", 1)).isEqualTo(5);
    assertThat(settings.number("lr0")).isEqualTo(0.02);
    assertThat(settings.text("progloss.terms.cls")).isEqualTo("linear(2, 0.5)");
    assertThat(settings.entries().get("epochs").origin()).isEqualTo(file + ":1");
    assertThat(settings.entries().get("lr0").origin()).isEqualTo("argument");
    assertThat(settings.entries().get("progloss.terms.cls").origin()).isEqualTo(file + ":5");
    assertThat(settings.isSet("epochs")).isTrue();
    assertThat(Settings.resolve(TABLE, List.of()).isSet("epochs")).isFalse();
  }

  @Test
  void withChoice_wordAuto_countsAsNotSet() {
    Settings settings = Settings.resolve(TABLE, List.of("epochs=auto", "lr0=0.5"));
    Settings chosen = settings.withChoice("epochs", "7", "why").withChoice("lr0", "7", "why");
    assertThat(chosen.entries().get("epochs")).isEqualTo(new Settings.Entry("7", "default: why"));
    assertThat(chosen.text("lr0")).isEqualTo("0.5");
  }

  @Test
  void withMeaning_setOrNot_keepsWhereItCameFromAndAddsWhy() {
    Settings settings = Settings.resolve(TABLE, List.of("epochs=auto"));
    Settings meant = settings.withMeaning("epochs", "7", "few data").withMeaning("lr0", "1", "");
    assertThat(meant.entries().get("epochs"))
        .isEqualTo(new Settings.Entry("7", "argument: few data"));
    assertThat(meant.entries().get("lr0")).isEqualTo(new Settings.Entry("1", "default"));
    assertThat(meant.isSet("epochs")).isTrue();
    assertThat(meant.isSet("lr0")).isFalse();
  }

  @Test
  void resolve_unknownKey_guessesWhatWasMeant() throws IOException {
    assertThatThrownBy(() -> Settings.resolve(TABLE, List.of("epoch=3")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("epoch: no such key. Did you mean epochs?");
    Path file = folder.resolve("run.yaml");
    Files.writeString(file, "epochs: 5\nlr: 0.1\n");
    assertThatThrownBy(() -> Settings.resolve(TABLE, List.of("config=" + file)))
        .hasMessageContaining("run.yaml:2: lr: no such key. Did you mean lr0?");
  }

  @Test
  void resolve_malformed_saysWhatAndWhere() throws IOException {
    assertThatThrownBy(() -> Settings.resolve(TABLE, List.of("epochs")))
        .hasMessageContaining("argument must be key=value, got 'epochs'");
    assertThatThrownBy(() -> Settings.resolve(TABLE, List.of("epochs=1", "epochs=2")))
        .hasMessage("epochs must be given once, got it twice");
    assertThatThrownBy(() -> Settings.resolve(TABLE, List.of("config=nowhere.yaml")))
        .hasMessage("nowhere.yaml: no such settings file");
    Path file = folder.resolve("bad.yaml");
    Files.writeString(file, "epochs: 5\n  lr0: [1\n");
    assertThatThrownBy(() -> Settings.resolve(TABLE, List.of("config=" + file)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("bad.yaml:2: must be YAML");
    Files.writeString(file, "epochs: 5\nepochs: 6\n");
    assertThatThrownBy(() -> Settings.resolve(TABLE, List.of("config=" + file)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("bad.yaml:2");
  }

  private void assertRefused(String yaml, String message) throws IOException {
    Path file = Files.writeString(folder.resolve("hostile.yaml"), yaml);
    assertThatThrownBy(() -> Settings.resolve(TABLE, List.of("config=" + file)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("hostile.yaml")
        .hasMessageContaining(message)
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(1000));
  }

  @Test
  void resolve_fileMadeToHurt_refuses() throws IOException {
    assertRefused("a: &a {b: *a}\n", "anchors and aliases are refused");
    assertRefused("epochs: &e 5\nlr0: *e\n", "anchors and aliases are refused");
    assertRefused("a: " + "{a: ".repeat(100_000), "nest at most 16 deep");
    assertRefused("epochs: " + "9".repeat(2 << 20), "at most 1048576 bytes");
    assertRefused("k".repeat(500) + ": 1\n", "a key must have at most 200");
    assertRefused("epochs: \u0001\n", "must be YAML");
    assertRefused("epochs: 5\n---\nlr0: 1\n", "one document");
    assertRefused("- epochs\n", "key: value");
    assertRefused("[a, b]: 1\n", "a key must be a word");
  }

  @Test
  void resolve_fileThatIsNoText_refuses() throws IOException {
    Path file =
        Files.write(folder.resolve("hostile.yaml"), new byte[] {'a', ':', ' ', (byte) 0xff});
    assertThatThrownBy(() -> Settings.resolve(TABLE, List.of("config=" + file)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("must be UTF-8");
  }

  @Test
  void resolve_emptyFile_setsNothing() throws IOException {
    Path file = Files.writeString(folder.resolve("empty.yaml"), "# nothing\n");
    assertThat(Settings.resolve(TABLE, List.of("config=" + file)).isSet("epochs")).isFalse();
  }

  @Test
  void values_ofTheWrongKind_nameKeyRuleAndText() {
    Settings settings = Settings.resolve(TABLE, List.of("epochs=0", "lr0=NaN"));
    assertThatThrownBy(() -> settings.integer("epochs", 1))
        .hasMessage("epochs must be a whole number of at least 1, got '0'");
    assertThatThrownBy(() -> settings.number("lr0"))
        .hasMessage("lr0 must be a finite number, got 'NaN'");
    assertThatThrownBy(() -> settings.flag("lr0")).hasMessageContaining("must be true or false");
    assertThatThrownBy(() -> settings.choice("lr0", List.of("a", "b")))
        .hasMessageContaining("must be one of a, b");
  }

  @Test
  void toYaml_readsBackToTheSameValues() throws IOException {
    Settings settings =
        Settings.resolve(TABLE, List.of("progloss.terms.cls=a \"b\" \\ c: #d", "epochs=7"));
    Path file = folder.resolve("config.yaml");
    Files.writeString(file, settings.toYaml(java.util.Set.of()));
    Settings again = Settings.resolve(TABLE, List.of("config=" + file));
    for (String key : List.of("epochs", "lr0", "progloss.terms.cls")) {
      assertThat(again.text(key)).isEqualTo(settings.text(key));
    }
  }
}
