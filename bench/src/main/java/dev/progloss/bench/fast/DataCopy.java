package dev.progloss.bench.fast;

import dev.progloss.core.box.Box;
import dev.progloss.core.detection.Annotation;
import dev.progloss.core.detection.ImageSize;
import dev.progloss.data.dataset.Split;
import dev.progloss.data.format.FileDataset;
import dev.progloss.data.format.ReadOptions;
import dev.progloss.data.format.YoloDatasets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Copies a data set to where other programs may write beside it: pictures byte by byte, labels as
 * YOLO rows, and a {@code data.yaml} with an absolute path. Crowd regions are left out.
 */
final class DataCopy {

  private DataCopy() {}

  /**
   * Copies training and validation pictures.
   *
   * @param folder is made; files in it are replaced
   * @return {@code images} to train on, {@code classes}
   */
  static Map<String, Number> write(Path dataYaml, Path folder) throws IOException {
    StringBuilder yaml = new StringBuilder("path: " + folder.toAbsolutePath() + "\n");
    Map<String, Number> counts = new LinkedHashMap<>();
    List<String> names = List.of();
    for (Split split : List.of(Split.TRAIN, Split.VAL)) {
      FileDataset data = YoloDatasets.open(dataYaml, split, ReadOptions.defaults());
      pictures(data, folder, split.key());
      yaml.append(split.key()).append(": images/").append(split.key()).append('\n');
      names = data.classes().names();
      if (split == Split.TRAIN) {
        counts.put("images", data.size());
        counts.put("classes", names.size());
      }
    }
    yaml.append("names:\n");
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i).replace("\\", "\\\\").replace("\"", "\\\"");
      yaml.append("  ").append(i).append(": \"").append(name).append("\"\n");
    }
    Files.writeString(folder.resolve("data.yaml"), yaml);
    return counts;
  }

  private static void pictures(FileDataset data, Path folder, String split) throws IOException {
    Path images = Files.createDirectories(folder.resolve("images").resolve(split));
    Path labels = Files.createDirectories(folder.resolve("labels").resolve(split));
    for (int i = 0; i < data.size(); i++) {
      String file = data.file(i).getFileName().toString();
      String name = String.format(Locale.ROOT, "%06d", i); // names may repeat in other folders
      Path copy = images.resolve(name + file.substring(file.lastIndexOf('.')));
      Files.write(copy, Files.readAllBytes(data.file(i)));
      StringBuilder rows = new StringBuilder();
      for (Annotation annotation : data.annotations(i)) {
        if (!annotation.crowd()) {
          rows.append(row(annotation, data.imageSize(i)));
        }
      }
      Files.writeString(labels.resolve(name + ".txt"), rows);
    }
  }

  private static String row(Annotation annotation, ImageSize size) {
    Box box = annotation.box();
    return String.format(
        Locale.ROOT,
        "%d %.6f %.6f %.6f %.6f%n",
        annotation.classIndex(),
        box.centreX() / size.width(),
        box.centreY() / size.height(),
        box.width() / size.width(),
        box.height() / size.height());
  }
}
