package dev.progloss.bench.coco;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Draws small sets of many kinds, each hard on one rule of the protocol. */
final class RandomSet {

  /** What a set is about. Ids, counts and sizes are drawn anew for each set of any kind. */
  enum Kind {
    ORDINARY,
    SCORE_TIES,
    OVERLAP_TIES,
    CROWDS,
    ID_ZERO,
    AREA_EDGES,
    HUGE,
    TINY,
    MANY_CLASSES,
    OVER_A_HUNDRED,
    REPEATED,
    NEGATIVE,
    STRAY_ROWS,
    SPARSE,
    LONG_NUMBERS
  }

  private final Kind kind;
  private final Random random;
  private final List<Long> images = new ArrayList<>();
  private final List<Long> classes = new ArrayList<>();
  private final List<double[]> boxes = new ArrayList<>();

  private RandomSet(Kind kind, Random random) {
    this.kind = kind;
    this.random = random;
  }

  /** Writes {@code gt.json} and {@code dt.json} of one set; kinds take turns. */
  static void write(Path folder, int index, long seed) throws IOException {
    Kind kind = Kind.values()[index % Kind.values().length];
    RandomSet set = new RandomSet(kind, new Random(seed * 1_000_003 + index));
    set.drawIds();
    try (RowText out = RowText.create(folder.resolve("gt.json"))) {
      set.writeTruth(out);
    }
    try (RowText out = RowText.create(folder.resolve("dt.json"))) {
      set.writeFound(out);
    }
  }

  private void drawIds() {
    int imageCount = kind == Kind.OVER_A_HUNDRED ? 2 : 1 + random.nextInt(12);
    int classCount = kind == Kind.MANY_CLASSES ? 60 : 1 + random.nextInt(6);
    long id = random.nextInt(3);
    for (int i = 0; i < imageCount; i++, id += 1 + random.nextInt(50)) {
      images.add(id);
    }
    id = random.nextInt(3);
    for (int k = 0; k < classCount; k++, id += 1 + random.nextInt(4)) {
      classes.add(id);
    }
    Collections.shuffle(images, random);
    Collections.shuffle(classes, random);
  }

  private void writeTruth(RowText out) throws IOException {
    out.raw("{\"info\": {\"kind\": \"" + kind + "\"},\n\"images\": [");
    for (long id : images) {
      out.row("{\"id\": " + id + "}");
    }
    out.raw("], \"categories\": [");
    for (long id : classes) {
      out.row("{\"id\": " + id + ", \"name\": \"c" + id + "\"}");
    }
    out.raw("], \"annotations\": [");
    int count = 1 + random.nextInt(kind == Kind.SPARSE ? 4 : 60);
    List<Long> ids = new ArrayList<>();
    for (long id = kind == Kind.ID_ZERO ? 0 : 1; ids.size() < count; id += 1 + random.nextInt(3)) {
      ids.add(id);
    }
    Collections.shuffle(ids, random);
    for (long id : ids) {
      double[] box = box();
      boxes.add(box);
      out.row(truthRow(id, box));
    }
    out.raw("]}\n");
  }

  private String truthRow(long id, double[] box) {
    double share = kind == Kind.AREA_EDGES ? 1 : 0.4 + 0.6 * random.nextDouble();
    boolean crowd = random.nextInt(kind == Kind.CROWDS ? 2 : 20) == 0;
    return "{\"id\": "
        + id
        + place(20)
        + ", \"area\": "
        + (box[2] * box[3] * share)
        + ", \"iscrowd\": "
        + (crowd ? 1 : 0)
        + ", \"bbox\": "
        + list(box)
        + '}';
  }

  /** A known image and class; sometimes unknown ones where the kind is about that. */
  private String place(int strayBound) {
    long image = images.get(random.nextInt(images.size()));
    long category = classes.get(random.nextInt(classes.size()));
    if (kind == Kind.STRAY_ROWS && random.nextInt(4) == 0) {
      category = 5_000L + random.nextInt(strayBound);
    }
    return ", \"image_id\": " + image + ", \"category_id\": " + category;
  }

  private static String list(double[] values) {
    StringBuilder text = new StringBuilder("[");
    for (int i = 0; i < values.length; i++) {
      text.append(i == 0 ? "" : ", ").append(values[i]);
    }
    return text.append(']').toString();
  }

  private double[] box() {
    return switch (kind) {
      case OVERLAP_TIES, REPEATED ->
          new double[] {
            10 * random.nextInt(4), 10 * random.nextInt(4), 10 + 10 * random.nextInt(3), 20
          };
      case AREA_EDGES ->
          new double[] {
            random.nextInt(30), random.nextInt(30), 32 << random.nextInt(3), 32 * edge()
          };
      case HUGE -> scaled(Math.pow(10, 3 + random.nextInt(6)));
      case TINY -> scaled(Math.pow(10, -random.nextInt(12)));
      case LONG_NUMBERS -> scaled(100);
      default -> rounded(scaled(100));
    };
  }

  private double edge() {
    return List.of(1.0, 3.0, 9.0, 1.0 + 0x1.0p-52, 3.0 - 0x1.0p-51).get(random.nextInt(5));
  }

  private double[] scaled(double scale) {
    return new double[] {
      scale * random.nextDouble(),
      scale * random.nextDouble(),
      scale * (0.1 + 1.5 * random.nextDouble()),
      scale * (0.1 + 1.5 * random.nextDouble())
    };
  }

  private static double[] rounded(double[] box) {
    double[] rounded = new double[box.length];
    for (int i = 0; i < box.length; i++) {
      rounded[i] = Math.round(100 * box[i]) / 100.0;
    }
    return rounded;
  }

  private void writeFound(RowText out) throws IOException {
    int count = kind == Kind.OVER_A_HUNDRED ? 500 : 1 + random.nextInt(250);
    out.raw("[");
    String row = foundRow();
    for (int i = 0; i < count; i++) {
      out.row(row);
      row = kind == Kind.REPEATED && random.nextInt(3) == 0 ? row : foundRow();
    }
    out.raw("]\n");
  }

  private String foundRow() {
    double[] box = random.nextInt(4) == 0 ? box() : near(boxes.get(random.nextInt(boxes.size())));
    if (kind == Kind.NEGATIVE && random.nextInt(3) == 0) {
      box[2 + random.nextInt(2)] *= random.nextInt(2) - 1;
    }
    return "{\"score\": " + score() + place(20) + ", \"bbox\": " + list(box) + '}';
  }

  private double[] near(double[] box) {
    if (kind == Kind.OVERLAP_TIES || kind == Kind.AREA_EDGES || kind == Kind.REPEATED) {
      double[] moved = box.clone();
      moved[random.nextInt(2)] += 5 * random.nextInt(3) - 5;
      return moved;
    }
    double far = 0.3 * random.nextDouble();
    return new double[] {
      box[0] + far * box[2] * random.nextGaussian(),
      box[1] + far * box[3] * random.nextGaussian(),
      box[2] * Math.exp(far * random.nextGaussian()),
      box[3] * Math.exp(far * random.nextGaussian())
    };
  }

  private String score() {
    return switch (kind) {
      case SCORE_TIES, REPEATED -> "0." + random.nextInt(10);
      case AREA_EDGES, OVERLAP_TIES -> "0.5";
      case TINY -> Double.toString(random.nextDouble() * 1e-9);
      case NEGATIVE -> Double.toString(random.nextInt(5) - 2.0);
      case LONG_NUMBERS -> Double.toString(random.nextDouble());
      default -> Double.toString((double) (float) random.nextDouble());
    };
  }
}
