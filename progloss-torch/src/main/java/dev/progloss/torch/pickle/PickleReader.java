package dev.progloss.torch.pickle;

import dev.progloss.core.error.FormatException;
import dev.progloss.torch.pickle.PickleValue.Bytes;
import dev.progloss.torch.pickle.PickleValue.External;
import dev.progloss.torch.pickle.PickleValue.Flag;
import dev.progloss.torch.pickle.PickleValue.Global;
import dev.progloss.torch.pickle.PickleValue.Inert;
import dev.progloss.torch.pickle.PickleValue.Mapping;
import dev.progloss.torch.pickle.PickleValue.Nothing;
import dev.progloss.torch.pickle.PickleValue.Real;
import dev.progloss.torch.pickle.PickleValue.Sequence;
import dev.progloss.torch.pickle.PickleValue.Text;
import dev.progloss.torch.pickle.PickleValue.Whole;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a pickle as a description of data.
 *
 * <p>A pickle is a program for a small stack machine, two of whose instructions call any function
 * of any Python module. This machine carries out an allow-list of instructions, and those two write
 * down a {@link PickleValue.Inert} note in place of the call: no name in the file is looked up,
 * whatever it says. It is iterative, so that deep nesting costs no Java stack, and bounded: in
 * instructions, in what waits on its stack, and in the digits of a number.
 *
 * @see <a href="https://docs.python.org/3/library/pickletools.html">pickletools</a>
 */
public final class PickleReader {

  /** Longest pickle that is read, bytes; those of large detectors have some hundred thousand. */
  public static final int MOST_BYTES = 8 << 20;

  private static final int LEAST_PROTOCOL = 2;
  private static final int MOST_PROTOCOL = 5;

  /** A value takes some 50 bytes: what one file makes of them stays below 64 MiB. */
  private static final int MOST_INSTRUCTIONS = 1_000_000;

  private static final int MOST_WAITING = 500_000;
  private static final int MOST_MARKS = 10_000;
  private static final int MOST_NUMBER_BYTES = 255;

  private final PickleInput in;
  private final @Nullable Opcode[] opcodes = Opcode.byCode();
  private final List<PickleValue> stack = new ArrayList<>();
  private final List<Integer> marks = new ArrayList<>();
  private final Memo memo = new Memo();

  private PickleReader(PickleInput in) {
    this.in = in;
  }

  /**
   * The value that a pickle describes.
   *
   * @param where the file, for messages
   * @param pickle protocol 2 to 5
   * @throws FormatException if it is cut short, has an instruction that is not carried out here, or
   *     goes beyond the bounds; the message names instruction and byte
   */
  public static PickleValue read(String where, byte[] pickle) {
    if (pickle.length > MOST_BYTES) {
      throw new FormatException(
          where + ": a pickle must have at most " + MOST_BYTES + " bytes, got " + pickle.length);
    }
    return new PickleReader(new PickleInput(where, pickle)).run();
  }

  private PickleValue run() {
    for (int done = 0; done < MOST_INSTRUCTIONS; done++) {
      int at = in.position();
      int code = in.unsignedByte();
      Opcode opcode = opcodes[code];
      if (opcode == null || !opcode.allowed()) {
        throw new FormatException(
            in.wrong("", null).getMessage()
                + (opcode == null
                    ? String.format("0x%02x is no instruction", code)
                    : "the instruction " + opcode + " is not carried out here")
                + " (at byte "
                + at
                + "); save the file again as a state dict with torch.save");
      }
      if (opcode == Opcode.STOP) {
        return pop();
      }
      carryOut(opcode);
      if (stack.size() > MOST_WAITING || marks.size() > MOST_MARKS) {
        throw in.wrong(
            "at most " + MOST_WAITING + " values and " + MOST_MARKS + " marks may wait", null);
      }
    }
    throw in.wrong("a pickle must have at most " + MOST_INSTRUCTIONS + " instructions", null);
  }

  private void carryOut(Opcode opcode) {
    switch (opcode) {
      case PROTO -> requireProtocol(in.unsignedByte());
      case FRAME -> in.signedLong(); // a hint for buffering; the instructions say all
      case MARK -> marks.add(stack.size());
      case POP -> pop();
      case POP_MARK -> sinceMark();
      case BINPUT, LONG_BINPUT, MEMOIZE, BINGET, LONG_BINGET -> remember(opcode);
      case APPEND, APPENDS, SETITEM, SETITEMS, ADDITEMS, BUILD -> fill(opcode);
      case EMPTY_TUPLE,
          TUPLE,
          TUPLE1,
          TUPLE2,
          TUPLE3,
          EMPTY_LIST,
          EMPTY_DICT,
          EMPTY_SET,
          FROZENSET ->
          push(container(opcode));
      case GLOBAL, STACK_GLOBAL, REDUCE, NEWOBJ, NEWOBJ_EX, BINPERSID -> push(named(opcode));
      default -> push(atom(opcode));
    }
  }

  private void requireProtocol(int protocol) {
    if (protocol < LEAST_PROTOCOL || protocol > MOST_PROTOCOL) {
      throw in.wrong(
          "protocol must be " + LEAST_PROTOCOL + " to " + MOST_PROTOCOL + ", got " + protocol,
          null);
    }
  }

  private PickleValue atom(Opcode opcode) {
    return switch (opcode) {
      case NONE -> Nothing.NONE;
      case NEWTRUE -> new Flag(true);
      case NEWFALSE -> new Flag(false);
      case BININT -> whole(in.signedInt());
      case BININT1 -> whole(in.unsignedByte());
      case BININT2 -> whole(in.unsignedShort());
      case LONG1 -> number(in.unsignedByte());
      case LONG4 -> number(in.signedInt());
      case BINFLOAT -> new Real(in.bigEndianDouble());
      case BINUNICODE -> new Text(in.text(in.unsignedInt()));
      case SHORT_BINUNICODE -> new Text(in.text(in.unsignedByte()));
      case BINUNICODE8 -> new Text(in.text(in.signedLong()));
      case BINSTRING -> new Text(in.text(in.unsignedInt()));
      case SHORT_BINSTRING -> new Text(in.text(in.unsignedByte()));
      case BINBYTES -> bytes(in.unsignedInt());
      case SHORT_BINBYTES -> bytes(in.unsignedByte());
      case BINBYTES8, BYTEARRAY8 -> bytes(in.signedLong());
      default -> throw new IllegalStateException("allowed but not carried out: " + opcode);
    };
  }

  private static Whole whole(long number) {
    return new Whole(BigInteger.valueOf(number));
  }

  private Whole number(int length) {
    if (length < 0 || length > MOST_NUMBER_BYTES) {
      throw in.wrong(
          "a number must have at most " + MOST_NUMBER_BYTES + " bytes, got " + length, null);
    }
    byte[] littleEndian = in.bytes(length);
    byte[] bigEndian = new byte[Math.max(1, length)];
    for (int i = 0; i < length; i++) {
      bigEndian[length - 1 - i] = littleEndian[i];
    }
    return new Whole(new BigInteger(bigEndian));
  }

  private Bytes bytes(long length) {
    in.skip(length);
    return new Bytes((int) length);
  }

  private PickleValue container(Opcode opcode) {
    return switch (opcode) {
      case EMPTY_LIST, EMPTY_SET -> new Sequence(false, List.of());
      case EMPTY_DICT -> new Mapping();
      case EMPTY_TUPLE -> new Sequence(true, List.of());
      case TUPLE -> new Sequence(true, sinceMark());
      case FROZENSET -> new Sequence(false, sinceMark());
      default -> {
        int count = opcode == Opcode.TUPLE1 ? 1 : opcode == Opcode.TUPLE2 ? 2 : 3;
        PickleValue[] items = new PickleValue[count];
        for (int i = count - 1; i >= 0; i--) {
          items[i] = pop();
        }
        yield new Sequence(true, List.of(items));
      }
    };
  }

  /** What would be looked up or called is written down in its place. */
  private PickleValue named(Opcode opcode) {
    return switch (opcode) {
      case GLOBAL -> {
        String module = in.line();
        yield new Global(module, in.line());
      }
      case STACK_GLOBAL -> {
        PickleValue name = pop();
        if (pop() instanceof Text module && name instanceof Text text) {
          yield new Global(module.text(), text.text());
        }
        throw in.wrong("STACK_GLOBAL must find two texts on the stack", null);
      }
      case BINPERSID -> new External(pop());
      case NEWOBJ_EX -> {
        PickleValue unusedKeywords = pop();
        PickleValue arguments = pop();
        yield new Inert(pop(), arguments);
      }
      default -> { // REDUCE and NEWOBJ
        PickleValue arguments = pop();
        yield new Inert(pop(), arguments);
      }
    };
  }

  private void remember(Opcode opcode) {
    switch (opcode) {
      case BINPUT -> memo.put(in.unsignedByte(), top());
      case LONG_BINPUT -> memo.put(in.unsignedInt(), top());
      case MEMOIZE -> memo.put(memo.size(), top());
      case BINGET -> push(recalled(in.unsignedByte()));
      default -> push(recalled(in.unsignedInt()));
    }
  }

  private PickleValue recalled(long index) {
    PickleValue value = memo.get(index);
    if (value == null) {
      throw in.wrong("value " + index + " is fetched, but was never put away", null);
    }
    return value;
  }

  private void fill(Opcode opcode) {
    switch (opcode) {
      case APPEND -> append(List.of(pop()));
      case APPENDS, ADDITEMS -> append(sinceMark());
      case SETITEM -> {
        PickleValue value = pop();
        set(List.of(pop(), value));
      }
      case SETITEMS -> set(sinceMark());
      default -> {
        PickleValue state = pop();
        if (top() instanceof Inert inert) {
          inert.setState(state);
        } else {
          throw in.wrong("BUILD must find an object below its state", null);
        }
      }
    }
  }

  private void append(List<PickleValue> items) {
    PickleValue target = top();
    if (target instanceof Inert inert) {
      items.forEach(inert::add);
    } else if (target instanceof Sequence list && !list.isTuple()) {
      items.forEach(list::add);
    } else {
      throw in.wrong("items must be appended to a list or set", null);
    }
  }

  private void set(List<PickleValue> pairs) {
    PickleValue target = top();
    Mapping mapping = target instanceof Inert inert ? inert.entries() : null;
    if (target instanceof Mapping plain) {
      mapping = plain;
    }
    if (mapping == null || pairs.size() % 2 != 0) {
      throw in.wrong("pairs of key and value must be set in a dictionary", null);
    }
    for (int i = 0; i < pairs.size(); i += 2) {
      mapping.put(pairs.get(i), pairs.get(i + 1));
    }
  }

  private void push(PickleValue value) {
    stack.add(value);
  }

  private PickleValue top() {
    PickleValue value = pop();
    stack.add(value);
    return value;
  }

  private PickleValue pop() {
    int floor = marks.isEmpty() ? 0 : marks.get(marks.size() - 1);
    if (stack.size() <= floor) {
      throw in.wrong("an instruction needs a value, and none is waiting", null);
    }
    return stack.remove(stack.size() - 1);
  }

  private List<PickleValue> sinceMark() {
    if (marks.isEmpty()) {
      throw in.wrong("an instruction needs a mark, and there is none", null);
    }
    int mark = marks.remove(marks.size() - 1);
    List<PickleValue> waiting = stack.subList(mark, stack.size());
    List<PickleValue> taken = new ArrayList<>(waiting);
    waiting.clear();
    return taken;
  }
}
