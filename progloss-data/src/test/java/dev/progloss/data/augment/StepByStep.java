package dev.progloss.data.augment;

import dev.progloss.core.box.Box;
import dev.progloss.core.box.Letterbox;
import dev.progloss.core.detection.Annotation;
import dev.progloss.data.dataset.Dataset;
import dev.progloss.data.dataset.Sample;
import dev.progloss.data.image.Image;
import dev.progloss.data.image.Resizer;
import dev.progloss.data.image.Warp;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * What {@link TrainingPipeline} must amount to, done one plain step after another: whole pictures
 * on the heap, every canvas filled, every change a new picture.
 */
record StepByStep(Dataset dataset, int side, AugmentConfig config, long seed) {

  Sample sample(int epoch, int index, boolean joins) {
    SampleRandom random = SampleRandom.of(seed, epoch, index);
    Sample sample = placed(index, random, joins);
    if (joins && random.chance(config.mixup())) {
      Sample other = placed(random.nextInt(dataset.size()), random, true);
      sample = mix(sample, other, Blends.share(random));
    }
    sample = random.chance(config.flipud()) ? upDown(sample) : sample;
    sample = random.chance(config.fliplr()) ? leftRight(sample) : sample;
    return recoloured(sample, random);
  }

  private Sample placed(int index, SampleRandom random, boolean joins) {
    boolean mosaic = random.chance(config.mosaic()) && joins;
    Sample laid = mosaic ? mosaic(index, random) : centred(index);
    if (joins && config.copyPaste() > 0) {
      laid = copyPaste(laid, random);
    }
    Geometry geometry = Geometry.random(config, random, laid.image().width(), side);
    if (geometry.isStill() && laid.image().width() == side) {
      return laid;
    }
    double[] m = geometry.ofCentres();
    int gray = Letterbox.PADDING_VALUE;
    Image moved =
        m[6] == 0 && m[7] == 0
            ? Warp.affine(laid.image(), Arrays.copyOf(m, 6), side, side, gray)
            : Warp.perspective(laid.image(), m, side, side, gray);
    return new Sample(laid.name(), moved, geometry.moved(laid.annotations()));
  }

  private Sample resized(int index) {
    Sample sample = dataset.read(index);
    Image image = sample.image();
    double scale = (double) side / Math.max(image.width(), image.height());
    int width = Math.max(1, (int) Math.rint(image.width() * scale));
    int height = Math.max(1, (int) Math.rint(image.height() * scale));
    double factorX = (double) width / image.width();
    double factorY = (double) height / image.height();
    List<Annotation> annotations =
        sample.annotations().stream()
            .filter(annotation -> !annotation.crowd())
            .map(annotation -> annotation.movedTo(annotation.box().scaled(factorX, factorY)))
            .toList();
    return new Sample(sample.name(), Resizer.resize(image, width, height), annotations);
  }

  private Sample centred(int index) {
    Sample picture = resized(index);
    byte[] canvas = canvas(side);
    List<Annotation> annotations = new ArrayList<>();
    int left = (side - picture.image().width()) / 2;
    int top = (side - picture.image().height()) / 2;
    lay(picture, left, top, canvas, annotations);
    return new Sample(picture.name(), new Image(side, side, canvas), annotations);
  }

  private Sample mosaic(int index, SampleRandom random) {
    int meetX = (int) random.between(0.5 * side, 1.5 * side);
    int meetY = (int) random.between(0.5 * side, 1.5 * side);
    byte[] canvas = canvas(2 * side);
    List<Annotation> annotations = new ArrayList<>();
    for (int corner = 0; corner < 4; corner++) {
      Sample picture = resized(corner == 0 ? index : random.nextInt(dataset.size()));
      int left = corner % 2 == 0 ? meetX - picture.image().width() : meetX;
      int top = corner < 2 ? meetY - picture.image().height() : meetY;
      lay(picture, left, top, canvas, annotations);
    }
    return new Sample(dataset.name(index), new Image(2 * side, 2 * side, canvas), annotations);
  }

  private static byte[] canvas(int side) {
    byte[] canvas = new byte[3 * side * side];
    Arrays.fill(canvas, (byte) Letterbox.PADDING_VALUE);
    return canvas;
  }

  private static void lay(
      Sample sample, int left, int top, byte[] canvas, List<Annotation> annotations) {
    Image image = sample.image();
    int wide = (int) Math.sqrt(canvas.length / 3.0);
    for (int y = 0; y < image.height(); y++) {
      for (int x = 0; x < image.width(); x++) {
        int toX = x + left;
        int toY = y + top;
        if (toX >= 0 && toX < wide && toY >= 0 && toY < wide) {
          System.arraycopy(
              image.rgb(), 3 * (y * image.width() + x), canvas, 3 * (toY * wide + toX), 3);
        }
      }
    }
    for (Annotation annotation : sample.annotations()) {
      Box box = annotation.box().shifted(left, top).clippedTo(wide, wide);
      if (box.area() > 0) {
        annotations.add(
            new Annotation(annotation.classIndex(), box, annotation.area(), annotation.crowd()));
      }
    }
  }

  private Sample copyPaste(Sample sample, SampleRandom random) {
    Sample mirrored = leftRight(sample);
    byte[] rgb = sample.image().rgb().clone();
    int wide = sample.image().width();
    List<Annotation> all = new ArrayList<>(sample.annotations());
    for (Annotation copy : mirrored.annotations()) {
      boolean free =
          all.stream()
              .allMatch(other -> copy.box().intersection(other.box()) < 0.3 * other.box().area());
      if (random.chance(config.copyPaste()) && free) {
        for (int y = (int) copy.box().y1(); y < Math.min(Math.ceil(copy.box().y2()), wide); y++) {
          for (int x = (int) copy.box().x1(); x < Math.min(Math.ceil(copy.box().x2()), wide); x++) {
            System.arraycopy(
                mirrored.image().rgb(), 3 * (y * wide + x), rgb, 3 * (y * wide + x), 3);
          }
        }
        all.add(copy);
      }
    }
    return new Sample(sample.name(), new Image(wide, wide, rgb), all);
  }

  private static Sample mix(Sample a, Sample b, double share) {
    byte[] mixed = new byte[a.image().rgb().length];
    for (int i = 0; i < mixed.length; i++) {
      int first = a.image().rgb()[i] & 0xFF;
      int second = b.image().rgb()[i] & 0xFF;
      mixed[i] = (byte) (int) (first * share + second * (1 - share));
    }
    List<Annotation> both = new ArrayList<>(a.annotations());
    both.addAll(b.annotations());
    return new Sample(a.name(), new Image(a.image().width(), a.image().height(), mixed), both);
  }

  private static Sample leftRight(Sample sample) {
    Image image = sample.image();
    byte[] mirrored = new byte[image.rgb().length];
    for (int y = 0; y < image.height(); y++) {
      for (int x = 0; x < image.width(); x++) {
        int from = 3 * (y * image.width() + x);
        int to = 3 * (y * image.width() + image.width() - 1 - x);
        System.arraycopy(image.rgb(), from, mirrored, to, 3);
      }
    }
    return new Sample(
        sample.name(),
        new Image(image.width(), image.height(), mirrored),
        Flips.leftRight(sample.annotations(), image.width()));
  }

  private static Sample upDown(Sample sample) {
    Image image = sample.image();
    int row = 3 * image.width();
    byte[] turned = new byte[image.rgb().length];
    for (int y = 0; y < image.height(); y++) {
      System.arraycopy(image.rgb(), y * row, turned, (image.height() - 1 - y) * row, row);
    }
    return new Sample(
        sample.name(),
        new Image(image.width(), image.height(), turned),
        Flips.upDown(sample.annotations(), image.height()));
  }

  private Sample recoloured(Sample sample, SampleRandom random) {
    double hue = 1 + random.between(-config.hsvH(), config.hsvH());
    double saturation = 1 + random.between(-config.hsvS(), config.hsvS());
    double value = 1 + random.between(-config.hsvV(), config.hsvV());
    byte[] rgb = sample.image().rgb();
    if (hue != 1 || saturation != 1 || value != 1) {
      rgb = recoloured(sample.image(), hue, saturation, value);
    }
    if (random.chance(config.bgr())) {
      rgb = rgb.clone();
      for (int i = 0; i < rgb.length; i += 3) {
        byte red = rgb[i];
        rgb[i] = rgb[i + 2];
        rgb[i + 2] = red;
      }
    }
    return new Sample(
        sample.name(),
        new Image(sample.image().width(), sample.image().height(), rgb),
        sample.annotations());
  }

  private static byte[] recoloured(Image image, double hue, double saturation, double value) {
    try (PointerScope scope = new PointerScope()) {
      Mat pixels = new Mat(image.height(), image.width(), opencv_core.CV_8UC3);
      Mat hsv = new Mat(image.height(), image.width(), opencv_core.CV_8UC3);
      pixels.data().put(image.rgb(), 0, image.rgb().length);
      opencv_imgproc.cvtColor(pixels, hsv, opencv_imgproc.COLOR_RGB2HSV);
      byte[] changed = new byte[image.rgb().length];
      hsv.data().get(changed, 0, changed.length);
      for (int i = 0; i < changed.length; i += 3) {
        changed[i] = (byte) (int) ((changed[i] & 0xFF) * hue % 180);
        changed[i + 1] = (byte) (int) Math.min((changed[i + 1] & 0xFF) * saturation, 255);
        changed[i + 2] = (byte) (int) Math.min((changed[i + 2] & 0xFF) * value, 255);
      }
      hsv.data().put(changed, 0, changed.length);
      opencv_imgproc.cvtColor(hsv, pixels, opencv_imgproc.COLOR_HSV2RGB);
      pixels.data().get(changed, 0, changed.length);
      return changed;
    }
  }
}
