package dev.progloss.data.synthetic;

import dev.progloss.core.box.Box;
import dev.progloss.core.detection.Annotation;
import dev.progloss.core.detection.ClassNames;
import dev.progloss.core.error.ConfigException;
import dev.progloss.core.error.DataException;
import dev.progloss.data.dataset.Dataset;
import dev.progloss.data.dataset.Sample;
import dev.progloss.data.dataset.Split;
import dev.progloss.data.format.CocoTruthWriter;
import dev.progloss.data.image.Image;
import dev.progloss.data.image.ImageWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Writes a data set to disk, in YOLO form ({@code data.yaml}, {@code images/}, {@code labels/}) and
 * in COCO form ({@code annotations/}) side by side.
 */
public final class DatasetWriter {

  private final Path folder;

  private DatasetWriter(Path folder) {
    this.folder = folder;
  }

  /**
   * Writes splits of one data set.
   *
   * @param folder is made; must not exist or be empty
   * @param splits all of the same classes, at least one
   * @throws ConfigException if the folder holds something or cannot be made
   */
  public static void write(Path folder, Map<Split, ? extends Dataset> splits) {
    requireFree(folder);
    DatasetWriter writer = new DatasetWriter(folder);
    try {
      for (Map.Entry<Split, ? extends Dataset> entry : splits.entrySet()) {
        writer.pictures(entry.getKey(), entry.getValue());
        writer.coco(entry.getKey(), entry.getValue());
      }
      // Last, so that a folder with a data.yaml is a whole one.
      writer.yaml(splits);
    } catch (IOException e) {
      throw new DataException(folder + ": cannot be written: " + e, e);
    }
  }

  private static void requireFree(Path folder) {
    try {
      Files.createDirectories(folder);
      try (Stream<Path> files = Files.list(folder)) {
        if (files.findAny().isPresent()) {
          throw new ConfigException(folder + " must be empty; choose another folder");
        }
      }
    } catch (IOException e) {
      throw new ConfigException(folder + " cannot be made: " + e + "; choose another folder", e);
    }
  }

  private static String fileName(Dataset data, int index) {
    return data.name(index) + ".png";
  }

  private void pictures(Split split, Dataset data) throws IOException {
    Path images = Files.createDirectories(folder.resolve("images").resolve(split.key()));
    Path labels = Files.createDirectories(folder.resolve("labels").resolve(split.key()));
    for (int i = 0; i < data.size(); i++) {
      Sample sample = data.read(i);
      ImageWriter.write(images.resolve(fileName(data, i)), sample.image());
      StringBuilder rows = new StringBuilder();
      for (Annotation annotation : sample.annotations()) {
        rows.append(row(annotation, sample.image()));
      }
      Files.writeString(labels.resolve(data.name(i) + ".txt"), rows);
    }
  }

  private static String row(Annotation annotation, Image image) {
    Box box = annotation.box();
    return String.format(
        Locale.ROOT,
        "%d %.6f %.6f %.6f %.6f%n",
        annotation.classIndex(),
        box.centreX() / image.width(),
        box.centreY() / image.height(),
        box.width() / image.width(),
        box.height() / image.height());
  }

  private void yaml(Map<Split, ? extends Dataset> splits) throws IOException {
    StringBuilder text = new StringBuilder("path: .\n");
    for (Split split : splits.keySet()) {
      text.append(split.key()).append(": images/").append(split.key()).append('\n');
    }
    text.append("names:\n");
    ClassNames classes = splits.values().iterator().next().classes();
    for (int i = 0; i < classes.size(); i++) {
      String name = classes.name(i).replace("\\", "\\\\").replace("\"", "\\\"");
      text.append("  ").append(i).append(": \"").append(name).append("\"\n");
    }
    Files.writeString(folder.resolve("data.yaml"), text);
  }

  private void coco(Split split, Dataset data) throws IOException {
    Path annotations = Files.createDirectories(folder.resolve("annotations"));
    try (OutputStream out = Files.newOutputStream(annotations.resolve(split.key() + ".json"))) {
      CocoTruthWriter.write(data, index -> fileName(data, index), out);
    }
  }
}
