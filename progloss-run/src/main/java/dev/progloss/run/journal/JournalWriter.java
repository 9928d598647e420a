package dev.progloss.run.journal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.progloss.core.balance.Branch;
import dev.progloss.core.balance.Component;
import dev.progloss.core.balance.TermTable;
import dev.progloss.core.schedule.Progress;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;

/**
 * Appends JSON lines. No line holds a time or a path, so two runs of one seed write the same bytes.
 */
public final class JournalWriter implements AutoCloseable {

  private static final JsonFactory JSON = new JsonFactory();

  private final FileChannel channel;
  private final Writer out;

  private JournalWriter(FileChannel channel) {
    this.channel = channel;
    this.out = Channels.newWriter(channel, StandardCharsets.UTF_8);
  }

  /** Opens a journal; what is there already stays. */
  public static JournalWriter open(Path file) throws IOException {
    return new JournalWriter(
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
  }

  private interface Fields {
    void write(JsonGenerator json) throws IOException;
  }

  /** The first line of a run: its settings. */
  public void start(Map<String, String> settings) {
    line(
        "start",
        json -> {
          for (Map.Entry<String, String> e : settings.entrySet()) {
            json.writeStringField(e.getKey(), e.getValue());
          }
        });
  }

  /** One batch. */
  public void step(StepRecord record) {
    line(
        "step",
        json -> {
          json.writeNumberField("step", record.progress().step());
          json.writeNumberField("epoch", record.progress().epoch());
          terms(json, "raw", record.raw());
          weights(json, record);
          json.writeNumberField("total", record.total());
          json.writeNumberField("lr", record.learningRate());
          json.writeNumberField("lr_bias", record.biasLearningRate());
          json.writeNumberField("momentum", record.momentum());
          if (record.gradientNorm().isPresent()) {
            json.writeNumberField("gradient_norm", record.gradientNorm().getAsDouble());
          }
          json.writeNumberField("images", record.images());
        });
  }

  private static void terms(JsonGenerator json, String name, TermTable table) throws IOException {
    json.writeObjectFieldStart(name);
    for (Branch branch : Branch.values()) {
      for (Component component : Component.values()) {
        if (table.has(branch, component)) {
          json.writeNumberField(branch.key() + "/" + component.key(), table.of(branch, component));
        }
      }
    }
    json.writeEndObject();
  }

  private static void weights(JsonGenerator json, StepRecord record) throws IOException {
    json.writeObjectFieldStart("weights");
    for (Branch branch : Branch.values()) {
      json.writeNumberField(branch.key(), record.weights().branch(branch));
    }
    for (Component component : Component.values()) {
      json.writeNumberField(component.key(), record.weights().term(component));
    }
    json.writeEndObject();
    json.writeObjectFieldStart("gains");
    for (Component component : Component.values()) {
      json.writeNumberField(component.key(), record.weights().gain(component));
    }
    json.writeEndObject();
  }

  /** The gradients of a batch. */
  public void look(Progress progress, GradientLook look) {
    line(
        "lens",
        json -> {
          json.writeNumberField("step", progress.step());
          json.writeNumberField("epoch", progress.epoch());
          terms(json, "norms", look.norms());
          terms(json, "shares", look.shares());
          if (look.cosine().isPresent()) {
            json.writeNumberField("cosine", look.cosine().getAsDouble());
          }
          json.writeObjectFieldStart("iou");
          for (Map.Entry<Branch, Double> e : look.overlaps().entrySet()) {
            json.writeNumberField(e.getKey().key(), e.getValue());
          }
          json.writeEndObject();
        });
  }

  /** One batch that was not learned. */
  public void skipped(SkippedStep record) {
    line(
        "skipped",
        json -> {
          json.writeNumberField("step", record.progress().step());
          json.writeNumberField("epoch", record.progress().epoch());
          json.writeStringField("what", record.what());
          // As text: JSON has no such numbers.
          json.writeStringField("value", String.valueOf(record.value()));
        });
  }

  /** One evaluation. */
  public void evaluation(EvalRecord record) {
    line(
        "eval",
        json -> {
          json.writeNumberField("epoch", record.epoch());
          json.writeNumberField("step", record.step());
          json.writeStringField("path", record.path());
          json.writeArrayFieldStart("stats");
          for (double value : record.stats()) {
            json.writeNumber(value);
          }
          json.writeEndArray();
          json.writeObjectFieldStart("class_ap");
          for (Map.Entry<String, Double> e : record.classAp().entrySet()) {
            json.writeNumberField(e.getKey(), e.getValue());
          }
          json.writeEndObject();
          mistakes(json, record);
        });
  }

  private static void mistakes(JsonGenerator json, EvalRecord record) throws IOException {
    json.writeObjectFieldStart("errors");
    for (Map.Entry<String, EvalRecord.Mistakes> e : record.errors().entrySet()) {
      json.writeObjectFieldStart(e.getKey());
      json.writeNumberField("count", e.getValue().count());
      json.writeNumberField("cost", e.getValue().cost());
      json.writeEndObject();
    }
    json.writeEndObject();
    json.writeObjectFieldStart("calibration");
    json.writeNumberField("error", record.calibration().error());
    json.writeNumberField("count", record.calibration().count());
    json.writeEndObject();
  }

  private void line(String kind, Fields fields) {
    StringWriter text = new StringWriter();
    try {
      try (JsonGenerator json = JSON.createGenerator(text)) {
        json.writeStartObject();
        json.writeStringField("kind", kind);
        fields.write(json);
        json.writeEndObject();
      }
      out.write(text.append('\n').toString());
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Brings what is written to the disk, so that it survives the loss of power. */
  public void force() {
    try {
      channel.force(false);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      out.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
