package dev.progloss.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.progloss.core.testkit.LicenceCheck;
import org.junit.jupiter.api.Test;

/** What fuzzing brings along has licences like all else. */
final class LicencesTest {

  @Test
  void classPath_hasAllowedLicences() {
    assertThat(LicenceCheck.ofTheProject().problems(LicenceCheck.jarsOfThisClassPath())).isEmpty();
  }
}
