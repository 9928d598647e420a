"""Draws random scenes of several kinds and writes them with what tidecv 1.0.1 (MIT) says about them.

    pip install -r bench/peers/requirements-errors.txt
    python bench/peers/tide_errors.py progloss-eval/src/test/resources/golden/errors

With --check FILE.json it recomputes the numbers of a file and compares.
"""
import json
import random
import sys
from pathlib import Path

import tidecv
from tidecv.errors import main_errors

KINDS = {
    "localization": main_errors.BoxError,
    "classification": main_errors.ClassError,
    "duplicate": main_errors.DuplicateError,
    "background": main_errors.BackgroundError,
    "both": main_errors.OtherError,
    "missed": main_errors.MissedError,
}


class Kind:
    """How a set is drawn; shares are probabilities for each object."""

    def __init__(self, classes=4, images=12, objects=6, wrong=0.2, shift=0.25, repeats=0.3, alarms=3,
                 missed=0.2, crowd=0.0, digits=3, whole=False, silent=0.0, empty=0.0):
        self.__dict__.update({k: v for k, v in locals().items() if k != "self"})


SETS = {
    "mixed": Kind(),
    "one-class": Kind(classes=1, wrong=0.0),
    "many-classes": Kind(classes=20, images=16),
    "sparse-classes": Kind(classes=40, images=6, objects=2, alarms=4),
    "crowds": Kind(crowd=0.3, alarms=6),
    "crowds-and-empty": Kind(crowd=0.4, empty=0.3, silent=0.2),
    "tied-scores": Kind(digits=1, repeats=0.6),
    "whole-numbers": Kind(whole=True, digits=2, repeats=0.5),
    "duplicates": Kind(repeats=0.8, wrong=0.05, shift=0.1),
    "misplaced": Kind(shift=0.6, wrong=0.05),
    "wrong-classes": Kind(wrong=0.7, shift=0.1),
    "mostly-missed": Kind(missed=0.8, alarms=1),
    "more-than-100": Kind(images=2, objects=40, repeats=0.95, alarms=60),
    "near-perfect": Kind(wrong=0.02, shift=0.03, repeats=0.02, alarms=0, missed=0.02),
    "silent": Kind(silent=0.7),
}


def moved(rng, box, shift):
    x, y, w, h = box
    return [x + rng.gauss(0, shift) * w, y + rng.gauss(0, shift) * h,
            w * (1 + abs(rng.gauss(0, shift))), h * (1 + abs(rng.gauss(0, shift)))]


def rounded(kind, box):
    return [max(1, round(v)) if kind.whole else round(v, 2) for v in box]


def anywhere(rng, kind):
    side = 8 if kind.whole else 200
    return rounded(kind, [rng.uniform(0, side), rng.uniform(0, side),
                          rng.uniform(side / 10, side / 3), rng.uniform(side / 10, side / 3)])


def image(rng, kind):
    objects, detections = [], []

    def found(label, box):
        detections.append([label, round(rng.random(), kind.digits)] + rounded(kind, box))

    for _ in range(0 if rng.random() < kind.empty else kind.objects):
        label, box = rng.randrange(kind.classes), anywhere(rng, kind)
        crowd = rng.random() < kind.crowd
        objects.append([label] + box + [int(crowd)])
        while rng.random() > kind.missed:
            said = rng.randrange(kind.classes) if rng.random() < kind.wrong else label
            found(said, moved(rng, box, kind.shift))
            if rng.random() > kind.repeats:
                break
    for _ in range(kind.alarms):
        found(rng.randrange(kind.classes), anywhere(rng, kind))
    rng.shuffle(detections)
    return {"objects": objects, "detections": [] if rng.random() < kind.silent else detections}


def judged(scenes):
    truth, found = tidecv.Data("truth"), tidecv.Data("found")
    for k in range(scenes["classes"]):
        truth.add_class(k, str(k))
    for i, each in enumerate(scenes["images"]):
        truth.add_image(i, str(i))
        for label, x, y, w, h, crowd in each["objects"]:
            add = truth.add_ignore_region if crowd else truth.add_ground_truth
            add(i, label, [x, y, w, h])
        for label, score, x, y, w, h in each["detections"]:
            found.add_detection(i, label, score, [x, y, w, h])
    run = tidecv.TIDE().evaluate(truth, found)
    main, special, counts = run.fix_main_errors(), run.fix_special_errors(), run.count_errors()
    return {
        "ap": run.ap / 100,
        "kinds": {k: {"count": counts[e], "cost": main[e] / 100} for k, e in KINDS.items()},
        "false_positives": special[main_errors.FalsePositiveError] / 100,
        "false_negatives": special[main_errors.FalseNegativeError] / 100,
    }


def main():
    if sys.argv[1] == "--check":
        for file in sys.argv[2:]:
            scenes = json.loads(Path(file).read_text())
            assert judged(scenes) == scenes["expected"], file
            print("same", file)
        return
    for seed, (name, kind) in enumerate(SETS.items()):
        rng = random.Random(seed)
        scenes = {"source": "tidecv 1.0.1, bench/peers/tide_errors.py", "classes": kind.classes,
                  "images": [image(rng, kind) for _ in range(kind.images)]}
        scenes["expected"] = judged(scenes)
        Path(sys.argv[1], name + ".json").write_text(json.dumps(scenes, separators=(",", ":")) + "\n")
        print(name, json.dumps(scenes["expected"]))


if __name__ == "__main__":
    main()
