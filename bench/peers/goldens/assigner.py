"""Task-aligned assignment with growth of small objects (TOOD 2108.07755; YOLO26 2606.03748)."""

import numpy as np
import torch

from goldens.boxes import SMOOTHING, overlap

ALPHA, BETA = 0.5, 6.0
INSIDE = 1e-9
#: name: (top k, of these after conflicts, sides below this grow, to this)
VARIANTS = {
    "o2m": (10, None, 16, 16),
    "o2o": (7, 1, 16, 16),
    "o2m_paper": (10, None, 8, 16),
    "o2o_paper": (7, 1, 8, 16),
}


def grown(boxes, below: float, target: float):
    """Sides shorter than ``below`` become ``target`` about their middle."""
    middle = (boxes[:, :2] + boxes[:, 2:]) / 2
    sides = boxes[:, 2:] - boxes[:, :2]
    sides = np.where(sides < below, target, sides)
    return np.concatenate((middle - sides / 2, middle + sides / 2), 1)


def assign_image(variant, scores, boxes, centres, labels, truth):
    """One image. Returns the object of each anchor (-1: none) and its weight.

    Equal metrics go to the lower anchor, equal overlaps to the lower object.
    """
    topk, best, below, target = VARIANTS[variant]
    count, objects = len(centres), len(truth)
    owner, weight = np.full(count, -1), np.zeros(count)
    if objects == 0:
        return owner, weight
    large = grown(truth, below, target)
    sides = np.concatenate((centres[None] - large[:, None, :2], large[:, None, 2:] - centres[None]), 2)
    inside = sides.min(2) > INSIDE
    pairs = overlap(
        "ciou",
        torch.from_numpy(np.broadcast_to(truth[:, None], (objects, count, 4)).copy()),
        torch.from_numpy(np.broadcast_to(boxes[None], (objects, count, 4)).copy()),
        SMOOTHING,
    ).numpy()
    fit = np.where(inside, np.maximum(pairs, 0), 0)
    metric = np.where(inside, scores[:, labels].T ** ALPHA * fit**BETA, 0)
    picked = np.zeros_like(inside)
    for g in range(objects):
        picked[g, np.argsort(-metric[g], kind="stable")[:topk]] = True
    picked &= inside
    for a in np.nonzero(picked.sum(0) > 1)[0]:
        wins = np.where(inside[:, a], fit[:, a], -1).argmax()
        picked[:, a] = False
        picked[wins, a] = True
    if best is not None:
        for g in range(objects):
            mine = np.where(picked[g], metric[g], -1)
            keep = np.argsort(-mine, kind="stable")[:best]
            picked[g] &= np.isin(np.arange(count), keep)
    for g in range(objects):
        mine = picked[g]
        if mine.any():
            owner[mine] = g
            weight[mine] = metric[g][mine] * fit[g][mine].max() / (metric[g][mine].max() + 1e-9)
    return owner, weight


def assign(variant, inputs: dict) -> dict:
    """A batch in the layout of the assign folder, without the marks of order."""
    batch, count, classes = inputs["scores"].shape
    rows = inputs["gt_labels"].shape[1]
    out = {
        "fg": np.zeros((batch, count), np.uint8),
        "gt_index": np.zeros((batch, count), np.int32),
        "labels": np.full((batch, count), classes, np.int32),
        "boxes": np.zeros((batch, count, 4), np.float32),
        "weight": np.zeros((batch, count)),
        "count_per_gt": np.zeros((batch, max(rows, 1)), np.int32),
        "weight_per_gt": np.zeros((batch, max(rows, 1))),
    }
    for b in range(batch):
        valid = np.nonzero(inputs["gt_mask"][b])[0] if rows else np.zeros(0, int)
        owner, weight = assign_image(
            variant,
            inputs["scores"][b].astype(np.float64),
            inputs["boxes"][b].astype(np.float64),
            inputs["centres"].astype(np.float64),
            inputs["gt_labels"][b][valid],
            inputs["gt_boxes"][b][valid].astype(np.float64),
        )
        index = np.where(owner >= 0, valid[np.maximum(owner, 0)] if len(valid) else 0, 0)
        out["fg"][b], out["gt_index"][b], out["weight"][b] = owner >= 0, index, weight
        if rows:
            out["labels"][b] = inputs["gt_labels"][b][index]
            out["boxes"][b] = inputs["gt_boxes"][b][index]
        for g in range(rows):
            mine = (owner >= 0) & (index == g) & (weight > 0)
            out["count_per_gt"][b, g], out["weight_per_gt"][b, g] = mine.sum(), weight[mine].sum()
    return out


def order_dependent(variant, inputs: dict, tries: int = 6) -> np.ndarray:
    """Anchors whose answer changes when the anchors come in another order."""
    straight = assign(variant, inputs)
    count = inputs["scores"].shape[1]
    changes = np.zeros(straight["fg"].shape, bool)
    random = np.random.default_rng(5)
    for turn in range(tries):
        order = np.arange(count)[::-1] if turn == 0 else random.permutation(count)
        mixed = dict(inputs)
        for key in ("scores", "boxes"):
            mixed[key] = inputs[key][:, order]
        mixed["centres"] = inputs["centres"][order]
        back = np.argsort(order)
        other = assign(variant, mixed)
        for key in ("fg", "gt_index", "weight"):
            changes |= other[key][:, back] != straight[key]
    return changes.astype(np.uint8)
