package dev.progloss.torch.pickle;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Values put away under numbers. Writers count them up from 0, so that they stand in a list; only
 * numbers out of turn need a table.
 */
final class Memo {

  private final List<PickleValue> inTurn = new ArrayList<>();
  private final Map<Long, PickleValue> others = new HashMap<>();

  /** How many numbers are taken. */
  long size() {
    return (long) inTurn.size() + others.size();
  }

  void put(long number, PickleValue value) {
    if (number < inTurn.size()) {
      inTurn.set((int) number, value);
    } else if (number == inTurn.size()) {
      others.remove(number);
      inTurn.add(value);
    } else {
      others.put(number, value);
    }
  }

  /** The value, or null if there is none. */
  @Nullable PickleValue get(long number) {
    return number < inTurn.size() ? inTurn.get((int) number) : others.get(number);
  }
}
