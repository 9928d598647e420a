package dev.progloss.bench.fast;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** What {@code bench/fast} runs; see there. Prints lines of a name, a tab and a number. */
public final class FastBench {

  private static final int USAGE = 2;

  private FastBench() {}

  /** Runs one of the parts named in {@code bench/fast}. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    List<String> rest = List.of(arguments).subList(Math.min(1, arguments.length), arguments.length);
    PrintStream out = System.out;
    switch ((arguments.length == 0 ? "" : arguments[0]) + "/" + rest.size()) {
      case "copy/2" -> print(out, DataCopy.write(Path.of(rest.get(0)), Path.of(rest.get(1))));
      case "step/5" -> print(out, StepTime.of(task(rest), number(rest, 4)));
      case "load/6" ->
          print(out, LoadTime.of(Path.of(rest.get(4)), task(rest), rest.get(5).equals("cache")));
      case "infer/4" ->
          print(
              out,
              InferTime.of(number(rest, 0), number(rest, 1), number(rest, 2), number(rest, 3)));
      default -> {
        if (arguments.length > 0 && arguments[0].equals("watch")) {
          print(out, Watch.of(rest).run());
        } else {
          System.err.println("copy DATA.yaml FOLDER | step CLASSES SIDE BATCH THREADS STEPS |");
          System.err.println("load EPOCHS SIDE BATCH LOADERS DATA.yaml cache|none |");
          System.err.println("infer CLASSES SIDE THREADS RUNS |");
          System.err.println("watch LOG [seen=FILE:TEXT] [said=TEXT] [stop] [shares] -- COMMAND");
          System.exit(USAGE);
        }
      }
    }
  }

  /**
   * What is learned or loaded.
   *
   * @param first classes of a step, epochs of loading
   * @param side side of the pictures, pixels
   * @param batch pictures in a batch
   * @param threads compute threads of a step, loader threads of loading
   */
  record Task(int first, int side, int batch, int threads) {}

  private static Task task(List<String> words) {
    return new Task(number(words, 0), number(words, 1), number(words, 2), number(words, 3));
  }

  private static int number(List<String> words, int index) {
    return Integer.parseInt(words.get(index));
  }

  private static void print(PrintStream out, Map<String, Number> figures) {
    figures.forEach((name, value) -> out.println(name + "\t" + value));
  }
}
