package dev.progloss.data.cache;

import dev.progloss.core.error.ConfigException;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * Where decoded and scaled pictures are kept, and how many. Changes how long loading takes, never
 * what is loaded.
 */
public sealed interface CachePlan {

  /**
   * Begins to keep pictures.
   *
   * @param count how many pictures there are
   */
  KeptPictures open(int count);

  /** Nowhere: every picture is decoded each time. */
  record None() implements CachePlan {

    @Override
    public KeptPictures open(int count) {
      return new NothingKept();
    }
  }

  /**
   * On the heap, first come first kept.
   *
   * @param bytes most that their pixels may take, at least 0
   */
  record Heap(long bytes) implements CachePlan {

    /** Checks the bound. */
    public Heap {
      requireBound(bytes);
    }

    @Override
    public KeptPictures open(int count) {
      return new HeapPictures(count, bytes);
    }
  }

  /**
   * In files that later runs find again. What cannot be written is told once and not kept; what was
   * damaged or belongs to a picture that has changed is not used.
   *
   * @param folder where the files are, and nothing else; made when it is first needed
   * @param bytes most that they may take, at least 0; those that were not used for the longest time
   *     make way. Several runs at once each keep to it, together they may exceed it.
   * @param warnings told what went wrong, at most once
   */
  record Disk(Path folder, long bytes, Consumer<String> warnings) implements CachePlan {

    /** Checks the bound. */
    public Disk {
      requireBound(bytes);
    }

    @Override
    public KeptPictures open(int count) {
      return DiskPictures.open(this, count);
    }
  }

  private static void requireBound(long bytes) {
    if (bytes < 0) {
      throw new ConfigException("cache must not be smaller than nothing, got " + bytes + " bytes");
    }
  }
}
