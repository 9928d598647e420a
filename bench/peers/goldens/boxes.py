"""Overlaps of boxes (xyxy), anchors, and how raw outputs become detections.

Sources: GIoU 1902.09630; DIoU and CIoU 1911.08287; DFL 2006.04388.
"""

import math

import numpy as np
import torch

KINDS = ("iou", "giou", "diou", "ciou")
SMOOTHING = 1e-7
STRIDES = (8, 16, 32)


def overlap(kind: str, a, b, eps: float = 0.0):
    """Overlap of float64 tensors of boxes [..., 4]; NaN where it is 0/0.

    The smoothing goes to both heights, the union, what encloses both, and the trade-off.
    The trade-off of CIoU is held constant in gradients.
    """
    ax1, ay1, ax2, ay2 = a.unbind(-1)
    bx1, by1, bx2, by2 = b.unbind(-1)
    aw, ah = ax2 - ax1, ay2 - ay1 + eps
    bw, bh = bx2 - bx1, by2 - by1 + eps
    wide = (torch.minimum(ax2, bx2) - torch.maximum(ax1, bx1)).clamp(min=0)
    high = (torch.minimum(ay2, by2) - torch.maximum(ay1, by1)).clamp(min=0)
    shared = wide * high
    union = aw * ah + bw * bh - shared + eps
    iou = shared / union
    if kind == "iou":
        return iou
    hull_w = torch.maximum(ax2, bx2) - torch.minimum(ax1, bx1)
    hull_h = torch.maximum(ay2, by2) - torch.minimum(ay1, by1)
    if kind == "giou":
        hull = hull_w * hull_h + eps
        return iou - (hull - union) / hull
    diagonal = hull_w**2 + hull_h**2 + eps
    apart = ((ax1 + ax2 - bx1 - bx2) ** 2 + (ay1 + ay2 - by1 - by2) ** 2) / 4
    diou = iou - apart / diagonal
    if kind == "diou":
        return diou
    shape = (4 / math.pi**2) * (torch.atan2(bw, bh) - torch.atan2(aw, ah)) ** 2
    trade = (shape / (1 - iou + shape + eps)).detach()
    if eps == 0:  # equal boxes have nothing to trade, points have no shape
        trade = torch.where((iou == 1) & (shape == 0), torch.zeros_like(trade), trade)
        points = ((aw == 0) & (ah == 0)) | ((bw == 0) & (bh == 0))
        trade = torch.where(points, torch.full_like(trade, math.nan), trade)
    return diou - trade * shape


def anchors(width: int, height: int):
    """Centres [A, 2] in pixels and strides [A]: stride by stride, row by row."""
    centres, strides = [], []
    for stride in STRIDES:
        for row in range(height // stride):
            for column in range(width // stride):
                centres.append(((column + 0.5) * stride, (row + 0.5) * stride))
                strides.append(stride)
    return np.array(centres, dtype=np.float64), np.array(strides, dtype=np.float64)


def distances(raw):
    """Distances [B, A, 4] in strides from raw boxes [B, 4 * bins, A]."""
    batch, channels, count = raw.shape
    bins = channels // 4
    if bins == 1:
        return raw.transpose(1, 2)
    shares = raw.reshape(batch, 4, bins, count).softmax(2)
    steps = torch.arange(bins, dtype=raw.dtype).reshape(1, 1, bins, 1)
    return (shares * steps).sum(2).transpose(1, 2)


def corners(ltrb, centres, strides):
    """Boxes in pixels from distances in strides."""
    lengths = ltrb * strides[:, None]
    return torch.cat((centres - lengths[..., :2], centres + lengths[..., 2:]), -1)


def dense(boxes, scores, centres, strides):
    """[B, A, 4 + C]: boxes in pixels and scores of raw outputs."""
    xyxy = corners(distances(boxes), centres, strides)
    return torch.cat((xyxy, scores.sigmoid().transpose(1, 2)), -1)


def end_to_end(image, limit: int = 300):
    """The best min(limit, A) pairs of anchor and class of one dense image [A, 4 + C]."""
    count, classes = image.shape[0], image.shape[1] - 4
    flat = image[:, 4:].reshape(-1)
    order = np.argsort(-flat, kind="stable")[: min(limit, count)]
    rows = np.concatenate((image[order // classes, :4], flat[order, None]), 1)
    return np.concatenate((rows, (order % classes)[:, None].astype(np.float64)), 1)


def suppressed(image, confidence: float, several: bool, most: float = 0.7, limit: int = 300):
    """Greedy suppression class by class; ``several`` keeps every class of an anchor."""
    scores = image[:, 4:]
    if several:
        anchor, label = np.nonzero(scores > confidence)
    else:
        label = scores.argmax(1)
        anchor = np.nonzero(scores.max(1) > confidence)[0]
        label = label[anchor]
    value = scores[anchor, label]
    order = np.argsort(-value, kind="stable")
    kept = []
    for i in order:
        box = torch.from_numpy(image[anchor[i], :4])
        rivals = [k for k in kept if label[k] == label[i]]
        if rivals:
            others = torch.from_numpy(image[anchor[rivals], :4])
            if bool((overlap("iou", box.expand_as(others), others) > most).any()):
                continue
        kept.append(i)
        if len(kept) == limit:
            break
    rows = [[*image[anchor[i], :4], value[i], label[i]] for i in kept]
    return np.array(rows, dtype=np.float64).reshape(-1, 6)
