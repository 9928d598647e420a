package dev.progloss.run.journal;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.Objects;
import java.util.RandomAccess;

/** A list of numbers that takes 8 bytes for each, a third of what boxed ones would. */
final class Numbers extends AbstractList<Double> implements RandomAccess {

  private static final int FIRST_ROOM = 12;

  private double[] values = new double[FIRST_ROOM];
  private int size;

  @Override
  public boolean add(Double value) {
    if (size == values.length) {
      values = Arrays.copyOf(values, size + size / 2);
    }
    values[size++] = value;
    return true;
  }

  @Override
  public Double get(int index) {
    return values[Objects.checkIndex(index, size)];
  }

  @Override
  public int size() {
    return size;
  }
}
