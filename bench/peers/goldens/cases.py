"""The cases of the small folder: few, tiny, one for each formula and each branch of a rule."""

from pathlib import Path

import numpy as np
import torch

from goldens import assigner, boxes, checks, losses, optimisers, rates
from goldens.store import write_json, write_tensors

SEED = 26


def random(*purpose) -> np.random.Generator:
    """A generator for one purpose, so that a new case does not move the others."""
    return np.random.default_rng([SEED, *(ord(letter) for letter in "/".join(map(str, purpose)))])


def single(array) -> np.ndarray:
    return np.asarray(array, dtype=np.float32)


# ---- rates and averages


def schedules(out: Path) -> None:
    example = []
    for t in (0, 50, 100):
        table = rates.term_table(100)
        total = table["cls"][t] * 0.8 + table["box"][t] * 0.4
        example.append({"t": t, "T": 100, "cls_loss": 0.8, "box_loss": 0.4, "total": total})
    runs = {
        "sgd_linear": ({}, 5),
        "sgd_cosine": ({"cos_lr": True}, 5),
        "musgd_linear": ({"optimizer": "MuSGD", "epochs": 4}, 5),
        "adamw_linear": ({"optimizer": "AdamW", "lr0": 0.001, "epochs": 4}, 5),
        "accumulation_over_epoch_ends": ({"batch": 8, "epochs": 4, "warmup_epochs": 1.0}, 5),
        "fraction_warmup": ({"warmup_epochs": 1.5, "epochs": 4}, 3),
        "no_warmup": ({"warmup_epochs": 0, "epochs": 3, "lrf": 0.1}, 3),
        "one_epoch": ({"batch": 8, "epochs": 1}, 7),
        "batch_above_nominal": ({"nbs": 16, "batch": 48, "epochs": 3}, 3),
    }
    write_json(
        out / "schedules.json",
        {
            "term": {
                "cls_start_end": [2.0, 0.5],
                "box_start_end": [0.5, 2.0],
                "horizons": {str(total): rates.term_table(total) for total in (1, 2, 3, 10)},
                "worked_example": example,
            },
            "branch": {str(epochs): rates.branch_table(epochs) for epochs in (1, 2, 3, 10)},
            "runs": {name: rates.run_table(*row) for name, row in runs.items()},
            "ema_decay": {"decay": [rates.average_decay(u) for u in range(1, 21)]},
        },
    )


def averages(out: Path) -> None:
    def model(run, i):
        r = random("ema", run, i)
        return {"weight": r.normal(size=(2, 3)).tolist(), "running": r.uniform(size=4).tolist(), "count": 5 + i}

    runs = {"from_zero": 0, "from_1500": 1500}
    made = {
        name: rates.average_run(before, model(name, 0), [model(name, i) for i in range(1, 5)])
        for name, before in runs.items()
    }
    write_json(out / "ema.json", made)


# ---- overlaps


def pairs():
    """Kinds of pairs of boxes, five each; float64."""
    for i in range(5):
        r = random("iou", i)
        x, y, w, h, dx, dy = (*r.uniform(0, 300, 2), *r.uniform(20, 120, 2), *r.uniform(-15, 15, 2))
        a = [x, y, x + w, y + h]
        point = [x, y, x, y]
        yield "normal", a, [x + dx, y + dy, x + dx + w * r.uniform(0.6, 1.5), y + dy + h * r.uniform(0.6, 1.5)]
        yield "nested", a, [x + w * 0.2, y + h * 0.3, x + w * 0.7, y + h * 0.6]
        yield "disjoint", a, [x + 2 * w, y + 3 * h, x + 2.5 * w, y + 5 * h]
        yield "touching", a, [x + w, y, x + 2 * w, y + h]
        yield "identical", a, a
        yield "tiny", [x, y, x + w / 100, y + h / 100], [x + 0.1, y + 0.1, x + 0.1 + w / 90, y + h / 70]
        yield "huge", [each * 1e4 for each in a], [x * 1e4 + 3e4, y * 1e4, (x + w) * 1e4, (y + 2 * h) * 1e4]
        yield "degenerate", point, (point if i == 0 else a)


def overlaps(out: Path) -> None:
    rows, gradients = [], []
    for kind, a, b in pairs():
        ta, tb = (torch.tensor(each, dtype=torch.float64) for each in (a, b))
        exact = {key: boxes.overlap(key, ta, tb).item() for key in boxes.KINDS}
        smoothed = {key: boxes.overlap(key, ta, tb, boxes.SMOOTHING).item() for key in boxes.KINDS}
        rows.append({"kind": kind, "a": a, "b": b, **exact, "peer": smoothed})
        if kind in ("normal", "nested", "disjoint"):
            loss, exact_slope = checks.ciou_gradient(a, b, 0.0)
            slope = checks.ciou_gradient(a, b, boxes.SMOOTHING)[1]
            row = {"pred": a, "target": b, "loss": loss, "grad_pred": exact_slope, "peer_grad_pred": slope}
            gradients.append(row)
    facts = {"peer_eps": boxes.SMOOTHING, "pairs": rows, "ciou_loss_gradients": gradients}
    write_json(out / "iou.json", facts)


# ---- scenes: objects, and predictions that know them roughly


def objects(r, count: int, width: int, height: int, sides) -> np.ndarray:
    """Boxes inside the image with sides in a range."""
    size = r.uniform(*sides, (count, 2))
    corner = r.uniform(0, 1, (count, 2)) * (np.array([width, height]) - size)
    return single(np.concatenate((corner, corner + size), 1))


def guesses(r, truth, centres, noise: float) -> np.ndarray:
    """A box for each anchor: the nearest object, shaken; any box where there is none."""
    if len(truth) == 0:
        size = r.uniform(8, 30, (len(centres), 2))
        return single(np.concatenate((centres - size / 2, centres + size / 2), 1))
    middle = (truth[:, :2] + truth[:, 2:]) / 2
    nearest = ((centres[:, None] - middle[None]) ** 2).sum(2).argmin(1)
    sides = (truth[:, 2:] - truth[:, :2])[nearest]
    shake = r.normal(0, noise, (len(centres), 4)) * np.concatenate((sides, sides), 1)
    shaken = truth[nearest] + shake
    low, high = np.minimum(shaken[:, :2], shaken[:, 2:]), np.maximum(shaken[:, :2], shaken[:, 2:])
    return single(np.concatenate((low, high + 0.5), 1))


def assign_inputs(name: str, truths: list, masks: list, noise: float = 0.12) -> dict:
    centres, strides = boxes.anchors(64, 64)
    r = random("assign", name)
    rows = max(len(each) for each in truths)
    batch = len(truths)
    data = {
        "scores": single(r.uniform(0.02, 0.98, (batch, len(centres), 3))),
        "boxes": np.stack([guesses(r, each, centres, noise) for each in truths]),
        "centres": single(centres),
        "strides": single(strides),
        "gt_labels": np.zeros((batch, rows), np.int32),
        "gt_boxes": np.zeros((batch, rows, 4), np.float32),
        "gt_mask": np.zeros((batch, rows), np.uint8),
    }
    for b, truth in enumerate(truths):
        data["gt_boxes"][b, : len(truth)] = truth
        data["gt_labels"][b, : len(truth)] = r.integers(0, 3, len(truth))
        data["gt_mask"][b, : len(truth)] = masks[b] if masks else 1
    return data


def tied(data: dict) -> dict:
    """All anchors of a stride predict one box with one score: every choice is a tie."""
    for stride in boxes.STRIDES:
        same = np.nonzero(data["strides"] == stride)[0]
        for key in ("scores", "boxes"):
            data[key][:, same] = data[key][:, same[:1]]
    data["boxes"][0] = data["gt_boxes"][0, 0] + single([1, -1, 2, 1])
    return data


def assign_cases() -> dict:
    none = np.zeros((0, 4), np.float32)
    r = {name: random("truth", name) for name in ("ordinary", "tiny", "conflicts", "padded", "untrained")}
    ordinary = [objects(r["ordinary"], 3, 64, 64, (14, 40)), objects(r["ordinary"], 2, 64, 64, (10, 60))]
    tiny = [objects(r["tiny"], 6, 64, 64, (2.5, 15))]
    crossing = objects(r["conflicts"], 5, 64, 64, (26, 52))
    crossing[4] = crossing[3]  # a duplicate: the lower index takes all
    padded = [objects(r["padded"], 4, 64, 64, (12, 40)), none]
    untrained = [objects(r["untrained"], 3, 64, 64, (12, 40))]
    return {
        "01-ordinary": assign_inputs("01", ordinary, []),
        "02-tiny": assign_inputs("02", tiny, [], 0.06),
        "03-conflicts": assign_inputs("03", [crossing], []),
        "04-no-objects": assign_inputs("04", [none], []),
        "05-padded-row-between": assign_inputs("05", padded, [[1, 0, 1, 1], []]),
        "06-untrained": assign_inputs("06", untrained, [], 1.5),
        "07-ties-lowest-index": tied(assign_inputs("07", [single([[8, 8, 40, 40], [20, 16, 60, 58]])], [])),
    }


def assignments(out: Path) -> None:
    listed = {}
    for name, data in assign_cases().items():
        batch, count, classes = data["scores"].shape
        facts = {"batch": batch, "anchors": count, "classes": classes, "objects": data["gt_mask"].sum(1)}
        for variant in assigner.VARIANTS:
            got = assigner.assign(variant, data)
            # Where all is tied the rule "the lowest index" is what the case is about.
            changes = 0 if "ties" in name else assigner.order_dependent(variant, data)
            got["order_dependent"] = got["fg"] * 0 + np.uint8(changes)
            facts[variant] = {
                "positives": int((got["weight"] > 0).sum()),
                "weight_sum": got["weight"].sum(),
                "order_dependent": int(got["order_dependent"].sum()),
                "per_gt_order_free": True,
            }
            del got["boxes"]  # gt_boxes at gt_index
            data |= {f"{variant}.{key}": value for key, value in got.items()}
        write_tensors(out / "assign" / f"{name}.safetensors", data)
        listed[name] = facts
    top = {"o2m": {"topk": 10}, "o2o": {"topk": 7, "topk2": 1}}
    rule = {"alpha": assigner.ALPHA, "beta": assigner.BETA, "eps": assigner.INSIDE, "ciou_eps": boxes.SMOOTHING}
    write_json(out / "assign" / "assign.json", {**rule, "strides": boxes.STRIDES, **top, "cases": listed})


# ---- raw outputs: losses and decoding


def raw_boxes(r, pixels, centres, strides, bins: int) -> np.ndarray:
    """Raw outputs [4 * bins, A] that decode to about these boxes."""
    ltrb = np.concatenate((centres - pixels[:, :2], pixels[:, 2:] - centres), 1) / strides[:, None]
    if bins == 1:
        return single(ltrb.T)
    steps = np.arange(bins)[None, None]
    logits = -((steps - np.clip(ltrb, 0, bins - 1)[..., None]) ** 2) / 2 + r.normal(0, 0.5, (*ltrb.shape, bins))
    return single(logits.reshape(len(centres), 4 * bins).T)


def raw_outputs(name: str, facts: dict, truths: list) -> dict:
    """``boxes`` and ``scores`` of one branch."""
    r = random("raw", name)
    centres, strides = boxes.anchors(facts["width"], facts["height"])
    rows = [
        raw_boxes(r, guesses(r, truth, centres, 0.12), centres, strides, facts["reg_max"]) for truth in truths
    ]  # fmt: skip
    scores = r.normal(facts.get("level", -1.0), 1.5, (len(truths), facts["classes"], len(centres)))
    return {"boxes": np.stack(rows), "scores": single(scores)}


def loss_case(name: str, facts: dict, counts: list, sides) -> dict:
    r = random("loss", name)
    truths = [objects(r, count, facts["width"], facts["height"], sides) for count in counts]
    size = np.array([facts["width"], facts["height"]] * 2)
    rows = np.concatenate(truths)
    middle = np.concatenate(((rows[:, :2] + rows[:, 2:]) / 2, rows[:, 2:] - rows[:, :2]), 1)
    centres, strides = boxes.anchors(facts["width"], facts["height"])
    data = {
        "gt.cls": r.integers(0, facts["classes"], len(rows)).astype(np.int32),
        "gt.image": np.repeat(np.arange(len(counts)), counts).astype(np.int32),
        "gt.cxcywh": single(middle / size),
        "centres": single(centres),
        "strides": single(strides),
    }
    for branch in ("o2m", "o2o"):
        data |= {f"{branch}.{key}": each for key, each in raw_outputs(name + branch, facts, truths).items()}
    return data


def loss_terms(out: Path) -> None:
    def facts(width, height, batch, bins=1, classes=3):
        return {
            "height": height, "width": width, "classes": classes, "reg_max": bins, "batch": batch, "gradients": True,
        }  # fmt: skip

    plan = {
        "01-one-image": (facts(64, 64, 1), [3], (12, 40)),
        "02-wide-with-an-empty-image": (facts(64, 32, 2), [4, 0], (3, 28)),
        "03-no-objects": (facts(64, 64, 1), [0], (12, 40)),
        "04-dfl": (facts(32, 32, 1, 16, 2), [2], (8, 28)),
    }
    listed = {}
    for name, (case, counts, sides) in plan.items():
        data = loss_case(name, case, counts, sides)
        case["branch"] = {}
        for branch in ("o2m", "o2o"):
            got = losses.branch(branch, data, case)
            case["branch"][branch] = got.pop("facts")
            data |= {f"{branch}.{key}": each for key, each in got.items()}
        case["total"] = losses.totals(case["branch"])
        write_tensors(out / "loss" / f"{name}.safetensors", data)
        listed[name] = case
    write_json(out / "loss" / "loss.json", {"gains": losses.GAINS, "epochs": losses.EPOCHS, "cases": listed})


def decoding(out: Path) -> None:
    plan = {
        "01-few-anchors": {"height": 64, "width": 64, "classes": 3, "reg_max": 1, "batch": 1, "level": 0.0},
        "02-more-than-300": {"height": 128, "width": 160, "classes": 2, "reg_max": 1, "batch": 1, "level": 0.0},
        "03-dfl-quiet": {"height": 32, "width": 64, "classes": 2, "reg_max": 16, "batch": 2, "level": -3.0},
    }
    for name, facts in plan.items():
        r = random("decode", name)
        truths = [objects(r, 4, facts["width"], facts["height"], (14, 30)) for _ in range(facts["batch"])]
        data = raw_outputs(name, facts, truths)
        del facts["level"]
        centres, strides = boxes.anchors(facts["width"], facts["height"])
        raw = [torch.tensor(data[key], dtype=torch.float64) for key in ("boxes", "scores")]
        dense = boxes.dense(*raw, torch.from_numpy(centres), torch.from_numpy(strides)).numpy()
        data |= {"centres": single(centres), "strides": single(strides), "dense": dense}
        data["end2end"] = np.stack([boxes.end_to_end(each) for each in dense])
        facts |= {"anchors": len(centres), "end2end_rows": data["end2end"].shape[1]}
        for confidence in (0.001, 0.25):
            for kind in ("multi", "best"):
                for b, image in enumerate(dense):
                    rows = boxes.suppressed(image, confidence, kind == "multi")
                    data[f"nms.{confidence}.{kind}.{b}"] = rows
        write_tensors(out / "decode" / f"{name}.safetensors", data)
    write_json(out / "decode" / "decode.json", {"iou": 0.7, "max_detections": 300, "cases": plan})


# ---- optimisers

SHAPES = {
    "model.0.conv.weight": (4, 3, 3, 3),
    "model.0.bn.weight": (4,),
    "model.0.bn.bias": (4,),
    "model.1.conv.weight": (6, 1, 3, 3),
    "model.2.weight": (6, 4, 1, 1),
    "model.2.bias": (6,),
    "model.3.cube": (2, 3, 4),
    "model.3.tall": (10, 3),
    "model.3.wide": (3, 10),
    "model.4.cv3.0.conv.weight": (4, 4, 3, 3),
    "model.4.cv3.0.bn.weight": (4,),
    "model.4.cv3.0.bn.bias": (4,),
}


def optimisation(out: Path) -> None:
    rows = ((0.01, 0.8), (0.01, 0.85), (0.004, 0.937))
    schedule = [{"step": i + 1, "lr": lr, "momentum": momentum} for i, (lr, momentum) in enumerate(rows)]
    decay, r = 0.0005, random("optim")
    inputs = {"start." + name: single(r.normal(0, 0.5, shape)) for name, shape in SHAPES.items()}
    for step in schedule:
        inputs |= {f"grad{step['step']}.{name}": single(r.normal(size=shape)) for name, shape in SHAPES.items()}
    runs = {
        "musgd_trainer": {"muon": 0.2, "sgd": 1.0},
        "musgd_half_half": {"muon": 0.5, "sgd": 0.5},
        "sgd": {},
        "adamw": {"betas": [0.9, 0.999], "eps": 1e-8},
    }
    write_tensors(out / "optim" / "inputs.safetensors", inputs)
    for name, run in runs.items():
        run["groups"] = optimisers.groups_of(SHAPES, "muon" in run, decay)
        write_tensors(out / "optim" / f"{name}.safetensors", optimisers.follow(run, schedule, inputs))
    write_json(out / "optim" / "optim.json", {"schedule": schedule, "weight_decay": decay, "runs": runs})
    matrices = {"wide": (3, 7), "tall": (9, 4), "row": (1, 7), "column": (7, 1), "square": (5, 5)}
    table = {name: r.normal(size=shape) for name, shape in matrices.items()} | {"zero": np.zeros((3, 4))}
    solved = {
        name: {"input": each, "output": optimisers.newton_schulz(torch.from_numpy(each)).numpy()}
        for name, each in table.items()
    }
    write_json(out / "optim" / "newton_schulz.json", solved)


def write(out: Path) -> None:
    """Every family of the folder."""
    for family in (schedules, averages, overlaps, assignments, loss_terms, decoding, optimisation):
        family(out)
