package dev.progloss.data.format;

import dev.progloss.core.detection.ClassNames;
import dev.progloss.data.format.YamlNode.Field;
import dev.progloss.data.format.YamlNode.Fields;
import dev.progloss.data.format.YamlNode.Items;
import dev.progloss.data.format.YamlNode.Scalar;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The {@code names} and {@code nc} of a {@code data.yaml}. */
final class ClassNamesField {

  private static final int MOST_CLASSES = 1_000_000;

  private final Path file;
  private final Fields fields;
  private final Findings findings;

  ClassNamesField(Path file, Fields fields, Findings findings) {
    this.file = file;
    this.fields = fields;
    this.findings = findings;
  }

  /** The classes; null if there are none, which is an error unless they are optional. */
  @Nullable ClassNames read(boolean isOptional) {
    Field count = fields.find("nc");
    int declared = count == null ? -1 : declared(count);
    Field field = fields.find("names");
    if (field == null) {
      return isOptional ? null : numbered(declared);
    }
    List<String> names = names(field);
    if (names == null) {
      return null;
    }
    if (names.isEmpty()) {
      findings.error(file, field.line(), "no classes: names is empty");
      return null;
    }
    if (count != null && declared >= 0 && declared != names.size()) {
      findings.error(file, count.line(), "nc is " + declared + ", names has " + names.size());
      return null;
    }
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < names.size(); i++) {
      if (names.get(i).isBlank()) {
        findings.error(file, field.line(), "class name " + i + " must not be blank");
        return null;
      }
      if (!seen.add(names.get(i))) {
        findings.warning(
            file, field.line(), "class name \"" + Words.bare(names.get(i)) + "\" used twice");
      }
    }
    return new ClassNames(names);
  }

  private int declared(Field count) {
    double value =
        count.value() instanceof Scalar scalar ? Words.number(scalar.text()) : Double.NaN;
    if (value >= 1 && value <= MOST_CLASSES && value == Math.rint(value)) {
      return (int) value;
    }
    findings.error(file, count.line(), "nc must be a number of classes, at least 1");
    return -1;
  }

  private @Nullable ClassNames numbered(int declared) {
    if (declared < 0) {
      findings.error(file, 0, "no names; list the classes under names");
      return null;
    }
    List<String> names = new ArrayList<>();
    for (int i = 0; i < declared; i++) {
      names.add("class_" + i);
    }
    findings.warning(
        file,
        0,
        "no names: classes are called "
            + String.join(", ", names.subList(0, Math.min(2, declared)))
            + (declared > 2 ? ", ..." : ""));
    return new ClassNames(names);
  }

  private @Nullable List<String> names(Field field) {
    if (field.value() instanceof Items items) {
      List<String> names = new ArrayList<>();
      for (YamlNode item : items.items()) {
        if (!(item instanceof Scalar scalar)) {
          findings.error(file, item.line(), "a class name must be a word");
          return null;
        }
        names.add(scalar.text());
      }
      return names;
    }
    if (field.value() instanceof Fields map) {
      return fromMap(map);
    }
    if (field.value() instanceof Scalar scalar && scalar.isNull()) {
      return List.of();
    }
    findings.error(file, field.line(), "names must be a list or a map");
    return null;
  }

  private @Nullable List<String> fromMap(Fields map) {
    TreeMap<Integer, Field> byIndex = new TreeMap<>();
    for (Field entry : map.fields()) {
      double index = Words.number(entry.key());
      if (!(index >= 0 && index < MOST_CLASSES && index == Math.rint(index))
          || !(entry.value() instanceof Scalar)) {
        findings.error(
            file,
            entry.line(),
            "names must map a class index to a name, got key " + Words.quoted(entry.key()));
        return null;
      }
      byIndex.put((int) index, entry);
    }
    List<String> names = new ArrayList<>();
    for (Field entry : byIndex.values()) {
      double index = Words.number(entry.key());
      if (index != names.size()) {
        findings.error(
            file,
            entry.line(),
            (names.isEmpty() ? "names must start at 0" : "names must be 0, 1, 2, ... without gaps")
                + ", got "
                + entry.key());
        return null;
      }
      names.add(((Scalar) entry.value()).text());
    }
    return names;
  }
}
