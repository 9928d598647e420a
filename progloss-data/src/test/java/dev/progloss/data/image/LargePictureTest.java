package dev.progloss.data.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.progloss.core.error.DataException;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A small file of 20,000 x 20,000 pixels, which decoded would take 1.2 GB. */
final class LargePictureTest {

  private static final int SIDE = 20_000;
  private static final long PIXELS = (long) SIDE * SIDE;
  private static final long MOST_ALLOCATED_BYTES = 4 << 20;

  @TempDir Path folder;
  private Path large;

  @BeforeEach
  void write() throws IOException {
    large = Files.write(folder.resolve("large.png"), blackPng(SIDE));
  }

  @Test
  void read_tooManyPixels_isRefusedFromTheHeader() {
    long before = allocatedBytes();
    assertThatThrownBy(() -> ImageReader.read(large))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("large.png: too large: header says 20000 x 20000 pixels")
        .hasMessageContaining("max_pixels allows more");
    assertThatThrownBy(() -> ImageReader.readFitted(large, PIXELS - 1, 640))
        .isInstanceOf(DataException.class);
    ImageCheck check = ImageCheck.of(large, ImageCheck.Depth.PIXELS, ImageProbe.DEFAULT_MAX_PIXELS);
    assertThat(check.isUsable()).isFalse();
    assertThat(allocatedBytes() - before).isLessThan(MOST_ALLOCATED_BYTES);
  }

  @Test
  void header_allowed_isAccepted() {
    assertThat(ImageProbe.header(large, PIXELS).size().width()).isEqualTo(SIDE);
    assertThat(ImageCheck.of(large, ImageCheck.Depth.HEADER, PIXELS).remarks()).isEmpty();
  }

  @Test
  void read_morePixelsThanAnArrayHolds_isRefusedWhateverIsAllowed() throws IOException {
    Path huge = Files.write(folder.resolve("huge.png"), blackPng(40_000));
    assertThatThrownBy(() -> ImageReader.read(huge, Long.MAX_VALUE))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("too large")
        .hasMessageNotContaining("allows more");
  }

  private static long allocatedBytes() {
    return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
  }

  /** One bit a pixel, all zero. */
  private static byte[] blackPng(int side) throws IOException {
    ByteArrayOutputStream rows = new ByteArrayOutputStream();
    byte[] row = new byte[1 + side / 8];
    try (DeflaterOutputStream deflated = new DeflaterOutputStream(rows)) {
      for (int y = 0; y < side; y++) {
        deflated.write(row);
      }
    }
    ByteArrayOutputStream header = new ByteArrayOutputStream();
    DataOutputStream fields = new DataOutputStream(header);
    fields.writeInt(side);
    fields.writeInt(side);
    fields.write(new byte[] {1, 0, 0, 0, 0});
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    png.write(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'});
    chunk(png, "IHDR", header.toByteArray());
    chunk(png, "IDAT", rows.toByteArray());
    chunk(png, "IEND", new byte[0]);
    return png.toByteArray();
  }

  private static void chunk(ByteArrayOutputStream png, String type, byte[] data)
      throws IOException {
    DataOutputStream out = new DataOutputStream(png);
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    CRC32 sum = new CRC32();
    sum.update(name);
    sum.update(data);
    out.writeInt(data.length);
    out.write(name);
    out.write(data);
    out.writeInt((int) sum.getValue());
  }
}
