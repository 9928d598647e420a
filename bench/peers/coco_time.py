"""Evaluates one set with one peer and prints the seconds from the first file to the twelve numbers.

coco_time.py pycocotools|faster-coco-eval|hotcoco DIR
"""

import contextlib
import io
import sys
import time

peer, folder = sys.argv[1:3]
if peer == "pycocotools":
    from pycocotools.coco import COCO
    from pycocotools.cocoeval import COCOeval
elif peer == "faster-coco-eval":
    from faster_coco_eval import COCO
    from faster_coco_eval import COCOeval_faster as COCOeval
else:
    from hotcoco import COCO, COCOeval

with contextlib.redirect_stdout(io.StringIO()):
    begin, processor = time.perf_counter(), time.process_time()
    truth = COCO(folder + "/gt.json")
    run = COCOeval(truth, truth.loadRes(folder + "/dt.json"), "bbox")
    run.evaluate()
    run.accumulate()
    run.summarize()
    seconds, processor = time.perf_counter() - begin, time.process_time() - processor
print(f"{seconds:.3f} s  AP {float(run.stats[0])!r}  processor {processor:.3f} s")
