package dev.progloss.torch.archive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.progloss.core.testkit.FaultTable;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The long form of {@link HostileArchiveTorchTest}: as many changes again from other seeds. */
@Tag("faults")
class ChangedArchiveFaultTorchTest {

  private static final int TRIES = 10_000;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void read_changedAnywhere_onlyEverRefusesInOurWords(long seed) throws IOException {
    ChangedArchives.Outcome outcome =
        ChangedArchives.tryMany(TRIES, seed, folder.resolve("evil.pt"));
    int lost = outcome.others().size();
    FaultTable.append(".pt with 1 to 3 bytes changed", TRIES, TRIES - lost, lost);
    assertThat(outcome.others()).isEmpty();
    assertThat(outcome.refused()).isGreaterThan(TRIES / 6);
  }
}
