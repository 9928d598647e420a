"""Times Ultralytics' loader as training sets it up: ultralytics_load.py EPOCHS SIDE BATCH WORKERS DATA.yaml [ram]

Prints seconds a picture of the first epoch and of the others, and how many workers it really has.
"""

import sys
import time

from ultralytics.cfg import get_cfg
from ultralytics.data import build_dataloader, build_yolo_dataset
from ultralytics.data.utils import check_det_dataset


def main(words):
    epochs, side, batch, workers = map(int, words[:4])
    settings = {"task": "detect", "mode": "train", "imgsz": side, "close_mosaic": 0, "cache": "ram" if "ram" in words else False}
    data = check_det_dataset(words[4])
    begin = time.perf_counter()
    pictures = build_yolo_dataset(get_cfg(overrides=settings), data["train"], batch, data, mode="train", stride=32)
    filled = time.perf_counter() - begin if "ram" in words else 0.0  # the cache is filled before the first epoch
    loader = build_dataloader(pictures, batch, workers, shuffle=True)
    ends, seen = [time.perf_counter()], 0
    for _ in range(epochs):
        for each in loader:
            seen += len(each["img"])
        ends.append(time.perf_counter())
    print(f"workers\t{loader.num_workers}")
    print(f"cold_seconds_a_picture\t{(ends[1] - ends[0] + filled) / len(pictures)}")
    print(f"warm_seconds_a_picture\t{(ends[-1] - ends[1]) / (seen - len(pictures))}")


if __name__ == "__main__":
    main(sys.argv[1:])
