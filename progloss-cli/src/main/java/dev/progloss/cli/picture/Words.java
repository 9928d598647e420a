package dev.progloss.cli.picture;

/** Words beside pictures. */
final class Words {

  private static final int MOST = 24;

  private Words() {}

  /** At most 24 characters, so that names leave room for what they name. */
  static String shortened(String name) {
    return name.length() <= MOST ? name : name.substring(0, MOST - 1) + "…";
  }
}
