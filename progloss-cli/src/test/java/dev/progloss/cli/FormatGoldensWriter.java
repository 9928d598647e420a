package dev.progloss.cli;

import dev.progloss.torch.device.Heap;
import dev.progloss.torch.scope.TensorScope;
import dev.progloss.torch.weights.SafetensorsFile;
import dev.progloss.torch.weights.SafetensorsWriter;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.bytedeco.pytorch.Tensor;

/**
 * Writes the files that this release writes, to be kept for ever: a run that was stopped, its text
 * files as they are, its weights in one zip.
 *
 * <p>The numbers in the weights are exchanged for a pattern, through this release's own reader and
 * writer, so that megabytes of tensors become kilobytes of zip. See CONTRIBUTING.md for the
 * command.
 */
public final class FormatGoldensWriter {

  /** The file with the weights of a run. */
  static final String WEIGHTS = "weights.zip";

  private static final int PERIOD = 64;
  private static final int POLL_MILLIS = 10;

  private FormatGoldensWriter() {}

  /**
   * Writes the files.
   *
   * @param arguments the folder of the release, which must not exist
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Path target = Path.of(arguments[0]).toAbsolutePath();
    Files.createDirectory(target);
    Path work = Files.createTempDirectory("progloss-formats");
    Path run = stoppedRun(work);
    for (String name : List.of("config.yaml", "journal.jsonl", "results.csv")) {
      Files.copy(run.resolve(name), target.resolve(name));
    }
    try (OutputStream out = Files.newOutputStream(target.resolve(WEIGHTS));
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (String name : List.of("best", "last", "resume")) {
        ZipEntry entry = new ZipEntry(name + ".safetensors");
        entry.setTime(0);
        zip.putNextEntry(entry);
        zip.write(patterned(run.resolve("weights").resolve(entry.getName())));
        zip.closeEntry();
      }
    }
  }

  /** Trains in a process of its own and stops it, as Ctrl-C would, after the first save. */
  private static Path stoppedRun(Path work) throws IOException, InterruptedException {
    String settings =
        "data=sample sample_train=4 sample_val=2 sample_side=64 model=yolo26t imgsz=64 epochs=12"
            + " batch=2 nbs=4 seed=5 val_period=1 plots=false threads=1 workers=0 cache=none"
            + " device=cpu amp=false";
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dorg.bytedeco.javacpp.maxphysicalbytes=0",
                "-cp",
                absolute(System.getProperty("java.class.path")),
                "dev.progloss.cli.Main",
                "train"));
    command.addAll(List.of(settings.split(" ", -1)));
    Process process = new ProcessBuilder(command).directory(work.toFile()).inheritIO().start();
    Path run = work.resolve("runs/train");
    Path saved = run.resolve("weights/resume.safetensors");
    while (process.isAlive() && !Files.exists(saved)) {
      Thread.sleep(POLL_MILLIS);
    }
    process.destroy();
    process.waitFor();
    return run;
  }

  private static String absolute(String classPath) {
    StringBuilder entries = new StringBuilder();
    for (String entry : classPath.split(File.pathSeparator, -1)) {
      entries.append(Path.of(entry).toAbsolutePath()).append(File.pathSeparator);
    }
    return entries.toString();
  }

  private static byte[] patterned(Path weights) throws IOException {
    SafetensorsFile file = SafetensorsFile.open(weights);
    try (TensorScope scope = TensorScope.open()) {
      Map<String, Tensor> tensors = new LinkedHashMap<>();
      file.readAll()
          .forEach(
              (name, tensor) ->
                  tensors.put(name, tensor.is_floating_point() ? like(name, tensor) : tensor));
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      SafetensorsWriter.write(out, tensors, file.metadata());
      return out.toByteArray();
    }
  }

  private static Tensor like(String name, Tensor tensor) {
    float[] values = new float[(int) tensor.numel()];
    for (int i = 0; i < values.length; i++) {
      values[i] = value(name, i);
    }
    return Heap.tensor(values, tensor.shape());
  }

  /** What stands at a place of a tensor: small, both signs; variances are 1. */
  static float value(String name, int index) {
    return name.endsWith("running_var") ? 1 : (index * 37 % PERIOD - PERIOD / 2 + 0.5f) / 512;
  }
}
