package dev.progloss.core.balance;

import java.util.Arrays;

/**
 * Numbers by branch and component, some of which may be absent: raw losses of one step, say.
 *
 * <p>Immutable; equal when the same entries hold the same bits.
 */
public final class TermTable {

  private static final int COMPONENTS = Component.values().length;
  private static final int SIZE = Branch.values().length * COMPONENTS;

  private final double[] values;
  private final boolean[] present;

  private TermTable(double[] values, boolean[] present) {
    this.values = values;
    this.present = present;
  }

  /** An empty table to fill. */
  public static Builder builder() {
    return new Builder();
  }

  /** Whether this entry was given. */
  public boolean has(Branch branch, Component component) {
    return present[index(branch, component)];
  }

  /**
   * The entry.
   *
   * @throws IllegalArgumentException if it is absent
   */
  public double of(Branch branch, Component component) {
    if (!has(branch, component)) {
      throw new IllegalArgumentException("no entry for " + branch + "/" + component);
    }
    return values[index(branch, component)];
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TermTable table
        && Arrays.equals(values, table.values)
        && Arrays.equals(present, table.present);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(values) + Arrays.hashCode(present);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("{");
    for (Branch branch : Branch.values()) {
      for (Component component : Component.values()) {
        if (has(branch, component)) {
          text.append(text.length() > 1 ? ", " : "");
          text.append(branch.key()).append('/').append(component.key());
          text.append('=').append(of(branch, component));
        }
      }
    }
    return text.append('}').toString();
  }

  @SuppressWarnings("EnumOrdinal") // an array inside one object; no order leaves it
  private static int index(Branch branch, Component component) {
    return branch.ordinal() * COMPONENTS + component.ordinal();
  }

  /** Collects the entries of a table. */
  public static final class Builder {

    private final double[] values = new double[SIZE];
    private final boolean[] present = new boolean[SIZE];

    private Builder() {}

    /** Sets an entry, over what it was before. */
    public Builder put(Branch branch, Component component, double value) {
      values[index(branch, component)] = value;
      present[index(branch, component)] = true;
      return this;
    }

    /** The table as it stands now. */
    public TermTable build() {
      return new TermTable(values.clone(), present.clone());
    }
  }
}
