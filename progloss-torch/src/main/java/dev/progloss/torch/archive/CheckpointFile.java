package dev.progloss.torch.archive;

import dev.progloss.core.error.FormatException;
import dev.progloss.torch.pickle.PickleReader;
import dev.progloss.torch.pickle.PickleValue;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A checkpoint as {@code torch.save} writes it since PyTorch 1.6: a zip of a pickle and of the
 * numbers it refers to. Read as data only: nothing in it is executed.
 *
 * <p>Not safe for several threads at once.
 *
 * @see <a href="https://docs.pytorch.org/docs/stable/notes/serialization.html">Serialization
 *     semantics</a>
 */
public final class CheckpointFile {

  private static final String PICKLE = "data.pkl";
  private static final int MAGIC_BYTES = 4;

  /** Room for views that share storages: all that is read may be some times the file. */
  private static final long LEAST_BUDGET = 64L << 20;

  private static final long BUDGET_FACTOR = 4;

  private final Path file;
  private final ZipArchive zip;
  private final String prefix;
  private final PickleValue root;
  private final boolean isBigEndian;
  private long budget;
  private String lastStorage = "";
  private byte @Nullable [] lastBytes;

  private CheckpointFile(Path file, ZipArchive zip, String prefix, long size) {
    this.file = file;
    this.zip = zip;
    this.prefix = prefix;
    this.root = PickleReader.read(file.toString(), zip.read(prefix + PICKLE));
    this.isBigEndian = isBigEndian();
    this.budget = Math.max(LEAST_BUDGET, BUDGET_FACTOR * size);
  }

  /**
   * Opens a checkpoint and reads what it describes, but no numbers yet.
   *
   * @throws FormatException if it is missing, damaged, or not such a file
   */
  public static CheckpointFile open(Path file) {
    try {
      requireZip(file);
      ZipArchive zip = ZipArchive.open(file);
      List<String> pickles =
          zip.names().stream()
              .filter(name -> name.equals(PICKLE) || name.endsWith("/" + PICKLE))
              .filter(name -> name.indexOf('/') == name.lastIndexOf('/'))
              .toList();
      if (pickles.size() != 1) {
        throw new FormatException(
            file + ": a checkpoint must have one " + PICKLE + ", got " + pickles.size());
      }
      String prefix = pickles.get(0).substring(0, pickles.get(0).length() - PICKLE.length());
      if (zip.names().contains(prefix + "constants.pkl")) {
        throw new FormatException(
            file
                + ": is a TorchScript program, not a checkpoint; save its state_dict() with"
                + " torch.save");
      }
      if (zip.length(prefix + PICKLE) > PickleReader.MOST_BYTES) {
        throw new FormatException(
            file + ": its " + PICKLE + " must have at most " + PickleReader.MOST_BYTES + " bytes");
      }
      return new CheckpointFile(file, zip, prefix, Files.size(file));
    } catch (NoSuchFileException e) {
      throw new FormatException(file + ": no such file", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void requireZip(Path file) throws IOException {
    byte[] magic;
    try (InputStream in = Files.newInputStream(file)) {
      magic = in.readNBytes(MAGIC_BYTES);
    }
    if (magic.length == MAGIC_BYTES && magic[0] == 'P' && magic[1] == 'K') {
      return;
    }
    boolean isPickle = magic.length > 1 && (magic[0] & 0xff) == 0x80;
    throw new FormatException(
        file
            + (isPickle
                ? ": is a bare pickle, as PyTorch wrote before version 1.6; load it there and save"
                    + " it again with torch.save"
                : ": a checkpoint must be a zip file as torch.save writes it; is it a checkpoint,"
                    + " and whole?"));
  }

  private boolean isBigEndian() {
    String entry = prefix + "byteorder";
    if (!zip.names().contains(entry)) {
      return false; // files from before it was written down are little-endian
    }
    String order = new String(zip.read(entry), StandardCharsets.US_ASCII);
    return switch (order) {
      case "little" -> false;
      case "big" -> true;
      default -> throw new FormatException(file + ": byteorder must be little or big");
    };
  }

  /** What the pickle describes. */
  public PickleValue root() {
    return root;
  }

  /**
   * Reads a tensor: its own numbers, row-major, whatever the view; scoped.
   *
   * @throws FormatException if its storage is missing, too short or damaged, or if all that was
   *     read so far is out of proportion to the file
   */
  public Tensor read(StoredTensor tensor) {
    byte[] storage = storage(tensor);
    int width = tensor.type().bytes();
    long count = tensor.count();
    spend(count * width);
    byte[] numbers = new byte[Math.toIntExact(count * width)];
    long[] shape = tensor.shape().stream().mapToLong(Long::longValue).toArray();
    long[] strides = tensor.strides().stream().mapToLong(Long::longValue).toArray();
    long[] index = new long[shape.length];
    long at = tensor.offset();
    for (int done = 0; done < numbers.length; done += width) {
      copy(storage, Math.toIntExact(at * width), numbers, done, width);
      for (int d = shape.length - 1; d >= 0; d--) {
        at += strides[d];
        index[d]++;
        if (index[d] < shape[d]) {
          break;
        }
        at -= index[d] * strides[d];
        index[d] = 0;
      }
    }
    return tensor.type().tensor(shape, numbers);
  }

  private void copy(byte[] from, int start, byte[] to, int end, int width) {
    for (int i = 0; i < width; i++) {
      to[end + i] = from[start + (isBigEndian ? width - 1 - i : i)];
    }
  }

  private byte[] storage(StoredTensor tensor) {
    byte[] bytes = lastBytes;
    if (bytes == null || !lastStorage.equals(tensor.storage())) {
      String entry = prefix + "data/" + tensor.storage();
      if (zip.names().contains(entry)) {
        spend(zip.length(entry));
      }
      bytes = zip.read(entry);
      lastStorage = tensor.storage();
      lastBytes = bytes;
    }
    if (bytes.length / tensor.type().bytes() < tensor.elements()) {
      throw new FormatException(
          file
              + ": storage "
              + tensor.storage()
              + " must have "
              + tensor.elements()
              + " numbers of "
              + tensor.type().bytes()
              + " bytes, got "
              + bytes.length
              + " bytes");
    }
    return bytes;
  }

  private void spend(long bytes) {
    budget -= bytes;
    if (budget < 0) {
      throw new FormatException(
          file
              + ": its tensors hold far more numbers than the file; are they expanded views? Save"
              + " copies of them");
    }
  }
}
