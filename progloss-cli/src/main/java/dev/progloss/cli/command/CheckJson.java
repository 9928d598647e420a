package dev.progloss.cli.command;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.progloss.data.check.BoxSizes;
import dev.progloss.data.check.CheckReport;
import dev.progloss.data.check.FindingKind;
import dev.progloss.data.check.Histogram;
import dev.progloss.data.check.Likeness;
import dev.progloss.data.check.PictureReference;
import dev.progloss.data.check.PictureSizes;
import dev.progloss.data.check.SplitStatistics;
import dev.progloss.data.dataset.Finding;
import dev.progloss.data.dataset.Severity;
import dev.progloss.data.dataset.Split;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a check found, as one JSON object; {@code docs/formats/check.md} says what is in it. */
final class CheckJson {

  private final CheckReport report;
  private final CheckSubject subject;
  private final JsonGenerator json;

  private CheckJson(CheckReport report, CheckSubject subject, JsonGenerator json) {
    this.report = report;
    this.subject = subject;
    this.json = json;
  }

  static String of(CheckReport report, CheckSubject subject) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      new CheckJson(report, subject, json).write();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a StringWriter never fails
    }
    return text.toString();
  }

  private void write() throws IOException {
    json.writeStartObject();
    json.writeStringField("data", subject.data());
    json.writeNumberField("imgsz", subject.options().imageSide());
    json.writeNumberField("stal_below", subject.options().growsBelow());
    json.writeStringField("pictures", subject.isDecoded() ? "decode" : "headers");
    severity("errors", Severity.ERROR, report.findings().errors());
    severity("warnings", Severity.WARNING, report.findings().warnings());
    json.writeObjectFieldStart("splits");
    for (Map.Entry<Split, SplitStatistics> each : report.splits().entrySet()) {
      json.writeObjectFieldStart(each.getKey().key());
      split(each.getValue());
      json.writeEndObject();
    }
    json.writeEndObject();
    classes();
    likenesses("leaks", report.leaks());
    likenesses("duplicates", report.duplicates());
    likenesses("alike", report.alike());
    json.writeEndObject();
  }

  private void severity(String name, Severity severity, long count) throws IOException {
    json.writeObjectFieldStart(name);
    json.writeNumberField("count", count);
    json.writeArrayFieldStart("kinds");
    for (FindingKind kind : FindingKind.of(severity, report.findings().findings())) {
      json.writeStartObject();
      json.writeStringField("what", kind.what());
      json.writeNumberField("count", kind.findings().size());
      json.writeArrayFieldStart("findings");
      for (Finding finding : kind.findings()) {
        json.writeStartObject();
        json.writeStringField("file", finding.file().toString());
        json.writeNumberField("line", finding.line());
        json.writeStringField("where", finding.where());
        json.writeStringField("message", finding.message());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void split(SplitStatistics split) throws IOException {
    json.writeNumberField("images", split.images());
    json.writeNumberField("images_without_objects", split.imagesWithoutObjects());
    json.writeNumberField("objects", split.objects());
    json.writeNumberField("crowds", split.crowds());
    json.writeObjectFieldStart("most_objects");
    json.writeNumberField("count", split.mostObjects());
    json.writeStringField("image", split.mostObjectsIn());
    json.writeEndObject();
    BoxSizes boxes = split.boxes();
    histogram("sides", boxes.bySide());
    histogram("shares", boxes.byShare());
    json.writeObjectFieldStart("coco_sizes");
    List<Long> coco = boxes.byCocoSize().counts();
    json.writeNumberField("small", coco.get(0));
    json.writeNumberField("medium", coco.get(1));
    json.writeNumberField("large", coco.get(2));
    json.writeEndObject();
    json.writeNumberField("with_side_below_stal", boxes.withShortSide());
    pictures(split.pictures());
  }

  private void pictures(PictureSizes sizes) throws IOException {
    json.writeObjectFieldStart("sizes");
    json.writeFieldName("least");
    json.writeArray(new int[] {sizes.least().width(), sizes.least().height()}, 0, 2);
    json.writeFieldName("most");
    json.writeArray(new int[] {sizes.most().width(), sizes.most().height()}, 0, 2);
    json.writeNumberField("long_shapes", sizes.longShapes());
    json.writeNumberField("longest_ratio", sizes.longestRatio());
    json.writeStringField("longest_image", sizes.longestShape());
    json.writeEndObject();
  }

  private void histogram(String name, Histogram histogram) throws IOException {
    json.writeObjectFieldStart(name);
    json.writeFieldName("edges");
    double[] edges = histogram.edges().stream().mapToDouble(Double::doubleValue).toArray();
    json.writeArray(edges, 0, edges.length);
    json.writeFieldName("counts");
    long[] counts = histogram.counts().stream().mapToLong(Long::longValue).toArray();
    json.writeArray(counts, 0, counts.length);
    json.writeEndObject();
  }

  private void classes() throws IOException {
    json.writeArrayFieldStart("classes");
    for (int i = 0; i < report.classes().size(); i++) {
      json.writeStartObject();
      json.writeStringField("name", report.classes().get(i));
      json.writeObjectFieldStart("objects");
      for (Split split : report.splits().keySet()) {
        json.writeNumberField(split.key(), report.objects(split, i));
      }
      json.writeEndObject();
      json.writeEndObject();
    }
    json.writeEndArray();
    numbers("classes_without_objects", report.classesWithoutObjects());
    numbers("classes_not_in_train", report.classesNotInTrain());
  }

  private void numbers(String name, List<Integer> numbers) throws IOException {
    json.writeFieldName(name);
    int[] values = numbers.stream().mapToInt(Integer::intValue).toArray();
    json.writeArray(values, 0, values.length);
  }

  private void likenesses(String name, List<Likeness> likenesses) throws IOException {
    json.writeArrayFieldStart(name);
    for (Likeness each : likenesses) {
      json.writeStartObject();
      json.writeStringField("how", each.how().name().toLowerCase(Locale.ROOT));
      json.writeArrayFieldStart("pictures");
      for (PictureReference picture : each.pictures()) {
        json.writeStartObject();
        json.writeStringField("split", picture.split().key());
        json.writeStringField("name", picture.name());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
