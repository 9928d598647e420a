"""Trains with Ultralytics and says when the first step is done: ultralytics_first_step.py KEY=VALUE...

The same as its command line, whose output does not tell steps; callbacks are part of its documented interface.
"""

import sys


def told(trainer):
    print("first step", flush=True)


if __name__ == "__main__":
    from ultralytics import YOLO

    settings = dict(word.split("=", 1) for word in sys.argv[1:])
    network = YOLO(settings.pop("model"))
    network.add_callback("on_train_batch_end", told)
    words = {"True": True, "False": False}
    network.train(**{key: int(value) if value.isdigit() else words.get(value, value) for key, value in settings.items()})
