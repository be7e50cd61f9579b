"""What the unchanged models say of the test portrait, to compare the stored ones with.

TensorFlow Lite runs MediaPipe's own files; the selfie model, whose own operator TensorFlow does not know, is
run as converted, in 32-bit floats.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PIL import Image

# Turned by so many degrees about the head's middle, then the square about it, of so many px, is taken.
VIEWS = ((0.0, 180), (14.0, 165), (-9.0, 210))
_HEAD = (227, 105)
KEPT = 12  # boxes of the detector that are compared: those of the highest scores
GRID = 4  # of the mask, every so many-th px of every so many-th row is compared


def view(photo: Path, number: int, side: int) -> bytes:
    """Return the RGB bytes of view ``number`` of the portrait, ``side`` px wide and high."""
    angle, size = VIEWS[number]
    x, y = _HEAD
    image = Image.open(photo).convert("RGB").rotate(angle, Image.Resampling.BICUBIC, center=_HEAD)
    box = (x - size // 2, y - size // 2, x + size // 2, y + size // 2)
    return image.crop(box).resize((side, side), Image.Resampling.BICUBIC).tobytes()


def kept(model: str, outputs: list[list[float]]) -> dict[str, Any]:
    """Return what is compared of the flat ``outputs`` of ``model``, rounded."""
    if model == "face-detector":
        boxes, scores = outputs
        best = sorted(range(len(scores)), key=lambda at: -scores[at])[:KEPT]
        return {
            "scores": _rounded(scores),
            "best": {str(at): _rounded(boxes[16 * at : 16 * at + 16]) for at in sorted(best)},
        }
    if model == "face-mesh":
        points, presence = outputs
        return {"points": _rounded(points), "presence": _rounded(presence)}
    (mask,) = outputs
    return {"bytes": [round(mask[256 * y + x]) for y in range(0, 256, GRID) for x in range(0, 256, GRID)]}


def _rounded(values: list[float]) -> list[float]:
    return [round(value, 3) for value in values]
