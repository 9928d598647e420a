package dev.progloss.torch.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ProcessorFlagsTest {

  private static final String WITH =
      """
      processor\t: 0
      model name\t: a processor with matrix instructions
      flags\t\t: fpu avx512f avx512_bf16 amx_bf16 avx512_fp16 amx_tile amx_int8
      vmx flags\t: vnmi ept
      power management:

      processor\t: 1
      flags\t\t: fpu avx512f avx512_bf16 amx_bf16 avx512_fp16 amx_tile amx_int8
      """;

  @TempDir Path folder;

  @Test
  void of_matrixInstructions_areFound() {
    ProcessorFlags flags = ProcessorFlags.of(WITH);
    assertThat(flags.names()).hasSize(7).contains("fpu", "amx_int8").doesNotContain("ept");
    assertThat(flags.hasMatrixBfloat16()).isTrue();
  }

  @Test
  void of_vectorInstructionsAlone_areNotEnough() {
    ProcessorFlags flags = ProcessorFlags.of(WITH.replace("amx_bf16 ", ""));
    assertThat(flags.names()).contains("avx512_bf16", "amx_tile");
    assertThat(flags.hasMatrixBfloat16()).isFalse();
  }

  @Test
  void of_wordInAnotherLine_isNotAFlag() {
    assertThat(ProcessorFlags.of("bugs\t: amx_bf16\nvmx flags : amx_bf16\n").names()).isEmpty();
    assertThat(ProcessorFlags.of("Features\t: fp asimd bf16\n").names()).isEmpty();
    assertThat(ProcessorFlags.of("").hasMatrixBfloat16()).isFalse();
  }

  @Test
  void read_file_isRead() throws IOException {
    Path cpuinfo = Files.writeString(folder.resolve("cpuinfo"), WITH);
    assertThat(ProcessorFlags.read(cpuinfo)).isEqualTo(ProcessorFlags.of(WITH));
  }

  @Test
  void read_unreadable_hasNone() {
    assertThat(ProcessorFlags.read(folder.resolve("none")).names()).isEmpty();
    assertThat(ProcessorFlags.read(folder).names()).isEmpty(); // a folder, not a file
  }
}
