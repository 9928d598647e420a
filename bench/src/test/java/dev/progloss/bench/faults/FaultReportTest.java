package dev.progloss.bench.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.progloss.core.testkit.FaultTable;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Runs last in a build with {@code -Pfaults} and prints the table. */
final class FaultReportTest {

  @Tag("fault-report")
  @Test
  void table_ofTheWholeBuild_hasNothingLost() {
    List<FaultTable.Row> rows = FaultTable.read(Path.of(System.getProperty(FaultTable.PROPERTY)));
    System.out.println(String.join(System.lineSeparator(), FaultTable.lines(rows)));
    assertThat(rows).isNotEmpty().allMatch(row -> row.lost() == 0);
  }
}
