"""Holds the twins of this package against an existing folder of golden files.

The broken inputs are left out: what a check should say of them is set down by hand.
"""

import math
from pathlib import Path

import torch

from goldens import assigner, boxes, losses, optimisers, rates
from goldens.store import gap, read_json, read_tensors, relative


def schedules(folder: Path) -> dict:
    data = read_json(folder / "schedules.json")
    gaps = {"term": 0.0, "branch": 0.0}
    for total, wanted in data["term"]["horizons"].items():
        got = rates.term_table(int(total))
        gaps["term"] = max([gaps["term"], *(gap(got[key], wanted[key]) for key in got)])
    for epochs, wanted in data["branch"].items():
        got = rates.branch_table(int(epochs))
        gaps["branch"] = max([gaps["branch"], *(gap(got[key], wanted[key]) for key in got)])
    decay = data["ema_decay"]["decay"]
    gaps["ema_decay"] = gap([rates.average_decay(u + 1) for u in range(len(decay))], decay)
    for name, wanted in data["runs"].items():
        got = rates.run_table(wanted["settings"], wanted["batches_per_epoch"])
        columns = [key for key in got if key.startswith("lr_")]
        columns += ["warmup_iterations", "accumulate", "optimizer_steps_at"]
        columns += [] if "betas" in wanted else ["momentum"]
        pairs = [gap(got[key], wanted[key]) for key in columns]
        for key in ("initial_lr", "weight_decay"):
            pairs.append(gap([g[key] for g in got["groups"]], [g[key] for g in wanted["groups"]]))
        same = [g["kind"] for g in got["groups"]] == [g["kind"] for g in wanted["groups"]]
        gaps[name] = max(pairs) if same else math.inf
    return gaps


def averages(folder: Path) -> dict:
    gaps = {}
    for name, run in read_json(folder / "ema.json").items():
        got = rates.average_run(run["updates_before"], run["initial"], [s["model"] for s in run["steps"]])
        gaps[name] = max(
            gap(mine["ema"][key], wanted["ema"][key])
            for mine, wanted in zip(got["steps"], run["steps"])
            for key in wanted["ema"]
        )
    return gaps


def overlaps(folder: Path) -> dict:
    data = read_json(folder / "iou.json")
    gaps = {}
    for pair in data["pairs"]:
        a, b = (torch.tensor(pair[key], dtype=torch.float64) for key in ("a", "b"))
        for kind in boxes.KINDS:
            got = [boxes.overlap(kind, a, b).item(), boxes.overlap(kind, a, b, boxes.SMOOTHING).item()]
            for key, mine, wanted in (("exact", got[0], pair[kind]), ("smoothed", got[1], pair["peer"].get(kind))):
                if key == "exact" or wanted is not None:
                    wanted = math.nan if wanted is None else wanted
                    gaps[f"{kind} {key}"] = max(gaps.get(f"{kind} {key}", 0.0), gap(mine, wanted))
    for row in data["ciou_loss_gradients"]:
        for key, eps in (("grad_pred", 0.0), ("peer_grad_pred", boxes.SMOOTHING)):
            gaps[key] = max(gaps.get(key, 0.0), gap(ciou_gradient(row["pred"], row["target"], eps)[1], row[key]))
    return gaps


def ciou_gradient(pred, target, eps: float):
    """1 - CIoU and its derivative with respect to the prediction."""
    leaf = torch.tensor(pred, dtype=torch.float64, requires_grad=True)
    loss = 1 - boxes.overlap("ciou", leaf, torch.tensor(target, dtype=torch.float64), eps)
    loss.backward()
    return loss.item(), leaf.grad.tolist()


def assignments(folder: Path) -> dict:
    gaps = {}
    for file in sorted((folder / "assign").glob("*.safetensors")):
        data = read_tensors(file)
        worst = 0.0
        for variant in assigner.VARIANTS:
            got = assigner.assign(variant, data)
            free = data[variant + ".order_dependent"] == 0
            strong = data[variant + ".weight"] > 0
            mine = got["weight"] > 0
            same = (mine == strong)[free].all()
            same &= (got["gt_index"] == data[variant + ".gt_index"])[free & strong].all()
            if data["gt_labels"].shape[1]:
                same &= gap(got["count_per_gt"], data[variant + ".count_per_gt"]) == 0 or not free.all()
            worst = max(worst, gap(got["weight"][free], data[variant + ".weight"][free]))
            worst = worst if same else math.inf
        gaps[file.stem] = worst
    return gaps


def loss_terms(folder: Path) -> dict:
    data = read_json(folder / "loss" / "loss.json")
    gaps = {}
    for name, facts in data["cases"].items():
        inputs = read_tensors(folder / "loss" / f"{name}.safetensors")
        values, slopes = [0.0], [0.0]
        branches = {}
        for key, wanted in facts["branch"].items():
            got = losses.branch(key, inputs, facts)
            branches[key] = got["facts"]
            values += [relative(got["facts"]["unweighted"][t], v) for t, v in wanted["unweighted"].items()]
            values.append(relative(got["facts"]["sum_times_batch"], wanted["sum_times_batch"]))
            values.append(gap(got["target_weight"], inputs[key + ".target_weight"]))
            if facts["gradients"]:
                slopes += [relative(got[g], inputs[f"{key}.{g}"]) for g in ("boxes.grad", "scores.grad")]
        totals = losses.totals(branches)
        values += [relative(totals[t]["objective"], v["objective"]) for t, v in facts["total"].items()]
        gaps[name], gaps[name + " gradients"] = max(values), max(slopes)
    return gaps


def decoded(folder: Path) -> dict:
    gaps = {}
    for name, facts in read_json(folder / "decode" / "decode.json")["cases"].items():
        data = read_tensors(folder / "decode" / f"{name}.safetensors")
        centres, strides = boxes.anchors(facts["width"], facts["height"])
        raw = [torch.tensor(data[key], dtype=torch.float64) for key in ("boxes", "scores")]
        dense = boxes.dense(*raw, torch.from_numpy(centres), torch.from_numpy(strides)).numpy()
        pairs = [gap(dense, data["dense"]), gap(centres, data["centres"])]
        for b, image in enumerate(dense):
            pairs.append(gap(boxes.end_to_end(image), data["end2end"][b]))
        for key in (each for each in data if each.startswith("nms.")):
            rest, image = key[4:].rsplit(".", 1)
            confidence, kind = rest.rsplit(".", 1)
            got = boxes.suppressed(dense[int(image)], float(confidence), kind == "multi")
            pairs.append(gap(got, data[key]))
        gaps[name] = max(pairs)
    return gaps


def optimisation(folder: Path) -> dict:
    return optimisers.check(folder / "optim")


def network(folder: Path) -> dict:
    from goldens import network as twin

    return twin.check(folder / "model")


def letterboxes(folder: Path) -> dict:
    """Geometry of all sizes; pixels of the pictures that lie in the folder itself."""
    from goldens import pictures

    data = read_json(folder / "image" / "letterbox.json")
    gaps = {"geometry": 0.0, "pixels": 0.0}
    for row in data["geometry"]:
        got = pictures.fit(row["width"], row["height"], row["size"])
        gaps["geometry"] = max([gaps["geometry"], *(gap(got[key], row[key]) for key in got)])
    for picture in (each for each in data["pixels"] if each["lossless"]):
        inside = Path(*Path(picture["image"]).parts[1:])  # named from the folder above, whatever this one is called
        rgb = pictures.read(folder / inside)
        for row in picture["sizes"]:
            got = pictures.resized(rgb, row["size"], "")
            same = all(got[key]["crc32"] == row[key]["crc32"] for key in ("resized", "letterboxed"))
            gaps["pixels"] = gaps["pixels"] if same else math.inf
    return gaps


def evaluations(folder: Path) -> dict:
    """The twelve numbers and all arrays, to the bit, of those cases that pycocotools judges."""
    from goldens import evaluation

    worst = 0.0
    for case in sorted(each for each in (folder / "coco").iterdir() if each.is_dir()):
        wanted = read_json(case / "expected.json")
        if wanted["outcome"] == "stats":
            got = evaluation.judged(case)
            same = all(got[key] == wanted[key] for key in ("stats_bits", "per_category", "sha256"))
            worst = worst if same else math.inf
    return {"bits": worst}


#: family: (its check, what float64 allows)
FAMILIES = {
    "schedules": (schedules, 1e-12),
    "ema": (averages, 1e-12),
    "iou": (overlaps, 1e-9),
    "assign": (assignments, 1e-9),
    "loss": (loss_terms, 1e-8),
    "decode": (decoded, 1e-6),
    "optim": (optimisation, 1e-11),
    "model": (network, 1e-9),
    "image": (letterboxes, 0.0),
    "coco": (evaluations, 0.0),
}
#: what is kept in float32 is only as good
KEPT_IN_FLOAT32 = {"train heads": 1e-6}


def run(folder: Path) -> int:
    """Prints the largest gap of each case; 1 where one is not what float64 allows."""
    failed = False
    for family, (check, limit) in FAMILIES.items():
        for case, worst in check(folder).items():
            fine = worst <= KEPT_IN_FLOAT32.get(case, limit)
            failed |= not fine
            print(f"{family:10} {case:32} {worst:.2e}{'' if fine else '  TOO LARGE'}")
    print("some gaps are too large" if failed else "all gaps are within the limits")
    return int(failed)
