package dev.progloss.torch.device;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the processor can do beyond the usual, in the words of Linux; empty where they are not told.
 *
 * @param names such as {@code avx512f}
 */
public record ProcessorFlags(Set<String> names) {

  private static final Path CPUINFO = Path.of("/proc/cpuinfo");
  private static final Pattern FLAGS = Pattern.compile("(?m)^flags\\s*:(.*)$");
  private static final String MATRIX_BFLOAT16 = "amx_bf16";

  /** Copies the set. */
  public ProcessorFlags {
    names = Set.copyOf(names);
  }

  /** Those of this machine. */
  public static ProcessorFlags here() {
    return read(CPUINFO);
  }

  /** Those of a file; none if it is not there or cannot be read. */
  static ProcessorFlags read(Path cpuinfo) {
    try {
      return of(Files.readString(cpuinfo, StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      return new ProcessorFlags(Set.of()); // another system: it tells elsewhere, if at all
    }
  }

  /** Those of the first processor of such a text; all have the same. */
  static ProcessorFlags of(String cpuinfo) {
    Matcher line = FLAGS.matcher(cpuinfo);
    return new ProcessorFlags(
        line.find() ? new HashSet<>(List.of(line.group(1).strip().split("\\s+"))) : Set.of());
  }

  /**
   * Whether it multiplies matrices of bfloat16 by instructions of their own. Vector instructions
   * for bfloat16 are another matter and do not count.
   */
  public boolean hasMatrixBfloat16() {
    return names.contains(MATRIX_BFLOAT16);
  }
}
