package dev.progloss.core.box;

/** A way to say how well two boxes fit. */
public enum IouKind {
  /** Shared area over joined area. */
  IOU,
  /** Minus the empty share of the enclosing box (Rezatofighi et al., arXiv 1902.09630). */
  GIOU,
  /** Minus the squared centre distance over the squared diagonal (Zheng et al., 1911.08287). */
  DIOU,
  /** As DIoU, minus a penalty on aspect ratio (Zheng et al., arXiv 1911.08287). */
  CIOU
}
