package dev.progloss.run.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.progloss.core.balance.Branch;
import dev.progloss.core.balance.Component;
import dev.progloss.core.balance.LossPlan;
import dev.progloss.core.balance.LossWeights;
import dev.progloss.core.balance.Preset;
import dev.progloss.core.balance.TermTable;
import dev.progloss.core.error.FormatException;
import dev.progloss.core.schedule.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JournalTest {

  @TempDir Path folder;

  private Path write() throws IOException {
    Path file = folder.resolve("journal.jsonl");
    Progress progress = new Progress(3, 2, 5);
    LossWeights weights = LossPlan.preset(Preset.BOTH).at(progress);
    TermTable raw =
        TermTable.builder()
            .put(Branch.ONE_TO_MANY, Component.CLS, 0.1)
            .put(Branch.ONE_TO_ONE, Component.BOX, 1.0 / 3)
            .build();
    try (JournalWriter journal = JournalWriter.open(file)) {
      journal.start(Map.of("seed", "7"));
      journal.step(
          new StepRecord(
              progress,
              raw,
              weights,
              weights.total(raw),
              0.01,
              0.1,
              0.9,
              OptionalDouble.of(2.5),
              16));
      Map<String, EvalRecord.Mistakes> errors = new LinkedHashMap<>();
      errors.put("missed", new EvalRecord.Mistakes(3, 0.125));
      errors.put("both", new EvalRecord.Mistakes(0, 0));
      journal.evaluation(
          new EvalRecord(
              1,
              4,
              "e2e",
              List.of(0.5, -1.0),
              Map.of("cat", 0.25),
              errors,
              new EvalRecord.Calibration(1.0 / 7, 11)));
    }
    return file;
  }

  @Test
  void writeThenRead_givesBackEveryDigit() throws IOException {
    List<Map<String, Object>> lines = JournalReader.read(write());
    assertThat(lines).extracting(line -> line.get("kind")).containsExactly("start", "step", "eval");
    Map<String, Object> step = lines.get(1);
    assertThat(step.get("epoch")).isEqualTo(1.0);
    assertThat(step.get("raw")).isEqualTo(Map.of("o2m/cls", 0.1, "o2o/box", 1.0 / 3));
    assertThat(step.get("gradient_norm")).isEqualTo(2.5);
    Map<String, Object> eval = lines.get(2);
    assertThat(eval.get("stats")).isEqualTo(List.of(0.5, -1.0));
    assertThat(eval.get("errors"))
        .hasToString("{missed={count=3.0, cost=0.125}, both={count=0.0, cost=0.0}}");
    assertThat(eval.get("calibration")).isEqualTo(Map.of("error", 1.0 / 7, "count", 11.0));
  }

  @Test
  void read_lists_areGivenBackWhateverIsInThem() throws IOException {
    List<Double> many = DoubleStream.iterate(0.5, each -> each + 1).limit(100).boxed().toList();
    Path file =
        Files.writeString(
            folder.resolve("lists.jsonl"),
            "{\"none\":[],\"mixed\":[1,2,\"a\",3,[4,{\"b\":[5]}],true],\"many\":" + many + "}\n");
    assertThat(JournalReader.read(file))
        .containsExactly(
            Map.of(
                "none",
                List.of(),
                "mixed",
                List.of(1.0, 2.0, "a", 3.0, List.of(4.0, Map.of("b", List.of(5.0))), "true"),
                "many",
                many));
  }

  @Test
  void read_tornLastLine_isPassedOver_brokenLineInside_isNot() throws IOException {
    Path file = write();
    Files.writeString(file, "{\"kind\":\"step\",\"ra", StandardOpenOption.APPEND);
    assertThat(JournalReader.read(file)).hasSize(3);
    Files.writeString(file, "\n{\"kind\":\"step\"}\n", StandardOpenOption.APPEND);
    assertThatThrownBy(() -> JournalReader.read(file))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("journal.jsonl:4: must be a JSON object");
  }

  @Test
  void read_lineTornInsideACharacter_isPassedOver() throws IOException {
    Path file = write();
    Files.write(file, new byte[] {'{', '"', (byte) 0xc3}, StandardOpenOption.APPEND);
    assertThat(JournalReader.read(file)).hasSize(3);
    Files.writeString(file, "\n{}\n", StandardOpenOption.APPEND);
    assertThatThrownBy(() -> JournalReader.read(file))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining(
            "journal.jsonl:4: must be a JSON object, got: bytes that are no UTF-8");
  }

  @ParameterizedTest
  @ValueSource(strings = {"5", "[1]", "", "{} {}", "{}x", "null"})
  void read_lineThatIsNotOneObject_refuses(String line) throws IOException {
    Path file = Files.writeString(folder.resolve("journal.jsonl"), "{}\n" + line + "\n{}\n");
    assertThatThrownBy(() -> JournalReader.read(file))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("journal.jsonl:2: must be a JSON object");
  }

  @Test
  void read_noFile_saysSo() {
    assertThatThrownBy(() -> JournalReader.read(folder.resolve("none.jsonl")))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("no such file");
  }

  @Test
  void results_haveOneHeader() throws IOException {
    Path file = folder.resolve("results.csv");
    Map<String, Double> row = new LinkedHashMap<>();
    row.put("epoch", 1.0);
    row.put("metrics/mAP50(B)", 0.25);
    new ResultsCsv(file).append(row);
    new ResultsCsv(file).append(row);
    assertThat(Files.readString(file)).isEqualTo("epoch,metrics/mAP50(B)\n1,0.25\n1,0.25\n");
  }
}
