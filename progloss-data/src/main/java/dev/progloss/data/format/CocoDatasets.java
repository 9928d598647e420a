package dev.progloss.data.format;

import dev.progloss.core.error.DataException;
import dev.progloss.data.dataset.DataReport;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Opens data sets that a COCO JSON file describes.
 *
 * <p>Classes are the categories by rising id, whatever their order in the file. Boxes keep their
 * {@code area} and {@code iscrowd}. Files are only read, never mended.
 *
 * @see <a href="https://cocodataset.org/#format-data">COCO data format</a>
 */
public final class CocoDatasets {

  private CocoDatasets() {}

  /**
   * Opens the data set; every entry is read and every picture's header looked at.
   *
   * @param annotations the JSON file
   * @param images the folder that file names are relative to
   * @throws DataException if the JSON file is unusable or no usable picture is left, or, with
   *     {@link ReadOptions.OnError#REFUSE}, on any error; the message holds the first errors
   */
  public static FileDataset open(Path annotations, Path images, ReadOptions options) {
    Findings findings = new Findings();
    FileDataset.Content content = read(annotations, images, options, findings);
    return Opening.finish(annotations, content, findings, options);
  }

  /** Tells everything that is found; never throws for what is in the files. */
  public static DataReport check(Path annotations, Path images, ReadOptions options) {
    Findings findings = new Findings();
    read(annotations, images, options, findings);
    return findings.report();
  }

  static FileDataset.@Nullable Content read(
      Path annotations, Path images, ReadOptions options, Findings findings) {
    CocoFile file = CocoParser.read(annotations, findings).orElse(null);
    return file == null
        ? null
        : new CocoLinks(annotations, file, findings).resolve(images, options);
  }
}
