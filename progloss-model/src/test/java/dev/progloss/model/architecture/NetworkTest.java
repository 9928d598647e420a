package dev.progloss.model.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.progloss.core.balance.Branch;
import dev.progloss.core.error.ConfigException;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetworkTest {

  /** Table 7 of the paper: fused, one-to-one branch only, 80 classes. */
  @ParameterizedTest
  @CsvSource({
    "n, 2572280, 2408932, 5.357",
    "s, 10009784, 9496140, 20.69",
    "m, 21896248, 20411132, 68.18",
    "l, 26299704, 24807420, 86.43",
    "x, 58993368, 55725948, 193.87"
  })
  void census_ofPublishedScales_hasThePublishedSizes(
      String scale, long unfused, long folded, double gflops) {
    Network network = Network.of(DetectorConfig.of(Scale.ofModel(scale), 80));
    Census served = Census.of(network, 640, EnumSet.of(Branch.ONE_TO_ONE));
    assertThat(Census.of(network, 640).trainableParameters()).isEqualTo(unfused);
    assertThat(served.foldedParameters()).isEqualTo(folded);
    assertThat(2 * served.convolutionMacs() / 1e9)
        .isCloseTo(gflops, org.assertj.core.data.Offset.offset(0.005));
  }

  @Test
  void scale_t_isSmallerThanN() {
    long t = Census.of(Network.of(DetectorConfig.of(Scale.T, 6)), 160).trainableParameters();
    long n = Census.of(Network.of(DetectorConfig.of(Scale.N, 6)), 160).trainableParameters();
    assertThat(t).isLessThan(n / 3);
  }

  @Test
  void ofModel_acceptsNamesAndLetters_refusesOthers() {
    assertThat(Scale.ofModel("yolo26n")).isEqualTo(Scale.N);
    assertThat(Scale.ofModel("yolo26t.yaml")).isEqualTo(Scale.T);
    assertThat(Scale.ofModel("x")).isEqualTo(Scale.X);
    assertThatThrownBy(() -> Scale.ofModel("yolo26q"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("model must be one of yolo26t, yolo26n")
        .hasMessageEndingWith("got yolo26q");
  }
}
