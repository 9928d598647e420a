package dev.progloss.torch.device;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a person would call this processor, with the instructions by which results round. */
public final class ProcessorTitle {

  private static final Path CPUINFO = Path.of("/proc/cpuinfo");
  private static final Pattern MODEL = Pattern.compile("(?m)^model name\\s*:\\s*(\\S.*)$");
  private static final List<String> TELLING = List.of("avx2", "avx512f", "avx512_bf16", "amx_bf16");

  private ProcessorTitle() {}

  /** Of this machine; where the system does not tell its model, the kind of system. */
  public static String here() {
    return read(CPUINFO);
  }

  static String read(Path cpuinfo) {
    try {
      return of(Files.readString(cpuinfo, StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      return system(); // not Linux
    }
  }

  static String of(String cpuinfo) {
    Matcher model = MODEL.matcher(cpuinfo);
    StringBuilder title = new StringBuilder(model.find() ? model.group(1).strip() : system());
    ProcessorFlags flags = ProcessorFlags.of(cpuinfo);
    TELLING.stream()
        .filter(flags.names()::contains)
        .forEach(each -> title.append(", ").append(each));
    return title.toString();
  }

  private static String system() {
    return System.getProperty("os.arch") + ", " + System.getProperty("os.name");
  }
}
