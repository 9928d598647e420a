package dev.progloss.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.progloss.core.testkit.LicenceCheck;
import dev.progloss.core.testkit.MavenJar;
import java.util.List;
import org.junit.jupiter.api.Test;

/** All that the command needs to run and to be tested, transitively. */
final class LicencesTest {

  @Test
  void classPath_hasAllowedLicencesOnly() {
    List<MavenJar> jars = LicenceCheck.jarsOfThisClassPath();
    assertThat(jars).extracting(MavenJar::artifact).contains("pytorch", "picocli", "archunit");
    assertThat(LicenceCheck.ofTheProject().problems(jars)).isEmpty();
  }
}
