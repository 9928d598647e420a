package dev.progloss.eval.errors;

/**
 * The six ways to be wrong. For a detection that hits nothing, the first that holds from top to
 * bottom; overlaps are those with objects that are not crowds, f and b the two thresholds of {@link
 * ErrorThresholds}.
 */
public enum ErrorKind {

  /** Best overlap with its own class in [b, f]: the box is off. */
  LOCALIZATION("localization", "box off"),
  /** Best overlap with another class is f or more: the class is wrong. */
  CLASSIFICATION("classification", "class wrong"),
  /** Overlap of f or more with an object of its class that a better detection took. */
  DUPLICATE("duplicate", "duplicate"),
  /** Best overlap with anything is b or less: there is nothing. */
  BACKGROUND("background", "nothing there"),
  /** None of the above: both class and box are wrong. */
  BOTH("both", "class and box"),
  /** An object that no hit took and that no box or class to be mended would take. */
  MISSED("missed", "missed");

  private final String key;
  private final String title;

  ErrorKind(String key, String title) {
    this.key = key;
    this.title = title;
  }

  /** Its name in files. */
  public String key() {
    return key;
  }

  /** Its name for people, two or three words. */
  public String title() {
    return title;
  }
}
