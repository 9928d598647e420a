package dev.progloss.data.format;

import dev.progloss.core.error.DataException;
import dev.progloss.data.dataset.DataReport;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The last step of opening a data set: refuse it or hand it out. */
final class Opening {

  private Opening() {}

  static FileDataset finish(
      Path file, FileDataset.@Nullable Content content, Findings findings, ReadOptions options) {
    DataReport report = findings.report();
    if (content == null) {
      throw new DataException(file + ": cannot be used, " + report.errorSummary());
    }
    if (report.hasErrors() && options.onError() == ReadOptions.OnError.REFUSE) {
      throw new DataException(
          file
              + ": "
              + report.errorSummary()
              + "\nmend the files, or say onError=skip to leave these out");
    }
    if (content.entries().isEmpty()) {
      throw new DataException(file + ": no usable picture is left, " + report.errorSummary());
    }
    return new FileDataset(content, report, options.maxPixels());
  }
}
