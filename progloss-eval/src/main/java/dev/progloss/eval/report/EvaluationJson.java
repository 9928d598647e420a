package dev.progloss.eval.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.progloss.eval.calibration.Calibration;
import dev.progloss.eval.coco.CocoReport;
import dev.progloss.eval.coco.CocoReportJson;
import dev.progloss.eval.confusion.ConfusionMatrix;
import dev.progloss.eval.curve.ConfidenceCurve;
import dev.progloss.eval.curve.OperatingPoint;
import dev.progloss.eval.errors.ErrorReport;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Writes an evaluation as a JSON object: that of {@link CocoReportJson} with more keys. */
public final class EvaluationJson {

  private static final JsonFactory JSON = new JsonFactory();

  private EvaluationJson() {}

  /** {@code {"stats", "per_class", "errors", "curves", "calibration", "confusion"}}. */
  public static String of(Evaluation evaluation) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      CocoReportJson.write(evaluation.coco(), json);
      errors(evaluation.errors(), json);
      curves(evaluation, json);
      calibration(evaluation.calibration(), json);
      confusion(evaluation.confusion(), json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private static void errors(ErrorReport errors, JsonGenerator json) throws IOException {
    json.writeObjectFieldStart("errors");
    json.writeNumberField("ap", errors.ap());
    json.writeObjectFieldStart("kinds");
    for (ErrorReport.Row row : errors.rows()) {
      json.writeObjectFieldStart(row.kind().key());
      json.writeNumberField("count", row.count());
      json.writeNumberField("in_crowds", row.inCrowds());
      json.writeNumberField("cost", row.cost());
      json.writeEndObject();
    }
    json.writeEndObject();
    json.writeNumberField("false_positives", errors.falsePositives());
    json.writeNumberField("false_negatives", errors.falseNegatives());
    json.writeEndObject();
  }

  private static void curves(Evaluation evaluation, JsonGenerator json) throws IOException {
    json.writeObjectFieldStart("curves");
    json.writeObjectFieldStart("all");
    curve(evaluation.curves().pooled(), evaluation.coco().meanPrecisionAt50(), json);
    json.writeEndObject();
    json.writeArrayFieldStart("per_class");
    for (int k = 0; k < evaluation.curves().perClass().size(); k++) {
      CocoReport.ClassRow row = evaluation.coco().perClass().get(k);
      json.writeStartObject();
      json.writeNumberField("id", row.id());
      json.writeStringField("name", row.name());
      curve(evaluation.curves().perClass().get(k), row.precisionAt50(), json);
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void curve(
      ConfidenceCurve curve, List<Double> precisionOverRecall, JsonGenerator json)
      throws IOException {
    json.writeNumberField("objects", curve.objects());
    json.writeObjectFieldStart("best_f1");
    json.writeNumberField("confidence", curve.best().confidence());
    json.writeNumberField("precision", curve.best().precision());
    json.writeNumberField("recall", curve.best().recall());
    json.writeNumberField("f1", curve.best().f1());
    json.writeEndObject();
    points("precision", curve, OperatingPoint::precision, json);
    points("recall", curve, OperatingPoint::recall, json);
    points("f1", curve, OperatingPoint::f1, json);
    json.writeArrayFieldStart("precision_over_recall");
    for (double value : precisionOverRecall) {
      json.writeNumber(value);
    }
    json.writeEndArray();
  }

  private static void points(
      String name, ConfidenceCurve curve, ToDoubleFunction<OperatingPoint> what, JsonGenerator json)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (OperatingPoint point : curve.points()) {
      json.writeNumber(what.applyAsDouble(point));
    }
    json.writeEndArray();
  }

  private static void calibration(Calibration calibration, JsonGenerator json) throws IOException {
    json.writeObjectFieldStart("calibration");
    json.writeNumberField("error", calibration.error());
    json.writeNumberField("from", Calibration.FROM);
    json.writeArrayFieldStart("bins");
    for (Calibration.Bin bin : calibration.bins()) {
      json.writeStartObject();
      json.writeNumberField("count", bin.count());
      json.writeNumberField("score", bin.score());
      json.writeNumberField("hits", bin.hits());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void confusion(ConfusionMatrix matrix, JsonGenerator json) throws IOException {
    json.writeObjectFieldStart("confusion");
    json.writeNumberField("conf", matrix.thresholds().confidence());
    json.writeNumberField("iou", matrix.thresholds().overlap());
    json.writeArrayFieldStart("matrix");
    for (int detected = 0; detected <= matrix.classes(); detected++) {
      json.writeStartArray();
      for (int actual = 0; actual <= matrix.classes(); actual++) {
        json.writeNumber(matrix.count(detected, actual));
      }
      json.writeEndArray();
    }
    json.writeEndArray();
    json.writeEndObject();
  }
}
