package dev.progloss.eval.coco;

import java.io.IOException;
import java.nio.file.Path;

/** Reads a COCO results file: a list of detections. */
final class CocoResultsFile {

  private static final int PIECES_PER_THREAD = 4;

  private CocoResultsFile() {}

  /**
   * The detections in file order; every image is known.
   *
   * @throws dev.progloss.core.error.DataException if it is not of this form, with file and line
   */
  static BoxColumns read(Path file, IdPlaces images, Workers workers) {
    try {
      FastResults fast =
          FastResults.of(FileBytes.read(file), PIECES_PER_THREAD * workers.threads());
      workers.run(fast.pieces(), fast::worker);
      BoxColumns rows = fast.rows();
      for (int row = 0; row < rows.size(); row++) {
        if (images.of(rows.image(row)) == IdPlaces.NONE) {
          return CarefulResults.read(file, images); // which knows the line
        }
      }
      return rows;
    } catch (UnusualJsonException | IOException e) {
      return CarefulResults.read(file, images);
    }
  }
}
