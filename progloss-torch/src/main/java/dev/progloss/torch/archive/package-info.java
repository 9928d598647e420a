/** Checkpoints of PyTorch read as data: the zip, what it describes, and the tensors in it. */
@NullMarked
package dev.progloss.torch.archive;

import org.jspecify.annotations.NullMarked;
