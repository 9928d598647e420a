"""Tells when lucid-yolo's training ends an epoch: a callback of PyTorch Lightning, named on its command line."""

from pytorch_lightning.callbacks import Callback


class EpochClock(Callback):
    """Says ``first step`` and ``epoch N`` as they end; who listens knows when."""

    def __init__(self):
        self.epochs = self.steps = 0

    def on_train_batch_end(self, trainer, module, outputs, batch, batch_idx):
        self.steps += 1
        if self.steps == 1:
            print("first step", flush=True)

    def on_train_epoch_end(self, trainer, module):
        self.epochs += 1
        print(f"epoch {self.epochs} after {self.steps} steps", flush=True)
