"""Picks small sets of each kind and writes what pycocotools says of them: reference cases for tests.

coco_golden.py SETS OUT: of each kind the smallest set with an AP between 0.02 and 0.98, if it is below 12 kB.
"""

import contextlib
import hashlib
import io
import json
import pathlib
import shutil
import struct
import sys

from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval


def expected(folder, kind):
    with contextlib.redirect_stdout(io.StringIO()):
        truth = COCO(str(folder / "gt.json"))
        run = COCOeval(truth, truth.loadRes(str(folder / "dt.json")), "bbox")
        run.evaluate()
        run.accumulate()
        run.summarize()
    return {
        "kind": kind,
        "accept": ["stats"],
        "stats": [float(value) for value in run.stats],
        "stats_bits": [struct.pack(">d", value).hex() for value in run.stats],
        "sha256": {
            key: hashlib.sha256(run.eval[key].astype("<f8").tobytes()).hexdigest()
            for key in ("precision", "recall", "scores")
        },
    }


def main(sets, out):
    done = set()
    folders = [p for p in pathlib.Path(sets).iterdir() if p.is_dir()]
    size = {p: sum(f.stat().st_size for f in p.iterdir()) for p in folders}
    for folder in sorted(folders, key=lambda p: (size[p], p.name)):
        kind = json.loads((folder / "gt.json").read_text())["info"]["kind"].lower()
        if kind in done or size[folder] > 12_000:
            continue
        result = expected(folder, kind)
        if 0.02 < result["stats"][0] < 0.98:
            done.add(kind)
            target = pathlib.Path(out) / kind
            target.mkdir(parents=True, exist_ok=True)
            for name in ("gt.json", "dt.json"):
                shutil.copy(folder / name, target / name)
            (target / "expected.json").write_text(json.dumps(result, indent=1) + "\n")


main(*sys.argv[1:3])
