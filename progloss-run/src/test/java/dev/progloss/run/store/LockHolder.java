package dev.progloss.run.store;

import dev.progloss.core.error.ConfigException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A second process: takes a folder, says so, and holds it until its input ends. */
final class LockHolder {

  private LockHolder() {}

  /** Takes the folder that is named. */
  public static void main(String[] arguments) throws IOException {
    try (RunLock lock = RunLock.take(Path.of(arguments[0]))) {
      say("held");
      while (System.in.read() >= 0) {
        // until the input ends
      }
    } catch (ConfigException e) {
      say(e.getMessage());
    }
  }

  private static void say(String words) throws IOException {
    System.out.write((words + "\n").getBytes(StandardCharsets.UTF_8));
    System.out.flush();
  }
}
