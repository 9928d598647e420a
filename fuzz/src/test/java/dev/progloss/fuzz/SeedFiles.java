package dev.progloss.fuzz;

import dev.progloss.data.image.Image;
import dev.progloss.data.image.ImageFormat;
import dev.progloss.data.image.ImageWriter;
import dev.progloss.torch.testkit.CheckpointWriter;
import dev.progloss.torch.testkit.PickleWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes the sound inputs that are not text; run it from the root of the checkout. */
public final class SeedFiles {

  private static final String SMALLEST_WEBP = "UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==";

  private SeedFiles() {}

  /** Writes them all over the old ones. */
  public static void main(String[] arguments) throws IOException {
    write(
        Target.SAFETENSORS,
        "two",
        safetensors(
            """
            {"__metadata__":{"a":"b"},"w":{"dtype":"F32","shape":[2,2],"data_offsets":[0,16]},\
            "b":{"dtype":"I64","shape":[],"data_offsets":[16,24]}}\
            """,
            24));
    write(
        Target.SAFETENSORS,
        "all_types",
        safetensors(
            """
            {"a":{"dtype":"F64","shape":[1],"data_offsets":[0,8]},"b":{"dtype":"F16","shape":[1,1],\
            "data_offsets":[8,10]},"c":{"dtype":"BF16","shape":[1],"data_offsets":[10,12]},\
            "d":{"dtype":"BOOL","shape":[3],"data_offsets":[12,15]},\
            "e":{"dtype":"U8","shape":[0,4],"data_offsets":[15,15]}}\
            """,
            15));
    CheckpointWriter writer = new CheckpointWriter();
    Map<String, Object> state = new LinkedHashMap<>();
    state.put("model.0.conv.weight", writer.floats(new float[] {1, 2, 3, 4}, 2, 2));
    state.put("b", writer.floats(new float[] {7}, 1));
    write(Target.CHECKPOINT_ZIP, "stored", withoutChecksums(writer.file(Map.of("model", state))));
    Map<String, byte[]> entries = new LinkedHashMap<>();
    entries.put("best/data.pkl", new PickleWriter().value(Map.of("model", state)).end());
    entries.put("best/data/0", new byte[16]);
    entries.put("best/data/1", new byte[4]);
    write(Target.CHECKPOINT_ZIP, "deflated", withoutChecksums(CheckpointWriter.zip(entries, true)));
    pickles();
    pictures();
  }

  private static void pickles() throws IOException {
    Map<String, Object> state = new LinkedHashMap<>();
    state.put("w", CheckpointWriter.view("FloatStorage", "0", 16, 0, List.of(2, 3), List.of(3, 1)));
    state.put("t", CheckpointWriter.view("HalfStorage", "1", 32, 4, List.of(3, 2), List.of(1, 3)));
    write(
        Target.CHECKPOINT_PICKLE,
        "state",
        new PickleWriter().value(Map.of("state_dict", state)).end());
    Map<String, Object> parts = new LinkedHashMap<>();
    parts.put("_parameters", state);
    parts.put("_modules", Map.of("0", state));
    PickleWriter module = new PickleWriter().value("ema").raw('0').op('}').op('(').value("ema");
    module.call("models", "Detector").value(parts).op('b').op('u');
    write(Target.CHECKPOINT_PICKLE, "module", module.end());
    byte[] fourth = {
      (byte) 0x80,
      4,
      (byte) 0x95,
      20,
      0,
      0,
      0,
      0,
      0,
      0,
      0,
      '}',
      (byte) 0x94,
      (byte) 0x8c,
      1,
      'a',
      (byte) 0x94,
      'K',
      5,
      's',
      '.'
    };
    write(Target.CHECKPOINT_PICKLE, "fourth", fourth);
  }

  private static void pictures() throws IOException {
    byte[] rgb = new byte[3 * 20 * 24];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) (i * i / 50);
    }
    Image image = new Image(20, 24, rgb);
    byte[] png = ImageWriter.encode(image, ImageFormat.PNG);
    byte[] jpeg = ImageWriter.encode(image, ImageFormat.JPEG);
    byte[] exif = {
      (byte) 0xff,
      (byte) 0xe1,
      0,
      34,
      'E',
      'x',
      'i',
      'f',
      0,
      0,
      'M',
      'M',
      0,
      42,
      0,
      0,
      0,
      8,
      0,
      1,
      1,
      0x12,
      0,
      3,
      0,
      0,
      0,
      1,
      0,
      6,
      0,
      0,
      0,
      0,
      0,
      0
    };
    ByteArrayOutputStream turned = new ByteArrayOutputStream();
    turned.write(jpeg, 0, 2);
    turned.write(exif);
    turned.write(jpeg, 2, jpeg.length - 2);
    for (Target target : List.of(Target.IMAGE_HEADER, Target.IMAGE_PIXELS, Target.PIXEL_CHECKS)) {
      write(target, "png", png);
      write(target, "jpeg", jpeg);
      write(target, "turned_jpeg", turned.toByteArray());
      write(target, "no_end_jpeg", java.util.Arrays.copyOf(jpeg, jpeg.length - 2));
      write(target, "bmp", bmp());
      write(target, "webp", Base64.getDecoder().decode(SMALLEST_WEBP));
    }
  }

  private static byte[] bmp() {
    ByteBuffer bytes = ByteBuffer.allocate(54 + 16).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put((byte) 'B').put((byte) 'M').putInt(70).putInt(0).putInt(54);
    bytes.putInt(40).putInt(2).putInt(2).putShort((short) 1).putShort((short) 24);
    return bytes.array();
  }

  private static byte[] safetensors(String header, int dataBytes) {
    byte[] json = Target.utf8(header);
    return ByteBuffer.allocate(8 + json.length + dataBytes)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(json.length)
        .put(json)
        .array();
  }

  /** Without checksums changes reach the pickle and the tensors too. */
  private static byte[] withoutChecksums(byte[] zip) {
    ByteBuffer bytes = ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN);
    for (int at = 0; at + 20 <= zip.length; at++) {
      if (bytes.getInt(at) == 0x02014b50) {
        bytes.putInt(at + 16, 0);
      }
    }
    return zip;
  }

  private static void write(Target target, String name, byte[] bytes) throws IOException {
    Path folder = Seeds.folder().resolve(target.key());
    Files.createDirectories(folder);
    Files.write(folder.resolve(name), bytes);
  }
}
