"""Decode every picture of a folder and name what came out, on this machine and inside Pyodide alike.

On this machine: ``python decode.py FOLDER`` prints the result as JSON. Inside Pyodide the folder is
/host/pictures, and the result is left in ``result``.
"""

import hashlib
import json
import sys
from pathlib import Path

import pillow_heif
from PIL import Image

pillow_heif.register_heif_opener()
Image.MAX_IMAGE_PIXELS = None


def pixels(image: Image.Image) -> list[object]:
    """Return mode, width, height and the sha256 of the decoded bytes."""
    image.load()
    return [image.mode, *image.size, hashlib.sha256(image.tobytes()).hexdigest()]


def decode(path: Path) -> dict[str, list[object]]:
    """Decode all frames of a picture; a JPEG also at a quarter of its size (libjpeg's scaled decoding)."""
    found = {}
    with Image.open(path) as image:
        for number in range(getattr(image, "n_frames", 1)):
            image.seek(number)
            found[f"{path.name} frame {number}"] = pixels(image)
    if path.suffix == ".jpg":
        with Image.open(path) as image:
            image.draft(image.mode, (max(image.width // 4, 1), max(image.height // 4, 1)))
            found[f"{path.name} quarter"] = pixels(image)
    return found


def decode_all(folder: Path) -> dict[str, list[object]]:
    """Decode every picture of a folder."""
    return {name: value for path in sorted(folder.iterdir()) for name, value in decode(path).items()}


if sys.platform == "emscripten":
    result = {"decoded": decode_all(Path("/host/pictures")), "refused": {}}
    for oversized in sorted(Path("/host/oversized").iterdir()):
        try:
            pillow_heif.open_heif(oversized)[0].data  # noqa: B018 - reading it decodes
            result["refused"][oversized.name] = None
        except Exception as error:  # which one it is, is the result
            result["refused"][oversized.name] = f"{type(error).__name__}: {error}"
elif __name__ == "__main__":
    print(json.dumps(decode_all(Path(sys.argv[1]))))
