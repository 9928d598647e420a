package dev.progloss.model.architecture;

/** Nothing but its inputs side by side: a layer with several sources concatenates them already. */
public record Join() implements Block {

  @Override
  public <V> V apply(Operations<V> ops, V x) {
    return x;
  }
}
