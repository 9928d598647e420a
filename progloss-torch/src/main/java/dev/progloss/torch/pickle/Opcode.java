package dev.progloss.torch.pickle;

import org.jspecify.annotations.Nullable;

/**
 * The instructions of the pickle format, and which of them are carried out here: those that current
 * writers use in protocols 2 to 5 to put data together. The others are known by name only, for
 * messages.
 *
 * @see <a href="https://docs.python.org/3/library/pickletools.html">pickletools</a>
 */
enum Opcode {
  PROTO(0x80, true),
  FRAME(0x95, true),
  STOP(0x2e, true),
  MARK(0x28, true),
  POP(0x30, true),
  POP_MARK(0x31, true),
  NONE(0x4e, true),
  NEWTRUE(0x88, true),
  NEWFALSE(0x89, true),
  BININT(0x4a, true),
  BININT1(0x4b, true),
  BININT2(0x4d, true),
  LONG1(0x8a, true),
  LONG4(0x8b, true),
  BINFLOAT(0x47, true),
  BINUNICODE(0x58, true),
  SHORT_BINUNICODE(0x8c, true),
  BINUNICODE8(0x8d, true),
  BINSTRING(0x54, true),
  SHORT_BINSTRING(0x55, true),
  BINBYTES(0x42, true),
  SHORT_BINBYTES(0x43, true),
  BINBYTES8(0x8e, true),
  BYTEARRAY8(0x96, true),
  EMPTY_TUPLE(0x29, true),
  TUPLE(0x74, true),
  TUPLE1(0x85, true),
  TUPLE2(0x86, true),
  TUPLE3(0x87, true),
  EMPTY_LIST(0x5d, true),
  APPEND(0x61, true),
  APPENDS(0x65, true),
  EMPTY_DICT(0x7d, true),
  SETITEM(0x73, true),
  SETITEMS(0x75, true),
  EMPTY_SET(0x8f, true),
  ADDITEMS(0x90, true),
  FROZENSET(0x91, true),
  BINPUT(0x71, true),
  LONG_BINPUT(0x72, true),
  BINGET(0x68, true),
  LONG_BINGET(0x6a, true),
  MEMOIZE(0x94, true),
  GLOBAL(0x63, true),
  STACK_GLOBAL(0x93, true),
  REDUCE(0x52, true),
  BUILD(0x62, true),
  NEWOBJ(0x81, true),
  NEWOBJ_EX(0x92, true),
  BINPERSID(0x51, true),
  INT(0x49, false),
  LONG(0x4c, false),
  STRING(0x53, false),
  NEXT_BUFFER(0x97, false),
  READONLY_BUFFER(0x98, false),
  UNICODE(0x56, false),
  FLOAT(0x46, false),
  LIST(0x6c, false),
  DICT(0x64, false),
  DUP(0x32, false),
  GET(0x67, false),
  PUT(0x70, false),
  EXT1(0x82, false),
  EXT2(0x83, false),
  EXT4(0x84, false),
  INST(0x69, false),
  OBJ(0x6f, false),
  PERSID(0x50, false);

  private static final int CODES = 256;

  private final int code;
  private final boolean allowed;

  Opcode(int code, boolean allowed) {
    this.code = code;
    this.allowed = allowed;
  }

  /** Whether it is carried out. */
  boolean allowed() {
    return allowed;
  }

  /** All instructions by code; null where a code has none. */
  static @Nullable Opcode[] byCode() {
    @Nullable Opcode[] table = new @Nullable Opcode[CODES];
    for (Opcode opcode : values()) {
      table[opcode.code] = opcode;
    }
    return table;
  }
}
