"""SGD and AdamW by torch, and MuSGD (YOLO26 2606.03748; Muon, Keller Jordan), in float64."""

import numpy as np
import torch

from goldens.store import read_json, read_tensors


def newton_schulz(matrix):
    """Five steps toward the nearest orthogonal matrix."""
    a, b, c = 3.4445, -4.7750, 2.0315
    x = matrix / (matrix.norm() + 1e-7)
    tall = x.shape[0] > x.shape[1]
    x = x.T if tall else x
    for _ in range(5):
        square = x @ x.T
        x = a * x + (b * square + c * square @ square) @ x
    return x.T if tall else x


class MuSgd:
    """Muon and SGD on tensors of two or four dimensions, SGD on the others."""

    def __init__(self, groups, muon: float, sgd: float):
        self.param_groups, self.muon, self.sgd = groups, muon, sgd
        self.slow, self.velocity = {}, {}

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            rate, beta = group["lr"], group["momentum"]
            for p in group["params"]:
                share = 1.0
                if group["use_muon"]:
                    m = self.slow.setdefault(p, torch.zeros_like(p))
                    m.mul_(beta).add_(p.grad, alpha=1 - beta)
                    ahead = beta * m + (1 - beta) * p.grad
                    turned = newton_schulz(ahead.reshape(len(p), -1)).reshape(p.shape)
                    longer = max(1.0, p.shape[-2] / p.shape[-1]) ** 0.5
                    p.sub_(turned, alpha=rate * self.muon * longer)
                    share = self.sgd
                gradient = p.grad + group["weight_decay"] * p
                v = self.velocity.setdefault(p, torch.zeros_like(p))
                v.mul_(beta).add_(gradient)
                p.sub_(gradient + beta * v, alpha=rate * share)


def kind_of(name: str, dims: int, muon: bool) -> str:
    if muon and dims in (2, 4):
        return "muon"
    if "bias" in name:
        return "bias"
    return "bn" if dims == 1 else "weight"


def groups_of(shapes: dict, muon: bool, decay: float) -> list:
    """Names by kind and factor of the rate."""
    groups = {}
    for name, shape in shapes.items():
        kind = kind_of(name, len(shape), muon)
        factor = 3.0 if muon and "cv3" in name else 1.0
        groups.setdefault((kind, factor), []).append(name)
    return [
        {
            "kind": kind,
            "lr_factor": factor,
            "weight_decay": decay if kind in ("weight", "muon") else 0.0,
            "use_muon": kind == "muon",
            "parameters": names,
        }
        for (kind, factor), names in sorted(groups.items())
    ]


def follow(run: dict, schedule: list, inputs: dict) -> dict:
    """Parameters after each step of a run of optim.json."""
    named, groups = {}, []
    for group in run["groups"]:
        params = []
        for name in group["parameters"]:
            named[name] = torch.tensor(inputs["start." + name], dtype=torch.float64, requires_grad=True)
            params.append(named[name])
        groups.append({"params": params, "weight_decay": group["weight_decay"], "use_muon": group["use_muon"]})
    if "muon" in run:
        optimiser = MuSgd(groups, run["muon"], run["sgd"])
    elif "betas" in run:
        optimiser = torch.optim.AdamW(groups, lr=0.1, betas=tuple(run["betas"]), eps=run["eps"])
    else:
        optimiser = torch.optim.SGD(groups, lr=0.1, momentum=0.9, nesterov=True)
    out = {}
    for step in schedule:
        for group, facts in zip(optimiser.param_groups, run["groups"]):
            group["lr"] = step["lr"] * facts["lr_factor"]
            if "betas" not in run:
                group["momentum"] = step["momentum"]
        for name, p in named.items():
            p.grad = torch.tensor(inputs[f"grad{step['step']}.{name}"], dtype=torch.float64)
        optimiser.step()
        for name, p in named.items():
            out[f"step{step['step']}.{name}"] = p.detach().numpy().copy()
    return out


def check(folder) -> dict:
    """Gaps to the optim folder of ``folder``."""
    optim = read_json(folder / "optim.json")
    inputs = read_tensors(folder / "inputs.safetensors")
    gaps = {}
    for name, run in optim["runs"].items():
        got, wanted = follow(run, optim["schedule"], inputs), read_tensors(folder / f"{name}.safetensors")
        gaps[name] = max(np.abs(got[key] - wanted[key]).max() for key in wanted)
    matrices = read_json(folder / "newton_schulz.json")
    gaps["newton_schulz"] = max(
        (newton_schulz(torch.tensor(each["input"], dtype=torch.float64)) - torch.tensor(each["output"], dtype=torch.float64))
        .abs().max().item()
        for each in matrices.values()
    )  # fmt: skip
    return gaps
