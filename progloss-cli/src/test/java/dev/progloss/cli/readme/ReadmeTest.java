package dev.progloss.cli.readme;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The README's programs are those that are compiled here; its pictures are there. */
final class ReadmeTest {

  private static final Path ROOT = Path.of(System.getProperty("progloss.root"));
  private static final String SOURCES = "progloss-cli/src/test/java/dev/progloss/cli/readme/";

  @Test
  void programs_areTheCompiledOnes() throws Exception {
    String readme = Files.readString(ROOT.resolve("README.md"));
    assertThat(readme).contains(program("TrainProgram")).contains(program("PredictProgram"));
  }

  private static String program(String name) throws Exception {
    String source = Files.readString(ROOT.resolve(SOURCES + name + ".java"));
    int from = source.indexOf('\n', source.indexOf("// README: ")) + 1;
    int to = source.lastIndexOf('\n', source.indexOf("// README: end")) + 1;
    return source.substring(from, to).replaceAll("(?m)^ {4}", "");
  }

  @Test
  void links_leadToFiles() throws Exception {
    String readme = Files.readString(ROOT.resolve("README.md"));
    Matcher links = Pattern.compile("\\]\\(([^)#:]+)\\)").matcher(readme);
    int count = 0;
    while (links.find()) {
      assertThat(ROOT.resolve(links.group(1))).exists();
      count++;
    }
    assertThat(count).isGreaterThan(5);
  }
}
