"""Loss weights, learning rates, momentum and accumulation as closed forms; the averaging of weights."""

import math

import numpy as np

from goldens.losses import branch_weight

DEFAULTS = {
    "lr0": 0.01, "lrf": 0.01, "momentum": 0.937, "weight_decay": 0.0005, "warmup_epochs": 3.0,
    "warmup_momentum": 0.8, "warmup_bias_lr": 0.1, "nbs": 64, "cos_lr": False, "optimizer": "SGD",
    "epochs": 5, "batch": 16,
}  # fmt: skip


def term_table(total: int) -> dict:
    """Term weights for t = 0..T: straight lines in p = t/T."""
    p = [t / total for t in range(total + 1)]
    return {
        "p": p,
        "cls": [(1 - each) * 2.0 + each * 0.5 for each in p],
        "box": [(1 - each) * 0.5 + each * 2.0 for each in p],
        "plain_cls": [1 - each for each in p],
        "plain_box": p,
    }


def branch_table(epochs: int) -> dict:
    many = [branch_weight(t, epochs) for t in range(epochs)]
    return {"o2m": many, "o2o": [1 - each for each in many]}


def share_left(epoch: int, settings: dict) -> float:
    """What is left of the first rate in this epoch; the last share is never reached."""
    done, last = epoch / settings["epochs"], settings["lrf"]
    if settings["cos_lr"]:
        return 1 + (last - 1) * (1 - math.cos(math.pi * done)) / 2
    return max(1 - done, 0) * (1 - last) + last


def groups_of(settings: dict, decay: float) -> list:
    """Groups of parameters: with MuSGD class towers learn at three times the rate."""
    kinds = [("weight", decay), ("bn", 0.0), ("bias", 0.0)]
    factors = [1.0]
    if settings["optimizer"] == "MuSGD":
        kinds.append(("muon", decay))
        factors = [3.0, 1.0]
    rate = settings["lr0"]
    return [
        {"kind": kind, "weight_decay": each, "initial_lr": rate * factor} for kind, each in kinds for factor in factors
    ]


def run_table(changes: dict, per_epoch: int) -> dict:
    """One row a batch of a whole run."""
    settings = {**DEFAULTS, **changes}
    epochs, batch, nominal_batch = settings["epochs"], settings["batch"], settings["nbs"]
    total = epochs * per_epoch
    warm = round(min(settings["warmup_epochs"], max(epochs - 1, 0)) * per_epoch)
    nominal = max(round(nominal_batch / batch), 1)
    decay = settings["weight_decay"] * batch * nominal / nominal_batch
    nominal = min(nominal, total)
    groups = groups_of(settings, decay)
    columns = {f"lr_{i}_{group['kind']}": [] for i, group in enumerate(groups)}
    momenta, lengths, steps, last = [], [], [], -1
    for n in range(total):
        epoch = n // per_epoch
        up = n / warm if warm and n <= warm else 1.0
        for key, group in zip(columns, groups):
            target = group["initial_lr"] * share_left(epoch, settings)
            start = settings["warmup_bias_lr"] if group["kind"] == "bias" else 0.0
            columns[key].append(start + (target - start) * up)
        start = settings["warmup_momentum"]
        momenta.append(start + (settings["momentum"] - start) * up)
        lengths.append(max(1, round(1 + (nominal - 1) * up)))
        if n - last >= lengths[-1]:
            steps.append(n)
            last = n
    table = {
        "settings": settings,
        "batches_per_epoch": per_epoch,
        "warmup_iterations": warm,
        "groups": groups,
        "accumulate": lengths,
        "optimizer_steps_at": steps,
        **columns,
        "momentum": momenta,
    }
    if settings["optimizer"] == "AdamW":  # its betas have no warm-up
        table["momentum"], table["betas"] = [None] * total, [settings["momentum"], 0.999]
    return table


def average_decay(updates: int) -> float:
    return 0.9999 * (1 - math.exp(-updates / 2000))


def average_run(before: int, initial: dict, models: list) -> dict:
    """Averages of lists of numbers; whole numbers keep the value of the first copy."""
    average = {key: np.array(value) for key, value in initial.items()}
    steps = []
    for i, model in enumerate(models):
        decay = average_decay(before + i + 1)
        for key, value in model.items():
            if not isinstance(value, int):
                average[key] = decay * average[key] + (1 - decay) * np.array(value)
        shown = {key: int(value) if value.ndim == 0 else value.tolist() for key, value in average.items()}
        steps.append({"updates": before + i + 1, "decay": decay, "model": model, "ema": shown})
    return {"updates_before": before, "initial": initial, "steps": steps}
