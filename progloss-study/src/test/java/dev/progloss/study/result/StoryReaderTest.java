package dev.progloss.study.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StoryReaderTest {

  private static final String STATS = "[0.1,0.2,0.3,0.4,0.5,0.6,0,0,0,0,0,0]";

  @TempDir Path folder;

  private RunStory story(String... lines) throws IOException {
    return StoryReader.read(
        Files.writeString(folder.resolve("journal.jsonl"), String.join("\n", lines) + "\n"));
  }

  @Test
  void read_steps_givesMeanWeightsAndSharesOfTheLoss() throws IOException {
    RunStory story =
        story(
            "{\"kind\":\"step\",\"epoch\":0,\"raw\":{\"o2m/cls\":2,\"o2o/box\":1},"
                + "\"weights\":{\"o2m\":0.5,\"o2o\":0.5,\"cls\":2,\"box\":1},"
                + "\"gains\":{\"cls\":0.5,\"box\":6}}",
            "{\"kind\":\"step\",\"epoch\":0,\"raw\":{\"o2m/cls\":4,\"o2o/box\":0},"
                + "\"weights\":{\"o2m\":0.5,\"o2o\":0.5,\"cls\":1,\"box\":1},"
                + "\"gains\":{\"cls\":0.5,\"box\":6}}");
    // cls: 2 * 0.5 * 2 * 0.5 + 4 * 0.5 * 1 * 0.5 = 2; box: 1 * 0.5 * 1 * 6 = 3
    assertThat(story.courses().get("share/o2m/cls").get(1)).isCloseTo(0.4, within(1e-12));
    assertThat(story.courses().get("share/o2o/box").get(1)).isCloseTo(0.6, within(1e-12));
    assertThat(story.courses().get("weight/cls").get(1)).isEqualTo(1.5);
    assertThat(story.courses().get("weight/o2m").get(1)).isEqualTo(0.5);
  }

  @Test
  void read_lensesWhereThereAreSome_areKept() throws IOException {
    RunStory story =
        story(
            "{\"kind\":\"lens\",\"epoch\":0,\"step\":1,\"norms\":{\"o2m/cls\":3},"
                + "\"shares\":{\"o2m/cls\":0.25},\"cosine\":-0.5,\"iou\":{\"o2m\":0.7}}",
            "{\"kind\":\"lens\",\"epoch\":0,\"step\":2,"
                + "\"shares\":{\"o2m/cls\":0.75},\"cosine\":0.5,\"iou\":{\"o2m\":0.9}}",
            "{\"kind\":\"eval\",\"epoch\":0,\"path\":\"e2e\",\"stats\":"
                + STATS
                + ",\"errors\":{\"missed\":{\"count\":3,\"cost\":0.125}},"
                + "\"calibration\":{\"error\":0.0625}}",
            "{\"kind\":\"eval\",\"epoch\":0,\"path\":\"nms\",\"stats\":"
                + STATS
                + ",\"errors\":{\"missed\":{\"count\":3,\"cost\":0.5}}}");
    assertThat(story.courses().get("gradient/o2m/cls").get(1)).isEqualTo(0.5);
    assertThat(story.courses().get("cosine").get(1)).isEqualTo(0);
    assertThat(story.courses().get("iou/o2m").get(1)).isCloseTo(0.8, within(1e-12));
    assertThat(story.courses().get("error/missed").get(1)).isEqualTo(0.125);
    assertThat(story.courses().get("calibration").get(1)).isEqualTo(0.0625);
  }

  @Test
  void read_journalWithoutLensesAndWithALonelyEvaluation_keepsWhatIsWhole() throws IOException {
    String e2e = "{\"kind\":\"eval\",\"epoch\":%d,\"path\":\"e2e\",\"stats\":%s}";
    String nms = "{\"kind\":\"eval\",\"epoch\":%d,\"path\":\"nms\",\"stats\":%s}";
    RunStory story =
        story(e2e.formatted(4, STATS), nms.formatted(4, STATS), e2e.formatted(9, STATS));
    assertThat(story.judged()).hasSize(1);
    assertThat(story.last().orElseThrow().epoch()).isEqualTo(5);
    assertThat(Metric.AP_LARGE.of(story.last().orElseThrow())).isEqualTo(0.6);
    assertThat(story.courses()).isEmpty();
  }
}
