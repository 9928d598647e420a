package dev.progloss.eval.coco;

/**
 * Says that the fast reader met something that it leaves to the careful one: broken text as well as
 * sound text of a rare form. Never leaves this package.
 */
final class UnusualJsonException extends Exception {

  private static final long serialVersionUID = 1;

  UnusualJsonException() {
    super("left to the careful reader", null, false, false); // no trace: it is no error
  }
}
