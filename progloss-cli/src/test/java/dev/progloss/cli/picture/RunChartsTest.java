package dev.progloss.cli.picture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.progloss.core.testkit.Goldens;
import dev.progloss.run.journal.JournalReader;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RunChartsTest {

  private static final int O2M_CLS = 0xE6194B;
  private static final int O2O_BOX = 0x9DD9A5; // half way from 0x3CB44B to white

  @TempDir Path folder;

  private List<Map<String, Object>> journal(String text) throws IOException {
    return JournalReader.read(Files.writeString(folder.resolve("journal.jsonl"), text));
  }

  /** How many pixels between two columns have a colour. */
  private static double pixels(BufferedImage image, int left, int right, int colour) {
    int found = 0;
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = left; x < right; x++) {
        found += (image.getRGB(x, y) & 0xFFFFFF) == colour ? 1 : 0;
      }
    }
    return found;
  }

  @Test
  void shares_areThoseOfTheWeightedAndOfTheUnweightedLoss() throws IOException {
    // Weighted: o2m/cls .8 · 2 · .5 · 1 = .8, o2o/box .2 · .5 · 2 · 1 = .2: four to one.
    // Unweighted: .5 · 1 = .5 and 2 · 1 = 2: one to four.
    String step =
        """
        {"kind":"step","step":%d,"epoch":%d,"raw":{"o2m/cls":1,"o2o/box":1},\
        "weights":{"o2m":0.8,"o2o":0.2,"cls":2,"box":0.5},"gains":{"cls":0.5,"box":2}}
        """;
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 8; i++) {
      lines.append(step.formatted(i, i / 2));
    }
    Path file = folder.resolve("shares.png");
    ShareCharts.draw(journal(lines.toString()), file);
    BufferedImage image = ImageIO.read(file.toFile());
    int middle = image.getWidth() / 2;
    double weighted = pixels(image, 0, middle, O2M_CLS) / pixels(image, 0, middle, O2O_BOX);
    assertThat(weighted).isBetween(3.4, 4.6);
    double plain =
        pixels(image, middle, image.getWidth(), O2O_BOX)
            / pixels(image, middle, image.getWidth(), O2M_CLS);
    assertThat(plain).isBetween(3.4, 4.6);
  }

  @Test
  void charts_journalOfAnOlderRelease_areDrawnWithoutWhatItDoesNotTell() throws IOException {
    List<Map<String, Object>> records =
        JournalReader.read(
            Goldens.projectRoot()
                .resolve("progloss-cli/src/test/resources/formats/0.1.0/journal.jsonl"));
    Path errors = folder.resolve("errors_over_epochs.png");
    RunCharts.errors(records, errors);
    assertThat(ImageIO.read(errors.toFile()).getWidth()).isGreaterThan(500);
    ShareCharts.draw(records, folder.resolve("shares.png"));
    assertThat(folder.resolve("shares.png")).isNotEmptyFile();
  }

  @Test
  void charts_noLines_areDrawnEmpty() throws IOException {
    RunCharts.errors(List.of(), folder.resolve("errors_over_epochs.png"));
    ShareCharts.draw(List.of(), folder.resolve("shares.png"));
    assertThat(folder.resolve("shares.png")).isNotEmptyFile();
  }
}
