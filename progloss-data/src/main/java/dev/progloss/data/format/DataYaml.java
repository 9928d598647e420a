package dev.progloss.data.format;

import dev.progloss.core.detection.ClassNames;
import dev.progloss.data.dataset.Split;
import dev.progloss.data.format.YamlNode.Field;
import dev.progloss.data.format.YamlNode.Fields;
import dev.progloss.data.format.YamlNode.Items;
import dev.progloss.data.format.YamlNode.Scalar;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a {@code data.yaml} says, before any picture is looked for.
 *
 * @param file the YAML file
 * @param root the folder that places are relative to
 * @param names the classes; null if they are left to COCO files
 * @param sources where each split is; a split that is not named is absent
 * @param images where the pictures of COCO files are, by split; may be empty
 * @param lineOfValid line of a field {@code valid}, which some write for {@code val}; 0 if none
 */
record DataYaml(
    Path file,
    Path root,
    @Nullable ClassNames names,
    Map<Split, List<Source>> sources,
    Map<Split, Source> images,
    int lineOfValid) {

  DataYaml {
    sources = new EnumMap<>(sources);
    images = new EnumMap<>(images);
  }

  /** A place as written, separators turned to slashes, and the line of the YAML file. */
  record Source(String place, int line) {}

  /** Reads the file; empty, with findings, if it cannot be used. */
  static Optional<DataYaml> read(Path file, Findings findings) {
    if (!Files.isRegularFile(file)) {
      findings.error(file, 0, "not found; name the data.yaml of a data set");
      return Optional.empty();
    }
    Optional<YamlNode> node = YamlFiles.read(file, findings);
    if (node.isEmpty()) {
      return Optional.empty();
    }
    if (!(node.get() instanceof Fields fields)) {
      findings.error(file, node.get().line(), "must be a map with train, val and names");
      return Optional.empty();
    }
    return new Reader(file, fields, findings).read();
  }

  /** Reads the fields one by one. */
  private static final class Reader {

    private static final int MOST_PLACES = 1000;

    private final Path file;
    private final Fields fields;
    private final Findings findings;

    Reader(Path file, Fields fields, Findings findings) {
      this.file = file;
      this.fields = fields;
      this.findings = findings;
    }

    Optional<DataYaml> read() {
      Field download = fields.find("download");
      if (download != null) {
        findings.warning(file, download.line(), "download is not carried out");
      }
      Map<Split, List<Source>> sources = new EnumMap<>(Split.class);
      for (Split split : Split.values()) {
        Field field = splitField(split);
        if (field != null && !isNull(field.value())) {
          sources.put(split, places(field));
        }
      }
      boolean isCoco =
          sources.values().stream()
              .flatMap(List::stream)
              .anyMatch(source -> source.place().endsWith(".json"));
      ClassNames names = new ClassNamesField(file, fields, findings).read(isCoco);
      Path root = root();
      Map<Split, Source> images = images(sources);
      Field valid = fields.find("valid");
      return findings.hasErrors()
          ? Optional.empty()
          : Optional.of(
              new DataYaml(file, root, names, sources, images, valid == null ? 0 : valid.line()));
    }

    private Path root() {
      Path absolute = file.toAbsolutePath().normalize();
      Path folder = absolute.getParent() == null ? absolute : absolute.getParent();
      Field field = fields.find("path");
      if (field == null || isNull(field.value())) {
        return folder;
      }
      String written = field.value() instanceof Scalar scalar ? place(scalar) : "";
      Path root = Places.resolve(folder, written);
      if (written.isEmpty() || root == null || !Files.isDirectory(root)) {
        findings.error(
            file,
            field.line(),
            "path "
                + Words.quoted(written)
                + " not found; looked for "
                + (root == null ? Places.shown(written) : root)
                + Places.hint(written));
      }
      return root == null ? folder : root;
    }

    private @Nullable Field splitField(Split split) {
      Field field = fields.find(split.key());
      Field longer = split == Split.VAL ? fields.find("validation") : null;
      if (field == null && longer != null) {
        findings.warning(file, longer.line(), "validation is taken as val");
        return longer;
      }
      return field;
    }

    private List<Source> places(Field field) {
      List<Source> places = new ArrayList<>();
      if (field.value() instanceof Scalar scalar) {
        places.add(new Source(place(scalar), field.line()));
      } else if (field.value() instanceof Items items && items.items().size() > MOST_PLACES) {
        findings.error(
            file, field.line(), field.key() + " must list at most " + MOST_PLACES + " places");
      } else if (field.value() instanceof Items items) {
        for (YamlNode item : items.items()) {
          if (item instanceof Scalar scalar && !scalar.isNull()) {
            places.add(new Source(place(scalar), item.line()));
          } else {
            findings.error(file, item.line(), field.key() + " must be a list of places");
          }
        }
      } else {
        findings.error(file, field.line(), field.key() + " must be a place or a list of places");
      }
      return places;
    }

    private Map<Split, Source> images(Map<Split, List<Source>> sources) {
      Map<Split, Source> images = new EnumMap<>(Split.class);
      Field field = fields.find("images");
      if (field == null) {
        return images;
      }
      for (Split split : sources.keySet()) {
        YamlNode value = field.value();
        if (value instanceof Fields bySplit) {
          Field own = bySplit.find(split.key());
          value = own == null ? value : own.value();
        }
        if (value instanceof Scalar scalar && !scalar.isNull()) {
          images.put(split, new Source(place(scalar), scalar.line()));
        }
      }
      return images;
    }

    private String place(Scalar scalar) {
      String text = scalar.text().strip();
      // On Windows, and in a Windows path anywhere, a backslash needs no remark.
      if (text.indexOf('\\') >= 0 && !Places.isWindowsPath(text)) {
        findings.warning(
            file, scalar.line(), "backslashes read as separators in " + Words.quoted(text));
        return text.replace('\\', '/');
      }
      return text;
    }

    private static boolean isNull(YamlNode node) {
      return node instanceof Scalar scalar && scalar.isNull();
    }
  }
}
