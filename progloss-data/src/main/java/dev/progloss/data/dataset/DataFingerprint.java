package dev.progloss.data.dataset;

import dev.progloss.core.detection.Annotation;
import dev.progloss.core.detection.ImageSize;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A short text that is another one for other data: classes, pictures in their order by file name
 * and size, and what is marked in them. Where the data lie does not matter, and pixels are not
 * looked at.
 */
public final class DataFingerprint {

  private static final int SHOWN = 16;

  private DataFingerprint() {}

  /** The fingerprint of a data set: its number of pictures and some hexadecimal digits. */
  public static String of(Dataset data) {
    MessageDigest digest = sha256();
    data.classes().names().forEach(name -> add(digest, name));
    for (int i = 0; i < data.size(); i++) {
      add(digest, fileName(data.name(i)));
      ImageSize size = data.imageSize(i);
      ByteBuffer numbers = ByteBuffer.allocate(Integer.BYTES * 3);
      digest.update(
          numbers
              .putInt(size.width())
              .putInt(size.height())
              .putInt(data.annotations(i).size())
              .array());
      data.annotations(i).forEach(annotation -> add(digest, annotation));
    }
    return data.size()
        + ", sha256 "
        + HexFormat.of().formatHex(digest.digest()).substring(0, SHOWN);
  }

  private static void add(MessageDigest digest, Annotation annotation) {
    ByteBuffer numbers = ByteBuffer.allocate(Integer.BYTES + 4 * Double.BYTES);
    digest.update(
        numbers
            .putInt(annotation.classIndex())
            .putDouble(annotation.box().x1())
            .putDouble(annotation.box().y1())
            .putDouble(annotation.box().x2())
            .putDouble(annotation.box().y2())
            .array());
  }

  private static void add(MessageDigest digest, String text) {
    digest.update(text.getBytes(StandardCharsets.UTF_8));
    digest.update((byte) 0);
  }

  private static String fileName(String name) {
    return name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
