package dev.progloss.run.journal;

import dev.progloss.core.schedule.Progress;

/**
 * One batch that was not learned.
 *
 * @param progress where training stood
 * @param what which number was not finite: {@code o2o/box} for a term, {@code gradient norm}, or
 *     {@code step size}
 * @param value what it was
 */
public record SkippedStep(Progress progress, String what, double value) {}
