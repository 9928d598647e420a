package dev.progloss.core.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import com.fasterxml.jackson.databind.JsonNode;
import dev.progloss.core.schedule.Progress;
import dev.progloss.core.testkit.Goldens;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Both progressive losses against the reference vectors, for every horizon found there. */
final class ScheduleGoldenTest {

  private static final double TOLERANCE = 1e-12;

  @Test
  void termSchedule_everyHorizon_matches() {
    JsonNode term = Goldens.json("schedules.json").get("term");
    LossPlan plan = LossPlan.preset(Preset.TERMS);
    LossPlan plain = LossPlan.plainTerms();
    int compared = 0;
    for (Map.Entry<String, JsonNode> horizon : term.get("horizons").properties()) {
      long epochs = Long.parseLong(horizon.getKey());
      JsonNode expected = horizon.getValue();
      for (int t = 0; t < expected.get("p").size(); t++) {
        LossWeights weights = plan.at(Progress.atEpoch(t, epochs));
        LossWeights plainWeights = plain.at(Progress.atEpoch(t, epochs));
        close(weights.term(Component.CLS), expected.get("cls").get(t));
        close(weights.term(Component.BOX), expected.get("box").get(t));
        close(plainWeights.term(Component.CLS), expected.get("plain_cls").get(t));
        close(plainWeights.term(Component.BOX), expected.get("plain_box").get(t));
        compared++;
      }
    }
    assertThat(compared).isPositive();
  }

  @Test
  void branchSchedule_everyLength_matches() {
    int compared = 0;
    LossPlan plan = LossPlan.preset(Preset.BRANCHES);
    for (Map.Entry<String, JsonNode> run :
        Goldens.json("schedules.json").get("branch").properties()) {
      long epochs = Long.parseLong(run.getKey());
      for (int t = 0; t < run.getValue().get("o2m").size(); t++) {
        LossWeights weights = plan.at(Progress.atEpoch(t, epochs));
        close(weights.branch(Branch.ONE_TO_MANY), run.getValue().get("o2m").get(t));
        close(weights.branch(Branch.ONE_TO_ONE), run.getValue().get("o2o").get(t));
        compared++;
      }
    }
    assertThat(compared).isPositive();
  }

  @Test
  void workedExample_everyRow_matches() {
    JsonNode rows = Goldens.json("schedules.json").get("term").get("worked_example");
    assertThat(rows).isNotEmpty();
    for (JsonNode row : rows) {
      ProgLoss.WeightedLoss loss =
          ProgLoss.articleDefaults()
              .at(
                  row.get("cls_loss").asDouble(),
                  row.get("box_loss").asDouble(),
                  row.get("t").asDouble(),
                  row.get("T").asDouble());
      close(loss.total(), row.get("total"));
    }
  }

  private static void close(double actual, JsonNode expected) {
    assertThat(actual).isCloseTo(expected.asDouble(), offset(TOLERANCE));
  }
}
