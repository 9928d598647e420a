package dev.progloss.bench.licences;

import static org.assertj.core.api.Assertions.assertThat;

import dev.progloss.core.testkit.Licence;
import dev.progloss.core.testkit.LicenceCheck;
import dev.progloss.core.testkit.LicenceCheck.Rule;
import dev.progloss.core.testkit.MavenJar;
import java.util.List;
import org.junit.jupiter.api.Test;

/** JMH may be here, and nowhere else. */
final class LicencesTest {

  @Test
  void classPath_hasAllowedLicencesAndJmhOnly() {
    List<MavenJar> jars = LicenceCheck.jarsOfThisClassPath();
    LicenceCheck usual = LicenceCheck.ofTheProject();
    assertThat(usual.problems(jars)).allMatch(line -> line.startsWith("org.openjdk.jmh:"));
    Rule jmh = new Rule(Licence.GPL_WITH_CLASSPATH_EXCEPTION, "org.openjdk.jmh");
    assertThat(usual.problems(jars)).isNotEmpty();
    assertThat(usual.with(jmh).problems(jars)).isEmpty();
  }
}
