package dev.progloss.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.progloss.core.error.ConfigException;
import dev.progloss.data.cache.CachePlan;
import dev.progloss.run.config.Settings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CacheSettingsTest {

  private static Settings chosen(String... arguments) {
    return CacheSettings.chosen(Settings.resolve(TrainSettings.table(), List.of(arguments)));
  }

  private static CachePlan plan(String... arguments) {
    return CacheSettings.plan(chosen(arguments), warning -> {});
  }

  @Test
  void plan_nothingSet_isAThirdOfTheHeap() {
    assertThat(plan()).isInstanceOf(CachePlan.Heap.class);
    double third = Runtime.getRuntime().maxMemory() / 3.0;
    long bytes = ((CachePlan.Heap) plan()).bytes();
    assertThat((double) bytes).isBetween(third - (1 << 24), third);
    assertThat(chosen().text("cache_dir")).isEmpty();
  }

  @Test
  void plan_words_chooseThePlace() {
    assertThat(plan("cache=none")).isEqualTo(new CachePlan.None());
    assertThat(plan("cache=ram", "cache_gb=0.5")).isEqualTo(new CachePlan.Heap(1L << 29));
    CachePlan.Disk disk = (CachePlan.Disk) plan("cache=disk", "cache_gb=3", "cache_dir=there");
    assertThat(disk.folder()).isEqualTo(Path.of("there"));
    assertThat(disk.bytes()).isEqualTo(3L << 30);
  }

  @Test
  void plan_disk_isBoundedAndOutsideTheDataUnlessTold() {
    CachePlan.Disk disk = (CachePlan.Disk) plan("cache=disk");
    assertThat(disk.bytes()).isBetween(0L, 20L << 30);
    assertThat(disk.folder().isAbsolute()).isTrue();
    assertThat(disk.folder().toString()).contains("progloss");
  }

  @Test
  void plan_disk_warningsArePassedOn() {
    List<String> warnings = new ArrayList<>();
    CachePlan plan = CacheSettings.plan(chosen("cache=disk"), warnings::add);
    ((CachePlan.Disk) plan).warnings().accept("full");
    assertThat(warnings).containsExactly("full");
  }

  /** As run folders of the first builds have it. */
  @Test
  void plan_number_isMebibytesOfHeap() {
    assertThat(plan("cache=659")).isEqualTo(new CachePlan.Heap(659L << 20));
    assertThat(plan("cache=0")).isEqualTo(new CachePlan.Heap(0));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "cache=tape | cache must be one of ram, disk, none, got 'tape'",
        "cache=-1 | cache must be one of ram, disk, none, got '-1'",
        "cache_gb=-1 | cache_gb must be a number of GiB from 0 to 1048576, got '-1'",
        "cache_gb=much | cache_gb must be a finite number, got 'much'",
      })
  void plan_badValue_saysWhatIsRight(String argument, String message) {
    assertThatThrownBy(() -> plan(argument))
        .isInstanceOf(ConfigException.class)
        .hasMessage(message);
  }

  @Test
  void plan_diskWithAnEmptyFolder_isTheUsers() {
    assertThat(((CachePlan.Disk) plan("cache=disk", "cache_dir=")).folder())
        .isEqualTo(((CachePlan.Disk) plan("cache=disk")).folder());
  }

  @Test
  void userFolder_everySystem_isWhereItKeepsWhatCanBeMadeAgain() {
    Path home = Path.of("/home/ann").toAbsolutePath();
    Path other = Path.of("/fast").toAbsolutePath();
    assertThat(CacheSettings.userFolder(Map.of(), "Linux", home))
        .isEqualTo(home.resolve(".cache/progloss/pictures"));
    assertThat(CacheSettings.userFolder(Map.of("XDG_CACHE_HOME", other + ""), "Linux", home))
        .isEqualTo(other.resolve("progloss/pictures"));
    assertThat(CacheSettings.userFolder(Map.of("XDG_CACHE_HOME", "fast"), "Linux", home))
        .isEqualTo(home.resolve(".cache/progloss/pictures"));
    assertThat(CacheSettings.userFolder(Map.of(), "Mac OS X", home))
        .isEqualTo(home.resolve("Library/Caches/progloss/pictures"));
    assertThat(CacheSettings.userFolder(Map.of("LOCALAPPDATA", other + ""), "Windows 11", home))
        .isEqualTo(other.resolve("progloss/pictures"));
  }
}
