package dev.progloss.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Files of 1 MiB that are made to be slow or large: each is read or refused, and soon. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class WorstCasesTest {

  @TempDir Path folder;

  static List<WorstCase> cases() {
    return WorstCase.all();
  }

  static List<WorstCase> chosen() {
    return WorstCase.all().stream().filter(WorstCase::isMadeForItsReader).toList();
  }

  @ParameterizedTest
  @MethodSource("chosen")
  void everyReader_inputMadeToHurt_endsInTimeAndMemory(WorstCase one) {
    Judge judge = Judge.of(one.target(), folder, Limits.unhurried().withGarbage());
    assertThat(judge.judge(one.input().get()).fault()).isEmpty();
  }

  @Tag("faults")
  @ParameterizedTest
  @MethodSource("cases")
  void everyReader_inputMadeToHurt_takesLessThanASecond(WorstCase one) {
    Judge judge = Judge.of(one.target(), folder, Limits.promised().withGarbage());
    Verdict verdict = judge.judge(one.input().get());
    System.out.printf(
        "%-60s %5d ms %6d MiB%n", one, verdict.nanos() / 1_000_000, verdict.allocatedBytes() >> 20);
    assertThat(verdict.fault()).isEmpty();
  }
}
