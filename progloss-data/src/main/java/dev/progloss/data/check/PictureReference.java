package dev.progloss.data.check;

import dev.progloss.data.dataset.Split;

/**
 * A picture of a data set.
 *
 * @param split the split it is in
 * @param index its index there, from 0
 * @param name what a person would call it
 */
public record PictureReference(Split split, int index, String name) {}
