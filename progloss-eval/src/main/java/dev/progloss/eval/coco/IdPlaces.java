package dev.progloss.eval.coco;

import java.util.Arrays;

/** Where each id stands among all ids in ascending order. */
final class IdPlaces {

  static final int NONE = -1;

  private final long[] ids;
  private final int[] table; // open addressing: place + 1, 0 where free; empty: no table
  private final int shift;

  /** Ids as they come by stand a few slots from where they belong; chosen ones could all clash. */
  private static final int MOST_STEPS = 1000;

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
      int slot = places.slot(ids[i]);
      if (((slot - places.home(ids[i])) & (places.table.length - 1)) > MOST_STEPS) {
        return new IdPlaces(ids, new int[0], 0); // searched by halves
      }
      places.table[slot] = i + 1;
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
    if (table.length == 0) {
      return Math.max(NONE, Arrays.binarySearch(ids, id));
    }
    return table[slot(id)] - 1;
  }

  private int home(long id) {
    return (int) ((id * 0x9E3779B97F4A7C15L) >>> shift); // the golden ratio spreads rows of ids
  }

  private int slot(long id) {
    int slot = home(id);
    while (table[slot] != 0 && ids[table[slot] - 1] != id) {
      slot = (slot + 1) & (table.length - 1);
    }
    return slot;
  }
}
