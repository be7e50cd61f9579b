"""What the unchanged models say of the test portrait, to compare the stored ones with.

TensorFlow Lite runs MediaPipe's own files; the selfie model, whose own operator TensorFlow does not know, is
run as converted, in 32-bit floats.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from PIL import Image

# Turned by so many degrees about the head's middle, then the square about it, of so many px, is taken.
VIEWS = ((0.0, 180), (14.0, 165), (-9.0, 210))
_HEAD = (227, 105)
KEPT = 12  # boxes of the detector that are compared: those of the highest scores
_ROUNDING = 0.0015
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


def alike(first: Any, second: Any) -> bool:
    """Return whether two sets of references are of the same models, run on whatever processors.

    Sums of floats differ in the last digits there: of a thousand values, one may be rounded otherwise.
    """
    pairs = list(zip(_numbers(first), _numbers(second), strict=False))
    near = sum(abs(a - b) <= _ROUNDING for a, b in pairs)
    same_length = len(pairs) == sum(1 for _ in _numbers(first)) == sum(1 for _ in _numbers(second))
    return same_length and near >= 0.999 * len(pairs)


def _numbers(values: Any) -> Iterator[float]:
    if isinstance(values, int | float):
        yield values
    else:
        for each in values.values() if isinstance(values, dict) else values:
            yield from _numbers(each)


def _rounded(values: list[float]) -> list[float]:
    return [round(value, 3) for value in values]
