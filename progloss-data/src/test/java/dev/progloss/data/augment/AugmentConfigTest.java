package dev.progloss.data.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.progloss.core.error.ConfigException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class AugmentConfigTest {

  private static final AugmentConfig NONE = AugmentConfig.none();

  @Test
  void new_outOfRange_namesTheKey() {
    refuses(() -> NONE.withMosaic(2), "mosaic must be in 0..1.0, got 2.0");
    refuses(() -> NONE.withGeometry(181, 0, 0, 0, 0), "degrees must be in 0..180.0, got 181.0");
    refuses(() -> NONE.withGeometry(0, -0.1, 0, 0, 0), "translate must be in 0..1.0, got -0.1");
    refuses(
        () -> NONE.withGeometry(0, 0, 1, 0, 0), "scale must be at least 0 and below 1.0, got 1.0");
    refuses(
        () -> NONE.withGeometry(0, 0, 0, 90, 0),
        "shear must be at least 0 and below 90.0, got 90.0");
    refuses(() -> NONE.withGeometry(0, 0, 0, 0, 0.01), "perspective must be in 0..0.001, got 0.01");
    refuses(() -> NONE.withColours(Double.NaN, 0, 0), "hsv_h must be in 0..1.0, got NaN");
    refuses(() -> NONE.withColours(0, 2, 0), "hsv_s must be in 0..1.0, got 2.0");
    refuses(() -> NONE.withColours(0, 0, -1), "hsv_v must be in 0..1.0, got -1.0");
    refuses(() -> NONE.withFlips(2, 0), "fliplr must be in 0..1.0, got 2.0");
    refuses(() -> NONE.withFlips(0, 2), "flipud must be in 0..1.0, got 2.0");
    refuses(() -> NONE.withBlends(2, 0), "mixup must be in 0..1.0, got 2.0");
    refuses(() -> NONE.withBlends(0, 2), "copy_paste must be in 0..1.0, got 2.0");
    refuses(() -> NONE.withBgr(2), "bgr must be in 0..1.0, got 2.0");
    refuses(() -> NONE.withCloseMosaic(-1), "close_mosaic must not be negative, got -1");
  }

  @Test
  void with_all_changesTheComponentsInTheirOrder() {
    AugmentConfig changed =
        NONE.withMosaic(0.1)
            .withGeometry(2, 0.3, 0.4, 5, 0.0006)
            .withColours(0.07, 0.08, 0.09)
            .withFlips(0.11, 0.12)
            .withBlends(0.13, 0.14)
            .withBgr(0.15)
            .withCloseMosaic(16);
    assertThat(changed)
        .isEqualTo(
            new AugmentConfig(
                0.1, 2, 0.3, 0.4, 5, 0.0006, 0.07, 0.08, 0.09, 0.11, 0.12, 0.13, 0.14, 0.15, 16));
  }

  @Test
  void joinsPictures_lastEpochs_isFalse() {
    AugmentConfig config = NONE.withCloseMosaic(10);
    assertThat(config.joinsPictures(89, 100)).isTrue();
    assertThat(config.joinsPictures(90, 100)).isFalse();
    assertThat(config.joinsPictures(0, 5)).isFalse();
    assertThat(config.withCloseMosaic(0).joinsPictures(4, 5)).isTrue();
  }

  private static void refuses(ThrowingCallable call, String message) {
    assertThatThrownBy(call).isInstanceOf(ConfigException.class).hasMessage(message);
  }
}
