#!/usr/bin/env python3
"""Makes the small golden folder, or holds its own rules against another folder of that layout.

    python small_goldens.py OUT              writes the folder; the same bytes each time
    python small_goldens.py --check FOLDER   largest gaps to FOLDER; exit code 1 where one is too large
"""

import argparse
from pathlib import Path

import torch


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--check", action="store_true", help="compare with the folder, write nothing")
    arguments = parser.parse_args()
    torch.set_num_threads(1)  # one order of every sum
    if arguments.check:
        from goldens import checks

        return checks.run(arguments.folder)
    from goldens import broken, cases, evaluation, model_cases, pictures

    cases.write(arguments.folder)
    model_cases.write(arguments.folder / "model")
    pictures.write(arguments.folder / "image")
    broken.write(arguments.folder / "broken")
    evaluation.write(arguments.folder / "coco")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
