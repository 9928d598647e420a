package dev.progloss.train.imported;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.progloss.core.detection.ClassNames;
import dev.progloss.core.error.ConfigException;
import dev.progloss.core.error.FormatException;
import dev.progloss.model.architecture.DetectorConfig;
import dev.progloss.model.architecture.Scale;
import dev.progloss.model.detector.Detector;
import dev.progloss.torch.device.Heap;
import dev.progloss.torch.scope.TensorScope;
import dev.progloss.torch.testkit.CheckpointWriter;
import dev.progloss.torch.testkit.PickleWriter;
import dev.progloss.torch.testkit.PickleWriter.Part;
import dev.progloss.torch.testkit.PickleWriter.Tuple;
import dev.progloss.train.checkpoint.ModelFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Imports of checkpoints made here, of the smallest network with two classes. */
class WeightImportTorchTest {

  private static final int CLASSES = 2;

  @TempDir Path folder;

  private final CheckpointWriter writer = new CheckpointWriter();

  /** The tensors of a fresh detector, written with a prefix before each name. */
  private Map<String, Object> state(String prefix) {
    Map<String, Object> state = new LinkedHashMap<>();
    numbers().forEach((name, numbers) -> state.put(prefix + name, stored(name, numbers)));
    return state;
  }

  private Part stored(String name, float[] numbers) {
    return writer.floats(numbers, shapes().get(name));
  }

  private static Map<String, float[]> numbers() {
    Map<String, float[]> numbers = new TreeMap<>();
    try (Detector detector = Detector.create(DetectorConfig.of(Scale.T, CLASSES), 3);
        TensorScope scope = TensorScope.open()) {
      detector.state().forEach((name, tensor) -> numbers.put(name, Heap.floats(tensor)));
    }
    return numbers;
  }

  private static Map<String, Integer[]> shapes() {
    Map<String, Integer[]> shapes = new TreeMap<>();
    dev.progloss.model.architecture.StateShapes.of(
            dev.progloss.model.architecture.Network.of(DetectorConfig.of(Scale.T, CLASSES)))
        .forEach(
            (name, shape) ->
                shapes.put(name, shape.stream().map(Long::intValue).toArray(Integer[]::new)));
    return shapes;
  }

  private Path file(Object root) throws IOException {
    return Files.write(folder.resolve("best.pt"), writer.file(root));
  }

  private Path out() {
    return folder.resolve("out.safetensors");
  }

  private void assertTakenOver() {
    Map<String, float[]> wanted = numbers();
    try (TensorScope scope = TensorScope.open()) {
      Map<String, Tensor> got = ModelFile.open(out()).tensors().readAll();
      assertThat(got.keySet()).containsExactlyInAnyOrderElementsOf(wanted.keySet());
      wanted.forEach(
          (name, values) -> assertThat(Heap.floats(got.get(name))).as(name).isEqualTo(values));
    }
  }

  @Test
  void into_stateDictUnderWrappers_findsTheNames() throws IOException {
    for (String prefix : List.of("", "module.", "model.", "module.model.")) {
      WeightImport.Report report =
          WeightImport.asTheFileSays().into(file(Map.of("state_dict", state(prefix))), out());
      assertThat(report.weights().place()).isEqualTo("state_dict");
      assertThat(report.card().scale()).isEqualTo(Scale.T);
      assertThat(report.card().classes()).isEqualTo(ClassNames.of("class0", "class1"));
      assertTakenOver();
    }
  }

  @Test
  void into_moduleTree_takesNamesAndSideFromItsAttributes() throws IOException {
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("ema", PickleWriter.none());
    root.put("model", tree(Map.of("names", names("cat", "dog"))));
    root.put("train_args", Map.of("imgsz", 320));
    WeightImport.Report report = WeightImport.asTheFileSays().into(file(root), out());
    assertThat(report.weights().place()).isEqualTo("model");
    assertThat(report.card().classes()).isEqualTo(ClassNames.of("cat", "dog"));
    assertThat(report.card().imageSide()).isEqualTo(320);
    assertThat(report.card().provenance().get("imported_sha256")).hasSize(64);
    assertTakenOver();
  }

  private static Part names(String... names) {
    return w -> {
      w.op('}');
      for (int i = 0; i < names.length; i++) {
        w.value(i).value(names[i]).op('s');
      }
    };
  }

  /** A tree of inert modules with the tensors as parameters at its leaves. */
  private Part tree(Map<String, Object> attributes) {
    Map<String, Object> modules = new TreeMap<>();
    numbers().forEach((name, values) -> plant(modules, name, stored(name, values)));
    return module(modules, attributes);
  }

  @SuppressWarnings("unchecked")
  private static void plant(Map<String, Object> modules, String name, Part tensor) {
    Map<String, Object> at = modules;
    List<String> way = new ArrayList<>(Arrays.asList(name.split("\\.")));
    String last = way.remove(way.size() - 1);
    for (String step : way) {
      at = (Map<String, Object>) at.computeIfAbsent(step, s -> new TreeMap<String, Object>());
    }
    at.put(last, tensor);
  }

  @SuppressWarnings("unchecked")
  private static Part module(Map<String, Object> content, Map<String, Object> attributes) {
    Map<String, Object> modules = new LinkedHashMap<>();
    Map<String, Object> parameters = new LinkedHashMap<>();
    content.forEach(
        (key, value) -> {
          if (value instanceof Map) {
            modules.put(key, module((Map<String, Object>) value, Map.of()));
          } else {
            parameters.put(key, value);
          }
        });
    Map<String, Object> state = new LinkedHashMap<>(attributes);
    state.put("_parameters", parameters);
    state.put("_modules", modules);
    return w -> w.global("some.toolkit", "Net").value(Tuple.of()).raw(0x81).value(state).op('b');
  }

  @Test
  void into_fromKey_choosesThePlace() throws IOException {
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("model", Map.of("other", writer.floats(new float[1], 1)));
    root.put("best", Map.of("inner", state("")));
    Path file = file(root);
    assertThatThrownBy(() -> WeightImport.asTheFileSays().into(file, out()))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("no tensor has the name and shape")
        .hasMessageContaining("other");
    WeightImport chosen = with("best.inner", Optional.empty(), false);
    assertThat(chosen.into(file, out()).weights().place()).isEqualTo("best.inner");
    assertThatThrownBy(() -> with("best.none", Optional.empty(), false).into(file, out()))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("there is no none; there are [inner]");
  }

  private static WeightImport with(String from, Optional<ClassNames> names, boolean partial) {
    return new WeightImport(from, names, OptionalInt.empty(), Optional.empty(), partial);
  }

  @Test
  void into_withoutOneToOneHead_saysSoOrStartsItAfresh() throws IOException {
    Map<String, Object> state = state("");
    state.keySet().removeIf(name -> name.contains(".one2one_"));
    state.put("model.23.anchors", writer.floats(new float[1], 1));
    Path file = file(state);
    assertThatThrownBy(() -> WeightImport.asTheFileSays().into(file, out()))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("lacks the one-to-one head of yolo26t")
        .hasMessageContaining("partial=true");
    assertThat(out()).doesNotExist();
    WeightImport.Report report = with("", Optional.empty(), true).into(file, out());
    assertThat(report.matching().missing()).allMatch(name -> name.contains(".one2one_"));
    assertThat(report.matching().leftOver()).containsExactly("model.23.anchors");
    assertThat(report.card().provenance().get("started_afresh")).contains("one2one_cv3");
  }

  @Test
  void into_tensorOfAnotherShape_listsIt() throws IOException {
    Map<String, Object> state = state("");
    state.put("model.5.bn.bias", writer.floats(new float[3], 3));
    Path file = file(state);
    assertThatThrownBy(() -> WeightImport.asTheFileSays().into(file, out()))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("yolo26t, which fits best")
        .hasMessageContaining("model.5.bn.bias [3] for [");
  }

  @Test
  void into_wrongNumberOfNames_isAnError() throws IOException {
    Path file = file(state(""));
    WeightImport three = with("", Optional.of(ClassNames.of("a", "b", "c")), false);
    assertThatThrownBy(() -> three.into(file, out()))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("must name 2 classes, as the head has outputs, got 3");
  }

  @Test
  void plan_ofACheckpoint_loadsItOnTheFly() throws IOException {
    Path file = file(Map.of("model", state("module.")));
    StartWeights start = new StartWeights(file, StartWeights.Kind.MATCHING);
    StartWeights.Plan plan =
        start.plan(DetectorConfig.of(Scale.T, CLASSES), ClassNames.of("x", "y"));
    assertThat(plan.fresh()).isEmpty();
    assertThat(plan.loaded()).hasSize(numbers().size());
    // Of five classes, the towers do not fit: all of them start afresh, and nothing else.
    StartWeights.Plan five =
        start.plan(DetectorConfig.of(Scale.T, 5), ClassNames.of("a", "b", "c", "d", "e"));
    assertThat(five.why()).contains("do not fit");
    assertThat(five.fresh()).allMatch(name -> name.matches("model\\.23\\.(one2one_)?cv3\\..*"));
  }
}
