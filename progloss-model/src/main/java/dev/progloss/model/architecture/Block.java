package dev.progloss.model.architecture;

/** A part of the network with one input and one output. */
public sealed interface Block
    permits Attention,
        Bottleneck,
        C2psa,
        C3k,
        C3k2,
        Conv,
        Join,
        Projection,
        PsaBlock,
        Sequence,
        Sppf,
        Upsample {

  /** What the block does, in terms of the operations of an interpreter. */
  <V> V apply(Operations<V> ops, V x);
}
