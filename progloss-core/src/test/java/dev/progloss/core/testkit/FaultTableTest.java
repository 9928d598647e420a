package dev.progloss.core.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.progloss.core.testkit.FaultTable.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FaultTableTest {

  @TempDir Path folder;

  @Test
  void append_ofOneFaultTwice_isReadAsOneSum() {
    Path table = folder.resolve("target/faults.tsv");
    FaultTable.append(table, new Row("cut off", 5, 5, 0));
    FaultTable.append(table, new Row("killed", 2, 2, 0));
    FaultTable.append(table, new Row("cut off", 3, 2, 1));
    assertThat(FaultTable.read(table))
        .containsExactly(new Row("cut off", 8, 7, 1), new Row("killed", 2, 2, 0));
  }

  @Test
  void append_byManyThreads_keepsEveryLineWhole() throws Exception {
    Path table = folder.resolve("faults.tsv");
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      Row row = new Row("thread " + i, 1, 1, 0);
      Thread thread =
          new Thread(
              () -> {
                for (int line = 0; line < 50; line++) {
                  FaultTable.append(table, row);
                }
              });
      threads.add(thread);
      thread.start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(FaultTable.read(table)).hasSize(4).allMatch(row -> row.survived() == 50);
  }

  @Test
  void lines_ofTwoRows_areAlignedUnderTheirHeadAndSummed() {
    assertThat(FaultTable.lines(List.of(new Row("cut off", 8, 7, 1), new Row("killed", 20, 20, 0))))
        .containsExactly(
            "fault        tries   survived       lost",
            "cut off          8          7          1",
            "killed          20         20          0",
            "all             28         27          1");
  }

  @Test
  void row_whoseCountsDoNotSum_isRefused() {
    assertThatThrownBy(() -> FaultTable.append("cut off", 5, 3, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("3 + 1 of 5");
  }

  @Test
  void read_ofATornLine_isRefused() throws IOException {
    Path table = Files.writeString(folder.resolve("faults.tsv"), "cut off\t5\t5");
    assertThatThrownBy(() -> FaultTable.read(table)).hasMessageContaining("not four cells");
  }
}
