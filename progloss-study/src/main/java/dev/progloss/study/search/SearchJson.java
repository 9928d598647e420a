package dev.progloss.study.search;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.progloss.study.report.JsonText;
import dev.progloss.study.result.Metric;
import dev.progloss.study.result.RunResult;
import dev.progloss.study.result.RunStory;
import dev.progloss.study.search.SearchResult.Margin;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalDouble;

/** A search as JSON, without times and paths: the same runs give the same bytes. */
public final class SearchJson {

  private final JsonGenerator json;

  private SearchJson(JsonGenerator json) {
    this.json = json;
  }

  /**
   * The text.
   *
   * @param confirmation name of the file of the comparison that confirms it
   */
  public static String of(SearchResult result, String confirmation) {
    return JsonText.of(json -> new SearchJson(json).write(result, confirmation));
  }

  private void write(SearchResult result, String confirmation) throws IOException {
    SearchWording words = new SearchWording(result);
    json.writeStartObject();
    json.writeStringField("format", "progloss.search");
    json.writeStringField("format_version", "1");
    json.writeStringField("program", result.program());
    json.writeStringField("command", words.command());
    JsonText.settings(json, "plan", words.shown());
    json.writeArrayFieldStart("sentences");
    for (String sentence : words.sentences(confirmation)) {
      json.writeString(sentence);
    }
    json.writeEndArray();
    json.writeObjectFieldStart("candidates");
    for (Candidate candidate : result.plan().candidates()) {
      JsonText.settings(json, candidate.name(), candidate.settings());
    }
    json.writeEndObject();
    json.writeArrayFieldStart("rungs");
    for (Rung rung : result.rungs()) {
      rung(rung);
    }
    json.writeEndArray();
    if (result.winner().isPresent()) {
      winner(result, result.winner().get());
    } else {
      json.writeNullField("winner");
    }
    json.writeEndObject();
  }

  private void rung(Rung rung) throws IOException {
    json.writeStartObject();
    json.writeNumberField("rung", rung.index());
    json.writeNumberField("epochs", rung.epochs());
    json.writeArrayFieldStart("promoted");
    for (Candidate candidate : rung.promoted()) {
      json.writeString(candidate.name());
    }
    json.writeEndArray();
    json.writeArrayFieldStart("standings");
    for (Standing standing : rung.standings()) {
      json.writeStartObject();
      json.writeStringField("candidate", standing.candidate().name());
      number("ap", standing.mean());
      json.writeArrayFieldStart("seeds");
      for (RunResult run : standing.runs()) {
        run(run);
      }
      json.writeEndArray();
      json.writeEndObject();
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
      json.writeNumberField("ap", Metric.AP.of(outcome.get()));
    }
    json.writeEndObject();
  }

  private void winner(SearchResult result, Standing winner) throws IOException {
    json.writeObjectFieldStart("winner");
    json.writeStringField("candidate", winner.candidate().name());
    JsonText.settings(json, "settings", winner.candidate().settings());
    number("ap", winner.mean());
    json.writeArrayFieldStart("margins");
    for (Margin margin : result.margins()) {
      json.writeStartObject();
      json.writeStringField("against", margin.known().words());
      json.writeNumberField("rung", margin.rung().index());
      json.writeNumberField("difference", margin.difference());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void number(String key, OptionalDouble value) throws IOException {
    if (value.isPresent()) {
      json.writeNumberField(key, value.getAsDouble());
    } else {
      json.writeNullField(key);
    }
  }
}
