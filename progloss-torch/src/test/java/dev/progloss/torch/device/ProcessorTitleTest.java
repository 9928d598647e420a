package dev.progloss.torch.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class ProcessorTitleTest {

  private static final String SYSTEM =
      System.getProperty("os.arch") + ", " + System.getProperty("os.name");

  @Test
  void of_aModelWithFlags_namesItAndWhatRoundsResults() {
    String cpuinfo =
        """
        processor\t: 0
        model\t\t: 17
        model name\t: AMD EPYC 9B14
        flags\t\t: fpu avx avx2 avx512f avx512_bf16 sse2
        processor\t: 1
        model name\t: AMD EPYC 9B14
        """;
    assertThat(ProcessorTitle.of(cpuinfo)).isEqualTo("AMD EPYC 9B14, avx2, avx512f, avx512_bf16");
  }

  @Test
  void of_noModel_isTheKindOfSystem() {
    assertThat(ProcessorTitle.of("CPU part\t: 0xd0c\n")).isEqualTo(SYSTEM);
    assertThat(ProcessorTitle.read(Path.of("no", "such", "file"))).isEqualTo(SYSTEM);
  }

  @Test
  void here_isOneLine() {
    assertThat(ProcessorTitle.here()).isNotBlank().doesNotContain("\n");
  }
}
