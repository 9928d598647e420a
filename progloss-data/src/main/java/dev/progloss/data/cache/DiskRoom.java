package dev.progloss.data.cache;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is in a folder of bounded size: what this run uses, and what earlier ones left, which makes
 * way for it. Safe for several threads at once.
 */
final class DiskRoom {

  private final long most;
  private final Map<String, Long> used = new HashMap<>();

  /** The longest unused first. */
  private final Map<String, Long> unused = new LinkedHashMap<>();

  private long total;
  private long usedBytes;

  /** A file found in the folder. */
  record Found(String name, long length) {}

  /**
   * A folder.
   *
   * @param most bytes that all files together may have
   * @param found what is there, the longest unused first
   */
  DiskRoom(long most, List<Found> found) {
    this.most = most;
    for (Found file : found) {
      unused.put(file.name, file.length);
      total += file.length;
    }
  }

  synchronized boolean has(String name) {
    return used.containsKey(name) || unused.containsKey(name);
  }

  /** Notes that a file is used; true the first time, if an earlier run left it. */
  synchronized boolean use(String name) {
    Long length = unused.remove(name);
    if (length == null) {
      return false;
    }
    used.put(name, length);
    usedBytes += length;
    return true;
  }

  /** Notes that a file is gone. */
  synchronized void forget(String name) {
    boolean isUnused = unused.containsKey(name);
    Long length = isUnused ? unused.remove(name) : used.remove(name);
    if (length != null) {
      total -= length;
      usedBytes -= isUnused ? 0 : length;
    }
  }

  /**
   * Takes room for a new file.
   *
   * @return files to delete for it, which count as gone; null if there is no room, or it is there
   */
  synchronized @Nullable List<String> take(String name, long length) {
    if (has(name) || usedBytes + length > most) {
      return null;
    }
    List<String> gone = makeRoom(length);
    used.put(name, length);
    usedBytes += length;
    total += length;
    return gone;
  }

  /** Files to delete so that so many bytes more fit, as far as that is possible. */
  synchronized List<String> makeRoom(long length) {
    List<String> gone = new ArrayList<>();
    Iterator<Map.Entry<String, Long>> oldest = unused.entrySet().iterator();
    while (total + length > most && oldest.hasNext()) {
      Map.Entry<String, Long> file = oldest.next();
      gone.add(file.getKey());
      total -= file.getValue();
      oldest.remove();
    }
    return gone;
  }
}
