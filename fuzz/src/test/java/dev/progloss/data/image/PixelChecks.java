package dev.progloss.data.image;

/** Opens the checks of coded pixels, which decoders go before in ordinary use. */
public final class PixelChecks {

  private PixelChecks() {}

  /** Follows the bytes as a JPEG and as a PNG, whatever they are. */
  public static void follow(byte[] bytes) {
    String ofScan = JpegScanCheck.problem(bytes);
    String ofChunks = PngCheck.chunkProblem(bytes);
    boolean hasHeader = bytes.length > 33;
    String ofData = ofChunks == null && hasHeader ? PngCheck.dataProblem(bytes) : ofChunks;
    if (ofScan != null || ofData != null) {
      throw new dev.progloss.core.error.DataException("damaged: " + ofScan + ", " + ofData);
    }
  }
}
