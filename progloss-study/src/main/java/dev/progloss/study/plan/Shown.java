package dev.progloss.study.plan;

/** Texts of files as messages show them. */
public final class Shown {

  private static final int LONGEST = 200;

  private Shown() {}

  /** At most 200 characters of it. */
  public static String of(Object text) {
    String whole = String.valueOf(text);
    return whole.length() <= LONGEST ? whole : whole.substring(0, LONGEST) + "…";
  }
}
