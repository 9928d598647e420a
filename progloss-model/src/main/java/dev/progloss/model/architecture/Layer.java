package dev.progloss.model.architecture;

import java.util.List;

/**
 * A numbered step of the network.
 *
 * @param index its number, from 0
 * @param sources numbers of the layers it reads, -1 for the image; several are joined on the
 *     channel axis
 * @param block what it does
 */
public record Layer(int index, List<Integer> sources, Block block) {

  /** Copies the list. */
  public Layer {
    sources = List.copyOf(sources);
  }
}
