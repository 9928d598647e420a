package dev.progloss.data.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class WarpTest {

  private static final Image THREE = new Image(3, 1, new byte[] {10, 1, 2, 20, 3, 4, 30, 5, 6});

  @Test
  void affine_shiftRightByOne_movesPixelsAndFillsBorder() {
    Image moved = Warp.affine(THREE, new double[] {1, 0, 1, 0, 1, 0}, 4, 2, 114);

    assertThat(moved.rgb())
        .containsExactly(
            114, 114, 114, 10, 1, 2, 20, 3, 4, 30, 5, 6, //
            114, 114, 114, 114, 114, 114, 114, 114, 114, 114, 114, 114);
  }

  @Test
  void affine_shiftByHalf_mixesNeighbours() {
    Image moved = Warp.affine(THREE, new double[] {1, 0, 0.5, 0, 1, 0}, 3, 1, 0);

    // Half of the left neighbour and half of the pixel itself: (10 + 20) / 2, (20 + 30) / 2.
    assertThat(moved.at(1, 0, 0)).isEqualTo(15);
    assertThat(moved.at(2, 0, 0)).isEqualTo(25);
  }

  @Test
  void perspective_affineMatrix_sameAsAffine() {
    double[] affine = {1, 0, 1, 0, 1, 0};
    double[] perspective = {1, 0, 1, 0, 1, 0, 0, 0, 1};

    assertThat(Warp.perspective(THREE, perspective, 4, 2, 7).rgb())
        .isEqualTo(Warp.affine(THREE, affine, 4, 2, 7).rgb());
  }

  @Test
  void perspective_divisorGrowsAlongX_squeezesTheFarEnd() {
    // x' = 4x / (1 + x), so x = x' / (4 - x'): targets 0, 2, 3 show sources 0, 1 and 3 (outside).
    Image moved = Warp.perspective(THREE, new double[] {4, 0, 0, 0, 1, 0, 1, 0, 1}, 4, 1, 99);

    assertThat(moved.at(0, 0, 0)).isEqualTo(10);
    assertThat(moved.at(2, 0, 0)).isEqualTo(20);
    assertThat(moved.at(3, 0, 0)).isEqualTo(99);
  }

  @Test
  void affine_matrixOfWrongLength_isRefused() {
    assertThatThrownBy(() -> Warp.affine(THREE, new double[9], 3, 1, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("6 numbers, got 9");
  }
}
