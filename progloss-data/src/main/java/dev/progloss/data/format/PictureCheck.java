package dev.progloss.data.format;

import dev.progloss.core.detection.ImageSize;
import dev.progloss.data.image.ImageCheck;
import dev.progloss.data.image.ImageHeader;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Looks at one picture of a data set. */
final class PictureCheck {

  private PictureCheck() {}

  /** Its upright size; null, with findings, if it cannot be used. */
  static @Nullable ImageSize size(Path picture, ReadOptions options, Findings findings) {
    ImageCheck check =
        ImageCheck.of(
            picture, options.imageChecks(), options.maxPixels(), options.pictureWatcher());
    for (ImageCheck.Remark remark : check.remarks()) {
      if (remark.isError()) {
        findings.error(picture, 0, remark.message());
      } else {
        findings.warning(picture, 0, remark.message());
      }
    }
    ImageHeader header = check.header();
    return header == null || !check.isUsable() ? null : header.size();
  }
}
