"""The model folder: the smallest scale with weights of whole numbers, in judging and in training."""

from pathlib import Path

import numpy as np
import torch
from torch import nn

from goldens import network
from goldens.boxes import STRIDES, anchors, dense, end_to_end
from goldens.cases import random
from goldens.store import write_json, write_tensors

SCALE, CLASSES, SIDE = "t", 3, 64
LARGEST_WHOLE = 3
FOLDED = ("model.0.", "model.2.m.0.cv1.", "model.10.m.0.attn.pe.", "model.22.m.0.0.cv2.", "model.23.one2one_cv3.1.0.0.")
SAVED = ("model.0.", "model.2.m.0.", "model.23.one2one_cv3.0.2.")
WHOLE_GRADIENTS = ("model.0.conv.weight", "model.10.m.0.attn.pe.conv.weight", "model.23.cv2.0.2.weight")
GRADIENTS = (
    "model.0.conv.weight", "model.0.bn.weight", "model.0.bn.bias", "model.2.m.0.cv1.conv.weight",
    "model.4.cv2.bn.weight", "model.6.m.0.m.0.cv2.conv.weight", "model.8.m.0.cv3.conv.weight",
    "model.9.cv1.conv.weight", "model.10.m.0.attn.qkv.conv.weight", "model.10.m.0.attn.pe.conv.weight",
    "model.10.m.0.ffn.1.conv.weight", "model.13.cv1.conv.weight", "model.16.cv2.conv.weight",
    "model.17.conv.weight", "model.19.cv2.bn.bias", "model.22.m.0.1.attn.proj.conv.weight",
    "model.23.cv2.0.2.weight", "model.23.cv3.2.1.1.conv.weight", "model.23.one2one_cv2.1.2.bias",
    "model.23.one2one_cv3.0.2.weight",
)  # fmt: skip


def weights() -> dict:
    """A byte for each weight of a convolution; BatchNorm, which follows, brings them to scale."""
    twin = network.Detector(SCALE, CLASSES)
    convolutions = {f"{name}.": module for name, module in twin.named_modules() if isinstance(module, nn.Conv2d)}
    made = {}
    for name, value in twin.state_dict().items():
        r, shape = random("weights", name), tuple(value.shape)
        owner = convolutions[name.rsplit(".", 1)[0].removesuffix(".bn").removesuffix(".conv") + (
            ".conv." if ".bn." in name or ".conv." in name else "."
        )]  # fmt: skip
        if name.endswith("num_batches_tracked"):
            made[name] = np.array(7 + len(made), dtype=np.int64)
        elif "running_" in name:
            made[name] = np.full(shape, float(name.endswith("var")), dtype=np.float16)
        elif name.endswith("bn.weight"):
            made[name] = r.uniform(0.6, 1.4, shape).astype(np.float16)
        elif name.endswith(".bias"):
            shift = 2.0 if ".cv2." in name or "_cv2." in name else -2.0
            made[name] = r.normal(shift if owner.bias is not None else 0.0, 0.3, shape).astype(np.float16)
        elif owner.bias is not None:  # no BatchNorm after this one
            made[name] = r.normal(0, 0.35 / owner.weight[0].numel() ** 0.5, shape).astype(np.float16)
        else:
            whole = np.rint(r.normal(0, 1.4, shape))
            made[name] = np.clip(whole, -LARGEST_WHOLE, LARGEST_WHOLE).astype(np.int8)
    return made


def settled(made: dict) -> dict:
    """The same with running statistics near those of a batch, so that judging stays in scale."""
    twin = network.loaded(SCALE, CLASSES, made).train()
    named = {name: module for name, module in twin.named_modules() if isinstance(module, nn.BatchNorm2d)}
    for module in named.values():
        module.momentum = 1.0
    with torch.no_grad():
        twin(torch.from_numpy(random("settle").uniform(0, 1, (4, 3, 128, 128))))
    for name, module in named.items():
        r = random("settled", name)
        mean, variance = module.running_mean.numpy(), module.running_var.numpy()
        variance = np.maximum(variance, 0.3 * variance.mean()) * r.uniform(0.8, 1.4, variance.shape)
        mean = mean + 0.1 * variance**0.5 * r.normal(size=mean.shape)
        made |= {name + ".running_mean": mean.astype(np.float16), name + ".running_var": variance.astype(np.float16)}
    return made


def folded(twin: network.Detector) -> network.Detector:
    """The same network with each BatchNorm folded into its convolution."""
    for module in twin.modules():
        if isinstance(module, network.Conv):
            factor = module.bn.weight / (module.bn.running_var + module.bn.eps).sqrt()
            old = module.conv
            new = nn.Conv2d(
                old.in_channels, old.out_channels, old.kernel_size, old.stride, old.padding, groups=old.groups
            ).double()  # fmt: skip
            new.weight = nn.Parameter(old.weight * factor[:, None, None, None])
            new.bias = nn.Parameter(module.bn.bias - module.bn.running_mean * factor)
            module.conv, module.bn = new, nn.Identity()
    return twin


def summary(values) -> dict:
    flat = values.detach().flatten()
    return {"l2": flat.norm().item(), "first": flat[:4].tolist()}


def layer_facts(index: int, block, values) -> dict:
    flat = values.flatten()
    where = np.sort(random("layer", index).choice(len(flat), 8, replace=False))
    return {
        "layer": index,
        "type": type(block).__name__,
        "shape": list(values.shape),
        "mean": flat.mean().item(),
        "std": flat.std(correction=0).item(),
        "l2": flat.norm().item(),
        "index": where,
        "value": flat[where].tolist(),
    }


def judged(made: dict, image) -> tuple:
    """Heads, dense rows, best rows and what each layer gives."""
    twin = network.loaded(SCALE, CLASSES, made).eval()
    grid = [torch.from_numpy(each) for each in anchors(SIDE, SIDE)]
    with torch.no_grad():
        layers, heads = twin.layers(image), twin(image)
        after = folded(twin)(image)
    tensors = {"eval." + key: value.numpy() for key, value in heads.items()}
    tensors |= {"fused." + key: value.numpy().astype(np.float32) for key, value in after.items()}
    for branch in ("o2m", "o2o"):
        rows = dense(heads[branch + ".boxes"], heads[branch + ".scores"], *grid)
        tensors[f"eval.{branch}.dense"] = rows.numpy()
    tensors["eval.o2o.top"] = np.stack([end_to_end(each) for each in tensors["eval.o2o.dense"]])
    named = {name: value for name, value in twin.state_dict().items() if name.startswith(FOLDED) and ".conv." in name}
    facts = {
        "layers": [layer_facts(i, twin.model[i], each) for i, each in enumerate(layers)],
        "fused_convolutions": {name: summary(value) | {"shape": list(value.shape)} for name, value in named.items()},
    }
    return tensors, facts


def learned(made: dict, image) -> tuple:
    """Heads with statistics of the batch, gradients of a fixed scalar, statistics afterwards."""
    twin = network.loaded(SCALE, CLASSES, made)
    count = len(anchors(SIDE, SIDE)[1])
    coefficients = {}
    for branch in ("o2m", "o2o"):
        for key, rows in (("boxes", 4), ("scores", CLASSES)):
            draw = random("coefficient", branch, key).integers(-8, 9, (len(image), rows, count)) / 8
            coefficients[f"{branch}.{key}"] = draw.astype(np.float16)
    wide = {key: torch.from_numpy(each).double() for key, each in coefficients.items()}
    heads, objective = network.trained(twin, image, wide)
    tensors = {"train." + key: value.detach().numpy().astype(np.float32) for key, value in heads.items()}
    tensors |= {"train.coef." + key: each for key, each in coefficients.items()}
    slopes = {name: parameter.grad for name, parameter in twin.named_parameters()}
    tensors |= {"train.grad." + name: slopes[name].numpy() for name in WHOLE_GRADIENTS}
    every = sum(each.norm().item() ** 2 for each in slopes.values()) ** 0.5
    state = twin.state_dict()
    watched = [name for name in state if "running_" in name and name.startswith(FOLDED)]
    train = {
        "objective": objective,
        "gradients": {name: summary(slopes[name]) for name in GRADIENTS},
        "all_gradients_l2": every,
        "gradients_that_are_zero": [name for name, each in slopes.items() if each.norm().item() < 1e-12 * every],
        "running_statistics_after": {name: summary(state[name]) for name in watched},
    }
    return tensors, train


def first_biases(classes: int) -> dict:
    """What the last convolutions of the towers start from."""
    head = network.Detector(SCALE, classes).model[23]
    return {
        str(stride): {"box": head.cv2[i][2].bias.tolist(), "cls": head.cv3[i][2].bias.tolist()}
        for i, stride in enumerate(STRIDES)
    }


def picture(r) -> np.ndarray:
    """Two pictures of coarse and fine squares: cells of every level differ; whole 64ths in 0..1."""
    parts = [np.kron(r.integers(0, 33, (2, 3, SIDE // s, SIDE // s)), np.ones((s, s), int)) for s in (16, 2)]
    return sum(parts) / 64


def checkpoints(out: Path, made: dict) -> None:
    """Parts of the weights as torch saves them: a bare dictionary, and one within a checkpoint; float16, counters int64."""
    part = {name: torch.from_numpy(np.array(each)) for name, each in made.items() if name.startswith(SAVED)}
    part = {name: each if name.endswith("tracked") else each.half() for name, each in part.items()}
    torch.save(part, out / "state_part.pt")
    torch.save({"model": part, "epoch": 3}, out / "checkpoint_part.pt")


def write(out: Path) -> None:
    pixels = picture(random("image"))
    image = torch.from_numpy(pixels)
    made = settled(weights())
    outputs, facts = judged(made, image)
    more, facts["train"] = learned(made, image)
    facts[f"initial_head_bias_nc{CLASSES}"] = first_biases(CLASSES)
    write_tensors(out / "weights.safetensors", made)
    write_tensors(out / "outputs.safetensors", {"input": pixels.astype(np.float16), **outputs, **more})
    write_json(out / "model.json", facts)
    sizes = {"t-nc3": ("t", 3), "t-nc80-dfl16": ("t", 80, 16)}
    write_json(out / "scales.json", {name: network.census(*row) for name, row in sizes.items()})
    checkpoints(out, made)
