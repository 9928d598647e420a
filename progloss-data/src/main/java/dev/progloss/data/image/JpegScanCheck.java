package dev.progloss.data.image;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Follows the Huffman codes of a sequential JPEG from the first block to the last, to notice damage
 * that decoders paint over in silence. Progressive and arithmetic files are not followed.
 */
final class JpegScanCheck {

  /*
   * ITU T.81, annex F. Codes resynchronise after damage, so a decoder usually reaches the end as if
   * nothing had been. What gives damage away: a code that is in no table, a block of more than 64
   * coefficients, a value no 8-bit picture can have, a missing restart marker, or bytes left over
   * behind the last block. Values are bounded by what a picture of samples -128..127 transforms to
   * (1024 for the mean, less for the rest), twice over, because some encoders round carelessly.
   */

  private static final int MOST_AMPLITUDE = 2 * 1024;
  private static final int BLOCK = 64;

  private final byte[] bytes;
  private final JpegHuffmanTable[] tables = new JpegHuffmanTable[8];
  private final int[][] quantisation = new int[4][];
  private final List<Component> components = new ArrayList<>();
  private int width;
  private int height;
  private int restartInterval;

  private JpegScanCheck(byte[] bytes) {
    this.bytes = bytes;
  }

  /** What is wrong with the coded data, or null if nothing is seen or the kind is not followed. */
  static @Nullable String problem(byte[] jpeg) {
    try {
      return new JpegScanCheck(jpeg).follow();
    } catch (IndexOutOfBoundsException e) {
      return "a segment is cut off";
    }
  }

  private @Nullable String follow() {
    int position = 2;
    while (true) {
      position = nextMarker(position);
      if (position < 0) {
        return null;
      }
      int marker = bytes[position + 1] & 0xFF;
      if (marker == JpegMarkers.END_OF_IMAGE) {
        return null;
      }
      int segment = position + 4;
      int end = position + 2 + two(position + 2);
      if (JpegMarkers.isFrameHeader(marker)) {
        if (marker > 0xC1 || bytes[segment] != 8) {
          return null;
        }
        if (!readFrame(segment)) {
          return "a component of the frame has no samples";
        }
      } else if (marker == 0xC4) {
        readHuffmanTables(segment, end);
      } else if (marker == 0xDB) {
        readQuantisation(segment, end);
      } else if (marker == 0xDD) {
        restartInterval = two(segment);
      } else if (marker == JpegMarkers.START_OF_SCAN) {
        String problem = followScan(segment, end);
        if (problem != null) {
          return problem;
        }
      }
      position = end;
    }
  }

  private int nextMarker(int from) {
    for (int i = from; i + 1 < bytes.length; i++) {
      int code = bytes[i + 1] & 0xFF;
      if (bytes[i] == (byte) 0xFF && code != 0 && code != 0xFF && !JpegMarkers.standsAlone(code)) {
        return i;
      }
    }
    return -1;
  }

  private int two(int position) {
    return ((bytes[position] & 0xFF) << 8) | (bytes[position + 1] & 0xFF);
  }

  /** Whether every component has samples: a scan of none would take no bits and never run dry. */
  private boolean readFrame(int segment) {
    height = two(segment + 1);
    width = two(segment + 3);
    components.clear();
    for (int i = 0; i < bytes[segment + 5]; i++) {
      int at = segment + 6 + 3 * i;
      components.add(
          new Component(bytes[at], bytes[at + 1] >> 4 & 15, bytes[at + 1] & 15, bytes[at + 2] & 3));
    }
    return components.stream().allMatch(each -> each.factorX > 0 && each.factorY > 0);
  }

  private void readHuffmanTables(int segment, int end) {
    int at = segment;
    while (at + 17 <= end) {
      int slot = (bytes[at] >> 4 & 1) * 4 + (bytes[at] & 3);
      JpegHuffmanTable table = JpegHuffmanTable.read(bytes, at + 1);
      tables[slot] = table;
      at += 17 + table.size();
    }
  }

  private void readQuantisation(int segment, int end) {
    int at = segment;
    while (at < end) {
      boolean isWide = (bytes[at] >> 4 & 15) != 0;
      int[] steps = new int[BLOCK];
      for (int i = 0; i < BLOCK; i++) {
        steps[i] = isWide ? two(at + 1 + 2 * i) : bytes[at + 1 + i] & 0xFF;
      }
      quantisation[bytes[at] & 3] = steps;
      at += 1 + BLOCK * (isWide ? 2 : 1);
    }
  }

  private @Nullable String followScan(int segment, int end) {
    List<Component> inScan = new ArrayList<>();
    for (int i = 0; i < bytes[segment]; i++) {
      int id = bytes[segment + 1 + 2 * i];
      int selectors = bytes[segment + 2 + 2 * i];
      for (Component component : components) {
        if (component.id == id) {
          component.dc = tables[selectors >> 4 & 3];
          component.ac = tables[4 + (selectors & 3)];
          component.mean = 0;
          inScan.add(component);
        }
      }
    }
    if (inScan.isEmpty()) {
      return "a scan names no component of the frame";
    }
    JpegBits bits = new JpegBits(bytes, end);
    long units = unitsOf(inScan);
    for (long unit = 0; unit < units; unit++) {
      if (restartInterval > 0 && unit > 0 && unit % restartInterval == 0) {
        if (!bits.skipRestart()) {
          return "a restart marker is missing";
        }
        inScan.forEach(component -> component.mean = 0);
      }
      String problem = followUnit(inScan, bits);
      if (problem != null) {
        return problem;
      }
    }
    return bits.bytesLeft() > 0 ? "bytes are left over behind the last block" : null;
  }

  private long unitsOf(List<Component> inScan) {
    int mostX = components.stream().mapToInt(c -> c.factorX).max().orElse(1);
    int mostY = components.stream().mapToInt(c -> c.factorY).max().orElse(1);
    if (inScan.size() > 1) {
      return (long) ceilDivide(width, 8 * mostX) * ceilDivide(height, 8 * mostY);
    }
    Component only = inScan.get(0);
    return (long) ceilDivide(ceilDivide(width * only.factorX, mostX), 8)
        * ceilDivide(ceilDivide(height * only.factorY, mostY), 8);
  }

  private static int ceilDivide(int value, int by) {
    return (value + by - 1) / by;
  }

  private @Nullable String followUnit(List<Component> inScan, JpegBits bits) {
    for (Component component : inScan) {
      int blocks = inScan.size() == 1 ? 1 : component.factorX * component.factorY;
      for (int i = 0; i < blocks; i++) {
        String problem = followBlock(component, bits);
        if (problem != null) {
          return problem;
        }
      }
    }
    return null;
  }

  private @Nullable String followBlock(Component component, JpegBits bits) {
    int[] steps = quantisation[component.quantisation];
    if (component.dc == null || component.ac == null || steps == null) {
      return "a table is missing";
    }
    int category = component.dc.decode(bits);
    if (category < 0 || category > 11) {
      return badCode(bits);
    }
    component.mean += bits.signed(category);
    if (Math.abs(component.mean) * steps[0] > MOST_AMPLITUDE) {
      return "a value is out of range";
    }
    for (int k = 1; k < BLOCK; k++) {
      int code = component.ac.decode(bits);
      if (code < 0) {
        return badCode(bits);
      }
      int size = code & 15;
      if (size == 0 && code != 0xF0) {
        break;
      }
      k += code >> 4;
      if (k >= BLOCK) {
        return "a block has more than 64 coefficients";
      }
      if (Math.abs(bits.signed(size)) * steps[k] > MOST_AMPLITUDE) {
        return "a value is out of range";
      }
    }
    return bits.isPastEnd() ? "the coded data ends early" : null;
  }

  private static String badCode(JpegBits bits) {
    return bits.isPastEnd() ? "the coded data ends early" : "a code is in no table";
  }

  /** One colour component, with the state a scan keeps for it. */
  private static final class Component {
    final int id;
    final int factorX;
    final int factorY;
    final int quantisation;
    @Nullable JpegHuffmanTable dc;
    @Nullable JpegHuffmanTable ac;
    int mean;

    Component(int id, int factorX, int factorY, int quantisation) {
      this.id = id;
      this.factorX = factorX;
      this.factorY = factorY;
      this.quantisation = quantisation;
    }
  }
}
