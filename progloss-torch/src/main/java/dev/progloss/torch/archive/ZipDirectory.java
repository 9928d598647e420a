package dev.progloss.torch.archive;

import dev.progloss.core.error.FormatException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The table of contents of a zip file, checked as a whole before anything is read: every entry lies
 * inside the file, no two overlap, no name occurs twice or leads out of a folder.
 *
 * @see <a href="https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT">APPNOTE, 4.3</a>
 */
final class ZipDirectory {

  private static final int LOCAL = 0x04034b50;
  private static final int CENTRAL = 0x02014b50;
  private static final int END = 0x06054b50;
  private static final int END_64 = 0x06064b50;
  private static final int LOCATOR_64 = 0x07064b50;
  private static final int LOCAL_BYTES = 30;
  private static final int CENTRAL_BYTES = 46;
  private static final int END_BYTES = 22;
  private static final int END_64_BYTES = 56;
  private static final int LOCATOR_64_BYTES = 20;
  private static final int MOST_COMMENT = 0xffff;
  private static final long ELSEWHERE = 0xffff_ffffL;
  private static final int MOST_ENTRIES = 1_000_000;
  private static final long MOST_DIRECTORY = 256L << 20;
  private static final int ENCRYPTED = 1;

  private final String where;
  private final FileChannel channel;
  private final long size;

  /** One file in the zip; {@code start} is where its data begin, {@code packed} how many. */
  record Entry(String name, boolean deflated, long crc, long packed, long plain, long start) {}

  /** What the end of the file says of the table: number of entries, length and place. */
  private record Ends(long entries, long bytes, long start, long limit) {}

  private ZipDirectory(String where, FileChannel channel, long size) {
    this.where = where;
    this.channel = channel;
    this.size = size;
  }

  /**
   * Reads the table.
   *
   * @param where the file, for messages
   * @throws FormatException if it is not a whole zip file, or one that may not be trusted
   */
  static Map<String, Entry> read(String where, FileChannel channel) throws IOException {
    return new ZipDirectory(where, channel, channel.size()).entries();
  }

  private Map<String, Entry> entries() throws IOException {
    Ends ends = ends();
    boolean fits =
        ends.entries <= MOST_ENTRIES
            && ends.bytes >= 0
            && ends.bytes <= MOST_DIRECTORY
            && ends.start >= 0
            && ends.start <= ends.limit - ends.bytes
            && ends.entries <= ends.bytes / CENTRAL_BYTES;
    if (!fits) {
      throw wrong("its table of contents does not lie inside the file; was it cut off?");
    }
    ByteBuffer table = bytes(ends.start, (int) ends.bytes);
    Map<String, Entry> entries = new LinkedHashMap<>();
    for (long i = 0; i < ends.entries; i++) {
      Entry entry = entry(table, ends.start);
      if (entries.put(entry.name, entry) != null) {
        throw wrong("holds two entries named " + entry.name);
      }
    }
    requireApart(entries);
    return entries;
  }

  /** Finds the record at the very end; a comment of any length may follow it. */
  private Ends ends() throws IOException {
    int length = (int) Math.min(size, END_BYTES + MOST_COMMENT);
    ByteBuffer tail = bytes(size - length, length);
    for (int at = length - END_BYTES; at >= 0; at--) {
      boolean isEnd = tail.getInt(at) == END;
      if (isEnd && at + END_BYTES + (tail.getShort(at + 20) & 0xffff) == length) {
        long place = size - length + at;
        long entries = tail.getShort(at + 10) & 0xffff;
        long bytes = tail.getInt(at + 12) & ELSEWHERE;
        long start = tail.getInt(at + 16) & ELSEWHERE;
        boolean isLarge = entries == 0xffff || bytes == ELSEWHERE || start == ELSEWHERE;
        return isLarge ? ends64(place) : new Ends(entries, bytes, start, place);
      }
    }
    throw wrong("ends without a zip's table of contents; was it cut off?");
  }

  private Ends ends64(long end) throws IOException {
    long locatorAt = end - LOCATOR_64_BYTES;
    if (locatorAt >= END_64_BYTES) {
      ByteBuffer locator = bytes(locatorAt, LOCATOR_64_BYTES);
      long at = locator.getLong(8);
      if (locator.getInt(0) == LOCATOR_64 && at >= 0 && at <= locatorAt - END_64_BYTES) {
        ByteBuffer record = bytes(at, END_64_BYTES);
        long entries = record.getLong(32);
        if (record.getInt(0) == END_64 && entries >= 0) {
          return new Ends(entries, record.getLong(40), record.getLong(48), at);
        }
      }
    }
    throw wrong("its 64-bit table of contents is damaged");
  }

  private Entry entry(ByteBuffer table, long tableStart) throws IOException {
    if (table.remaining() < CENTRAL_BYTES || table.getInt(table.position()) != CENTRAL) {
      throw wrong("its table of contents is damaged");
    }
    ByteBuffer head = table.slice().order(ByteOrder.LITTLE_ENDIAN);
    int nameLength = head.getShort(28) & 0xffff;
    int extraLength = head.getShort(30) & 0xffff;
    int whole = CENTRAL_BYTES + nameLength + extraLength + (head.getShort(32) & 0xffff);
    if (whole > head.remaining()) {
      throw wrong("its table of contents is damaged");
    }
    String name = name(head.slice(CENTRAL_BYTES, nameLength));
    int method = head.getShort(10) & 0xffff;
    boolean isEncrypted = (head.getShort(8) & ENCRYPTED) != 0;
    if (isEncrypted || (method != 0 && method != 8)) {
      throw wrong(name + " must be stored or deflated, and not encrypted, got method " + method);
    }
    long[] sizes = {
      head.getInt(24) & ELSEWHERE, head.getInt(20) & ELSEWHERE, head.getInt(42) & ELSEWHERE
    };
    large(name, sizes, head.slice(CENTRAL_BYTES + nameLength, extraLength));
    table.position(table.position() + whole);
    long start = dataStart(name, sizes[2], tableStart);
    if (sizes[1] < 0 || sizes[1] > tableStart - start || sizes[0] < 0) {
      throw wrong(name + " does not lie inside the file; was it cut off?");
    }
    if (method == 0 && sizes[0] != sizes[1]) {
      throw wrong(name + " is stored, but is said to change its size");
    }
    return new Entry(name, method == 8, head.getInt(16) & ELSEWHERE, sizes[1], sizes[0], start);
  }

  /** Replaces the sizes that 32 bits do not hold by those of the 64-bit field. */
  private void large(String name, long[] sizes, ByteBuffer extra) {
    extra.order(ByteOrder.LITTLE_ENDIAN);
    while (extra.remaining() >= 4) {
      int kind = extra.getShort() & 0xffff;
      int length = Math.min(extra.getShort() & 0xffff, extra.remaining());
      int next = extra.position() + length;
      for (int i = 0; kind == 1 && i < sizes.length; i++) {
        if (sizes[i] == ELSEWHERE) {
          if (next - extra.position() < Long.BYTES) {
            throw wrong(name + " lacks its 64-bit size");
          }
          sizes[i] = extra.getLong();
        }
      }
      extra.position(next);
    }
  }

  private long dataStart(String name, long local, long tableStart) throws IOException {
    if (local < 0 || local > tableStart - LOCAL_BYTES) {
      throw wrong(name + " does not lie inside the file; was it cut off?");
    }
    ByteBuffer head = bytes(local, LOCAL_BYTES);
    long start = local + LOCAL_BYTES + (head.getShort(26) & 0xffff) + (head.getShort(28) & 0xffff);
    if (head.getInt(0) != LOCAL || start > tableStart) {
      throw wrong(name + " does not begin where the table of contents says");
    }
    return start;
  }

  private String name(ByteBuffer bytes) {
    String name;
    try {
      name = StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException e) {
      throw new FormatException(where + ": names in the zip must be UTF-8", e);
    }
    boolean leadsOut =
        name.isEmpty()
            || name.startsWith("/")
            || name.indexOf('\\') >= 0
            || name.indexOf(':') >= 0
            || name.indexOf('\0') >= 0
            || List.of(name.split("/", -1)).contains("..");
    if (leadsOut) {
      throw wrong("holds an entry whose name leads out of it: '" + printable(name) + "'");
    }
    return name;
  }

  private static String printable(String name) {
    return name.codePoints()
        .limit(80)
        .map(c -> Character.isISOControl(c) ? '?' : c)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private void requireApart(Map<String, Entry> entries) {
    List<Entry> byPlace = new ArrayList<>(entries.values());
    byPlace.sort(Comparator.comparingLong(Entry::start).thenComparingLong(Entry::packed));
    long free = 0;
    for (Entry entry : byPlace) {
      if (entry.start < free) {
        throw wrong(entry.name + " lies over another entry");
      }
      // The next entry's own header lies before its data.
      free = entry.start + entry.packed + LOCAL_BYTES;
    }
  }

  private ByteBuffer bytes(long position, int length) throws IOException {
    return ZipArchive.bytes(where, channel, position, length);
  }

  private FormatException wrong(String what) {
    return new FormatException(where + ": " + what);
  }
}
