package dev.progloss.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.progloss.torch.device.ComputeDevice;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands on a GPU, where there is one. */
final class GpuTorchTest {

  @TempDir Path folder;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @BeforeEach
  void requireGpu() {
    assumeTrue(
        ComputeDevice.cudaCount() > 0,
        "skipped: no CUDA device was found; this wants a build with -Pgpu and a CUDA driver");
  }

  @Test
  void trainValPredict_onAGpu_endWell() throws Exception {
    Path data = folder.resolve("data");
    run("sample", "out=" + data, "sample_train=8", "sample_val=4", "sample_side=64");
    run(
        "train",
        "data=" + data.resolve("data.yaml"),
        "model=yolo26t",
        "imgsz=64",
        "epochs=2",
        "batch=4",
        "device=cuda:0",
        "project=" + folder.resolve("runs"));
    Path run = folder.resolve("runs/train");
    assertThat(Files.readString(run.resolve("config.yaml"))).contains("amp: \"true\"");
    String weights = "model=" + run.resolve("weights/best.safetensors");
    run("val", weights, "data=" + data.resolve("data.yaml"), "device=cuda:0");
    run(
        "predict",
        weights,
        "source=" + data.resolve("images/val"),
        "device=cuda:0",
        "project=" + folder.resolve("found"));
  }

  private void run(String... arguments) {
    int code =
        Main.execute(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            arguments);
    assertThat(code).as(err.toString(StandardCharsets.UTF_8)).isZero();
  }
}
