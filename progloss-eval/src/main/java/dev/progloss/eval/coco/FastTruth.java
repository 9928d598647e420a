package dev.progloss.eval.coco;

import java.util.Arrays;
import java.util.TreeMap;

/** Reads a ground-truth file of the usual form. */
final class FastTruth {

  private static final byte[][] PARTS = {
    FastResults.bytes("images"), FastResults.bytes("categories"), FastResults.bytes("annotations")
  };
  private static final byte[][] ID = {FastResults.bytes("id")};
  private static final byte[][] CATEGORY = {FastResults.bytes("id"), FastResults.bytes("name")};
  private static final byte[][] OBJECT = {
    FastResults.bytes("id"),
    FastResults.bytes("image_id"),
    FastResults.bytes("category_id"),
    FastResults.bytes("bbox"),
    FastResults.bytes("area"),
    FastResults.bytes("iscrowd")
  };
  private static final int NEEDED = 15;
  private static final int AREA = 16;

  private final FileBytes file;
  private final JsonBytes json;
  private final LongList images = new LongList();
  private final TreeMap<Long, String> categories = new TreeMap<>();
  private final LongList ids = new LongList();
  private final BoxColumns objects = new BoxColumns();
  private final double[] box = new double[4];

  private FastTruth(FileBytes file) {
    this.file = file;
    this.json = new JsonBytes(file.data(), 0);
  }

  static CocoTruthFile read(FileBytes file) throws UnusualJsonException {
    return new FastTruth(file).read();
  }

  private CocoTruthFile read() throws UnusualJsonException {
    int seen = 0;
    json.expect('{');
    do {
      int part = json.key(PARTS);
      if (part < 0) {
        json.skip(1);
        continue;
      }
      if ((seen & 1 << part) != 0) {
        throw new UnusualJsonException();
      }
      seen |= 1 << part;
      readPart(part);
    } while (json.another('}'));
    json.peek();
    if (json.at() != file.size() || (seen & 3) != 3 || ids.hasEqual()) {
      throw new UnusualJsonException();
    }
    if (!json.ascii()) {
      file.requireUtf8();
    }
    return new CocoTruthFile(IdPlaces.of(images.toArray()), categories, objects);
  }

  private void readPart(int part) throws UnusualJsonException {
    json.expect('[');
    if (json.accept(']')) {
      return;
    }
    do {
      json.expect('{');
      if (part == 0) {
        readImage();
      } else if (part == 1) {
        readCategory();
      } else {
        readObject();
      }
    } while (json.another(']'));
  }

  private void readImage() throws UnusualJsonException {
    long id = 0;
    boolean seen = false;
    do {
      if (json.key(ID) == 0) {
        id = json.id();
        seen = true;
      } else {
        json.skip(1);
      }
    } while (json.another('}'));
    require(seen);
    images.add(id);
  }

  private void readCategory() throws UnusualJsonException {
    long id = 0;
    String name = null;
    boolean seen = false;
    do {
      switch (json.key(CATEGORY)) {
        case 0 -> {
          id = json.id();
          seen = true;
        }
        case 1 -> name = json.text();
        default -> json.skip(1);
      }
    } while (json.another('}'));
    require(seen);
    categories.put(id, name == null ? Long.toString(id) : name);
  }

  private void readObject() throws UnusualJsonException {
    long id = 0;
    long image = 0;
    long category = 0;
    double area = 0;
    boolean crowd = false;
    int seen = 0;
    do {
      int key = json.key(OBJECT);
      switch (key) {
        case 0 -> id = json.id();
        case 1 -> image = json.id();
        case 2 -> category = json.id();
        case 3 -> json.four(box);
        case 4 -> area = json.number();
        case 5 -> crowd = json.flag();
        default -> json.skip(1);
      }
      seen |= key < 0 ? 0 : 1 << key;
    } while (json.another('}'));
    require((seen & NEEDED) == NEEDED);
    ids.add(id);
    double size = (seen & AREA) != 0 ? area : box[2] * box[3];
    objects.addTruth(image, category, box, size, crowd, id == 0);
  }

  private static void require(boolean seen) throws UnusualJsonException {
    if (!seen) {
      throw new UnusualJsonException();
    }
  }

  /** Numbers that grow. */
  private static final class LongList {
    private long[] values = new long[64];
    private int size;

    void add(long value) {
      if (size == values.length) {
        values = Arrays.copyOf(values, 2 * size);
      }
      values[size++] = value;
    }

    long[] toArray() {
      return Arrays.copyOf(values, size);
    }

    boolean hasEqual() {
      long[] sorted = toArray();
      Arrays.sort(sorted);
      for (int i = 1; i < size; i++) {
        if (sorted[i] == sorted[i - 1]) {
          return true;
        }
      }
      return false;
    }
  }
}
