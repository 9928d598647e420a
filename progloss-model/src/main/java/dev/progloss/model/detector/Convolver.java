package dev.progloss.model.detector;

import dev.progloss.model.architecture.Conv;
import dev.progloss.model.architecture.Projection;
import org.bytedeco.pytorch.Tensor;

/** The two operations that have weights; all others are the same for every kind of network. */
interface Convolver {

  /** Convolution, normalisation, activation; scoped. */
  Tensor convolve(Conv conv, Tensor x);

  /** 1 x 1 convolution with bias; scoped. */
  Tensor project(Projection projection, Tensor x);
}
