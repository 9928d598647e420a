package dev.progloss.data.cache;

import java.util.function.Supplier;

/**
 * Which picture.
 *
 * @param index in its data set
 * @param stamp says all that its pixels follow from: the file, its state, and what was done to it;
 *     empty if that is not known. Only asked for where pictures outlive a run.
 */
public record PictureKey(int index, Supplier<String> stamp) {}
