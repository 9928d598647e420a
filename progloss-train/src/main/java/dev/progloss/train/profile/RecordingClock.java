package dev.progloss.train.profile;

import dev.progloss.torch.device.ComputeDevice;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Measures every phase of every step. Keeps 8 bytes a phase and step.
 *
 * <p>A GPU works on while the training thread is ahead of it. So that its work counts where it was
 * asked for, every phase waits for the device before it ends; such a run is a little slower than
 * one that is not measured. Belongs to the training thread.
 */
public final class RecordingClock implements StepClock {

  private final LongSupplier nanos;
  private final ComputeDevice device;
  private final Map<Phase, Durations> phases = new EnumMap<>(Phase.class);
  private final Durations steps = new Durations();
  private final Map<Phase, Long> step = new EnumMap<>(Phase.class);
  private @Nullable Phase current;
  private long since;

  /**
   * A clock.
   *
   * @param nanos the time in nanoseconds, from any beginning
   * @param device where the network computes
   */
  public RecordingClock(LongSupplier nanos, ComputeDevice device) {
    this.nanos = nanos;
    this.device = device;
  }

  @Override
  public void enter(Phase phase) {
    leave();
    current = phase;
  }

  @Override
  public void endStep() {
    leave();
    long whole = 0;
    for (Map.Entry<Phase, Long> e : step.entrySet()) {
      phases.computeIfAbsent(e.getKey(), phase -> new Durations()).add(e.getValue());
      whole += e.getKey().isInStep() ? e.getValue() : 0;
    }
    steps.add(whole);
    step.clear();
  }

  /** Ends the current phase, if there is one; the next begins at the same instant. */
  private void leave() {
    device.await();
    long now = nanos.getAsLong();
    if (current != null) {
      step.merge(current, now - since, Long::sum);
    }
    current = null;
    since = now;
  }

  /** What was measured so far, of whole steps. */
  public StepProfile profile() {
    List<PhaseTime> times = new ArrayList<>();
    phases.forEach((phase, durations) -> times.add(PhaseTime.of(phase, durations)));
    return new StepProfile(times, steps.count(), steps.median() / PhaseTime.NANOS, waits());
  }

  private boolean waits() {
    return !device.equals(ComputeDevice.CPU);
  }
}
