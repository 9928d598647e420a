package dev.progloss.cli.command;

import dev.progloss.data.check.CheckOptions;
import dev.progloss.data.image.ImageCheck;
import java.io.File;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What was checked and how.
 *
 * @param data as it was named
 * @param folder the folder of the data.yaml, absolute, which paths are shown relative to; null for
 *     drawn data
 * @param options sizes and depth
 */
record CheckSubject(String data, @Nullable Path folder, CheckOptions options) {

  static CheckSubject of(String data, CheckOptions options) {
    Path folder =
        data.equals(DataChoice.SAMPLE)
            ? null
            : Path.of(data).toAbsolutePath().normalize().getParent();
    return new CheckSubject(data, folder, options);
  }

  /** A file relative to the data.yaml's folder where it is below it. */
  String shown(Path file) {
    Path absolute = file.toAbsolutePath().normalize();
    return folder != null && absolute.startsWith(folder)
        ? folder.relativize(absolute).toString()
        : file.toString();
  }

  /** A message with paths below the data.yaml's folder relative to it. */
  String shown(String message) {
    return folder == null ? message : message.replace(folder + File.separator, "");
  }

  boolean isDecoded() {
    return options.depth() == ImageCheck.Depth.PIXELS;
  }
}
