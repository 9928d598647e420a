package dev.progloss.eval.coco;

/**
 * An object to be found, as COCO writes it.
 *
 * @param x left edge
 * @param y top edge
 * @param width may be anything: nothing is repaired
 * @param height may be anything
 * @param area the object's own area, which may be its mask's
 * @param crowd whether it stands for many and need not be found
 * @param countable whether a detection that takes it counts as a hit; false only for the annotation
 *     id 0, which the reference reads as "not matched"
 */
public record TruthBox(
    double x,
    double y,
    double width,
    double height,
    double area,
    boolean crowd,
    boolean countable) {}
