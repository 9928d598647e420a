package dev.progloss.torch.pickle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.progloss.core.error.FormatException;
import dev.progloss.torch.testkit.PickleWriter;
import dev.progloss.torch.testkit.PickleWriter.Tuple;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PickleReaderTest {

  private static PickleValue read(byte[] pickle) {
    return PickleReader.read("best.pt", pickle);
  }

  private static PickleValue.Mapping readMapping(Object root) {
    return (PickleValue.Mapping) read(new PickleWriter().value(root).end());
  }

  @Test
  void read_atomsAndContainers_givesThemBack() {
    PickleValue.Mapping got =
        readMapping(
            Map.of(
                "t",
                true,
                "n",
                -7,
                "l",
                1L << 40,
                "d",
                2.5,
                "s",
                "ä",
                "q",
                List.of(1, Tuple.of())));
    assertThat(got.get("t")).isEqualTo(new PickleValue.Flag(true));
    assertThat(got.get("n")).isEqualTo(new PickleValue.Whole(BigInteger.valueOf(-7)));
    assertThat(got.get("l")).isEqualTo(new PickleValue.Whole(BigInteger.ONE.shiftLeft(40)));
    assertThat(got.get("d")).isEqualTo(new PickleValue.Real(2.5));
    assertThat(got.get("s")).isEqualTo(new PickleValue.Text("ä"));
    PickleValue.Sequence list = (PickleValue.Sequence) got.get("q");
    assertThat(list.isTuple()).isFalse();
    assertThat(list.items()).hasSize(2);
    assertThat(((PickleValue.Sequence) list.items().get(1)).isTuple()).isTrue();
  }

  @Test
  void read_aCallOfTheShell_isANoteAndNothingRuns() {
    byte[] pickle = new PickleWriter().call("os", "system", "touch evil").end();
    PickleValue.Inert note = (PickleValue.Inert) read(pickle);
    assertThat(note.path()).isEqualTo("os.system");
    assertThat(note.arguments()).containsExactly(new PickleValue.Text("touch evil"));
  }

  @Test
  void read_aCallOfWhatACallGives_isANote() {
    byte[] pickle =
        new PickleWriter()
            .call("builtins", "getattr", "a", "b")
            .value(Tuple.of(1))
            .op('R')
            .value(Map.of("x", 1))
            .op('b')
            .end();
    PickleValue.Inert note = (PickleValue.Inert) read(pickle);
    assertThat(note.path()).isEmpty();
    assertThat(note.state()).isInstanceOf(PickleValue.Mapping.class);
  }

  @ParameterizedTest
  @EnumSource(Opcode.class)
  void read_instructionNotAllowed_isNamedWithItsByte(Opcode opcode) {
    Opcode[] codes = Opcode.byCode();
    int code = List.of(codes.length).get(0);
    for (code = 0; codes[code] != opcode; code++) {}
    int wanted = code;
    if (!opcode.allowed()) {
      assertThatThrownBy(() -> read(new PickleWriter().op('N').raw(wanted).end()))
          .isInstanceOf(FormatException.class)
          .hasMessageContaining("best.pt")
          .hasMessageContaining("the instruction " + opcode + " is not carried out")
          .hasMessageContaining("at byte 3");
    }
  }

  @Test
  void read_codeThatIsNone_saysSo() {
    assertThatThrownBy(() -> read(new PickleWriter().raw(0xff).end()))
        .hasMessageContaining("0xff is no instruction");
  }

  @Test
  void read_protocolOutsideTwoToFive_refuses() {
    assertThatThrownBy(() -> read(new byte[] {(byte) 0x80, 6, 'N', '.'}))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("protocol must be 2 to 5, got 6");
  }

  @Test
  void read_stackMisused_saysWhat() {
    assertThatThrownBy(() -> read(new PickleWriter().op('R').end()))
        .hasMessageContaining("needs a value");
    assertThatThrownBy(() -> read(new PickleWriter().op('t').end()))
        .hasMessageContaining("needs a mark");
    // The value below the mark must not be reached from above it.
    assertThatThrownBy(() -> read(new PickleWriter().op('N').op('(').op('0').end()))
        .hasMessageContaining("needs a value");
    assertThatThrownBy(() -> read(new PickleWriter().raw('h', 9).end()))
        .hasMessageContaining("value 9 is fetched");
    assertThatThrownBy(() -> read(new PickleWriter().op('N').op('N').op('a').end()))
        .hasMessageContaining("appended to a list");
    assertThatThrownBy(() -> read(new PickleWriter().op(')').op('N').op('a').end()))
        .hasMessageContaining("appended to a list");
  }

  @Test
  void read_hugeLengths_allocatesNothing() {
    int[][] claims = {
      {0x8b, 0xff, 0xff, 0xff, 0x7f}, // LONG4
      {'X', 0xff, 0xff, 0xff, 0xff}, // BINUNICODE
      {0x8d, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff}, // BINUNICODE8
      {0x8e, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f}, // BINBYTES8
    };
    for (int[] claim : claims) {
      assertThatThrownBy(() -> read(new PickleWriter().raw(claim).end()))
          .isInstanceOf(FormatException.class);
    }
  }

  @Test
  void read_deepNesting_costsNoStack() {
    PickleWriter writer = new PickleWriter();
    int depth = 200_000;
    for (int i = 0; i < depth; i++) {
      writer.op(']');
    }
    for (int i = 1; i < depth; i++) {
      writer.op('a');
    }
    PickleValue value = read(writer.end());
    assertThat(((PickleValue.Sequence) value).items()).hasSize(1);
  }

  @Test
  void read_valuesPutAwayOutOfTurn_areFound() {
    byte[] pickle =
        new PickleWriter()
            .op(']')
            .op('(')
            .raw('K', 1, 'q', 2, 'K', 2, 'q', 0, 'K', 3, 'q', 1, 'K', 4, 'q', 2)
            .raw('h', 0, 'h', 1, 'h', 2)
            .op('e')
            .end();
    assertThat(((PickleValue.Sequence) read(pickle)).items())
        .extracting(item -> ((PickleValue.Whole) item).number().intValue())
        .containsExactly(1, 2, 3, 4, 2, 3, 4);
  }

  @Test
  void read_moreInstructionsThanAllowed_refuses() {
    int[] pairs = new int[2 * 500_001];
    for (int i = 0; i < pairs.length; i += 2) {
      pairs[i] = 'N';
      pairs[i + 1] = '0';
    }
    assertThatThrownBy(() -> read(new PickleWriter().raw(pairs).op('N').end()))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("at most 1000000 instructions");
    int[] waiting = new int[500_001];
    java.util.Arrays.fill(waiting, 'N');
    assertThatThrownBy(() -> read(new PickleWriter().raw(waiting).end()))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("at most 500000 values");
  }

  @Test
  void read_marksWithoutEnd_refuses() {
    PickleWriter writer = new PickleWriter();
    for (int i = 0; i < 20_000; i++) {
      writer.op('(');
    }
    assertThatThrownBy(() -> read(writer.end())).hasMessageContaining("marks may wait");
  }

  @Test
  void read_listsOfTheSameListDoubled_isQuickAndSmall() {
    PickleWriter writer = new PickleWriter().op(']').raw('q', 0);
    for (int i = 0; i < 200; i++) { // a tree of 2^200 leaves, were it written out
      writer.op(']').op('(').raw('h', i).raw('h', i).op('e').raw('q', i + 1);
    }
    Assertions.assertTimeoutPreemptively(Duration.ofSeconds(5), () -> read(writer.end()));
  }

  @Test
  void read_cutOrChangedAnywhere_onlyEverRefusesInOurWords() {
    byte[] whole =
        new PickleWriter()
            .value(Map.of("a", List.of(1, 2.5, "x", Tuple.of(true, 1L << 50))))
            .call("collections", "OrderedDict")
            .value("k")
            .value(Tuple.of(1))
            .op('s')
            .op('0')
            .end();
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = java.util.Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> read(cut)).isInstanceOf(FormatException.class);
    }
    Random random = new Random(7);
    List<Throwable> others = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      byte[] changed = whole.clone();
      for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
        changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
      }
      try {
        Object unused = read(changed);
      } catch (FormatException e) {
        assertThat(e).hasMessageStartingWith("best.pt: pickle byte ");
      } catch (RuntimeException | Error e) {
        others.add(e);
      }
    }
    assertThat(others).isEmpty();
  }
}
