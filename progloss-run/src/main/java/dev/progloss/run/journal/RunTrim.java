package dev.progloss.run.journal;

import dev.progloss.run.layout.AtomicFiles;
import dev.progloss.run.layout.RunDirectory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
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
   * @param notes told of a torn line, and of lines that are missing
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
    byte[] bytes = JournalReader.bytes(file);
    ByteArrayOutputStream kept = new ByteArrayOutputStream(bytes.length);
    int[] read = {0};
    long[] steps = {0};
    JournalReader.each(
        file,
        bytes,
        (start, end, record) -> {
          read[0] = end;
          boolean isEvaluation = "eval".equals(record.get("kind"));
          Object step = record.get("step");
          boolean isLater =
              step instanceof Double number
                  && (isEvaluation ? number > nextStep : number >= nextStep);
          if (!isLater) {
            kept.write(bytes, start, end - start);
            kept.write('\n');
            boolean isStep = "step".equals(record.get("kind"));
            steps[0] += isStep || "skipped".equals(record.get("kind")) ? 1 : 0;
          }
        });
    if (bytes.length > read[0] + 1) {
      notes.accept(file + ": its last line was torn, as when a process dies writing it; taken out");
    }
    if (steps[0] < nextStep) {
      notes.accept(
          file + ": holds " + steps[0] + " of the " + nextStep + " steps before the one to come");
    }
    rewrite(file, bytes, kept);
  }

  private static void cutResults(Path file, long nextStep, long stepsPerEpoch) throws IOException {
    byte[] bytes = JournalReader.bytes(file);
    ByteArrayOutputStream kept = new ByteArrayOutputStream(bytes.length);
    for (int start = 0; start < bytes.length; ) {
      int end = start;
      while (end < bytes.length && bytes[end] != '\n') {
        end++;
      }
      // Any byte is a character there, so a torn one cannot keep the others from being read.
      String line = new String(bytes, start, end - start, StandardCharsets.ISO_8859_1);
      boolean isHeader = start == 0;
      if (isHeader || epoch(line) * stepsPerEpoch <= nextStep) {
        kept.write(bytes, start, end - start);
        kept.write('\n');
      }
      start = end + 1;
    }
    rewrite(file, bytes, kept);
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

  private static void rewrite(Path file, byte[] bytes, ByteArrayOutputStream kept)
      throws IOException {
    // Also where only the end of the last line is missing: the next line would join it.
    if (!Arrays.equals(bytes, kept.toByteArray())) {
      AtomicFiles.write(file, kept::writeTo);
    }
  }
}
