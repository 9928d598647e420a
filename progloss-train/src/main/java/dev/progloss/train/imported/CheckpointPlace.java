package dev.progloss.train.imported;

import dev.progloss.core.error.ConfigException;
import dev.progloss.core.error.FormatException;
import dev.progloss.model.architecture.Network;
import dev.progloss.torch.archive.TensorTree;
import dev.progloss.torch.pickle.PickleValue;
import dev.progloss.torch.pickle.PickleValue.Mapping;
import dev.progloss.torch.pickle.PickleValue.Sequence;
import dev.progloss.torch.pickle.PickleValue.Text;
import dev.progloss.torch.pickle.PickleValue.Whole;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Where in a checkpoint the weights of a model are, and what stands beside them.
 *
 * @param name the way there, by keys joined with dots; {@code root} for the checkpoint itself
 * @param tree the tensors there
 * @param classes names of the classes, where they are written down
 * @param imageSide side of the training pictures, pixels, where it is written down and usable
 */
record CheckpointPlace(
    String name, TensorTree tree, Optional<List<String>> classes, OptionalInt imageSide) {

  private static final String ROOT = "root";

  /** Detector toolkits keep the averaged, best weights in {@code ema}. */
  private static final List<String> ORDER = List.of("ema", "model", "state_dict");

  private static final int MOST_CLASSES = 100_000;

  /**
   * Finds the weights: at the first of {@code ema}, {@code model}, {@code state_dict} that holds
   * tensors, else in the checkpoint itself.
   *
   * @param from a place to look at instead; empty for none
   */
  static CheckpointPlace find(String file, PickleValue root, String from) {
    if (!from.isEmpty()) {
      PickleValue there = root;
      for (String key : from.equals(ROOT) ? List.<String>of() : Arrays.asList(from.split("\\."))) {
        PickleValue next = TensorTree.attribute(there, key);
        if (next == null) {
          throw new ConfigException(
              file + ": from=" + from + ": there is no " + key + "; there are " + keys(there));
        }
        there = next;
      }
      return at(file, from, root, there);
    }
    for (String key : ORDER) {
      PickleValue there = TensorTree.attribute(root, key);
      if (there != null) {
        CheckpointPlace place = at(file, key, root, there);
        if (!place.tree.tensors().isEmpty() || !place.tree.skipped().isEmpty()) {
          return place;
        }
      }
    }
    CheckpointPlace place = at(file, ROOT, root, root);
    if (place.tree.tensors().isEmpty() && place.tree.skipped().isEmpty()) {
      throw new FormatException(
          file + ": holds no tensors in " + String.join(", ", ORDER) + " or " + keys(root));
    }
    return place;
  }

  private static String keys(PickleValue value) {
    return value instanceof Mapping mapping
        ? mapping.byText().keySet().stream().limit(20).toList().toString()
        : "no keys";
  }

  private static CheckpointPlace at(String file, String name, PickleValue root, PickleValue there) {
    return new CheckpointPlace(
        name, TensorTree.of(file, there), classes(root, there), imageSide(root, there));
  }

  private static Optional<List<String>> classes(PickleValue root, PickleValue there) {
    PickleValue modules = TensorTree.attribute(there, "_modules");
    PickleValue wrapped = modules == null ? null : TensorTree.attribute(modules, "module");
    for (PickleValue holder : Arrays.asList(there, wrapped, root)) {
      PickleValue names = holder == null ? null : TensorTree.attribute(holder, "names");
      Optional<List<String>> read = names == null ? Optional.empty() : names(names);
      if (read.isPresent()) {
        return read;
      }
    }
    return Optional.empty();
  }

  /** A list of texts, or a dictionary from 0, 1, ... to texts. */
  private static Optional<List<String>> names(PickleValue value) {
    List<PickleValue> texts = new ArrayList<>();
    if (value instanceof Sequence sequence) {
      texts.addAll(sequence.items());
    } else if (value instanceof Mapping mapping && mapping.byText().isEmpty()) {
      int count = mapping.others().size();
      if (count > MOST_CLASSES) {
        return Optional.empty();
      }
      @Nullable PickleValue[] byIndex = new @Nullable PickleValue[count];
      for (Map.Entry<PickleValue, PickleValue> entry : mapping.others()) {
        boolean isIndex =
            entry.getKey() instanceof Whole whole
                && whole.number().signum() >= 0
                && whole.number().compareTo(BigInteger.valueOf(count)) < 0;
        if (!isIndex) {
          return Optional.empty();
        }
        byIndex[((Whole) entry.getKey()).number().intValue()] = entry.getValue();
      }
      for (PickleValue text : byIndex) {
        texts.add(text == null ? PickleValue.Nothing.NONE : text);
      }
    }
    List<String> names = new ArrayList<>();
    for (PickleValue text : texts) {
      if (!(text instanceof Text word) || word.text().isBlank()) {
        return Optional.empty();
      }
      names.add(word.text());
    }
    return names.isEmpty() ? Optional.empty() : Optional.of(List.copyOf(names));
  }

  private static OptionalInt imageSide(PickleValue root, PickleValue there) {
    for (PickleValue holder :
        Arrays.asList(
            TensorTree.attribute(root, "train_args"), TensorTree.attribute(there, "args"))) {
      PickleValue side = holder == null ? null : TensorTree.attribute(holder, "imgsz");
      if (side instanceof Whole whole && whole.number().bitLength() < 20) {
        int pixels = whole.number().intValue();
        if (pixels >= Network.COARSEST_STRIDE && pixels % Network.COARSEST_STRIDE == 0) {
          return OptionalInt.of(pixels);
        }
      }
    }
    return OptionalInt.empty();
  }
}
