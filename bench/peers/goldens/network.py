"""The detector as torch modules: its own twin of the layer table (YOLO26 2606.03748), for any size."""

import math

import torch
from torch import nn

from goldens.boxes import STRIDES, anchors, dense
from goldens.store import gap, read_json, read_tensors

#: size: (depth, width, most channels, C3k inside every C3k2)
SCALES = {
    "t": (0.50, 0.125, 1024, False), "n": (0.50, 0.25, 1024, False), "s": (0.50, 0.50, 1024, False),
    "m": (0.50, 1.00, 512, True), "l": (1.00, 1.00, 512, True), "x": (1.00, 1.50, 512, True),
}  # fmt: skip


class Conv(nn.Module):
    """Convolution without bias, batch normalisation, SiLU."""

    def __init__(self, inputs, outputs, k=1, s=1, groups=1, act=True):
        super().__init__()
        self.conv = nn.Conv2d(inputs, outputs, k, s, k // 2, groups=groups, bias=False)
        self.bn = nn.BatchNorm2d(outputs, eps=1e-3, momentum=0.03)
        self.act = nn.SiLU() if act else nn.Identity()

    def forward(self, x):
        return self.act(self.bn(self.conv(x)))


class Bottleneck(nn.Module):
    def __init__(self, channels, share):
        super().__init__()
        hidden = int(channels * share)
        self.cv1, self.cv2 = Conv(channels, hidden, 3), Conv(hidden, channels, 3)

    def forward(self, x):
        return x + self.cv2(self.cv1(x))


class C3k(nn.Module):
    def __init__(self, channels):
        super().__init__()
        half = channels // 2
        self.cv1, self.cv2, self.cv3 = Conv(channels, half), Conv(channels, half), Conv(2 * half, channels)
        self.m = nn.Sequential(Bottleneck(half, 1.0), Bottleneck(half, 1.0))

    def forward(self, x):
        return self.cv3(torch.cat((self.m(self.cv1(x)), self.cv2(x)), 1))


class Attention(nn.Module):
    def __init__(self, channels, heads):
        super().__init__()
        self.heads, self.size = heads, channels // heads
        self.key = self.size // 2
        self.qkv = Conv(channels, channels + 2 * self.key * heads, act=False)
        self.proj = Conv(channels, channels, act=False)
        self.pe = Conv(channels, channels, 3, groups=channels, act=False)

    def forward(self, x):
        b, c, h, w = x.shape
        each = self.qkv(x).reshape(b, self.heads, 2 * self.key + self.size, h * w)
        q, k, v = each.split((self.key, self.key, self.size), 2)
        share = (q.transpose(2, 3) @ k * self.key**-0.5).softmax(-1)
        mixed = (v @ share.transpose(2, 3)).reshape(b, c, h, w)
        return self.proj(mixed + self.pe(v.reshape(b, c, h, w)))


class PsaBlock(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.attn = Attention(channels, max(channels // 64, 1))
        self.ffn = nn.Sequential(Conv(channels, 2 * channels), Conv(2 * channels, channels, act=False))

    def forward(self, x):
        x = x + self.attn(x)
        return x + self.ffn(x)


class C3k2(nn.Module):
    def __init__(self, inputs, outputs, repeats, share, kind):
        super().__init__()
        c = int(outputs * share)
        self.cv1, self.cv2 = Conv(inputs, 2 * c), Conv((2 + repeats) * c, outputs)
        make = {
            "plain": lambda: Bottleneck(c, 0.5),
            "c3k": lambda: C3k(c),
            "attention": lambda: nn.Sequential(Bottleneck(c, 0.5), PsaBlock(c)),
        }[kind]
        self.m = nn.ModuleList(make() for _ in range(repeats))

    def forward(self, x):
        parts = list(self.cv1(x).chunk(2, 1))
        for each in self.m:
            parts.append(each(parts[-1]))
        return self.cv2(torch.cat(parts, 1))


class Sppf(nn.Module):
    def __init__(self, channels):
        super().__init__()
        half = channels // 2
        self.cv1, self.cv2 = Conv(channels, half, act=False), Conv(4 * half, channels)
        self.pool = nn.MaxPool2d(5, 1, 2)

    def forward(self, x):
        sizes = [self.cv1(x)]
        for _ in range(3):
            sizes.append(self.pool(sizes[-1]))
        return x + self.cv2(torch.cat(sizes, 1))


class C2psa(nn.Module):
    def __init__(self, channels, repeats):
        super().__init__()
        half = channels // 2
        self.cv1, self.cv2 = Conv(channels, 2 * half), Conv(2 * half, channels)
        self.m = nn.Sequential(*(PsaBlock(half) for _ in range(repeats)))

    def forward(self, x):
        first, second = self.cv1(x).chunk(2, 1)
        return self.cv2(torch.cat((first, self.m(second)), 1))


class Up(nn.Module):
    def forward(self, x):
        return nn.functional.interpolate(x, scale_factor=2, mode="nearest")


class Detect(nn.Module):
    """Box and class towers of both branches, one pair a level."""

    def __init__(self, channels, classes, bins):
        super().__init__()
        box, cls = max(16, channels[0] // 4, 4 * bins), max(channels[0], min(classes, 100))
        for prefix in ("", "one2one_"):
            boxes = [nn.Sequential(Conv(c, box, 3), Conv(box, box, 3), nn.Conv2d(box, 4 * bins, 1)) for c in channels]
            scores = [
                nn.Sequential(
                    nn.Sequential(Conv(c, c, 3, groups=c), Conv(c, cls)),
                    nn.Sequential(Conv(cls, cls, 3, groups=cls), Conv(cls, cls)),
                    nn.Conv2d(cls, classes, 1),
                )
                for c in channels
            ]
            setattr(self, prefix + "cv2", nn.ModuleList(boxes))
            setattr(self, prefix + "cv3", nn.ModuleList(scores))
        for level, stride in enumerate(STRIDES):
            for prefix in ("", "one2one_"):
                nn.init.constant_(getattr(self, prefix + "cv2")[level][2].bias, 2.0)
                prior = math.log(5 / classes / (640 / stride) ** 2)
                nn.init.constant_(getattr(self, prefix + "cv3")[level][2].bias, prior)
        if bins > 1:  # carried in state files; the bins themselves are 0, 1, ...
            self.dfl = nn.Module()
            self.dfl.conv = nn.Conv2d(bins, 1, 1, bias=False)
            self.dfl.conv.weight.requires_grad_(False)

    def forward(self, pyramid):
        out = {}
        for branch, prefix in (("o2m", ""), ("o2o", "one2one_")):
            levels = pyramid if branch == "o2m" else [each.detach() for each in pyramid]
            for key, tower in (("boxes", "cv2"), ("scores", "cv3")):
                flat = [t(x).flatten(2) for t, x in zip(getattr(self, prefix + tower), levels)]
                out[f"{branch}.{key}"] = torch.cat(flat, 2)
        return out


class Detector(nn.Module):
    def __init__(self, scale="t", classes=3, bins=1):
        super().__init__()
        depth, width, most, deep = SCALES[scale]
        c64, c128, c256, c512, c1024 = (
            math.ceil(min(c, most) * width / 8) * 8 for c in (64, 128, 256, 512, 1024)
        )  # fmt: skip
        two = max(round(2 * depth), 1)
        shallow = "c3k" if deep else "plain"
        rows = [
            (Conv(3, c64, 3, 2), [-1]), (Conv(c64, c128, 3, 2), [0]),
            (C3k2(c128, c256, two, 0.25, shallow), [1]), (Conv(c256, c256, 3, 2), [2]),
            (C3k2(c256, c512, two, 0.25, shallow), [3]), (Conv(c512, c512, 3, 2), [4]),
            (C3k2(c512, c512, two, 0.5, "c3k"), [5]), (Conv(c512, c1024, 3, 2), [6]),
            (C3k2(c1024, c1024, two, 0.5, "c3k"), [7]), (Sppf(c1024), [8]), (C2psa(c1024, two), [9]),
            (Up(), [10]), (nn.Identity(), [11, 6]), (C3k2(c1024 + c512, c512, two, 0.5, "c3k"), [12]),
            (Up(), [13]), (nn.Identity(), [14, 4]), (C3k2(2 * c512, c256, two, 0.5, "c3k"), [15]),
            (Conv(c256, c256, 3, 2), [16]), (nn.Identity(), [17, 13]),
            (C3k2(c256 + c512, c512, two, 0.5, "c3k"), [18]),
            (Conv(c512, c512, 3, 2), [19]), (nn.Identity(), [20, 10]),
            (C3k2(c512 + c1024, c1024, 1, 0.5, "attention"), [21]),
        ]  # fmt: skip
        self.sources = [sources for _, sources in rows]
        self.model = nn.ModuleList([block for block, _ in rows] + [Detect((c256, c512, c1024), classes, bins)])

    def layers(self, image):
        """Outputs of the 23 layers before the heads."""
        outputs = []
        for block, sources in zip(self.model, self.sources):
            inputs = [image if s < 0 else outputs[s] for s in sources]
            outputs.append(block(torch.cat(inputs, 1)))
        return outputs

    def forward(self, image):
        outputs = self.layers(image)
        return self.model[23]([outputs[i] for i in (16, 19, 22)])


def costs(network, branches=("o2m", "o2o")) -> dict:
    """Multiply-adds of one picture of 640 pixels a side, convolutions and attention apart."""
    conv_macs, attention_macs = 0, 0
    hooks, seen = [], []
    for name, module in network.named_modules():
        if isinstance(module, (nn.Conv2d, Attention)):
            hooks.append(module.register_forward_hook(lambda m, _, out, name=name: seen.append((name, m, out.shape))))
    small = 64
    with torch.no_grad():
        network.eval()(torch.zeros(1, 3, small, small, dtype=next(network.parameters()).dtype))
    for hook in hooks:
        hook.remove()
    grow = (640 // small) ** 2
    for name, module, shape in seen:
        if "o2m" not in branches and name.startswith(("model.23.cv2", "model.23.cv3")):
            continue
        cells = shape[2] * shape[3] * grow
        if isinstance(module, Attention):
            attention_macs += module.heads * cells**2 * (module.key + module.size)
        else:
            conv_macs += cells * module.weight.numel()
    return {"convolution_macs_640": conv_macs, "attention_macs_640": attention_macs}


def census(scale, classes, bins=1) -> dict:
    """Names, shapes and costs in the layout of scales.json."""
    network = Detector(scale, classes, bins)
    state = network.state_dict()
    old = ("model.23.cv2", "model.23.cv3")
    bins_macs = 4 * bins * 8400 if bins > 1 else 0
    folded = sum(p.numel() for n, p in network.named_parameters() if not n.startswith(old) and ".bn.weight" not in n)
    both, one = costs(network), costs(network, ("o2o",))
    for each in (both, one):
        each["convolution_macs_640"] += bins_macs
    return {
        "tensors": {name: list(each.shape) for name, each in state.items()},
        "parameters": sum(p.numel() for p in network.parameters()),
        "trainable_parameters": sum(p.numel() for p in network.parameters() if p.requires_grad),
        **both,
        "fused_one_to_one": {"parameters": folded, **one},
    }


def loaded(scale, classes, weights):
    network = Detector(scale, classes).double()
    network.load_state_dict({name: torch.tensor(each) for name, each in weights.items()})
    return network


def trained(network, image, coefficients) -> tuple:
    """Heads with statistics of the batch, and the scalar sum of coefficient times output, differentiated."""
    heads = network.train()(image)
    objective = sum((heads[key] * coefficients[key]).sum() for key in heads)
    objective.backward()
    return heads, objective.item()


def check(folder) -> dict:
    """Gaps to the model folder of ``folder``."""
    facts, outputs = read_json(folder / "model.json"), read_tensors(folder / "outputs.safetensors")
    weights = read_tensors(folder / "weights.safetensors")
    width = len(weights["model.0.conv.weight"])
    scale = next(s for s, row in SCALES.items() if row[1] * 64 == width)
    classes = outputs["eval.o2m.scores"].shape[1]
    network = loaded(scale, classes, weights)
    image = torch.tensor(outputs["input"], dtype=torch.float64)
    with torch.no_grad():
        layers, heads = network.eval().layers(image), network(image)
    gaps = {"heads": max(gap(heads[key], outputs["eval." + key]) for key in heads)}
    flat = [layers[row["layer"]].flatten()[row["index"]] for row in facts["layers"]]
    gaps["layers"] = max(gap(got, row["value"]) for got, row in zip(flat, facts["layers"]))
    grid = [torch.from_numpy(each) for each in anchors(image.shape[3], image.shape[2])]
    for branch in ("o2m", "o2o"):
        got = dense(heads[branch + ".boxes"], heads[branch + ".scores"], *grid)
        gaps["dense"] = max(gaps.get("dense", 0.0), gap(got, outputs[f"eval.{branch}.dense"]))
    coefficients = {key: torch.tensor(outputs["train.coef." + key], dtype=torch.float64) for key in heads}
    heads, objective = trained(network, image, coefficients)
    gaps["train heads"] = max(gap(heads[key].detach(), outputs["train." + key]) for key in heads)
    gaps["objective"] = abs(objective - facts["train"]["objective"])
    named = dict(network.named_parameters())
    for name, row in facts["train"]["gradients"].items():
        here = abs(named[name].grad.norm().item() / row["l2"] - 1)
        gaps["gradient norms"] = max(gaps.get("gradient norms", 0.0), here)
    state = network.state_dict()
    rows = facts["train"]["running_statistics_after"].items()
    gaps["running statistics"] = max(abs(state[name].norm().item() / row["l2"] - 1) for name, row in rows)
    for name, row in read_json(folder / "scales.json").items():
        if not name.endswith("-one-head"):
            gaps[name] = census_gap(name, row)
    return gaps


def census_gap(name, wanted) -> float:
    """Infinite where a shape or a count differs."""
    scale, classes, *bins = name.split("-")
    got = census(scale, int(classes[2:]), int(bins[0][3:]) if bins else 1)
    same = got["tensors"] == wanted["tensors"]
    for mine, other in ((got, wanted), (got["fused_one_to_one"], wanted["fused_one_to_one"])):
        counts = ("parameters", "trainable_parameters", "convolution_macs_640", "attention_macs_640")
        same &= all(mine[key] == other[key] for key in counts if key in mine)
    return 0.0 if same else math.inf
