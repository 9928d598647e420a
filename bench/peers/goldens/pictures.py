"""The image folder: small own pictures as cv2 reads, resizes and pads them."""

import zlib
from pathlib import Path

import cv2
import numpy as np
import PIL
from PIL import Image

from goldens.cases import random
from goldens.store import write_json

PADDING = 114
SAMPLES = 16


def scene(width: int, height: int) -> np.ndarray:
    """Ramps, edges and a little noise; RGB."""
    y, x = np.mgrid[0:height, 0:width]
    red = 255 * x / (width - 1)
    green = 255 * y / (height - 1)
    blue = np.where((x // 6 + y // 5) % 2 == 0, 220, 40)
    noise = random("scene", width, height).integers(-12, 13, (height, width, 3))
    picture = np.stack((red, green, blue), 2) + noise
    picture[: height // 4, : width // 4] = 250  # tells the upper left corner
    return np.clip(np.rint(picture), 0, 255).astype(np.uint8)


def read(path: Path) -> np.ndarray:
    return cv2.cvtColor(cv2.imread(str(path), cv2.IMREAD_COLOR), cv2.COLOR_BGR2RGB)


def samples(rgb: np.ndarray, *purpose) -> list:
    """Corners and random places: x, y, r, g, b."""
    height, width = rgb.shape[:2]
    r = random("samples", *purpose, width, height)
    places = [(0, 0), (width - 1, 0), (0, height - 1), (width - 1, height - 1)]
    places += [(r.integers(width), r.integers(height)) for _ in range(SAMPLES - 4)]
    return [[x, y, *rgb[y, x]] for x, y in places]


def whole(rgb: np.ndarray) -> dict:
    mean = rgb.reshape(-1, 3).mean(0)
    return {"crc32": f"{zlib.crc32(rgb.tobytes()):08x}", "mean": [round(each, 6) for each in mean.tolist()]}


def oriented(orientation: int) -> Image.Exif:
    exif = Image.Exif()
    exif[0x0112] = orientation
    return exif


def files(folder: Path):
    """Writes the files; gives name, what it is, and how far a decoder may be from cv2."""
    picture = scene(24, 18)
    rgb, gray = Image.fromarray(picture), Image.fromarray(picture[:, :, 1])
    turned = {3: 180, 6: 90, 8: 270}
    for orientation, degrees in turned.items():
        stored = rgb.rotate(degrees, expand=True)
        stored.save(folder / f"orientation_{orientation}.jpg", quality=92, subsampling=0, exif=oriented(orientation))
        yield f"orientation_{orientation}.jpg", f"EXIF orientation {orientation}", 3
    mirrored = rgb.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    mirrored.save(folder / "orientation_2.png", exif=oriented(2))
    yield "orientation_2.png", "PNG with an eXIf chunk, orientation 2", 0
    Image.fromarray(scene(13, 11)).save(folder / "smooth_420.jpg", quality=90, subsampling=2)
    yield "smooth_420.jpg", "baseline JPEG 4:2:0, odd size", 3
    rgb.save(folder / "progressive.jpg", quality=90, subsampling=0, progressive=True)
    yield "progressive.jpg", "progressive JPEG", 3
    gray.save(folder / "gray.jpg", quality=92)
    yield "gray.jpg", "grayscale JPEG", 2
    gray.save(folder / "gray.png")
    yield "gray.png", "grayscale PNG", 0
    Image.fromarray(picture[:, :, 0].astype(np.uint16) * 256 + 7).save(folder / "gray16.png")
    yield "gray16.png", "grayscale PNG, 16 bit", 1
    ramp = np.linspace(0, 255, 24).astype(np.uint8)
    Image.fromarray(np.dstack((picture, np.broadcast_to(ramp, (18, 24))))).save(folder / "alpha.png")
    yield "alpha.png", "RGBA PNG: alpha is dropped, nothing is blended", 0
    rgb.quantize(12).save(folder / "palette.png")
    yield "palette.png", "palette PNG", 0
    rgb.save(folder / "rgb.bmp")
    yield "rgb.bmp", "BMP, 24 bit", 0
    rgb.save(folder / "lossless.webp", lossless=True)
    yield "lossless.webp", "WebP, lossless", 0


def decoding(out: Path) -> None:
    (out / "files").mkdir(parents=True, exist_ok=True)
    listed = []
    for name, what, tolerance in files(out / "files"):
        rgb = read(out / "files" / name)
        facts = {"file": "files/" + name, "what": what, "width": rgb.shape[1], "height": rgb.shape[0]}
        listed.append(facts | {"tolerance": tolerance, "cv2": samples(rgb, name)})
    made = {"cv2": cv2.__version__, "pillow": PIL.__version__, "numpy": np.__version__}
    write_json(out / "decode.json", {"made_with": made, "files": listed})


def fit(width: int, height: int, size: int) -> dict:
    """Where a picture comes to lie in a square: halves to the even number, an odd pixel right and below."""
    scale = min(size / height, size / width)
    new_width, new_height = round(width * scale), round(height * scale)
    wide, high = (size - new_width) / 2, (size - new_height) / 2
    facts = {"width": width, "height": height, "size": size, "scale": scale}
    facts |= {"new_width": new_width, "new_height": new_height}
    facts |= {"left": round(wide - 0.1), "top": round(high - 0.1)}
    return facts | {"right": round(wide + 0.1), "bottom": round(high + 0.1)}


def resized(rgb: np.ndarray, size: int, name: str) -> dict:
    place = fit(rgb.shape[1], rgb.shape[0], size)
    small = cv2.resize(rgb, (place["new_width"], place["new_height"]), interpolation=cv2.INTER_LINEAR)
    edges = [place[key] for key in ("top", "bottom", "left", "right")]
    padded = cv2.copyMakeBorder(small, *edges, cv2.BORDER_CONSTANT, value=(PADDING,) * 3)
    return place | {"resized": whole(small), "letterboxed": whole(padded), "samples": samples(small, name, size)}


def letterboxes(out: Path) -> None:
    plain = [(640, 333, 320), (333, 640, 320), (500, 375, 640), (97, 61, 64), (64, 64, 64), (1000, 7, 64), (7, 1000, 64)]
    r = random("sizes")
    plain += [(*(int(side) for side in r.integers(20, 2000, 2)), int(r.choice([320, 416, 640]))) for _ in range(33)]
    pictures = []
    for name, lossless in (("scene_45x34.png", True), ("scene_60x45.jpg", False)):
        width, height = (int(side) for side in name[6:11].split("x"))
        path = out / "files" / name
        Image.fromarray(scene(width, height)).save(path, **({} if lossless else {"quality": 92, "subsampling": 0}))
        rgb = read(path)
        facts = {"image": "golden/image/files/" + name, "lossless": lossless, "width": width, "height": height}
        facts["decoded"] = {"cv2": whole(rgb), "samples": samples(rgb, name)}
        pictures.append(facts | {"sizes": [resized(rgb, size, name) for size in (32, 41, 64)]})
    write_json(out / "letterbox.json", {"geometry": [fit(*row) for row in plain], "pixels": pictures})


def write(out: Path) -> None:
    decoding(out)
    letterboxes(out)
