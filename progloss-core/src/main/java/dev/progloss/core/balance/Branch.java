package dev.progloss.core.balance;

/** One of the two heads that are trained together. */
public enum Branch {
  /** Many positives an object: rich gradients, needs duplicate removal. */
  ONE_TO_MANY("o2m"),
  /** One positive an object: what is served, without duplicate removal. */
  ONE_TO_ONE("o2o");

  private final String key;

  Branch(String key) {
    this.key = key;
  }

  /** Its name in files and settings. */
  public String key() {
    return key;
  }
}
