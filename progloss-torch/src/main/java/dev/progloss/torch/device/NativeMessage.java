package dev.progloss.torch.device;

/** The readable part of what a native library says when it fails. */
public final class NativeMessage {

  private NativeMessage() {}

  /** The first line: the kilobytes of C++ stack behind it help nobody. */
  public static String of(RuntimeException failure) {
    String message = String.valueOf(failure.getMessage());
    int end = message.indexOf('\n');
    return (end < 0 ? message : message.substring(0, end)).strip();
  }

  /** Whether the failure says that memory ran out. */
  public static boolean saysOutOfMemory(RuntimeException failure) {
    String message = of(failure);
    return message.contains("not enough memory")
        || message.contains("allocate memory")
        || message.contains("out of memory");
  }
}
