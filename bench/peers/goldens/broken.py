"""The broken folder: one defect a file, and what a check of the data set should say of it."""

import io
import json
import struct
import zlib
from pathlib import Path

from PIL import Image

from goldens.pictures import scene
from goldens.store import write_json

GOOD = ["0 0.5 0.5 0.2 0.2", "1 0.25 0.25 0.1 0.1", "2 0.7 0.6 0.3 0.2"]


def encoded(kind: str, width: int = 24, height: int = 18, **options) -> bytes:
    out = io.BytesIO()
    Image.fromarray(scene(width, height)).save(out, kind, **options)
    return out.getvalue()


def put(path: Path, content) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)


def labels():
    """Name, text, defect, verdict, message, line, boxes left."""

    def second(row: str) -> str:
        return "\n".join([GOOD[0], row, GOOD[2]]) + "\n"

    yield "ok", "\n".join(GOOD) + "\n", "none", "accepted", "three boxes", None, 3
    yield "empty", "", "empty file", "accepted", "a background picture", None, 0
    yield "crlf", "\r\n".join(GOOD) + "\r\n", "CRLF line ends", "accepted", "three boxes", None, 3
    yield "columns_4", second("1 0.2 0.3 0.1"), "4 columns", "error", "row needs 5 columns, has 4", 2, None
    yield "word", second("1 0.2x 0.3 0.1 0.1"), "a word for a number", "error", "«0.2x» is not a number", 2, None
    yield "comma", second("1 0,2 0.3 0.1 0.1"), "decimal comma", "error", "«0,2» is not a number", 2, None
    yield "class_3", second("3 0.2 0.3 0.1 0.1"), "unknown class", "error", "class 3, but there are 3 classes", 2, None
    yield "outside", second("1 1.4 0.3 0.1 0.1"), "centre outside", "error", "x is 1.4, must be 0 to 1", 2, None
    yield "leaves", second("1 0.95 0.3 0.2 0.1"), "leaves the image", "warning", "box leaves the image", 2, 3
    yield "no_area", second("1 0.5 0.3 0 0.1"), "width 0", "warning", "box without area", 2, 2
    yield "twice", "\n".join([*GOOD[:2], GOOD[0]]) + "\n", "a row twice", "warning", "repeats line 1", 3, 2
    polygon = "0 0.1 0.1 0.5 0.1 0.5 0.5\n1 0.2 0.2 0.8 0.2 0.8 0.9\n"
    yield "polygons", polygon, "polygon rows", "accepted", "boxes around the polygons", None, 2


def yolo(out: Path) -> list:
    picture, listed = encoded("JPEG", quality=75), []
    put(out / "data.yaml", "path: .\ntrain: images\nval: images\nnames:\n  0: one\n  1: two\n  2: three\n")
    for name, text, defect, expect, says, line, boxes in labels():
        put(out / "images" / f"{name}.jpg", picture)
        put(out / "labels" / f"{name}.txt", text)
        row = {"file": f"yolo/labels/{name}.txt", "kind": "yolo_label", "defect": defect, "expect": expect}
        listed.append(row | {"says": says, "line": line} | ({} if boxes is None else {"boxes": boxes}))
    put(out / "images" / "alone.jpg", picture)
    row = {"file": "yolo/images/alone.jpg", "kind": "yolo_label", "defect": "no label file", "expect": "warning"}
    return [*listed, row | {"says": "no label file: background", "line": None, "boxes": 0}]


def sound() -> dict:
    images = [{"id": i, "file_name": f"{i}.png", "width": 24, "height": 18} for i in (1, 2)]
    boxes = [[1, 2, 10, 8], [3, 4, 12, 10], [5, 5, 8, 8]]
    rows = [
        {"id": i + 1, "image_id": 1 + i % 2, "category_id": 1 + i % 2, "bbox": each, "area": each[2] * each[3], "iscrowd": 0}
        for i, each in enumerate(boxes)
    ]  # fmt: skip
    return {"images": images, "annotations": rows, "categories": [{"id": 1, "name": "one"}, {"id": 2, "name": "two"}]}


def lines(value: dict) -> tuple:
    """One entry a line, and the line of each entry."""
    text, where = ["{"], {}
    for key in value:
        text.append(f'"{key}": [')
        for i, each in enumerate(value[key]):
            text.append(json.dumps(each) + ("," if i + 1 < len(value[key]) else ""))
            where[f"{key}[{i}]"] = len(text)
        text.append("]," if key != list(value)[-1] else "]")
    return "\n".join([*text, "}"]) + "\n", where


def coco(out: Path) -> list:
    plan = [
        ("ok", None, {}, "none", "accepted", "2 images, 3 boxes"),
        ("unknown_image", "annotations[1]", {"image_id": 99}, "unlisted image", "error", "image 99 is not listed"),
        ("unknown_class", "annotations[1]", {"category_id": 9}, "unlisted class", "error", "category 9 is not listed"),
        ("negative_width", "annotations[1]", {"bbox": [3, 4, -12, 10]}, "negative width", "error", "width -12"),
        ("three_numbers", "annotations[1]", {"bbox": [3, 4, 12]}, "3 numbers", "error", "bbox needs 4 numbers"),
        ("leaves", "annotations[1]", {"bbox": [20, 4, 12, 10]}, "leaves the image", "warning", "box leaves the image"),
        ("wrong_area", "annotations[1]", {"area": 999}, "area too large", "warning", "area 999, box has 120"),
        ("id_twice", "annotations[2]", {"id": 1}, "an id twice", "error", "annotation id 1 used twice"),
        ("name_twice", "categories[1]", {"name": "one"}, "a name twice", "warning", 'class name "one" used twice'),
    ]
    listed = []
    for name, where, change, defect, expect, says in plan:
        value = sound()
        if where:
            key, index = where.rstrip("]").split("[")
            value[key][int(index)] |= change
        text, places = lines(value)
        put(out / f"{name}.json", text)
        row = {"file": f"coco/{name}.json", "kind": "coco", "defect": defect, "expect": expect, "says": says}
        listed.append(row | {"line": places.get(where)} | ({"where": where} if where else {}))
    for i in (1, 2):
        put(out / "images" / f"{i}.png", encoded("PNG"))
    put(out / "cut_off.json", lines(sound())[0][:150])
    line = lines(sound())[0][:150].count("\n") + 1
    row = {"file": "coco/cut_off.json", "kind": "coco", "defect": "cut off", "expect": "error", "line": line}
    return [*listed, row | {"says": "not JSON: ends too early"}]


def png(width: int, height: int) -> bytes:
    """A signature and a header, hardly any data."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(b"\0" * 9)) + chunk(b"IEND", b"")


def images(out: Path) -> list:
    whole, photo = encoded("PNG"), encoded("JPEG", quality=80)
    plan = [
        ("ok.jpg", photo, "none", "accepted", "24 x 18"),
        ("no_bytes.jpg", b"", "no bytes", "error", "file is empty"),
        ("text.jpg", b"no picture at all\n" * 5, "text", "error", "not an image"),
        ("page.jpg", b"<!DOCTYPE html><html></html>\n", "a web page", "error", "not an image: looks like HTML"),
        ("photo_named.png", photo, "JPEG named .png", "warning", "is a JPEG"),
        ("cut_off.png", whole[: len(whole) * 6 // 10], "cut at 60 %", "error", "PNG ends early"),
        ("signature.png", whole[:8], "signature alone", "error", "PNG ends early"),
        ("claims_much.png", png(60000, 60000), "claims 60000 x 60000", "error", "too large, refused unread"),
        ("claims_nothing.png", png(0, 0), "claims 0 x 0", "error", "size 0"),
        ("small.png", encoded("PNG", 3, 2), "3 x 2", "warning", "smaller than 10 pixels"),
        ("two.dots.in.name.jpg", photo, "dots in the name", "accepted", "allowed"),
    ]
    listed = []
    for name, content, defect, expect, says in plan:
        put(out / name, content)
        row = {"file": f"images/{name}", "kind": "image", "defect": defect, "expect": expect}
        listed.append(row | {"says": says, "line": None})
    return listed


def yaml(out: Path) -> list:
    for split, names in (("train", ("a", "b")), ("val", ("c",))):
        for name in names:
            put(out / "mini" / "images" / split / f"{name}.jpg", encoded("JPEG", quality=75))
            put(out / "mini" / "labels" / split / f"{name}.txt", f"{GOOD[0]}\n{GOOD[1]}\n")
    head, names = "path: mini\ntrain: images/train\nval: images/val\n", "names: [one, two]\n"
    good = {"train_images": 2, "val_images": 1}
    plan = [
        ("ok", head + names, "none", "accepted", 'classes "one" and "two"', None, good),
        ("name_map", head + "names:\n  1: two\n  0: one\n", "a map", "accepted", "2 classes", None, good),
        ("yes_no", head + "names: [yes, no]\n", "yes and no", "accepted", 'classes "yes" and "no"', 4, good),
        ("gap", head + "names:\n  0: one\n  2: two\n", "a gap", "error", "names must be 0, 1, 2 without gaps", 6, {}),
        ("count", head + "nc: 3\n" + names, "nc is another", "error", "nc is 3, names has 2", 4, {}),
        ("no_val", "path: mini\ntrain: images/train\n" + names, "no val", "error", "no val", None, {}),
        ("nowhere", head.replace("/val", "/nowhere") + names, "no such folder", "error", "images/nowhere not found", 3, {}),
        ("key_twice", head + "train: images/val\n" + names, "train twice", "error", "key train twice", 4, {}),
        ("bracket", head + "names: [one, two\n", "open bracket", "error", "not YAML", 4, {}),
        ("empty", "", "empty file", "error", "file is empty", None, {}),
        ("download", head + names + "download: |\n  do something\n", "a script", "warning", "download is not carried out", 5, good),
    ]  # fmt: skip
    listed = []
    for name, text, defect, expect, says, line, counts in plan:
        put(out / f"{name}.yaml", text)
        row = {"file": f"yaml/{name}.yaml", "kind": "data_yaml", "defect": defect, "expect": expect}
        listed.append(row | {"says": says, "line": line} | counts)
    return listed


def write(out: Path) -> None:
    families = (("yolo", yolo), ("coco", coco), ("images", images), ("yaml", yaml))
    write_json(out / "index.json", [row for folder, family in families for row in family(out / folder)])
