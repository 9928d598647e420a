package dev.progloss.core.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The check itself, on made-up repositories; the modules' class paths are held by LicencesTest. */
class LicenceCheckTest {

  @TempDir Path repository;

  /** A jar in the repository, with a POM of this content. */
  private MavenJar jar(String group, String artifact, String content) throws IOException {
    Path folder =
        Files.createDirectories(
            repository.resolve(group.replace('.', '/')).resolve(artifact).resolve("1.0"));
    Files.writeString(
        folder.resolve(artifact + "-1.0.pom"),
        "<project xmlns='http://maven.apache.org/POM/4.0.0'><groupId>"
            + group
            + "</groupId>"
            + content
            + "</project>");
    return MavenJar.of(folder.resolve(artifact + "-1.0-linux-x86_64.jar"));
  }

  private static String licences(String... names) {
    StringBuilder text = new StringBuilder("<licenses>");
    for (String name : names) {
      text.append("\n <license><name>").append(name).append("</name></license>");
    }
    return text.append("</licenses>").toString();
  }

  private static List<String> problems(MavenJar jar) {
    return LicenceCheck.ofTheProject().problems(List.of(jar));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Apache-2.0", "The MIT License", "The BSD License"})
  void problems_allowedLicence_none(String name) throws IOException {
    assertThat(problems(jar("org.example", "fine", licences(name)))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GNU Affero General Public License v3",
        "GNU Library or Lesser General Public License (LGPL)",
        "GNU General Public License (GPL), version 2, with the Classpath exception",
        "Eclipse Public License v2.0",
        "Apache Licence, a bit changed",
        ""
      })
  void problems_forbiddenOrUnknownLicence_namesArtifactAndLicence(String name) throws IOException {
    assertThat(problems(jar("org.example", "other", licences(name))))
        .singleElement()
        .asString()
        .contains("org.example:other:1.0")
        .contains("(" + name + ")");
  }

  @Test
  void problems_noLicenceAtAll_saysNone() throws IOException {
    assertThat(problems(jar("org.example", "bare", "")))
        .singleElement()
        .asString()
        .contains("(none)");
  }

  @Test
  void problems_testToolUnderEpl_none() throws IOException {
    String epl = licences("Eclipse Public License v2.0");
    assertThat(problems(jar("org.junit.jupiter", "api", epl))).isEmpty();
    assertThat(problems(jar("org.junitnot", "api", epl))).hasSize(1);
  }

  @Test
  void problems_severalLicences_oneOfThemIsEnough() throws IOException {
    String both =
        licences("GNU General Public License (GPL) version 2, or any later version", "MIT");
    assertThat(problems(jar("org.example", "choice", both))).isEmpty();
  }

  @Test
  void of_licenceOfTheParentsParent_isFound() throws IOException {
    jar("org.top", "top", licences("MIT"));
    jar(
        "org.mid.dle",
        "middle",
        "<parent><groupId>org.top</groupId><artifactId>top</artifactId><version>1.0</version>"
            + "</parent>");
    MavenJar jar =
        jar(
            "org.low",
            "low",
            "<parent><groupId>org.mid.dle</groupId><artifactId>middle</artifactId>"
                + "<version>1.0</version></parent>");
    assertThat(jar.licences()).containsExactly("MIT");
  }

  @Test
  void of_jarWithoutAPom_isRefused() {
    assertThatThrownBy(() -> MavenJar.of(repository.resolve("org/some/1.0/some-1.0.jar")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("its licence is not known");
  }
}
