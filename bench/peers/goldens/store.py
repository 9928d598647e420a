"""Writes and reads JSON and safetensors files so that the same numbers give the same bytes."""

import json
import math
from pathlib import Path

import numpy as np
from safetensors.numpy import load_file, save


def plain(value):
    """Numpy numbers and arrays as JSON has them; what is not finite becomes null."""
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items()}
    if isinstance(value, (list, tuple, np.ndarray)):
        return [plain(each) for each in value]
    if isinstance(value, (bool, np.bool_)):
        return bool(value)
    if isinstance(value, (int, np.integer)):
        return int(value)
    if isinstance(value, (float, np.floating)):
        return float(value) if math.isfinite(value) else None
    return value


def write_json(path: Path, value) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(plain(value), separators=(",", ":"), ensure_ascii=False)
    path.write_text(text.replace('},"', '},\n"').replace("},{", "},\n{") + "\n", encoding="utf-8", newline="\n")


def read_json(path: Path):
    return json.loads(path.read_text(encoding="utf-8"))


def write_tensors(path: Path, tensors: dict) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    contiguous = {name: np.array(each, order="C") for name, each in sorted(tensors.items())}
    path.write_bytes(save(contiguous))


def read_tensors(path: Path) -> dict:
    return load_file(path)


def gap(got, wanted) -> float:
    """The largest distance; infinite where the shapes or the places without a number differ."""
    a, b = np.asarray(got, dtype=np.float64), np.asarray(wanted, dtype=np.float64)
    if a.shape != b.shape or (np.isfinite(a) != np.isfinite(b)).any():
        return math.inf
    both = np.isfinite(a)
    return float(np.abs(a[both] - b[both]).max()) if both.any() else 0.0


def relative(got, wanted) -> float:
    """The largest distance over the largest wanted number."""
    size = float(np.abs(np.asarray(wanted, dtype=np.float64)).max(initial=0.0))
    return gap(got, wanted) / size if size > 0 else gap(got, wanted)
