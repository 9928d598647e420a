package dev.progloss.bench.coco;

import dev.progloss.core.error.DataException;
import dev.progloss.eval.coco.CocoArrays;
import dev.progloss.eval.coco.CocoFiles;
import dev.progloss.eval.coco.CocoReport;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * The result of one set in one line of text: the bits of the twelve numbers, big end first, and the
 * SHA-256 of the arrays precision, recall and scores as little-endian doubles.
 */
final class BitsLine {

  private BitsLine() {}

  static String of(Path folder) {
    Path truth = folder.resolve("gt.json");
    Path found = folder.resolve("dt.json");
    StringBuilder line = new StringBuilder(folder.getFileName().toString());
    try {
      CocoArrays arrays = CocoFiles.read(truth, found).measure();
      CocoReport report = CocoReport.of(arrays, List.of());
      for (double value : report.stats()) {
        line.append(' ').append(HexFormat.of().toHexDigits(Double.doubleToRawLongBits(value)));
      }
      for (double[] array : List.of(arrays.precision(), arrays.recall(), arrays.scores())) {
        line.append(' ').append(hash(array));
      }
    } catch (DataException e) {
      line.append(" refused: ").append(e.getMessage());
    }
    return line.toString();
  }

  private static String hash(double[] values) {
    ByteBuffer bytes = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (double value : values) {
      bytes.putDouble(value);
    }
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes.array()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
