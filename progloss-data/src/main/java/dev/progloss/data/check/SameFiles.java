package dev.progloss.data.check;

import dev.progloss.core.error.DataException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds files with the same bytes. Files of one length are compared by their ends, and only where
 * these agree, too, are they read whole: pictures seldom have the same length by chance.
 */
final class SameFiles {

  private static final int END_BYTES = 4096;

  private SameFiles() {}

  /** The files that another one equals, in groups; all in the order given. */
  static List<List<Path>> groups(Collection<Path> files) {
    List<List<Path>> same = List.of(List.copyOf(files));
    for (Key key : new Key[] {SameFiles::length, SameFiles::ends, SameFiles::whole}) {
      List<List<Path>> finer = new ArrayList<>();
      same.forEach(group -> finer.addAll(split(group, key)));
      same = finer;
    }
    return same;
  }

  /** Files that agree in something. */
  private interface Key {
    String of(Path file) throws IOException;
  }

  private static List<List<Path>> split(List<Path> files, Key key) {
    Map<String, List<Path>> byKey = new LinkedHashMap<>();
    for (Path file : files) {
      try {
        byKey.computeIfAbsent(key.of(file), unused -> new ArrayList<>()).add(file);
      } catch (IOException e) {
        throw new DataException(file + ": cannot be read any more: " + e.getMessage(), e);
      }
    }
    return byKey.values().stream().filter(group -> group.size() > 1).toList();
  }

  private static String length(Path file) throws IOException {
    return Long.toString(Files.size(file));
  }

  private static String ends(Path file) throws IOException {
    MessageDigest digest = digest();
    try (SeekableByteChannel channel = Files.newByteChannel(file)) {
      for (long start : new long[] {0, Math.max(0, channel.size() - END_BYTES)}) {
        ByteBuffer buffer = ByteBuffer.allocate(END_BYTES);
        channel.position(start);
        while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
          // until the buffer is full or the file ends
        }
        digest.update(buffer.flip());
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static String whole(Path file) throws IOException {
    MessageDigest digest = digest();
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = Files.newInputStream(file)) {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        digest.update(buffer, 0, count);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java has it
    }
  }
}
