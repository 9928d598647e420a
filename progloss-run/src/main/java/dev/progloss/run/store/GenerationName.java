package dev.progloss.run.store;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the files of a generation are called.
 *
 * @param step the step that it was written at
 * @param attempt from 1: tells those of the same step apart, for no file is written over
 */
record GenerationName(long step, int attempt) implements Comparable<GenerationName> {

  private static final String CONTENT = ".safetensors";
  private static final String MARKER = ".complete";
  private static final Pattern FORM =
      Pattern.compile("step-([0-9]{9,18})(?:\\.([1-9][0-9]{0,8}))?\\.(?:safetensors|complete)");

  /** Of a file or its marker; empty for anything else. */
  static Optional<GenerationName> of(Path file) {
    Matcher form = FORM.matcher(file.getFileName().toString());
    if (!form.matches()) {
      return Optional.empty();
    }
    int attempt = form.group(2) == null ? 1 : Integer.parseInt(form.group(2));
    return Optional.of(new GenerationName(Long.parseLong(form.group(1)), attempt));
  }

  Path content(Path folder) {
    return folder.resolve(base() + CONTENT);
  }

  Path marker(Path folder) {
    return folder.resolve(base() + MARKER);
  }

  private String base() {
    String first = String.format(Locale.ROOT, "step-%09d", step);
    return attempt == 1 ? first : first + "." + attempt;
  }

  @Override
  public int compareTo(GenerationName other) {
    return Comparator.comparingLong(GenerationName::step)
        .thenComparingInt(GenerationName::attempt)
        .compare(this, other);
  }
}
