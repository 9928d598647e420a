package dev.progloss.run.store;

import java.nio.file.Path;

/**
 * A complete checkpoint on disk.
 *
 * @param step the step that it was written at
 * @param number counts the generations of a folder in the order in which they were written, from 1
 * @param file its content
 */
public record Generation(long step, long number, Path file) {}
