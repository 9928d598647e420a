package dev.progloss.train.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.progloss.core.detection.Annotation;
import dev.progloss.core.detection.ClassNames;
import dev.progloss.core.error.ConfigException;
import dev.progloss.core.error.FormatException;
import dev.progloss.core.schedule.Progress;
import dev.progloss.data.dataset.Dataset;
import dev.progloss.data.dataset.Sample;
import dev.progloss.data.dataset.Split;
import dev.progloss.data.synthetic.DrawnDataset;
import dev.progloss.model.architecture.DetectorConfig;
import dev.progloss.model.architecture.Scale;
import dev.progloss.model.detector.Detector;
import dev.progloss.run.journal.JournalReader;
import dev.progloss.run.journal.StepRecord;
import dev.progloss.run.layout.RunDirectory;
import dev.progloss.torch.device.Heap;
import dev.progloss.torch.scope.TensorScope;
import dev.progloss.train.checkpoint.ModelFile;
import dev.progloss.train.imported.StartWeights;
import dev.progloss.train.loop.Calendar;
import dev.progloss.train.loop.TrainListener;
import dev.progloss.train.testkit.DatasetAround;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that start from weights, and layers that stay as they begin. */
final class StartTorchTest {

  private static final int SIDE = 64;

  @TempDir Path folder;

  @Test
  void startingFrom_sameClasses_loadsAll() {
    Path weights = trained();
    Training next = training(config(1)).startingFrom(weights);
    StartWeights.Plan plan = next.startPlan().orElseThrow();
    assertThat(plan.fresh()).isEmpty();
    assertThat(plan.leftOver()).isEmpty();
    assertThat(plan.loaded()).hasSize(numbers(weights).size());
  }

  @Test
  void startingFrom_otherClasses_startsClassTowersAfreshAndSaysSo() {
    Path weights = trained();
    List<ClassNames> others =
        List.of(ClassNames.of("thing"), ClassNames.of("disc", "square", "a", "b", "c", "d"));
    for (ClassNames classes : others) {
      StartWeights start = new StartWeights(weights, StartWeights.Kind.WHOLE);
      try (Detector got = fresh(classes.size());
          Detector untouched = fresh(classes.size())) {
        StartWeights.Plan plan = start.load(got, classes);
        Map<String, float[]> saved = numbers(weights);
        Map<String, float[]> initial = numbers(untouched);
        assertThat(plan.why()).startsWith("the class towers, since the file's classes are ");
        assertThat(plan.fresh()).isNotEmpty().allMatch(StartTorchTest::isInClassTower);
        assertThat(plan.loaded()).noneMatch(StartTorchTest::isInClassTower);
        numbers(got)
            .forEach(
                (name, values) ->
                    assertThat(values)
                        .as(name)
                        .isEqualTo(
                            plan.fresh().contains(name) ? initial.get(name) : saved.get(name)));
        // The prior of a class bias: ln(5 / classes / (640/8)^2).
        assertThat(numbers(got).get("model.23.cv3.0.2.bias")[0])
            .isEqualTo((float) Math.log(5.0 / classes.size() / 6400));
      }
    }
  }

  @Test
  void into_otherClasses_writesWhatStartedAfreshIntoTheJournal() {
    Path weights = trained();
    RunDirectory run = run("other");
    Dataset one = new OneClass(data(Split.TRAIN));
    Training.of(config(1), one, one).startingFrom(weights).into(run);
    Map<String, Object> start = JournalReader.read(run.journal()).get(0);
    assertThat(start.toString()).contains("start_fresh").contains("model.23.one2one_cv3.2.2.bias");
  }

  @Test
  void startingFrom_otherScale_isAnError() {
    StartWeights start = new StartWeights(trained(), StartWeights.Kind.WHOLE);
    assertThatThrownBy(() -> start.plan(DetectorConfig.of(Scale.N, 6), ClassNames.of("a")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("yolo26n and 1, got yolo26t and 1");
    assertThatThrownBy(
            () -> start.plan(new DetectorConfig(Scale.T, 6, 16, true), ClassNames.of("a")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("yolo26t and 16, got yolo26t and 1");
  }

  @Test
  void startingFrom_matchingOfAnotherScale_loadsWhatFits() {
    StartWeights start = new StartWeights(trained(), StartWeights.Kind.MATCHING);
    DetectorConfig large = DetectorConfig.of(Scale.M, 6);
    StartWeights.Plan plan = start.plan(large, data(Split.TRAIN).classes());
    assertThat(plan.loaded()).isNotEmpty(); // counters have one shape in every scale
    assertThat(plan.fresh()).contains("model.0.conv.weight");
    assertThat(plan.why()).contains("do not fit");
  }

  @Test
  void startingFrom_missingFile_saysSo() {
    Training next = training(config(1)).startingFrom(folder.resolve("none.safetensors"));
    assertThatThrownBy(() -> next.into(run("none")))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("no such file");
  }

  @Test
  void freezing_layers_leavesEveryNumberOfThemAlone() {
    Path weights = trained();
    RunDirectory run = run("frozen");
    training(config(3)).startingFrom(weights).freezing(layers(0, 1, 2, 5)).into(run);
    Map<String, float[]> before = numbers(weights);
    int moved = 0;
    for (Map.Entry<String, float[]> e : numbers(run.weights("last")).entrySet()) {
      String name = e.getKey();
      if (name.matches("model\\.[0125]\\..*")) {
        assertThat(e.getValue()).as(name).isEqualTo(before.get(name));
      } else if (!java.util.Arrays.equals(e.getValue(), before.get(name))) {
        moved++;
      }
    }
    assertThat(moved).isGreaterThan(100);
  }

  @Test
  void resume_frozenAndStarted_endsAsAStraightRunWithoutTheFile() throws Exception {
    Path weights = trained();
    RunDirectory straight = run("straight");
    Training training = training(config(3)).startingFrom(weights).freezing(layers(0, 1, 2));
    training.into(straight);
    RunDirectory broken = run("broken");
    int[] done = {0};
    Progress stopped =
        training
            .watchedBy(
                new TrainListener() {
                  @Override
                  public void stepDone(StepRecord step) {
                    done[0]++;
                  }
                })
            .stoppedBy(() -> done[0] == 4)
            .into(broken);
    assertThat(stopped.step()).isEqualTo(4);
    Files.delete(weights);
    training.resume(broken);
    assertThat(broken.journal()).hasSameBinaryContentAs(straight.journal());
    assertThat(broken.weights("last")).hasSameBinaryContentAs(straight.weights("last"));
  }

  @Test
  void freezing_noSuchLayerOrAll_isAnError() {
    Training training = training(config(1));
    assertThatThrownBy(() -> training.freezing(layers(24)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("0 to 23");
    SortedSet<Integer> all = new TreeSet<>();
    for (int i = 0; i <= 23; i++) {
      all.add(i);
    }
    assertThatThrownBy(() -> training.freezing(all)).hasMessageContaining("leave a layer");
  }

  private static boolean isInClassTower(String name) {
    return name.startsWith("model.23.cv3.") || name.startsWith("model.23.one2one_cv3.");
  }

  /** Weights of one epoch. */
  private Path trained() {
    RunDirectory run = run("first");
    training(config(1)).into(run);
    return run.weights("last");
  }

  private static Detector fresh(int classes) {
    return Detector.create(DetectorConfig.of(Scale.T, classes), 4);
  }

  private static SortedSet<Integer> layers(Integer... numbers) {
    return new TreeSet<>(List.of(numbers));
  }

  private static Map<String, float[]> numbers(Path file) {
    Map<String, float[]> numbers = new TreeMap<>();
    try (TensorScope scope = TensorScope.open()) {
      ModelFile.open(file)
          .tensors()
          .readAll()
          .forEach((name, tensor) -> numbers.put(name, Heap.floats(tensor)));
    }
    return numbers;
  }

  private static Map<String, float[]> numbers(Detector detector) {
    Map<String, float[]> numbers = new TreeMap<>();
    try (TensorScope scope = TensorScope.open()) {
      detector.state().forEach((name, tensor) -> numbers.put(name, Heap.floats(tensor)));
    }
    return numbers;
  }

  private static Training training(TrainConfig config) {
    return Training.of(config, data(Split.TRAIN), data(Split.VAL));
  }

  private static TrainConfig config(int epochs) {
    return TrainConfig.of(Scale.T)
        .withImageSide(SIDE)
        .withLength(epochs, 4)
        .withCalendar(new Calendar(2));
  }

  private static Dataset data(Split split) {
    return new DrawnDataset(1, split, split == Split.TRAIN ? 12 : 6, SIDE);
  }

  private RunDirectory run(String name) {
    return RunDirectory.create(folder, name, true, false);
  }

  /** The same pictures under one class name. */
  private record OneClass(Dataset inner) implements DatasetAround {
    @Override
    public ClassNames classes() {
      return ClassNames.of("thing");
    }

    @Override
    public List<Annotation> annotations(int index) {
      return inner.annotations(index).stream().map(a -> Annotation.of(0, a.box())).toList();
    }

    @Override
    public Sample read(int index) {
      Sample sample = inner.read(index);
      return new Sample(sample.name(), sample.image(), annotations(index));
    }
  }
}
