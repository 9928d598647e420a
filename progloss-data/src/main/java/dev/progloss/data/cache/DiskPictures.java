package dev.progloss.data.cache;

import dev.progloss.data.cache.DiskRoom.Found;
import dev.progloss.data.image.Image;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Keeps pictures in the files of one folder, bounded; see {@link PixelFile}. */
final class DiskPictures implements KeptPictures {

  /** A part this old belongs to nobody who still writes it. */
  private static final Duration OLD_PART = Duration.ofDays(1);

  /** Nothing else in the folder is touched, whoever put it there. */
  private static final Pattern OURS = Pattern.compile("[0-9a-f]{64}\\" + PixelFile.ENDING);

  private static final byte[] NO_DIGEST = new byte[0];

  private final Path folder;
  private final Consumer<String> warnings;
  private final DiskRoom room;
  private final AtomicReferenceArray<byte @Nullable []> digests;
  private final AtomicBoolean isBroken = new AtomicBoolean();

  private DiskPictures(Path folder, Consumer<String> warnings, DiskRoom room, int count) {
    this.folder = folder;
    this.warnings = warnings;
    this.room = room;
    this.digests = new AtomicReferenceArray<>(count);
  }

  /** Looks at what is in the folder; see {@link CachePlan.Disk}. */
  static DiskPictures open(CachePlan.Disk plan, int count) {
    try {
      Files.createDirectories(plan.folder());
      DiskRoom room = new DiskRoom(plan.bytes(), found(plan.folder()));
      DiskPictures pictures = new DiskPictures(plan.folder(), plan.warnings(), room, count);
      room.makeRoom(0).forEach(pictures::delete);
      return pictures;
    } catch (IOException e) {
      DiskRoom none = new DiskRoom(0, List.of());
      DiskPictures pictures = new DiskPictures(plan.folder(), plan.warnings(), none, count);
      pictures.breakOff(e);
      return pictures;
    }
  }

  /** What earlier runs left, the longest unused first; parts that nobody finished are deleted. */
  private static List<Found> found(Path folder) throws IOException {
    record Dated(FileTime used, Found file) {}

    List<Dated> all = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        String name = String.valueOf(file.getFileName());
        boolean isOurs = OURS.matcher(name).matches();
        if (isOurs || PixelFile.isPart(name)) {
          BasicFileAttributes state = Files.readAttributes(file, BasicFileAttributes.class);
          Instant time = state.lastModifiedTime().toInstant();
          if (isOurs) {
            all.add(new Dated(state.lastModifiedTime(), new Found(name, state.size())));
          } else if (time.isBefore(Instant.now().minus(OLD_PART))) {
            boolean unused = Files.deleteIfExists(file);
          }
        }
      }
    } catch (NoSuchFileException e) {
      // Another run deleted it between two looks; what was seen until then will do.
    }
    all.sort(Comparator.comparing(Dated::used).thenComparing(dated -> dated.file.name()));
    return all.stream().map(Dated::file).toList();
  }

  @Override
  public @Nullable Image find(PictureKey key) {
    byte[] digest = digest(key);
    String name = name(digest);
    if (digest.length == 0 || !room.has(name)) {
      return null;
    }
    Image image = read(name, digest);
    if (image == null) {
      room.forget(name);
      delete(name);
    } else if (room.use(name)) {
      touch(name);
    }
    return image;
  }

  @Override
  public void keep(PictureKey key, Image image) {
    byte[] digest = digest(key);
    if (digest.length == 0 || isBroken.get()) {
      return;
    }
    String name = name(digest);
    List<String> gone = room.take(name, PixelFile.length(image));
    if (gone == null) {
      return;
    }
    gone.forEach(this::delete);
    try {
      PixelFile.write(folder.resolve(name), digest, image);
    } catch (IOException e) {
      room.forget(name);
      breakOff(e);
    }
  }

  private @Nullable Image read(String name, byte[] digest) {
    try {
      return PixelFile.read(folder.resolve(name), digest);
    } catch (IOException e) {
      return null; // decoding the picture is always an answer
    }
  }

  private void touch(String name) {
    try {
      Path unused = Files.setLastModifiedTime(folder.resolve(name), FileTime.from(Instant.now()));
    } catch (IOException e) {
      // Then it only looks older than it is.
    }
  }

  private void delete(String name) {
    try {
      boolean unused = Files.deleteIfExists(folder.resolve(name));
    } catch (IOException e) {
      breakOff(e); // room that cannot be made must not be used
    }
  }

  private void breakOff(IOException e) {
    if (!isBroken.getAndSet(true)) {
      warnings.accept(
          folder + ": decoded pictures are no longer kept here (" + e + "); loading is slower");
    }
  }

  private byte[] digest(PictureKey key) {
    byte[] known = digests.get(key.index());
    if (known == null) {
      String stamp = key.stamp().get();
      known = stamp.isEmpty() ? NO_DIGEST : digest(stamp);
      digests.set(key.index(), known);
    }
    return known;
  }

  private static byte[] digest(String stamp) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(stamp.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static String name(byte[] digest) {
    return HexFormat.of().formatHex(digest) + PixelFile.ENDING;
  }
}
