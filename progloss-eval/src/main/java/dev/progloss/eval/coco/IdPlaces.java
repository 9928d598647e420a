package dev.progloss.eval.coco;

import java.util.Arrays;

/** Where each id stands among all ids in ascending order. */
final class IdPlaces {

  static final int NONE = -1;

  private final long[] ids;
  private final int[] table; // open addressing: place + 1, 0 where free
  private final int shift;

  private IdPlaces(long[] ids, int[] table, int shift) {
    this.ids = ids;
    this.table = table;
    this.shift = shift;
  }

  /** For these ids in any order; one that comes again counts once. */
  static IdPlaces of(long[] given) {
    long[] ids = Arrays.stream(given).sorted().distinct().toArray();
    int bits = 33 - Integer.numberOfLeadingZeros(ids.length + 1); // at most half full
    IdPlaces places = new IdPlaces(ids, new int[1 << bits], 64 - bits);
    for (int i = 0; i < ids.length; i++) {
      places.table[places.slot(ids[i])] = i + 1;
    }
    return places;
  }

  int size() {
    return ids.length;
  }

  long id(int place) {
    return ids[place];
  }

  /** The place of an id, or {@link #NONE}. */
  int of(long id) {
    return table[slot(id)] - 1;
  }

  private int slot(long id) {
    int slot = (int) ((id * 0x9E3779B97F4A7C15L) >>> shift); // the golden ratio spreads rows of ids
    while (table[slot] != 0 && ids[table[slot] - 1] != id) {
      slot = (slot + 1) & (table.length - 1);
    }
    return slot;
  }
}
