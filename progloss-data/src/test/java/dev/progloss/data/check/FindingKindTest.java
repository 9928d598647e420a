package dev.progloss.data.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.progloss.data.dataset.Finding;
import dev.progloss.data.dataset.Severity;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FindingKindTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "class 99 is out of range | class # is out of range",
        "x is -0.2, must be 0 to 1 | x is #, must be # to #",
        "y is 1e-7: clipped | y is #: clipped",
        "width «0.2x» is not a number | width .. is not a number",
        "a.png is 3 x 4, the JSON says 5 x 6 | .. is # x #, the JSON says # x #",
        "no label file; looked for /data/labels/a b.txt | no label file; looked for .. ..",
        "class name \"cat 2\" used twice | class name .. used twice",
        "not a text file in UTF-8 | not a text file in UTF-8",
      })
  void what_message_losesNumbersAndNames(String message, String expected) {
    assertThat(FindingKind.what(message)).isEqualTo(expected);
  }

  @Test
  void of_severalKinds_mostFrequentFirst_othersAsTheyCame() {
    List<Finding> findings =
        List.of(
            finding(Severity.ERROR, "first of all"),
            finding(Severity.WARNING, "class 1"),
            finding(Severity.ERROR, "class 1"),
            finding(Severity.ERROR, "second"),
            finding(Severity.ERROR, "class 2"));
    assertThat(FindingKind.of(Severity.ERROR, findings).stream().map(FindingKind::what))
        .containsExactly("class #", "first of all", "second");
    assertThat(FindingKind.of(Severity.ERROR, findings).get(0).findings())
        .containsExactly(findings.get(2), findings.get(4));
  }

  private static Finding finding(Severity severity, String message) {
    return new Finding(severity, Path.of("a.txt"), 1, "", message);
  }
}
