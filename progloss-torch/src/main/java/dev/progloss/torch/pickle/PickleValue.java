package dev.progloss.torch.pickle;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A value as a pickle describes it.
 *
 * <p>Containers are compared by identity and print no content: values may be shared, may hold
 * themselves, and a small file may describe a tree of exponential size. Whoever walks one has to
 * bound the walk.
 */
public sealed interface PickleValue {

  /** {@code None}. */
  enum Nothing implements PickleValue {
    /** The only one. */
    NONE
  }

  /** A text. */
  record Text(String text) implements PickleValue {}

  /** A whole number. */
  record Whole(BigInteger number) implements PickleValue {}

  /** A number with a fraction. */
  record Real(double number) implements PickleValue {}

  /** True or false. */
  record Flag(boolean isTrue) implements PickleValue {}

  /** Raw bytes; of no use here, so that only their number is kept. */
  record Bytes(int length) implements PickleValue {}

  /** The name of a class or function; nobody looks it up. */
  record Global(String module, String name) implements PickleValue {

    /** Module and name with a dot between. */
    public String path() {
      return module + "." + name;
    }
  }

  /** A tuple, list, set or frozen set, its items in file order. */
  final class Sequence implements PickleValue {
    private final boolean isTuple;
    // Made when first needed: a small file may hold a million empty ones.
    private List<PickleValue> items;

    Sequence(boolean isTuple, List<PickleValue> items) {
      this.isTuple = isTuple;
      this.items = items;
    }

    /** Whether it is a tuple. */
    public boolean isTuple() {
      return isTuple;
    }

    /** Its items. */
    public List<PickleValue> items() {
      return Collections.unmodifiableList(items);
    }

    void add(PickleValue item) {
      if (items.isEmpty()) {
        items = new ArrayList<>(1);
      }
      items.add(item);
    }
  }

  /** A dictionary: text keys can be looked up, the others are listed. */
  final class Mapping implements PickleValue {
    // Made when first needed: a small file may hold a million empty ones.
    private Map<String, PickleValue> byText = Map.of();
    private List<Map.Entry<PickleValue, PickleValue>> others = List.of();

    /** Values by text key, in file order; of two with one key the later. */
    public Map<String, PickleValue> byText() {
      return Collections.unmodifiableMap(byText);
    }

    /** The entries whose keys are no texts, in file order. */
    public List<Map.Entry<PickleValue, PickleValue>> others() {
      return Collections.unmodifiableList(others);
    }

    /** The value of a text key, or null. */
    public @Nullable PickleValue get(String key) {
      return byText.get(key);
    }

    void put(PickleValue key, PickleValue value) {
      if (key instanceof Text text) {
        if (byText.isEmpty()) {
          byText = new LinkedHashMap<>(2);
        }
        byText.put(text.text(), value);
      } else {
        if (others.isEmpty()) {
          others = new ArrayList<>(1);
        }
        others.add(Map.entry(key, value));
      }
    }
  }

  /** Something that lies outside the pickle: where, in the writer's own terms. */
  final class External implements PickleValue {
    private final PickleValue place;

    External(PickleValue place) {
      this.place = place;
    }

    /** The writer's words for the place. */
    public PickleValue place() {
      return place;
    }
  }

  /**
   * What Python would make by a call: here only a note of what would be called with what, and of
   * what would be put into it. It is inert.
   */
  final class Inert implements PickleValue {
    private final PickleValue callee;
    private final PickleValue arguments;
    // Made when first needed: a small file may hold millions of calls.
    private @Nullable List<PickleValue> items;
    private @Nullable Mapping entries;
    private @Nullable PickleValue state;

    Inert(PickleValue callee, PickleValue arguments) {
      this.callee = callee;
      this.arguments = arguments;
    }

    /** Module and name of what would be called; empty if it is not a plain name. */
    public String path() {
      return callee instanceof Global global ? global.path() : "";
    }

    /** What it would be called with; no items if that is not a tuple. */
    public List<PickleValue> arguments() {
      return arguments instanceof Sequence sequence ? sequence.items() : List.of();
    }

    /** What would be appended to it. */
    public List<PickleValue> items() {
      return items == null ? List.of() : Collections.unmodifiableList(items);
    }

    /** What would be set in it by key. */
    public Mapping entries() {
      if (entries == null) {
        entries = new Mapping();
      }
      return entries;
    }

    /** The state that it would be given last, or null. */
    public @Nullable PickleValue state() {
      return state;
    }

    void add(PickleValue item) {
      if (items == null) {
        items = new ArrayList<>(1);
      }
      items.add(item);
    }

    void setState(PickleValue given) {
      state = given;
    }
  }
}
