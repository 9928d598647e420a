"""Loss terms of a branch, their weighted sum and its gradients, all in float64."""

import numpy as np
import torch
import torch.nn.functional as functional

from goldens.assigner import assign_image
from goldens.boxes import SMOOTHING, corners, distances, overlap

GAINS = {"box": 7.5, "cls": 0.5, "l1_or_dfl": 1.5}
EPOCHS = 10


def truth_of(inputs: dict, facts: dict) -> list:
    """Labels and boxes in pixels of each image."""
    size = np.array([facts["width"], facts["height"]] * 2, dtype=np.float64)
    rows = inputs["gt.cxcywh"].astype(np.float64) * size
    boxes = np.concatenate((rows[:, :2] - rows[:, 2:] / 2, rows[:, :2] + rows[:, 2:] / 2), 1)
    batch = range(facts["batch"])
    return [(inputs["gt.cls"][inputs["gt.image"] == b], boxes[inputs["gt.image"] == b]) for b in batch]


def third_term(raw, ltrb, wanted, strides, facts):
    """L1 of distances as shares of the image, or DFL; [A'] for the positives given."""
    bins = raw.shape[-1] // 4
    if bins == 1:
        size = torch.tensor([facts["width"], facts["height"]] * 2, dtype=torch.float64)
        return ((ltrb - wanted).abs() * strides[:, None] / size).mean(-1)
    clipped = wanted.clamp(0, bins - 1 - 0.01)
    low = clipped.floor().long()
    logs = functional.log_softmax(raw.reshape(-1, 4, bins), -1)
    left = logs.gather(-1, low[..., None])[..., 0] * (low + 1 - clipped)
    right = logs.gather(-1, (low + 1)[..., None])[..., 0] * (clipped - low)
    return -(left + right).mean(-1)


def branch(name: str, inputs: dict, facts: dict) -> dict:
    """Terms, gradients and targets of the branch ``o2m`` or ``o2o``."""
    boxes = torch.tensor(inputs[name + ".boxes"], dtype=torch.float64, requires_grad=True)
    scores = torch.tensor(inputs[name + ".scores"], dtype=torch.float64, requires_grad=True)
    centres = torch.tensor(inputs["centres"], dtype=torch.float64)
    strides = torch.tensor(inputs["strides"], dtype=torch.float64)
    ltrb = distances(boxes)
    pixels = corners(ltrb, centres, strides).detach().numpy()
    chances = scores.detach().sigmoid().transpose(1, 2).numpy()
    wanted = torch.zeros_like(scores)
    batch, count = facts["batch"], len(strides)
    weights, indices = np.zeros((batch, count)), np.zeros((batch, count), np.int32)
    box_sum = third_sum = boxes.sum() * 0
    for b, (labels, truth) in enumerate(truth_of(inputs, facts)):
        owner, weight = assign_image(name, chances[b], pixels[b], centres.numpy(), labels, truth)
        positive = np.nonzero(owner >= 0)[0]
        weights[b], indices[b] = weight, np.maximum(owner, 0)
        if not len(positive):
            continue
        share = torch.from_numpy(weight[positive])
        wanted[b, torch.from_numpy(labels[owner[positive]].astype(np.int64)), positive] = share
        stride, middle = strides[positive], centres[positive] / strides[positive][:, None]
        target = torch.from_numpy(truth[owner[positive]]) / stride[:, None]
        mine = ltrb[b, positive]
        guess = torch.cat((middle - mine[:, :2], middle + mine[:, 2:]), -1)
        box_sum = box_sum + ((1 - overlap("ciou", guess, target, SMOOTHING)) * share).sum()
        sides = torch.cat((middle - target[:, :2], target[:, 2:] - middle), -1)
        third = third_term(boxes[b, :, positive].T, mine, sides, stride, facts)
        third_sum = third_sum + (third * share).sum()
    total = float(weights.sum())
    scale = max(total, 1.0)
    cls_sum = functional.binary_cross_entropy_with_logits(scores, wanted, reduction="sum")
    terms = {"box": box_sum / scale, "cls": cls_sum / scale, "l1_or_dfl": third_sum / scale}
    objective = sum(GAINS[key] * value for key, value in terms.items()) * batch
    objective.backward()
    return {
        "facts": {
            "unweighted": {key: value.item() for key, value in terms.items()},
            "gained": {key: GAINS[key] * value.item() for key, value in terms.items()},
            "sum_times_batch": objective.item(),
            "positives": int((weights > 0).sum()),
            "target_scores_sum": total,
        },
        "boxes.grad": boxes.grad.numpy(),
        "scores.grad": scores.grad.numpy(),
        "target_weight": weights,
        "target_index": indices,
    }


def branch_weight(epoch: int, epochs: int) -> float:
    """Weight of the one-to-many branch: from 0.8 to 0.1 in the last epoch."""
    return max(1 - epoch / max(epochs - 1, 1), 0) * (0.8 - 0.1) + 0.1


def totals(branches: dict) -> dict:
    """What is optimised in some epochs of ten."""
    out = {}
    for epoch in (0, 5, 9):
        many = branch_weight(epoch, EPOCHS)
        sums = {key: branches[key]["sum_times_batch"] for key in ("o2m", "o2o")}
        out[str(epoch)] = {
            "o2m_weight": many,
            "o2o_weight": 1 - many,
            "objective": many * sums["o2m"] + (1 - many) * sums["o2o"],
        }
    return out
