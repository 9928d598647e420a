"""The training step of yolo26n as a PyTorch user would write it: the same network, losses and optimiser, no data.

    bare_step.py CLASSES SIDE BATCH THREADS STEPS [channels-last] [sgd]
    bare_step.py check      compares assignment with the rules of goldens/assigner.py on random boxes

Eager mode, a plain module, assignment in dense tensors, loss terms read every step, an optimiser step once in 64
pictures: MuSGD (Newton-Schulz matrix by matrix, and Nesterov SGD), or SGD alone; an average of the weights after it.
Prints the seconds a picture and the number of parameters.
"""

import sys
import time

import torch
from torch import nn
from torch.nn import functional
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from goldens.boxes import SMOOTHING, STRIDES, overlap
from goldens.network import Detector
from goldens.optimisers import newton_schulz

NOMINAL_BATCH = 64
OBJECTS = 8
ALPHA, BETA = 0.5, 6.0
#: branch: (anchors an object picks, how many it keeps, weight of the branch)
BRANCHES = {"o2m": (10, None, 0.8), "o2o": (7, 1, 0.2)}
GAINS = {"cls": 0.5, "box": 7.5, "l1": 1.5}
GROW_BELOW, GROW_TO = 8, 16


def grid(side: int):
    """Centres [A, 2] and strides [A], pixels."""
    centres, strides = [], []
    for stride in STRIDES:
        line = (torch.arange(side // stride, dtype=torch.float32) + 0.5) * stride
        y, x = torch.meshgrid(line, line, indexing="ij")
        centres.append(torch.stack((x, y), -1).reshape(-1, 2))
        strides.append(torch.full((len(line) ** 2,), float(stride)))
    return torch.cat(centres), torch.cat(strides)


@torch.no_grad()
def assign(topk, kept, scores, boxes, centres, labels, truth):
    """The object [B, A] of each anchor, its weight [B, A], and whether it has one [B, A].

    scores [B, A, C] in 0..1, boxes [B, A, 4] and truth [B, G, 4] xyxy in pixels, labels [B, G].
    """
    middle, sides = (truth[..., :2] + truth[..., 2:]) / 2, truth[..., 2:] - truth[..., :2]
    sides = torch.where(sides < GROW_BELOW, torch.full_like(sides, GROW_TO), sides)
    near, far = (middle - sides / 2)[:, :, None], (middle + sides / 2)[:, :, None]
    inside = torch.cat((centres - near, far - centres), -1).amin(-1) > 1e-9
    fit = overlap("ciou", truth[:, :, None], boxes[:, None], SMOOTHING).clamp(min=0) * inside
    score = scores.transpose(1, 2).gather(1, labels[:, :, None].expand(-1, -1, len(centres)))
    metric = score**ALPHA * fit**BETA
    best, picks = metric.topk(topk, -1)
    picked = torch.zeros_like(inside).scatter_(-1, picks, best > 0)
    contested = picked.sum(1, keepdim=True) > 1
    winner = torch.where(inside, fit, -1.0).argmax(1, keepdim=True)
    picked = torch.where(contested, torch.zeros_like(picked).scatter_(1, winner, True), picked)
    if kept is not None:
        best, picks = (metric * picked).topk(kept, -1)
        picked &= torch.zeros_like(picked).scatter_(-1, picks, best > 0)
    metric = metric * picked
    scale = (fit * picked).amax(-1, keepdim=True) / (metric.amax(-1, keepdim=True) + 1e-9)
    return picked.byte().argmax(1), (metric * scale).amax(1), picked.any(1)


def terms(branch, raw_boxes, raw_scores, centres, strides, labels, truth, side):
    """Class, box and distance term of a branch, as Criterion has them."""
    topk, kept, _ = BRANCHES[branch]
    distances = raw_boxes.transpose(1, 2)
    middle = centres / strides[:, None]
    guess = torch.cat((middle - distances[..., :2], middle + distances[..., 2:]), -1)
    pixels = guess.detach() * strides[:, None]
    chances = raw_scores.detach().sigmoid().transpose(1, 2)
    owner, weight, positive = assign(topk, kept, chances, pixels, centres, labels, truth)
    normaliser = weight.sum().clamp(min=1)
    wanted = torch.zeros_like(raw_scores)
    picture, anchor = positive.nonzero(as_tuple=True)
    mine = owner[picture, anchor]
    share = weight[picture, anchor]
    wanted[picture, labels[picture, mine], anchor] = share
    cls = functional.binary_cross_entropy_with_logits(raw_scores, wanted, reduction="sum")
    target = truth[picture, mine] / strides[anchor][:, None]
    fit = overlap("ciou", guess[picture, anchor], target, SMOOTHING)
    sides = torch.cat((middle[anchor] - target[:, :2], target[:, 2:] - middle[anchor]), -1)
    away = ((distances[picture, anchor] - sides).abs() * strides[anchor][:, None] / side).mean(-1)
    sums = {"cls": cls, "box": ((1 - fit) * share).sum(), "l1": (away * share).sum()}
    return {key: value / normaliser for key, value in sums.items()}


class MuSgd:
    """Muon and Nesterov SGD on filters, Nesterov SGD on all else."""

    def __init__(self, network: nn.Module, muon: float):
        filters = [p for p in network.parameters() if p.dim() == 4]
        others = [p for p in network.parameters() if p.dim() != 4]
        groups = [{"params": filters, "weight_decay": 5e-4}, {"params": others}]
        self.sgd = torch.optim.SGD(groups, lr=0.01, momentum=0.9, nesterov=True)
        self.muon, self.slow = muon, {p: torch.zeros_like(p) for p in filters}

    @torch.no_grad()
    def step(self):
        for p, m in self.slow.items() if self.muon else ():
            m.lerp_(p.grad, 0.1)
            ahead = torch.lerp(p.grad, m, 0.9)
            turned = newton_schulz(ahead.reshape(len(p), -1)).reshape(p.shape)
            p.sub_(turned, alpha=0.01 * self.muon * max(1.0, p.shape[-2] / p.shape[-1]) ** 0.5)
        self.sgd.step()


def random_truth(batch, classes, side):
    """Labels [B, G] and boxes [B, G, 4], of a tenth to half of the side."""
    sizes = torch.empty(batch, OBJECTS, 2).uniform_(0.1, 0.5) * side
    corner = torch.rand(batch, OBJECTS, 2) * (side - sizes)
    return torch.randint(classes, (batch, OBJECTS)), torch.cat((corner, corner + sizes), -1)


def seconds_a_picture(classes, side, batch, steps, channels_last, muon):
    network = Detector("n", classes).train()
    images = torch.rand(batch, 3, side, side)
    if channels_last:
        network = network.to(memory_format=torch.channels_last)
        images = images.contiguous(memory_format=torch.channels_last)
    print(f"parameters\t{sum(p.numel() for p in network.parameters())}")
    optimiser = MuSgd(network, muon)
    average = AveragedModel(network, multi_avg_fn=get_ema_multi_avg_fn(0.9999), use_buffers=True)
    labels, truth = random_truth(batch, classes, side)
    centres, strides = grid(side)
    accumulated = max(1, NOMINAL_BATCH // batch)
    warm = 4 * accumulated  # a Java beside it compiles while it runs; both get the same
    timed = -(-steps // accumulated) * accumulated
    for i in range(warm + timed):
        if i == warm:
            begin = time.perf_counter()
        outputs = network(images)
        total = 0
        for branch, (_, _, weight) in BRANCHES.items():
            raw = outputs[branch + ".boxes"], outputs[branch + ".scores"]
            here = terms(branch, *raw, centres, strides, labels, truth, side)
            total = total + weight * sum(GAINS[key] * value for key, value in here.items())
            _ = [value.item() for value in here.values()]
        (total * batch).backward()
        if (i + 1) % accumulated == 0:
            nn.utils.clip_grad_norm_(network.parameters(), 10)
            optimiser.step()
            network.zero_grad()
            average.update_parameters(network)
    return (time.perf_counter() - begin) / timed / batch


def check():
    """Assignment by dense tensors against the loops of the golden rules, in float64."""
    import numpy as np

    from goldens.assigner import assign_image

    torch.manual_seed(1)
    side, classes, batch = 160, 3, 8
    centres, strides = grid(side)
    labels, truth = random_truth(batch, classes, side)
    middle = centres + torch.randn(batch, len(centres), 2) * strides[:, None]
    half = strides[:, None] * torch.empty(batch, len(centres), 2).uniform_(0.5, 4)
    boxes = torch.cat((middle - half, middle + half), -1)
    scores = torch.rand(batch, len(centres), classes)
    doubles = [each.double() for each in (scores, boxes, centres)]
    for branch, (topk, kept, _) in BRANCHES.items():
        owner, weight, positive = assign(topk, kept, *doubles, labels, truth.double())
        for b in range(batch):
            inputs = [each.numpy() for each in (doubles[0][b], doubles[1][b], doubles[2], labels[b], truth[b].double())]
            wanted, heavy = assign_image(branch + "_paper", *inputs)
            got = np.where(positive[b], owner[b], -1)
            assert (got[heavy > 0] == wanted[heavy > 0]).all(), (branch, b)
            assert np.abs(weight[b].numpy() - heavy).max() < 1e-9, (branch, b)
    print("assignment is that of the golden rules")


def main(words):
    if words == ["check"]:
        check()
        return
    classes, side, batch, threads, steps = map(int, words[:5])
    torch.set_num_threads(threads)
    torch.manual_seed(1)
    muon = 0.0 if "sgd" in words else 0.2
    print(f"seconds_a_picture\t{seconds_a_picture(classes, side, batch, steps, 'channels-last' in words, muon)}")


if __name__ == "__main__":
    main(sys.argv[1:])
