package dev.progloss.core.box;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.progloss.core.testkit.Goldens;
import java.util.Locale;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class IouGoldenTest {

  @Test
  void everyPair_everyKind_exactAndSmoothed_isTheReference() {
    int compared = 0;
    for (JsonNode pair : Goldens.json("iou.json").get("pairs")) {
      Box a = box(pair.get("a"));
      Box b = box(pair.get("b"));
      for (IouKind kind : IouKind.values()) {
        String key = kind.name().toLowerCase(Locale.ROOT);
        double exact = Iou.exact(kind, a, b);
        if (pair.get(key).isNull()) {
          assertThat(exact).as("%s of %s", key, pair).isNaN();
        } else {
          assertClose(key + " of " + pair, exact, pair.get(key).asDouble());
        }
        if (pair.get("peer").hasNonNull(key)) {
          assertClose(
              "smoothed " + key + " of " + pair,
              Iou.smoothed(kind, a, b),
              pair.get("peer").get(key).asDouble());
          compared++;
        }
      }
    }
    assertThat(compared).isPositive();
  }

  private static void assertClose(String what, double got, double expected) {
    assertThat(got).as(what).isCloseTo(expected, Offset.offset(1e-9));
  }

  private static Box box(JsonNode edges) {
    return new Box(
        edges.get(0).asDouble(),
        edges.get(1).asDouble(),
        edges.get(2).asDouble(),
        edges.get(3).asDouble());
  }
}
