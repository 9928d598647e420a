package dev.progloss.data.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SameFilesTest {

  private static final int LONG = 20_000;

  @TempDir Path folder;

  @Test
  void groups_sameBytes_areTogetherInTheOrderGiven() throws IOException {
    Path a = file("a", 5, 0);
    Path b = file("b", 6, 0);
    Path c = file("c", 5, 0);
    Path d = file("d", 6, 0);
    Path e = file("e", 5, 0);
    assertThat(SameFiles.groups(List.of(e, a, b, c, d)))
        .containsExactly(List.of(e, a, c), List.of(b, d));
  }

  @Test
  void groups_sameLengthAndEnds_differingInside_areNotTogether() throws IOException {
    Path a = file("a", LONG, LONG / 2);
    Path b = file("b", LONG, LONG / 2 + 1);
    Path twin = file("twin", LONG, LONG / 2);
    assertThat(SameFiles.groups(List.of(a, b))).isEmpty();
    assertThat(SameFiles.groups(List.of(a, b, twin))).containsExactly(List.of(a, twin));
  }

  @Test
  void groups_emptyFiles_areTheSame() throws IOException {
    assertThat(SameFiles.groups(List.of(file("a", 0, 0), file("b", 0, 0)))).hasSize(1);
    assertThat(SameFiles.groups(List.of())).isEmpty();
  }

  /** Zeros but for a one at a place. */
  private Path file(String name, int length, int place) throws IOException {
    byte[] bytes = new byte[length];
    if (length > 0) {
      bytes[place] = 1;
    }
    return Files.write(folder.resolve(name), bytes);
  }
}
