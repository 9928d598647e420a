package dev.progloss.torch.archive;

import dev.progloss.torch.pickle.PickleValue;
import dev.progloss.torch.pickle.PickleValue.External;
import dev.progloss.torch.pickle.PickleValue.Global;
import dev.progloss.torch.pickle.PickleValue.Inert;
import dev.progloss.torch.pickle.PickleValue.Sequence;
import dev.progloss.torch.pickle.PickleValue.Text;
import dev.progloss.torch.pickle.PickleValue.Whole;
import dev.progloss.torch.weights.ElementType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the few names of PyTorch that describe tensors mean. All other notes in a pickle mean
 * nothing here.
 *
 * @param tensor the tensor, or null where it cannot be read
 * @param reason why it cannot be read; empty where it can
 */
record TensorNotes(@Nullable StoredTensor tensor, String reason) {

  private static final String UTILS = "torch._utils._rebuild_";
  private static final int MOST_WRAPPINGS = 4;
  private static final int MOST_DIMENSIONS = 16;
  private static final int DTYPE_ARGUMENT = 6;
  private static final long MOST_BYTES = Integer.MAX_VALUE - 8L;

  /** The tensor that a value describes; empty if it describes none. */
  static Optional<TensorNotes> of(PickleValue value) {
    PickleValue bare = value;
    for (int i = 0; i < MOST_WRAPPINGS && bare instanceof Inert inert; i++) {
      boolean isParameter =
          inert.path().equals(UTILS + "parameter")
              || inert.path().equals(UTILS + "parameter_with_state");
      if (!isParameter || inert.arguments().isEmpty()) {
        break;
      }
      bare = inert.arguments().get(0);
    }
    if (!(bare instanceof Inert inert)) {
      return Optional.empty();
    }
    return switch (inert.path()) {
      case UTILS + "tensor", UTILS + "tensor_v2", UTILS + "tensor_v3" ->
          Optional.of(view(inert.path(), inert.arguments()));
      default ->
          inert.path().startsWith(UTILS) || inert.path().startsWith("torch._tensor._rebuild")
              ? Optional.of(unreadable(inert.path() + " is not a plain tensor"))
              : Optional.empty();
    };
  }

  private static TensorNotes view(String path, List<PickleValue> arguments) {
    if (arguments.size() < 4
        || !(arguments.get(0) instanceof External external)
        || !(external.place() instanceof Sequence place)
        || place.items().size() < 5
        || !(place.items().get(0) instanceof Text word)
        || !word.text().equals("storage")
        || !(place.items().get(1) instanceof Global kind)
        || !(place.items().get(2) instanceof Text key)) {
      return unreadable("its description is not of the form that PyTorch writes");
    }
    Global typed = kind;
    if (path.endsWith("_v3")) {
      boolean hasType =
          arguments.size() > DTYPE_ARGUMENT && arguments.get(DTYPE_ARGUMENT) instanceof Global;
      typed = hasType ? (Global) arguments.get(DTYPE_ARGUMENT) : kind;
    }
    Optional<ElementType> type = type(typed);
    if (type.isEmpty()) {
      return unreadable("numbers of the kind " + typed.path() + " cannot be read");
    }
    long elements = whole(place.items().get(4));
    if (path.endsWith("_v3") && elements >= 0) {
      elements /= type.get().bytes(); // an untyped storage counts bytes
    }
    List<Long> shape = wholes(arguments.get(2));
    List<Long> strides = wholes(arguments.get(3));
    long offset = whole(arguments.get(1));
    StoredTensor tensor =
        new StoredTensor(type.get(), key.text(), elements, offset, shape, strides);
    return fits(tensor)
        ? new TensorNotes(tensor, "")
        : unreadable("its shape " + shape + " does not lie inside its storage");
  }

  private static TensorNotes unreadable(String reason) {
    return new TensorNotes(null, reason);
  }

  /** {@code torch.HalfStorage} and {@code torch.float16} both name a kind of numbers. */
  private static Optional<ElementType> type(Global global) {
    if (!global.module().equals("torch")) {
      return Optional.empty();
    }
    String name = global.name();
    if (name.endsWith("Storage")) {
      name =
          switch (name.substring(0, name.length() - "Storage".length())) {
            case "Double" -> "float64";
            case "Float" -> "float32";
            case "Half" -> "float16";
            case "BFloat16" -> "bfloat16";
            case "Long" -> "int64";
            case "Int" -> "int32";
            case "Short" -> "int16";
            case "Char" -> "int8";
            case "Byte" -> "uint8";
            case "Bool" -> "bool";
            default -> name.toUpperCase(Locale.ROOT);
          };
    }
    String wanted = name;
    return Arrays.stream(ElementType.values())
        .filter(type -> type.torchName().equals(wanted))
        .findFirst();
  }

  private static boolean fits(StoredTensor tensor) {
    int dimensions = tensor.shape().size();
    if (dimensions > MOST_DIMENSIONS
        || dimensions != tensor.strides().size()
        || tensor.offset() < 0
        || tensor.elements() < 0) {
      return false;
    }
    try {
      long count = 1;
      long sides = 1; // without those of 0: LibTorch makes strides of the others all the same
      long last = tensor.offset();
      for (int i = 0; i < dimensions; i++) {
        long side = tensor.shape().get(i);
        long stride = tensor.strides().get(i);
        if (side < 0 || stride < 0 || side > MOST_BYTES) {
          return false;
        }
        count = Math.multiplyExact(count, side);
        sides = Math.multiplyExact(sides, Math.max(1, side));
        last = Math.addExact(last, Math.multiplyExact(Math.max(0, side - 1), stride));
      }
      long bytes = Math.multiplyExact(sides, (long) tensor.type().bytes());
      return count == 0 || (last < tensor.elements() && bytes <= MOST_BYTES);
    } catch (ArithmeticException e) {
      return false; // larger than any storage
    }
  }

  private static List<Long> wholes(PickleValue value) {
    PickleValue bare = value;
    if (value instanceof Inert size
        && size.path().equals("torch.Size")
        && !size.arguments().isEmpty()) {
      bare = size.arguments().get(0);
    }
    List<Long> numbers = new ArrayList<>();
    if (bare instanceof Sequence sequence && sequence.items().size() <= MOST_DIMENSIONS) {
      sequence.items().forEach(item -> numbers.add(whole(item)));
    } else {
      numbers.add(-1L);
    }
    return List.copyOf(numbers);
  }

  /** The number, or -1, which no field allows, where there is no fitting one. */
  private static long whole(PickleValue value) {
    return value instanceof Whole whole
            && whole.number().signum() >= 0
            && whole.number().bitLength() < Long.SIZE
        ? whole.number().longValue()
        : -1;
  }
}
