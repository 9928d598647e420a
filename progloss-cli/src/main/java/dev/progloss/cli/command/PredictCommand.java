package dev.progloss.cli.command;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.progloss.cli.picture.BoxPainter;
import dev.progloss.core.box.Box;
import dev.progloss.core.detection.ClassNames;
import dev.progloss.core.detection.Detection;
import dev.progloss.core.error.DataException;
import dev.progloss.data.image.Image;
import dev.progloss.data.image.ImageReader;
import dev.progloss.data.image.ImageWriter;
import dev.progloss.run.config.Setting;
import dev.progloss.run.config.Settings;
import dev.progloss.run.layout.RunDirectory;
import dev.progloss.torch.device.ComputeDevice;
import dev.progloss.train.session.Hardware;
import dev.progloss.train.session.Predictor;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Finds objects in pictures: {@code progloss predict}. */
public final class PredictCommand {

  private final Settings settings;
  private final Predictor predictor;
  private final PrintStream notes;
  private final Set<String> namesUsed = new HashSet<>();

  /** A picture and what was found in it. */
  private record Found(Path file, Image image, List<Detection> detections) {}

  private PredictCommand(Settings settings, Predictor predictor, PrintStream notes) {
    this.settings = settings;
    this.predictor = predictor;
    this.notes = notes;
  }

  private static List<Setting> table() {
    List<Setting> table = new ArrayList<>(ownTable());
    DataChoice.addMaxPixels(table);
    return table;
  }

  private static List<Setting> ownTable() {
    return List.of(
        new Setting("model", "", "weights that training wrote"),
        new Setting("source", "", "a picture, a folder of them, or a quoted pattern"),
        new Setting("conf", "0.25", "least confidence of a detection, 0..1"),
        new Setting("imgsz", "0", "side of the input, pixels; 0: as trained"),
        new Setting("save", "true", "write pictures with boxes"),
        new Setting("save_txt", "false", "write a label file a picture: class x y w h conf"),
        new Setting("project", "runs", "folder of results"),
        new Setting("name", "predict", "name of this result's folder"),
        new Setting("exist_ok", "false", "write into a folder that is there already"),
        new Setting("device", "cpu", "cpu or cuda:N"));
  }

  /**
   * Finds and writes. A picture that cannot be read is told and passed over; the others are done.
   *
   * @param arguments {@code model=... source=...}
   * @param json one JSON array instead of a line a picture
   * @throws DataException at the end, if a picture could not be read
   */
  public static void run(List<String> arguments, boolean json, PrintStream out, PrintStream notes) {
    Settings settings = Settings.resolve(table(), arguments);
    double confidence = settings.number("conf");
    if (confidence < 0 || confidence > 1) {
      throw settings.wrong("conf", "must be in 0..1");
    }
    DataChoice.maxPixels(settings);
    Sources.requireModel(settings);
    Hardware hardware = Hardware.cpu().onDevice(ComputeDevice.of(settings.text("device")));
    List<Path> pictures = Sources.pictures(settings.text("source"));
    try (Predictor predictor = Predictor.open(Path.of(settings.text("model")), hardware)) {
      PredictCommand command = new PredictCommand(settings, predictor, notes);
      command.run(pictures, confidence, json, out);
    }
  }

  private void run(List<Path> pictures, double confidence, boolean json, PrintStream out) {
    boolean writes = settings.flag("save") || settings.flag("save_txt");
    int side = Sources.side(settings, predictor);
    long maxPixels = DataChoice.maxPixels(settings);
    Path folder = writes ? folder() : null;
    List<Found> all = new ArrayList<>();
    int failed = 0;
    for (Path file : pictures) {
      try {
        Image image = ImageReader.read(file, maxPixels);
        Found found = new Found(file, image, predictor.detect(image, confidence, side));
        if (folder != null) {
          write(folder, found);
        }
        if (json) {
          // Only the numbers are kept: pictures would fill the heap.
          all.add(new Found(file, Image.filled(1, 1, 0), found.detections));
        } else {
          out.println(line(found));
        }
      } catch (DataException e) {
        notes.println("progloss: " + e.getMessage());
        failed++;
      }
    }
    if (json) {
      out.println(json(all));
    } else if (folder != null) {
      out.println("written to " + folder);
    }
    if (failed > 0) {
      throw new DataException(failed + " of " + pictures.size() + " pictures could not be read");
    }
  }

  private Path folder() {
    return RunDirectory.plain(
        Path.of(settings.text("project")),
        settings.text("name"),
        settings.isSet("name"),
        settings.flag("exist_ok"));
  }

  private String line(Found found) {
    StringBuilder text = new StringBuilder(found.file + ": ");
    ClassNames classes = predictor.classes();
    for (int c = 0; c < classes.size(); c++) {
      int index = c;
      long count = found.detections.stream().filter(d -> d.classIndex() == index).count();
      if (count > 0) {
        text.append(count).append(' ').append(classes.name(c)).append("  ");
      }
    }
    return found.detections.isEmpty() ? text + "nothing found" : text.toString().strip();
  }

  private void write(Path folder, Found found) {
    String name = String.valueOf(found.file.getFileName());
    int dot = name.lastIndexOf('.');
    String stem = dot < 0 ? name : name.substring(0, dot);
    String ending = dot < 0 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
    String free = stem;
    for (int number = 2; !namesUsed.add(free); number++) {
      free = stem + "-" + number; // two folders may hold pictures of one name
    }
    try {
      if (settings.flag("save")) {
        boolean isJpeg = ending.equals("jpg") || ending.equals("jpeg");
        BoxPainter painter = new BoxPainter(predictor.classes());
        Image drawn = painter.withDetections(found.image, found.detections);
        ImageWriter.write(folder.resolve(free + (isJpeg ? ".jpg" : ".png")), drawn);
      }
      if (settings.flag("save_txt")) {
        Path labels = Files.createDirectories(folder.resolve("labels"));
        Files.writeString(labels.resolve(free + ".txt"), rows(found));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String rows(Found found) {
    StringBuilder rows = new StringBuilder();
    for (Detection each : found.detections) {
      Box box = each.box();
      rows.append(
          String.format(
              Locale.ROOT,
              "%d %.6f %.6f %.6f %.6f %.6f%n",
              each.classIndex(),
              box.centreX() / found.image.width(),
              box.centreY() / found.image.height(),
              box.width() / found.image.width(),
              box.height() / found.image.height(),
              each.score()));
    }
    return rows.toString();
  }

  private String json(List<Found> all) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.writeStartArray();
      for (Found found : all) {
        json.writeStartObject();
        json.writeStringField("image", found.file.toString());
        json.writeArrayFieldStart("detections");
        for (Detection each : found.detections) {
          json.writeStartObject();
          json.writeNumberField("class", each.classIndex());
          json.writeStringField("name", predictor.classes().name(each.classIndex()));
          json.writeNumberField("score", each.score());
          Box box = each.box();
          json.writeFieldName("box");
          json.writeArray(new double[] {box.x1(), box.y1(), box.x2(), box.y2()}, 0, 4);
          json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
      }
      json.writeEndArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a StringWriter never fails
    }
    return text.toString();
  }
}
