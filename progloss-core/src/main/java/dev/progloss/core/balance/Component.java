package dev.progloss.core.balance;

/** A term of a detector's loss. */
public enum Component {
  /** Which class: binary cross-entropy or a relative of it. */
  CLS("cls"),
  /** How well boxes overlap: 1 - IoU or a relative of it. */
  BOX("box"),
  /** How far the four distances are off, as a share of the image. */
  L1("l1"),
  /** Cross-entropy of the distance bins, for heads that have bins. */
  DFL("dfl"),
  /** Whether there is anything at all, for heads that say so. */
  OBJ("obj");

  private final String key;

  Component(String key) {
    this.key = key;
  }

  /** Its name in files and settings. */
  public String key() {
    return key;
  }
}
