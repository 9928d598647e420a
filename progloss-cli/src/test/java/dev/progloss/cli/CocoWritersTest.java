package dev.progloss.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.progloss.core.box.Box;
import dev.progloss.core.detection.Annotation;
import dev.progloss.core.detection.ClassNames;
import dev.progloss.core.detection.Detection;
import dev.progloss.core.detection.ImageSize;
import dev.progloss.data.dataset.Dataset;
import dev.progloss.data.dataset.Sample;
import dev.progloss.data.format.CocoTruthWriter;
import dev.progloss.eval.coco.CocoFiles;
import dev.progloss.eval.coco.CocoReport;
import dev.progloss.eval.coco.CocoResultsWriter;
import dev.progloss.eval.coco.DetectionEvaluator;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Truth and detections that go through files give the same bits. */
final class CocoWritersTest {

  private static final ClassNames CLASSES = ClassNames.of("cat", "dög \"x\"", "owl");

  @TempDir Path folder;

  /** Marks without pictures. */
  private record Marks(List<List<Annotation>> truth) implements Dataset {

    @Override
    public ClassNames classes() {
      return CLASSES;
    }

    @Override
    public int size() {
      return truth.size();
    }

    @Override
    public String name(int index) {
      return "images/" + index + ".jpg";
    }

    @Override
    public ImageSize imageSize(int index) {
      return new ImageSize(640, 480);
    }

    @Override
    public List<Annotation> annotations(int index) {
      return truth.get(index);
    }

    @Override
    public Sample read(int index) {
      throw new UnsupportedOperationException("there are no pictures");
    }
  }

  private CocoFiles written(List<List<Annotation>> truth, List<List<Detection>> found)
      throws IOException {
    try (OutputStream out = Files.newOutputStream(folder.resolve("truth.json"))) {
      CocoTruthWriter.write(new Marks(truth), out);
    }
    try (OutputStream out = Files.newOutputStream(folder.resolve("predictions.json"));
        CocoResultsWriter writer = CocoResultsWriter.open(out)) {
      for (List<Detection> each : found) {
        writer.add(each);
      }
    }
    return CocoFiles.read(folder.resolve("truth.json"), folder.resolve("predictions.json"));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void files_measureToTheSameBits(long seed) throws IOException {
    Random random = new Random(seed);
    List<List<Annotation>> truth = new ArrayList<>();
    List<List<Detection>> found = new ArrayList<>();
    DetectionEvaluator evaluator = new DetectionEvaluator(CLASSES);
    for (int i = 0; i < 20; i++) {
      List<Annotation> marked = new ArrayList<>();
      List<Detection> said = new ArrayList<>();
      for (int o = random.nextInt(6); o > 0; o--) {
        Box box = box(random, 200);
        int classIndex = random.nextInt(3);
        // Areas as of masks; they decide whether an object is small.
        double area = box.area() * (0.3 + 0.7 * random.nextDouble());
        marked.add(new Annotation(classIndex, box, area, random.nextInt(9) == 0));
        double shift = box.width() * 0.2 * random.nextGaussian();
        // Scores of a detector are floats; low ones are written with an exponent.
        double score = (float) Math.pow(random.nextDouble(), 8);
        said.add(new Detection(classIndex, score, box.shifted(shift, shift / 3)));
      }
      said.add(new Detection(random.nextInt(3), random.nextFloat(), box(random, 50)));
      truth.add(marked);
      found.add(said);
      evaluator.add(marked, said);
    }
    CocoReport direct = evaluator.report();
    CocoReport read = written(truth, found).report();
    assertThat(direct.ap()).isBetween(0.01, 0.99);
    assertThat(read.stats()).isEqualTo(direct.stats());
    for (int k = 0; k < CLASSES.size(); k++) {
      assertThat(read.perClass().get(k).name()).isEqualTo(CLASSES.name(k));
      assertThat(read.perClass().get(k).stats()).isEqualTo(direct.perClass().get(k).stats());
      assertThat(read.perClass().get(k).objects()).isEqualTo(direct.perClass().get(k).objects());
    }
  }

  private static Box box(Random random, double side) {
    return Box.ofCorner(
        400 * random.nextDouble(),
        300 * random.nextDouble(),
        5 + side * random.nextDouble(),
        5 + side * random.nextDouble());
  }

  @Test
  void files_ofOnePicture_areAsExpected() throws IOException {
    written(
        List.of(List.of(), List.of(new Annotation(1, new Box(1, 2, 4, 8), 16.5, true))),
        List.of(List.of(), List.of(new Detection(2, 0.25, new Box(0.5, 0, 10, 1e-5)))));
    assertThat(folder.resolve("truth.json"))
        .hasContent(
            "{\"images\":[{\"id\":1,\"file_name\":\"images/0.jpg\",\"width\":640,\"height\":480},"
                + "{\"id\":2,\"file_name\":\"images/1.jpg\",\"width\":640,\"height\":480}],"
                + "\"annotations\":[{\"id\":1,\"image_id\":2,\"category_id\":2,"
                + "\"bbox\":[1.0,2.0,3.0,6.0],\"area\":16.5,\"iscrowd\":1}],"
                + "\"categories\":[{\"id\":1,\"name\":\"cat\"},"
                + "{\"id\":2,\"name\":\"dög \\\"x\\\"\"},{\"id\":3,\"name\":\"owl\"}]}");
    assertThat(folder.resolve("predictions.json"))
        .hasContent(
            "[{\"image_id\":2,\"category_id\":3,\"bbox\":[0.5,0.0,9.5,1.0E-5],\"score\":0.25}]");
  }

  @Test
  void files_ofNothing_canBeRead() throws IOException {
    assertThat(written(List.of(), List.of()).report().ap()).isEqualTo(-1);
    assertThat(folder.resolve("predictions.json")).hasContent("[]");
  }
}
