package dev.progloss.run.journal;

import dev.progloss.run.layout.AtomicFiles;
import dev.progloss.run.layout.RunDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Takes back what a run wrote after the point from which it goes on, so that its records hold every
 * step once, as if it had never stopped.
 */
public final class RunTrim {

  private RunTrim() {}

  /**
   * Cuts journal and table.
   *
   * @param nextStep the batch that the run goes on with: nothing of it or after it stays
   */
  public static void before(RunDirectory run, long nextStep, long stepsPerEpoch) {
    try {
      if (Files.exists(run.journal())) {
        cutJournal(run.journal(), nextStep);
      }
      if (Files.exists(run.results())) {
        cutResults(run.results(), nextStep, stepsPerEpoch);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void cutJournal(Path file, long nextStep) throws IOException {
    List<Map<String, Object>> records = JournalReader.read(file);
    List<String> lines = Files.readAllLines(file);
    List<String> kept = new ArrayList<>();
    for (int i = 0; i < records.size(); i++) {
      Map<String, Object> record = records.get(i);
      Object step = record.get("step");
      boolean isLater =
          step instanceof Double number
              && ("step".equals(record.get("kind")) ? number >= nextStep : number > nextStep);
      if (!isLater) {
        kept.add(lines.get(i));
      }
    }
    rewrite(file, lines, kept);
  }

  private static void cutResults(Path file, long nextStep, long stepsPerEpoch) throws IOException {
    List<String> lines = Files.readAllLines(file);
    List<String> kept = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      boolean isHeader = i == 0;
      if (isHeader || epoch(line) * stepsPerEpoch <= nextStep) {
        kept.add(line);
      }
    }
    rewrite(file, lines, kept);
  }

  /** The first column; a torn line counts as endlessly late. */
  private static double epoch(String line) {
    int comma = line.indexOf(',');
    try {
      return comma < 0 ? Double.POSITIVE_INFINITY : Double.parseDouble(line.substring(0, comma));
    } catch (NumberFormatException e) {
      return Double.POSITIVE_INFINITY;
    }
  }

  private static void rewrite(Path file, List<String> lines, List<String> kept) throws IOException {
    if (kept.size() < lines.size()) {
      String text = kept.isEmpty() ? "" : String.join("\n", kept) + "\n";
      AtomicFiles.write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    }
  }
}
