package dev.progloss.core.detection;

import java.util.List;

/**
 * The classes of a data set or a model, in the order of their indices.
 *
 * @param names one name a class; at least one, none blank; a name may occur twice
 */
public record ClassNames(List<String> names) {

  /** Copies the list and checks it. */
  public ClassNames {
    names = List.copyOf(names);
    if (names.isEmpty()) {
      throw new IllegalArgumentException("class names must not be empty");
    }
    for (int i = 0; i < names.size(); i++) {
      if (names.get(i).isBlank()) {
        throw new IllegalArgumentException("class name " + i + " must not be blank");
      }
    }
  }

  /** The given names, in this order. */
  public static ClassNames of(String... names) {
    return new ClassNames(List.of(names));
  }

  /** How many classes there are. */
  public int size() {
    return names.size();
  }

  /** Name of the class with this index. */
  public String name(int classIndex) {
    return names.get(classIndex);
  }
}
