package dev.progloss.train.session;

import dev.progloss.run.layout.Disk;
import dev.progloss.train.imported.StartWeights;
import dev.progloss.train.loop.RunPolicy;
import dev.progloss.train.loop.TrainListener;
import dev.progloss.train.profile.StepClock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a run has around it besides its config and its data.
 *
 * @param listeners watch, in this order
 * @param stop asked after every step
 * @param provenance put into the weights' metadata
 * @param start where the weights begin
 * @param policy when it saves and when it ends early
 * @param notes told what a person should know and nothing in the run's files says
 * @param settings as the user's program writes them down, put beside every saved state
 * @param disk what weights and states are written through
 * @param lens batches between two looks at the gradients of single terms; 0: none
 */
record Surroundings(
    Hardware hardware,
    List<TrainListener> listeners,
    BooleanSupplier stop,
    Map<String, String> provenance,
    Start start,
    StepClock clock,
    RunPolicy policy,
    Consumer<String> notes,
    String settings,
    Disk disk,
    int lens) {

  /** Where the weights begin, and which layers of them stay there. */
  record Start(@Nullable StartWeights weights, SortedSet<Integer> frozen) {}

  /** The processor, random weights, nobody watching. */
  static Surroundings alone() {
    return new Surroundings(
        Hardware.cpu(),
        List.of(),
        () -> false,
        Map.of(),
        new Start(null, new TreeSet<>()),
        StepClock.NONE,
        RunPolicy.defaults(),
        note -> {},
        "",
        Disk.real(),
        0);
  }

  Surroundings withHardware(Hardware other) {
    return new Surroundings(
        other, listeners, stop, provenance, start, clock, policy, notes, settings, disk, lens);
  }

  Surroundings withListener(TrainListener listener) {
    List<TrainListener> more = new ArrayList<>(listeners);
    more.add(listener);
    return new Surroundings(
        hardware,
        List.copyOf(more),
        stop,
        provenance,
        start,
        clock,
        policy,
        notes,
        settings,
        disk,
        lens);
  }

  Surroundings withStop(BooleanSupplier other) {
    return new Surroundings(
        hardware, listeners, other, provenance, start, clock, policy, notes, settings, disk, lens);
  }

  Surroundings withProvenance(Map<String, String> other) {
    return new Surroundings(
        hardware, listeners, stop, other, start, clock, policy, notes, settings, disk, lens);
  }

  Surroundings withStart(@Nullable StartWeights weights, SortedSet<Integer> frozen) {
    return new Surroundings(
        hardware,
        listeners,
        stop,
        provenance,
        new Start(weights, frozen),
        clock,
        policy,
        notes,
        settings,
        disk,
        lens);
  }

  Surroundings withClock(StepClock other) {
    return new Surroundings(
        hardware, listeners, stop, provenance, start, other, policy, notes, settings, disk, lens);
  }

  Surroundings withPolicy(RunPolicy other) {
    return new Surroundings(
        hardware, listeners, stop, provenance, start, clock, other, notes, settings, disk, lens);
  }

  Surroundings withNotes(Consumer<String> other) {
    return new Surroundings(
        hardware, listeners, stop, provenance, start, clock, policy, other, settings, disk, lens);
  }

  Surroundings withSettings(String other) {
    return new Surroundings(
        hardware, listeners, stop, provenance, start, clock, policy, notes, other, disk, lens);
  }

  Surroundings withDisk(Disk other) {
    return new Surroundings(
        hardware, listeners, stop, provenance, start, clock, policy, notes, settings, other, lens);
  }

  Surroundings withLens(int other) {
    return new Surroundings(
        hardware, listeners, stop, provenance, start, clock, policy, notes, settings, disk, other);
  }
}
