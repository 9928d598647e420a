package dev.progloss.bench.coco;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Draws a set of the size of COCO val2017: 5,000 images, 36,522 objects, 374,090 detections, 80
 * classes. The same seed gives the same bytes.
 *
 * <p>Classes are uneven (the first has a quarter of the objects), sides are log-normal, one object
 * in a hundred is a crowd, ids have gaps. Boxes are written with two decimals in half of the
 * images, with three in the other; scores with five decimals in a third of the images, as
 * single-precision numbers in full (up to 20 characters) in a third, as double-precision numbers
 * (up to 17 digits) in the rest.
 */
final class ValSizedSet {

  private static final int IMAGES = 5_000;
  private static final int CLASSES = 80;
  private static final int OBJECTS = 36_522;
  private static final int DETECTIONS = 374_090;
  private static final int WIDTH = 640;
  private static final int HEIGHT = 480;

  private final Random random;
  private final int[] imageIds = new int[IMAGES];
  private final List<List<Drawn>> objects = new ArrayList<>();

  /** A box of a class. */
  private record Drawn(int classId, double x, double y, double width, double height) {}

  private ValSizedSet(long seed) {
    this.random = new Random(seed);
  }

  /** Writes {@code gt.json} and {@code dt.json} into a folder. */
  static void write(Path folder, long seed) throws IOException {
    ValSizedSet set = new ValSizedSet(seed);
    set.draw();
    try (RowText out = RowText.create(folder.resolve("gt.json"))) {
      set.writeTruth(out);
    }
    try (RowText out = RowText.create(folder.resolve("dt.json"))) {
      set.writeFound(out);
    }
  }

  private void draw() {
    int id = 100;
    for (int i = 0; i < IMAGES; i++) {
      id += 1 + random.nextInt(230);
      imageIds[i] = id;
      objects.add(new ArrayList<>());
    }
    for (int n = 0; n < OBJECTS; n++) {
      double share = random.nextDouble();
      int image = (int) (IMAGES * share * share); // some images are full, others nearly empty
      objects.get(image).add(draw(drawClass()));
    }
  }

  /** Class ids 1 to 90 with gaps, as in COCO: nine have none between. */
  private int drawClass() {
    double share = random.nextDouble();
    int k = share < 0.25 ? 0 : (int) (CLASSES * Math.pow(random.nextDouble(), 1.5));
    return k + 1 + k / 8;
  }

  private Drawn draw(int classId) {
    double width = Math.min(WIDTH - 1, 4 + 40 * Math.exp(random.nextGaussian()));
    double height = Math.min(HEIGHT - 1, 4 + 40 * Math.exp(random.nextGaussian()));
    double x = random.nextDouble() * (WIDTH - width);
    double y = random.nextDouble() * (HEIGHT - height);
    return new Drawn(classId, x, y, width, height);
  }

  private void writeTruth(RowText out) throws IOException {
    out.raw("{\"info\": {\"description\": \"drawn\"},\n\"images\": [");
    for (int id : imageIds) {
      out.row(
          "{\"id\": %d, \"width\": 640, \"height\": 480, \"file_name\": \"%012d.jpg\"}"
              .formatted(id, id));
    }
    out.raw("],\n\"annotations\": [");
    int id = 900_000;
    for (int i = 0; i < IMAGES; i++) {
      for (Drawn each : objects.get(i)) {
        id += 1 + random.nextInt(9);
        out.row(truthRow(id, imageIds[i], each));
      }
    }
    out.raw("],\n\"categories\": [");
    for (int k = 0; k < CLASSES; k++) {
      int classId = k + 1 + k / 8;
      out.row("{\"supercategory\": \"drawn\", \"id\": " + classId + ", \"name\": \"c" + k + "\"}");
    }
    out.raw("]}\n");
  }

  private CharSequence truthRow(int id, int image, Drawn each) {
    StringBuilder text = new StringBuilder("{\"segmentation\": [[");
    double[] corners = {
      each.x, each.y, each.x + each.width, each.y, each.x + each.width, each.y + each.height
    };
    for (int c = 0; c < corners.length; c++) {
      text.append(c == 0 ? "" : ", ");
      RowText.fixed(text, corners[c], 2);
    }
    text.append("]], \"area\": ");
    RowText.fixed(text, each.width * each.height * (0.5 + random.nextDouble() / 2), 4);
    text.append(", \"iscrowd\": ").append(random.nextInt(100) == 0 ? 1 : 0);
    text.append(", \"image_id\": ").append(image);
    appendBox(text, each, 2);
    return text.append(", \"category_id\": ")
        .append(each.classId)
        .append(", \"id\": ")
        .append(id)
        .append('}');
  }

  private static void appendBox(StringBuilder text, Drawn each, int decimals) {
    text.append(", \"bbox\": [");
    double[] edges = {each.x, each.y, each.width, each.height};
    for (int e = 0; e < edges.length; e++) {
      text.append(e == 0 ? "" : ", ");
      RowText.fixed(text, edges[e], decimals);
    }
    text.append(']');
  }

  private void writeFound(RowText out) throws IOException {
    out.raw("[");
    int left = DETECTIONS;
    for (int i = 0; i < IMAGES; i++) {
      int share = left / (IMAGES - i);
      int count = i == IMAGES - 1 ? left : Math.min(left, share / 2 + random.nextInt(share + 1));
      left -= count;
      for (int n = 0; n < count; n++) {
        out.row(foundRow(i, n));
      }
    }
    out.raw("]\n");
  }

  private CharSequence foundRow(int i, int n) {
    List<Drawn> truth = objects.get(i);
    boolean near = !truth.isEmpty() && n < 2 * truth.size();
    Drawn each = near ? jittered(truth.get(n % truth.size())) : draw(drawClass());
    double score = near ? 1 - 0.9 * random.nextDouble() : Math.pow(random.nextDouble(), 3) * 0.7;
    StringBuilder text = new StringBuilder("{\"image_id\": ").append(imageIds[i]);
    text.append(", \"category_id\": ").append(each.classId);
    appendBox(text, each, 2 + i % 2);
    text.append(", \"score\": ");
    if (i % 3 == 0) {
      RowText.fixed(text, score, 5);
    } else {
      text.append(i % 3 == 1 ? (double) (float) score : score);
    }
    return text.append('}');
  }

  private Drawn jittered(Drawn each) {
    double far = 0.3 * random.nextDouble();
    return new Drawn(
        random.nextInt(10) == 0 ? drawClass() : each.classId,
        Math.max(0, each.x + far * each.width * random.nextGaussian() / 2),
        Math.max(0, each.y + far * each.height * random.nextGaussian() / 2),
        each.width * Math.exp(far * random.nextGaussian() / 2),
        each.height * Math.exp(far * random.nextGaussian() / 2));
  }
}
