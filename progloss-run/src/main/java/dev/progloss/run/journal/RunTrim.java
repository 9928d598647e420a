package dev.progloss.run.journal;

import dev.progloss.run.layout.AtomicFiles;
import dev.progloss.run.layout.RunDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

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
   * @param notes told of a torn line
   */
  public static void before(
      RunDirectory run, long nextStep, long stepsPerEpoch, Consumer<String> notes) {
    try {
      if (Files.exists(run.journal())) {
        cutJournal(run.journal(), nextStep, notes);
      }
      if (Files.exists(run.results())) {
        cutResults(run.results(), nextStep, stepsPerEpoch);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void cutJournal(Path file, long nextStep, Consumer<String> notes)
      throws IOException {
    List<Map<String, Object>> records = JournalReader.read(file);
    List<String> lines = Files.readAllLines(file);
    if (records.size() < lines.size()) {
      notes.accept(file + ": its last line was torn, as when a process dies writing it; taken out");
    }
    List<String> kept = new ArrayList<>();
    long stepsKept = 0;
    for (int i = 0; i < records.size(); i++) {
      Map<String, Object> record = records.get(i);
      Object step = record.get("step");
      boolean isLater =
          step instanceof Double number
              && ("eval".equals(record.get("kind")) ? number > nextStep : number >= nextStep);
      if (!isLater) {
        kept.add(lines.get(i));
        stepsKept += "eval".equals(record.get("kind")) || step == null ? 0 : 1;
      }
    }
    if (stepsKept < nextStep) {
      notes.accept(
          file + ": holds " + stepsKept + " of the " + nextStep + " steps before the one to come");
    }
    rewrite(file, kept);
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
    rewrite(file, kept);
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

  private static void rewrite(Path file, List<String> kept) throws IOException {
    byte[] text =
        (kept.isEmpty() ? "" : String.join("\n", kept) + "\n").getBytes(StandardCharsets.UTF_8);
    // Also where only the end of the last line is missing: the next line would join it.
    if (!Arrays.equals(text, Files.readAllBytes(file))) {
      AtomicFiles.write(file, out -> out.write(text));
    }
  }
}
