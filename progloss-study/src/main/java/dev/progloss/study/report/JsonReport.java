package dev.progloss.study.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.progloss.study.plan.NamedSettings;
import dev.progloss.study.plan.StudyPlan;
import dev.progloss.study.result.Digits;
import dev.progloss.study.result.Metric;
import dev.progloss.study.result.RunResult;
import dev.progloss.study.result.RunStory;
import dev.progloss.study.statistics.Interval;
import dev.progloss.study.statistics.Summary;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** A report as JSON, without times and paths: the same runs give the same bytes. */
public final class JsonReport {

  private final JsonGenerator json;

  private JsonReport(JsonGenerator json) {
    this.json = json;
  }

  /** The text. */
  public static String of(StudyReport report) {
    return JsonText.of(json -> new JsonReport(json).write(report));
  }

  private void write(StudyReport report) throws IOException {
    json.writeStartObject();
    json.writeStringField("format", "progloss.comparison");
    json.writeStringField("format_version", "1");
    json.writeStringField("program", report.program());
    json.writeStringField("command", report.command());
    plan(new PlanWords(report.plan()).shown());
    json.writeObjectFieldStart("runs");
    for (RunResult.End end : RunResult.End.values()) {
      json.writeNumberField(end.key(), report.count(end));
    }
    json.writeEndObject();
    texts("sentences", new Wording(report).sentences());
    texts("cautions", new Wording(report).cautions());
    json.writeArrayFieldStart("sets");
    for (SetReport set : report.sets()) {
      set(set);
    }
    json.writeEndArray();
    differences("pooled", report.pooled());
    json.writeArrayFieldStart("courses");
    for (Course course : report.courses()) {
      course(course);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void plan(StudyPlan plan) throws IOException {
    json.writeObjectFieldStart("plan");
    named("arms", plan.arms());
    json.writeStringField("baseline", plan.baseline());
    json.writeArrayFieldStart("seeds");
    for (long seed : plan.seeds()) {
      json.writeNumber(seed);
    }
    json.writeEndArray();
    named("sets", plan.sets());
    JsonText.settings(json, "common", plan.common());
    json.writeEndObject();
  }

  private void named(String key, List<NamedSettings> all) throws IOException {
    json.writeObjectFieldStart(key);
    for (NamedSettings each : all) {
      JsonText.settings(json, each.name(), each.settings());
    }
    json.writeEndObject();
  }

  private void texts(String key, List<String> lines) throws IOException {
    json.writeArrayFieldStart(key);
    for (String line : lines) {
      json.writeString(line);
    }
    json.writeEndArray();
  }

  private void set(SetReport set) throws IOException {
    json.writeStartObject();
    json.writeStringField("set", set.name());
    json.writeArrayFieldStart("arms");
    for (ArmReport arm : set.arms()) {
      arm(arm);
    }
    json.writeEndArray();
    differences("differences", set.differences());
    texts("left_out", set.leftOut());
    json.writeArrayFieldStart("over_pictures");
    for (SetReport.OfPictures each : set.pictures()) {
      json.writeStartObject();
      json.writeStringField("arm", each.arm());
      json.writeNumberField("pairs", each.pairs());
      json.writeNumberField("difference", each.result().difference());
      interval(Optional.of(each.result().interval()));
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void arm(ArmReport arm) throws IOException {
    json.writeStartObject();
    json.writeStringField("arm", arm.arm());
    for (RunResult.End end : RunResult.End.values()) {
      json.writeNumberField(end.key(), arm.count(end));
    }
    json.writeObjectFieldStart("metrics");
    for (Metric metric : Metric.values()) {
      Optional<Summary> summary = arm.summary(metric);
      if (summary.isPresent()) {
        json.writeObjectFieldStart(metric.key());
        json.writeNumberField("n", summary.get().count());
        number("mean", summary.get().mean());
        number("deviation", summary.get().deviation());
        number("minimum", summary.get().minimum());
        number("maximum", summary.get().maximum());
        json.writeEndObject();
      }
    }
    json.writeEndObject();
    json.writeArrayFieldStart("seeds");
    for (RunResult run : arm.runs()) {
      run(run);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void run(RunResult run) throws IOException {
    json.writeStartObject();
    json.writeNumberField("seed", run.seed());
    json.writeStringField("end", run.end().key());
    Optional<RunStory.Judged> outcome = run.outcome();
    if (outcome.isPresent()) {
      for (Metric metric : Metric.values()) {
        number(metric.key(), metric.of(outcome.get()));
      }
    }
    Optional<RunStory.Judged> best = run.story().flatMap(RunStory::best);
    if (best.isPresent()) {
      number("best_ap", Metric.AP.of(best.get()));
      json.writeNumberField("best_epoch", best.get().epoch());
    }
    json.writeEndObject();
  }

  private void differences(String key, List<Difference> all) throws IOException {
    json.writeArrayFieldStart(key);
    for (Difference each : all) {
      json.writeStartObject();
      json.writeStringField("arm", each.arm());
      json.writeStringField("metric", each.metric().key());
      json.writeArrayFieldStart("strata");
      for (Difference.Stratum stratum : each.strata()) {
        json.writeStartObject();
        json.writeStringField("set", stratum.set());
        json.writeArrayFieldStart("seeds");
        for (long seed : stratum.seeds()) {
          json.writeNumber(seed);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("differences");
        for (double difference : stratum.differences()) {
          json.writeNumber(difference);
        }
        json.writeEndArray();
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeNumberField("pairs", each.pairs());
      json.writeNumberField("mean", each.mean());
      interval(each.interval());
      json.writeNumberField("up", each.up());
      json.writeNumberField("down", each.down());
      json.writeNumberField("p", each.p());
      json.writeBooleanField("exact", each.isExact());
      json.writeNumberField("p_adjusted", each.adjusted());
      json.writeNumberField("p_adjusted_least", each.smallest());
      number("detectable", each.detectable().orElse(Double.NaN));
      json.writeBooleanField("shown", each.isShown());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void interval(Optional<Interval> interval) throws IOException {
    number("low", interval.map(Interval::low).orElse(Double.NaN));
    number("high", interval.map(Interval::high).orElse(Double.NaN));
  }

  private void course(Course course) throws IOException {
    json.writeStartObject();
    json.writeStringField("set", course.set());
    json.writeStringField("arm", course.arm());
    json.writeStringField("name", course.name());
    json.writeNumberField("runs", course.runs().size());
    numbers("epochs", course, Course.Point::epoch);
    numbers("mean", course, Course.Point::mean);
    numbers("low", course, Course.Point::low);
    numbers("high", course, Course.Point::high);
    json.writeEndObject();
  }

  private void numbers(String key, Course course, ToDoubleFunction<Course.Point> what)
      throws IOException {
    json.writeArrayFieldStart(key);
    for (Course.Point point : course.points()) {
      json.writeNumber(Digits.six(what.applyAsDouble(point)));
    }
    json.writeEndArray();
  }

  private void number(String key, double value) throws IOException {
    if (Double.isFinite(value)) {
      json.writeNumberField(key, value);
    } else {
      json.writeNullField(key);
    }
  }
}
