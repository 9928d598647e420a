package dev.progloss.train.checkpoint;

import dev.progloss.core.error.DataException;
import dev.progloss.run.layout.AtomicFiles;
import dev.progloss.run.layout.Disk;
import dev.progloss.torch.weights.SafetensorsFile;
import dev.progloss.torch.weights.SafetensorsWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/**
 * Weights in a safetensors file whose metadata says how to use them. Written whole or not at all.
 *
 * @param card from the metadata
 * @param tensors the file itself
 */
public record ModelFile(ModelCard card, SafetensorsFile tensors) {

  /**
   * Opens a file and checks its header and metadata.
   *
   * @throws dev.progloss.core.error.FormatException if it is missing or not such a file
   */
  public static ModelFile open(Path file) {
    SafetensorsFile tensors = SafetensorsFile.open(file);
    return new ModelFile(ModelCard.of(file.toString(), tensors.metadata()), tensors);
  }

  /**
   * Writes weights, over an older file of that name.
   *
   * @param weights by name; borrowed
   */
  public static void write(Path file, ModelCard card, Map<String, Tensor> weights) {
    write(Disk.real(), file, card, weights);
  }

  static void write(Disk disk, Path file, ModelCard card, Map<String, Tensor> weights) {
    try {
      AtomicFiles.write(
          disk, file, out -> SafetensorsWriter.write(out, weights, card.toMetadata()));
    } catch (IOException e) {
      throw new DataException(file + ": cannot be written: " + e, e);
    }
  }
}
