package dev.progloss.eval.coco;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a results file of the usual form, in pieces on several threads.
 *
 * <p>Where pieces begin is guessed: at the first <code>&#125;, &#123;</code> after equal shares of
 * the file. A guess may be wrong, since the same bytes can stand inside a text. So each piece is
 * read past its end until a detection is complete, and must arrive exactly where the next one
 * began; the first piece begins at the bracket. By induction all guesses were right, or the file is
 * left to the careful reader.
 */
final class FastResults {

  private static final byte[][] KEYS = {
    bytes("image_id"), bytes("category_id"), bytes("bbox"), bytes("score")
  };
  private static final int ALL = 15;
  private static final int SMALLEST_PIECE = 1 << 16;

  private final FileBytes file;
  private final int[] starts;
  private final @Nullable BoxColumns[] parts;
  private final AtomicBoolean ascii = new AtomicBoolean(true);

  private FastResults(FileBytes file, int[] starts) {
    this.file = file;
    this.starts = starts;
    this.parts = new BoxColumns[starts.length];
  }

  static byte[] bytes(String key) {
    return key.getBytes(StandardCharsets.US_ASCII);
  }

  /** A reading of a file in so many pieces or fewer, none of them too small to be worth it. */
  static FastResults of(FileBytes file, int pieces) throws UnusualJsonException {
    return split(file, Math.max(1, Math.min(pieces, file.size() / SMALLEST_PIECE)));
  }

  /** A reading of a file in so many pieces, or fewer if there are fewer detections. */
  static FastResults split(FileBytes file, int wanted) throws UnusualJsonException {
    JsonBytes json = new JsonBytes(file.data(), 0);
    json.expect('[');
    int first = json.at();
    int[] starts = new int[wanted];
    int count = 0;
    starts[count++] = first;
    for (int i = 1; i < wanted; i++) {
      int guess = nextObject(file, (int) ((long) file.size() * i / wanted));
      if (guess > starts[count - 1]) {
        starts[count++] = guess;
      }
    }
    return new FastResults(file, Arrays.copyOf(starts, count));
  }

  /** The place of the next brace that opens after a brace and a comma, or -1. */
  private static int nextObject(FileBytes file, int from) {
    byte[] data = file.data();
    int state = 0; // 1 after a closing brace, 2 after its comma
    for (int i = from; i < file.size(); i++) {
      byte next = data[i];
      if (next == '}') {
        state = 1;
      } else if (state == 1 && next == ',') {
        state = 2;
      } else if (state == 2 && next == '{') {
        return i;
      } else if (next != ' ' && next != '\n' && next != '\r' && next != '\t') {
        state = 0;
      }
    }
    return -1;
  }

  int pieces() {
    return starts.length;
  }

  /** A worker that reads pieces; failures show in {@link #rows}. */
  IntConsumer worker() {
    return piece -> {
      try {
        parts[piece] = read(piece);
      } catch (UnusualJsonException e) {
        parts[piece] = null; // the careful reader will say what it is
      }
    };
  }

  private BoxColumns read(int piece) throws UnusualJsonException {
    BoxColumns rows = new BoxColumns();
    JsonBytes json = new JsonBytes(file.data(), starts[piece]);
    boolean last = piece + 1 == starts.length;
    if (piece == 0 && json.accept(']')) {
      requireEnd(json, last);
      return rows;
    }
    double[] box = new double[4];
    boolean more = true;
    while (more) {
      readRow(json, rows, box);
      more = json.another(']');
      if (more && !last) {
        json.peek();
        if (json.at() >= starts[piece + 1]) {
          break;
        }
      }
    }
    if (more) {
      requireArrival(json, piece);
    } else {
      requireEnd(json, last);
    }
    if (!json.ascii()) {
      ascii.set(false);
    }
    return rows;
  }

  private void requireArrival(JsonBytes json, int piece) throws UnusualJsonException {
    if (json.at() != starts[piece + 1]) {
      throw new UnusualJsonException();
    }
  }

  private void requireEnd(JsonBytes json, boolean last) throws UnusualJsonException {
    json.peek();
    if (!last || json.at() != file.size()) {
      throw new UnusualJsonException();
    }
  }

  private static void readRow(JsonBytes json, BoxColumns rows, double[] box)
      throws UnusualJsonException {
    long image = 0;
    long category = 0;
    double score = 0;
    int seen = 0;
    json.expect('{');
    if (json.accept('}')) {
      throw new UnusualJsonException();
    }
    do {
      int key = json.key(KEYS);
      switch (key) {
        case 0 -> image = json.id();
        case 1 -> category = json.id();
        case 2 -> json.four(box);
        case 3 -> score = json.number();
        default -> json.skip(1);
      }
      seen |= key < 0 ? 0 : 1 << key;
    } while (json.another('}'));
    if (seen != ALL) {
      throw new UnusualJsonException();
    }
    rows.addFound(image, category, box, score);
  }

  /** All detections, once every piece is read. */
  BoxColumns rows() throws UnusualJsonException {
    BoxColumns[] complete = new BoxColumns[parts.length];
    for (int i = 0; i < parts.length; i++) {
      BoxColumns part = parts[i];
      if (part == null) {
        throw new UnusualJsonException();
      }
      complete[i] = part;
    }
    if (!ascii.get()) {
      file.requireUtf8();
    }
    return BoxColumns.joined(complete);
  }
}
