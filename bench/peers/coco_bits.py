"""Evaluates each set of a folder with pycocotools: one line of bits a set, as BitsLine writes it.

coco_bits.py DIR FILE
"""

import contextlib
import hashlib
import io
import pathlib
import struct
import sys

from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval


def line(folder):
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            truth = COCO(str(folder / "gt.json"))
            found = truth.loadRes(str(folder / "dt.json"))
            run = COCOeval(truth, found, "bbox")
            run.evaluate()
            run.accumulate()
            run.summarize()
    except Exception as e:
        return f"{folder.name} refused: {type(e).__name__}: {e}"
    words = [folder.name] + [struct.pack(">d", value).hex() for value in run.stats]
    for key in ("precision", "recall", "scores"):
        words.append(hashlib.sha256(run.eval[key].astype("<f8").tobytes()).hexdigest())
    return " ".join(words)


if __name__ == "__main__":
    folders = sorted(p for p in pathlib.Path(sys.argv[1]).iterdir() if p.is_dir())
    pathlib.Path(sys.argv[2]).write_text("".join(line(p) + "\n" for p in folders))
