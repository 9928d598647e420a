"""The coco folder: small ground truths and results with what pycocotools (BSD) makes of them."""

import contextlib
import hashlib
import io
import json
from pathlib import Path

import numpy as np
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval

from goldens.cases import random
from goldens.store import plain, write_json


def box(r, sides=(8, 60)) -> list:
    """Whole numbers, so that equal overlaps do occur."""
    width, height = (int(each) for each in r.integers(*sides, 2))
    return [int(r.integers(0, 160 - width)), int(r.integers(0, 120 - height)), width, height]


def truth(images: int, annotations: list, classes) -> dict:
    full = []
    for i, each in enumerate(annotations):
        full.append({"id": i + 1, "area": each["bbox"][2] * each["bbox"][3], "iscrowd": 0} | each)
    return {
        "images": [{"id": 3 * i + 1, "width": 160, "height": 120, "file_name": f"{i}.jpg"} for i in range(images)],
        "annotations": full,
        "categories": [{"id": each, "name": f"class {each}"} for each in classes],
    }


def few() -> tuple:
    """Hits of different tightness and a false alarm in a known order."""
    objects = [[10, 10, 20, 20], [50, 10, 40, 40], [10, 60, 30, 20]]
    found = [([10, 10, 20, 20], 0.9), ([90, 70, 20, 20], 0.8), ([50, 12, 40, 36], 0.7), ([13, 60, 30, 20], 0.6)]
    gt = truth(1, [{"image_id": 1, "category_id": 1, "bbox": each} for each in objects], [1])
    return gt, [{"image_id": 1, "category_id": 1, "bbox": each, "score": score} for each, score in found]


def scattered(name: str, images: int, classes: tuple, crowd: bool) -> tuple:
    """Random objects and results near them, with many equal scores."""
    r = random("coco", name)
    annotations, results = [], []
    for image in range(images):
        for _ in range(int(r.integers(0, 7))):
            kind = int(r.choice(classes[:-1]))  # the last class has no object
            each = {"image_id": 3 * image + 1, "category_id": kind, "bbox": box(r)}
            annotations.append(each | ({"iscrowd": 1} if crowd and r.random() < 0.3 else {}))
            for _ in range(int(r.integers(0, 3))):
                near = [int(side + shift) for side, shift in zip(each["bbox"], r.integers(-3, 4, 4))]
                results.append(each | {"bbox": near, "score": float(r.integers(1, 10)) / 10})
        for _ in range(2):
            kind = int(r.choice(classes))
            results.append({"image_id": 3 * image + 1, "category_id": kind, "bbox": box(r), "score": 0.5})
    return truth(images, annotations, classes), results


def edges() -> tuple:
    """Areas at the borders of small, medium and large; a taken object, a crowd, an equal overlap."""
    sides = [(32, 32), (96, 96), (31, 33), (96, 97), (10, 10), (10, 10)]
    places = [[4 * i, 3 * i, *side] for i, side in enumerate(sides)]
    annotations = [{"image_id": 1, "category_id": 2, "bbox": each} for each in places]
    annotations.append({"image_id": 1, "category_id": 2, "bbox": [100, 60, 50, 50], "iscrowd": 1})
    found = [*places, places[0], [110, 70, 20, 20], [112, 72, 20, 20], [18, 12, 10, 10]]
    results = [
        {"image_id": 1, "category_id": 2, "bbox": each, "score": 0.9 - 0.05 * (i // 2)} for i, each in enumerate(found)
    ]
    return truth(1, annotations, [2]), results


def judged(folder: Path) -> dict:
    """The twelve numbers and the arrays behind them."""
    with contextlib.redirect_stdout(io.StringIO()):
        gt = COCO(str(folder / "gt.json"))
        evaluation = COCOeval(gt, gt.loadRes(str(folder / "dt.json")), "bbox")
        evaluation.evaluate()
        evaluation.accumulate()
        evaluation.summarize()
    arrays = {key: np.ascontiguousarray(evaluation.eval[key], "<f8") for key in ("precision", "recall", "scores")}
    rows = []
    for k, kind in enumerate(evaluation.params.catIds):
        parts = [arrays["precision"][:, :, k, 0, 2], arrays["precision"][0, :, k, 0, 2]]
        parts = [part[part > -1] for part in parts]
        values = [float(np.mean(part)) if part.size else -1.0 for part in parts]
        rows.append({"id": kind, "AP": values[0], "AP50": values[1]})
    return {
        "outcome": "stats",
        "stats": evaluation.stats,
        "stats_bits": [np.array(each, ">f8").tobytes().hex() for each in evaluation.stats],
        "per_category": rows,
        "shape": {key: each.shape for key, each in arrays.items()},
        "sha256": {key: hashlib.sha256(each.tobytes()).hexdigest() for key, each in arrays.items()},
    }


def write(out: Path) -> None:
    stray = few()
    stray[1][1]["image_id"] = 77
    made = {
        "001_few": (few(), "three hits and a false alarm"),
        "002_classes_and_ties": (scattered("ties", 4, (1, 4, 9), False), "equal scores, ids with gaps, a class without objects"),
        "003_crowds": (scattered("crowds", 3, (2, 5), True), "crowd regions among objects"),
        "004_area_edges": (edges(), "areas on the borders, equal overlaps, a crowd"),
        "005_stray_image": (stray, "a result of an image that is not listed: to be refused"),
    }  # fmt: skip
    for name, ((gt, results), note) in made.items():
        folder = out / name
        folder.mkdir(parents=True, exist_ok=True)
        for file, value in (("gt.json", gt), ("dt.json", results)):
            (folder / file).write_text(json.dumps(plain(value), separators=(",", ":")) + "\n", newline="\n")
        try:
            facts = {"accept": ["stats"], **judged(folder)}
        except AssertionError as e:  # what pycocotools says where results and images do not belong together
            facts = {"accept": ["error"], "outcome": "error", "error": {"type": type(e).__name__, "message": str(e)}}
        write_json(folder / "expected.json", {"case": name, "note": note, **facts})
