package dev.progloss.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/** Files of at most 500 lines, methods of at most 60 lines and 7 parameters. */
final class SourceSizeTest {

  private static final int MOST_FILE_LINES = 500;
  private static final int MOST_METHOD_LINES = 60;
  private static final int MOST_PARAMETERS = 7;

  @Test
  void sources_areShort() throws IOException {
    List<Path> files = sources();
    assertThat(files).hasSizeGreaterThan(200);
    List<String> tooLong = new ArrayList<>();
    for (Path file : files) {
      long lines = Files.readAllLines(file).size();
      if (lines > MOST_FILE_LINES) {
        tooLong.add(file + " has " + lines + " lines");
      }
    }
    tooLong.addAll(longMethods(files));
    assertThat(tooLong).isEmpty();
  }

  private static List<Path> sources() throws IOException {
    Path root = Path.of(System.getProperty("progloss.root"));
    try (Stream<Path> walk = Files.walk(root, 16)) {
      return walk.filter(file -> file.toString().endsWith(".java"))
          .filter(file -> !file.toString().contains("target"))
          .toList();
    }
  }

  private static List<String> longMethods(List<Path> files) throws IOException {
    List<String> found = new ArrayList<>();
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null,
                  manager,
                  null,
                  List.of("-proc:none"),
                  null,
                  manager.getJavaFileObjectsFromPaths(files));
      SourcePositions positions = Trees.instance(task).getSourcePositions();
      for (CompilationUnitTree unit : task.parse()) {
        new MethodScanner(unit, positions, found).scan(unit, null);
      }
    }
    return found;
  }

  private static final class MethodScanner extends TreeScanner<Void, Void> {
    private final CompilationUnitTree unit;
    private final SourcePositions positions;
    private final List<String> found;

    MethodScanner(CompilationUnitTree unit, SourcePositions positions, List<String> found) {
      this.unit = unit;
      this.positions = positions;
      this.found = found;
    }

    @Override
    public Void visitMethod(MethodTree method, Void unused) {
      long first = unit.getLineMap().getLineNumber(positions.getStartPosition(unit, method));
      long last = unit.getLineMap().getLineNumber(positions.getEndPosition(unit, method));
      String place = unit.getSourceFile().getName() + ":" + first + " " + method.getName();
      if (last - first + 1 > MOST_METHOD_LINES) {
        found.add(place + " has " + (last - first + 1) + " lines");
      }
      // A record's canonical constructor has as many parameters as the record has components.
      boolean isConstructor = method.getName().contentEquals("<init>");
      if (method.getParameters().size() > MOST_PARAMETERS && !isConstructor) {
        found.add(place + " has " + method.getParameters().size() + " parameters");
      }
      return super.visitMethod(method, null);
    }
  }
}
