package dev.progloss.train.batch;

import dev.progloss.core.box.Box;
import dev.progloss.core.detection.Annotation;
import dev.progloss.core.error.ConfigException;
import dev.progloss.data.dataset.Sample;
import dev.progloss.data.image.Image;
import dev.progloss.model.assign.ImageTruth;
import dev.progloss.torch.device.ComputeDevice;
import dev.progloss.torch.device.Heap;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The square pictures of one step and what is in them, still on the heap: loader threads make
 * batches, the training thread makes tensors of them.
 *
 * @param side side of every picture, pixels
 * @param pixels {@code [B, H, W, 3]} RGB, 0..255, row-major
 * @param truth objects of each picture, boxes in its pixels
 */
@SuppressWarnings("ArrayRecordComponent") // made once and only read
public record Batch(int side, byte[] pixels, List<ImageTruth> truth) {

  private static final double WHITE = 255;

  /** Copies the list and checks that the sizes agree. */
  public Batch {
    truth = List.copyOf(truth);
    if (pixels.length != 3L * side * side * truth.size()) {
      throw new IllegalArgumentException(
          truth.size() + " pictures of side " + side + " do not have " + pixels.length + " bytes");
    }
  }

  /**
   * Puts samples side by side.
   *
   * @param samples at least one, all square and of one side
   */
  public static Batch of(List<Sample> samples) {
    int side = samples.get(0).image().width();
    byte[] pixels = emptyPixels(samples.size(), side);
    List<ImageTruth> truth = new ArrayList<>();
    int at = 0;
    for (Sample sample : samples) {
      Image image = sample.image();
      if (image.width() != side || image.height() != side) {
        throw new IllegalArgumentException(
            sample.name() + ": must be " + side + " pixels square, got " + image.size());
      }
      System.arraycopy(image.rgb(), 0, pixels, at, image.rgb().length);
      at += image.rgb().length;
      truth.add(truthOf(sample.annotations()));
    }
    return new Batch(side, pixels, truth);
  }

  /** The array for so many pictures of a side, which still holds none. */
  public static byte[] emptyPixels(int size, int side) {
    long bytes = 3L * side * side * size;
    if (bytes > Integer.MAX_VALUE) {
      throw new ConfigException(
          "batch must fit into 2 GiB of pixels, got "
              + size
              + " pictures of side "
              + side
              + "; choose a smaller batch or imgsz");
    }
    return new byte[(int) bytes];
  }

  /** The objects of one picture, side by side. */
  public static ImageTruth truthOf(List<Annotation> annotations) {
    List<Integer> classes = new ArrayList<>();
    List<Box> boxes = new ArrayList<>();
    for (Annotation annotation : annotations) {
      classes.add(annotation.classIndex());
      boxes.add(annotation.box());
    }
    return new ImageTruth(classes, boxes);
  }

  /** How many pictures there are, B. */
  public int size() {
    return truth.size();
  }

  /**
   * The pictures as the network reads them.
   *
   * @return {@code [B, 3, H, W]} RGB in 0..1, channels last in memory; scoped
   */
  public Tensor images(ComputeDevice device) {
    Tensor bytes = device.hold(Heap.tensor(pixels, size(), side, side, 3));
    return bytes.to(ScalarType.Float).div_(new Scalar(WHITE)).permute(0, 3, 1, 2);
  }
}
