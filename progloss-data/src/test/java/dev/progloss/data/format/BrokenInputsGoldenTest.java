package dev.progloss.data.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.fasterxml.jackson.databind.JsonNode;
import dev.progloss.core.error.DataException;
import dev.progloss.core.testkit.Goldens;
import dev.progloss.data.dataset.DataReport;
import dev.progloss.data.dataset.Finding;
import dev.progloss.data.dataset.Severity;
import dev.progloss.data.dataset.Split;
import dev.progloss.data.image.ImageCheck;
import dev.progloss.data.image.ImageProbe;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every broken input that {@code broken/index.json} lists gets the verdict, the line and the gist
 * of the message that the list asks for.
 */
class BrokenInputsGoldenTest {

  private static final ReadOptions SKIP =
      ReadOptions.defaults().onError(ReadOptions.OnError.SKIP).imageChecks(ImageCheck.Depth.PIXELS);

  /** The list says for these: where decoders may differ, error and warning are both fine. */
  private static final Pattern EITHER_IS_FINE = Pattern.compile("error is fine too|may not be");

  private static final int LONGEST_MESSAGE = 1000;
  private static final Duration LONGEST = Duration.ofSeconds(20);

  @TestFactory
  List<DynamicTest> everyCase_isToldAsListed() {
    List<DynamicTest> tests = new ArrayList<>();
    Path yoloYaml = Goldens.path("broken/yolo/data.yaml");
    DataReport yolo = YoloDatasets.check(yoloYaml, SKIP);
    FileDataset usable = YoloDatasets.open(yoloYaml, Split.TRAIN, SKIP);
    for (JsonNode node : Goldens.json("broken/index.json")) {
      Case one = new Case(node, Goldens.path("broken/" + node.get("file").asText()));
      String name = one.text("file") + ": " + one.text("defect");
      tests.add(
          DynamicTest.dynamicTest(
              name,
              () ->
                  assertTimeoutPreemptively(
                      LONGEST,
                      () -> {
                        switch (one.text("kind")) {
                          case "yolo_label" -> yoloLabel(one, yolo, usable);
                          case "coco" -> coco(one);
                          case "image" -> image(one);
                          case "data_yaml" -> dataYaml(one);
                          default -> throw new AssertionError("unknown kind " + one.node);
                        }
                      })));
    }
    assertThat(tests).isNotEmpty();
    return tests;
  }

  /** One line of the list. */
  private record Case(JsonNode node, Path file) {

    String text(String key) {
      return node.get(key).asText();
    }

    boolean has(String key) {
      return node.hasNonNull(key);
    }
  }

  private static void yoloLabel(Case one, DataReport report, FileDataset usable) {
    List<Finding> own =
        report.findings().stream().filter(finding -> finding.file().equals(one.file)).toList();
    checkVerdict(one, own);
    if (one.has("boxes")) {
      int index = indexOf(usable, one.file);
      assertThat(usable.annotations(index)).hasSize(one.node.get("boxes").asInt());
    }
  }

  private static int indexOf(FileDataset dataset, Path file) {
    for (int i = 0; i < dataset.size(); i++) {
      if (dataset.file(i).equals(file) || YoloSplit.labelsOf(dataset.file(i)).equals(file)) {
        return i;
      }
    }
    throw new AssertionError("no picture belongs to " + file);
  }

  private static void coco(Case one) {
    Path images = one.file.resolveSibling("images");
    DataReport report = CocoDatasets.check(one.file, images, SKIP);
    checkVerdict(one, report.findings());
    if (report.hasErrors()) {
      assertThatThrownBy(() -> CocoDatasets.open(one.file, images, ReadOptions.defaults()))
          .isInstanceOf(DataException.class)
          .hasMessageContaining(report.of(Severity.ERROR).get(0).message());
    } else {
      assertThat(CocoDatasets.open(one.file, images, ReadOptions.defaults()).size()).isPositive();
    }
  }

  private static void image(Case one) {
    ImageCheck check =
        ImageCheck.of(one.file, ImageCheck.Depth.PIXELS, ImageProbe.DEFAULT_MAX_PIXELS);
    Findings findings = new Findings();
    PictureCheck.size(one.file, SKIP, findings);
    checkVerdict(one, findings.all());
    if (one.text("expect").equals("accepted")) {
      Matcher size = Pattern.compile("(\\d+) x (\\d+)").matcher(one.text("says"));
      if (size.find()) {
        assertThat(check.header().size().width()).isEqualTo(Integer.parseInt(size.group(1)));
        assertThat(check.header().size().height()).isEqualTo(Integer.parseInt(size.group(2)));
      }
    }
  }

  private static void dataYaml(Case one) {
    DataReport report = YoloDatasets.check(one.file, SKIP);
    checkVerdict(one, report.findings());
    for (Split split : new Split[] {Split.TRAIN, Split.VAL}) {
      String key = split.key() + "_images";
      if (one.has(key)) {
        FileDataset dataset = YoloDatasets.open(one.file, split, ReadOptions.defaults());
        assertThat(dataset.size()).isEqualTo(one.node.get(key).asInt());
        assertThat(dataset.classes().names()).containsAll(quotedClasses(one));
      }
    }
  }

  private static List<String> quotedClasses(Case one) {
    List<String> names = new ArrayList<>();
    if (one.text("expect").equals("accepted")) {
      Matcher quoted = Pattern.compile("\"([^\"]*)\"").matcher(one.text("says"));
      while (quoted.find()) {
        names.add(quoted.group(1));
      }
    }
    return names;
  }

  private static void checkVerdict(Case one, List<Finding> findings) {
    String expected = one.text("expect");
    List<String> severities = findings.stream().map(f -> f.severity().name()).distinct().toList();
    if (expected.equals("accepted")) {
      assertThat(findings).isEmpty();
      return;
    }
    if (EITHER_IS_FINE.matcher(one.text("says")).find()) {
      assertThat(severities).isNotEmpty();
    } else if (expected.equals("error")) {
      assertThat(severities).as("%s", findings).contains("ERROR");
    } else {
      assertThat(severities).as("%s", findings).containsExactly("WARNING");
    }
    assertThat(findings)
        .allSatisfy(finding -> assertThat(finding.message()).hasSizeLessThan(LONGEST_MESSAGE));
    assertThat(findings)
        .as(
            "line %s, where %s, says %s",
            one.node.get("line"), one.node.get("where"), one.text("says"))
        .anySatisfy(finding -> checkFinding(one, finding));
  }

  private static void checkFinding(Case one, Finding finding) {
    if (one.has("line")) {
      boolean isSyntax = finding.message().contains("JSON");
      assertThat(Math.abs(finding.line() - one.node.get("line").asInt()))
          .isLessThanOrEqualTo(isSyntax ? 1 : 0);
    }
    if (one.has("where")) {
      assertThat(finding.where()).isEqualTo(one.text("where"));
    }
    String message = finding.toString();
    for (String token : wanted(one.text("says"))) {
      assertThat(message).contains(token);
    }
    assertThat(contentWords(message))
        .as("%s", message)
        .containsAnyElementsOf(contentWords(one.text("says")));
  }

  /** Numbers and quoted words of what a message should say; its other words may differ. */
  private static List<String> wanted(String says) {
    List<String> tokens = new ArrayList<>();
    String bare = says.replaceAll("\\([^)]*\\)", "");
    Matcher matcher =
        Pattern.compile("«[^»]*»|\"[^\"]*\"|-?\\b\\d+(\\.\\d+)?(?![\\w.])(?!e\\d)").matcher(bare);
    while (matcher.find()) {
      tokens.add(matcher.group());
    }
    return tokens;
  }

  private static Set<String> contentWords(String text) {
    Set<String> words = new TreeSet<>();
    Matcher word = Pattern.compile("\\p{L}{3,}").matcher(text.toLowerCase(Locale.ROOT));
    while (word.find()) {
      words.add(word.group());
    }
    words.removeAll(Set.of("the", "and", "for", "yaml", "json", "txt", "jpg", "png", "broken"));
    return words;
  }
}
