package dev.progloss.torch.archive;

import dev.progloss.core.error.FormatException;
import dev.progloss.torch.pickle.PickleValue;
import dev.progloss.torch.pickle.PickleValue.Inert;
import dev.progloss.torch.pickle.PickleValue.Mapping;
import dev.progloss.torch.pickle.PickleValue.Sequence;
import dev.progloss.torch.pickle.PickleValue.Text;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The tensors below a value of a checkpoint, by dotted name: those of a dictionary by its keys,
 * those of a pickled module by the names that its state dict would have.
 *
 * @param tensors what can be read, in file order
 * @param skipped what cannot, with the reason
 */
public record TensorTree(Map<String, StoredTensor> tensors, Map<String, String> skipped) {

  private static final int MOST_DEPTH = 64;
  private static final int MOST_VISITS = 200_000;
  private static final int MOST_LETTERS = 8_000_000;
  private static final int LONGEST_NAME = 1000;

  /** Wraps the maps. */
  public TensorTree {
    tensors = Collections.unmodifiableMap(tensors);
    skipped = Collections.unmodifiableMap(skipped);
  }

  /**
   * Collects the tensors below a value.
   *
   * @param where the file, for messages
   * @throws FormatException if the value nests too deep or holds too much
   */
  public static TensorTree of(String where, PickleValue value) {
    Walk walk = new Walk(where);
    walk.visit("", value, 0);
    return new TensorTree(walk.tensors, walk.skipped);
  }

  /**
   * An attribute of a pickled module, or an entry of a dictionary.
   *
   * @return null if there is none
   */
  public static @Nullable PickleValue attribute(PickleValue value, String name) {
    Mapping fields = fields(value);
    return fields == null ? null : fields.get(name);
  }

  /** The entries of a dictionary, or the state of an object. */
  private static @Nullable Mapping fields(PickleValue value) {
    if (value instanceof Mapping mapping) {
      return mapping;
    }
    if (!(value instanceof Inert inert)) {
      return null;
    }
    if (inert.path().equals("collections.OrderedDict")) {
      return inert.entries();
    }
    return inert.state() instanceof Mapping state ? state : null;
  }

  /** Modules may be shared, and a hostile file shares them exponentially: every step is counted. */
  private static final class Walk {
    private final String where;
    private final Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    private final Map<String, String> skipped = new LinkedHashMap<>();
    private final IdentityHashMap<PickleValue, Optional<TensorNotes>> notesOf =
        new IdentityHashMap<>();
    private int visits;
    private int letters;

    Walk(String where) {
      this.where = where;
    }

    void visit(String name, PickleValue value, int depth) {
      visits++;
      letters += name.length();
      boolean isTooMuch = visits > MOST_VISITS || letters > MOST_LETTERS;
      if (depth > MOST_DEPTH || isTooMuch || name.length() > LONGEST_NAME) {
        throw new FormatException(
            where
                + ": must nest at most "
                + MOST_DEPTH
                + " deep and hold at most "
                + MOST_VISITS
                + " things with names of "
                + MOST_LETTERS
                + " letters in all, got more at "
                + name.substring(0, Math.min(80, name.length())));
      }
      // A tensor may be shared as often as a module: it is described once.
      Optional<TensorNotes> notes =
          value instanceof Inert
              ? notesOf.computeIfAbsent(value, TensorNotes::of)
              : TensorNotes.of(value);
      if (notes.isPresent()) {
        StoredTensor tensor = notes.get().tensor();
        if (tensor == null) {
          skipped.put(name, notes.get().reason());
        } else {
          tensors.put(name, tensor);
        }
        return;
      }
      Mapping fields = fields(value);
      if (fields != null) {
        boolean isDictionary =
            value instanceof Mapping
                || (value instanceof Inert inert && inert.path().equals("collections.OrderedDict"));
        if (isDictionary) {
          children(name, fields, depth, Set.of());
        } else {
          module(name, fields, depth);
        }
      }
    }

    private void module(String name, Mapping fields, int depth) {
      Set<String> passing = texts(fields.get("_non_persistent_buffers_set"));
      part(name, fields.get("_parameters"), depth, Set.of());
      part(name, fields.get("_buffers"), depth, passing);
      part(name, fields.get("_modules"), depth, Set.of());
    }

    private void part(String name, @Nullable PickleValue part, int depth, Set<String> without) {
      Mapping children = part == null ? null : fields(part);
      if (children != null) {
        children(name, children, depth, without);
      }
    }

    private void children(String name, Mapping mapping, int depth, Set<String> without) {
      mapping
          .byText()
          .forEach(
              (key, child) -> {
                if (!without.contains(key)) {
                  visit(name.isEmpty() ? key : name + "." + key, child, depth + 1);
                }
              });
    }

    /** The texts of a set; protocol 2 writes one as a call with a list. */
    private static Set<String> texts(@Nullable PickleValue value) {
      PickleValue bare = value;
      if (bare instanceof Inert inert && !inert.arguments().isEmpty()) {
        bare = inert.arguments().get(0);
      }
      Set<String> texts = new HashSet<>();
      if (bare instanceof Sequence sequence) {
        for (PickleValue item : sequence.items()) {
          if (item instanceof Text text) {
            texts.add(text.text());
          }
        }
      }
      return texts;
    }
  }
}
