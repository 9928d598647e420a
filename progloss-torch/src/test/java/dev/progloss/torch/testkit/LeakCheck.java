package dev.progloss.torch.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.progloss.torch.scope.PointerCensus;

/** Asserts that an action leaves no native objects behind. */
public final class LeakCheck {

  private LeakCheck() {}

  /** Runs once to warm up, then many times, and expects as many native objects as before. */
  public static void assertNoLeak(int times, Runnable action) {
    action.run();
    long before = PointerCensus.take().pointers();
    for (int i = 0; i < times; i++) {
      action.run();
    }
    long after = PointerCensus.take().pointers();
    assertThat(after).as("native objects after %s runs", times).isLessThanOrEqualTo(before);
  }
}
