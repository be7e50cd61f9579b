"""Where faces are: MediaPipe's BlazeFace of short range over the whole picture and over tiles of it.

The model's anchors, its decoding and the weighted suppression are those of MediaPipe's graph
``face_detection_short_range`` (Apache-2.0). Coordinates here are px of the picture looked at.
"""

import math
from collections.abc import Iterable, Sequence
from operator import mul
from typing import NamedTuple

from PIL import Image

from ..copies import reduced
from .runtime import Runtime
from .scene import Point
from .tiles import TILE, Box, tiles_of

MODEL, SIDE = "face-detector", 128

# Score, and in px of the model's input the box, both eyes and the mouth.
Anchor = tuple[float, tuple[float, ...]]

# A face has at least this score where it is seen large enough; MediaPipe's graph asks 0.5, and the mesh
# decides in the end. Seen too small, faces score less, down to 0.15 (36 px wide of 640 on a tile of half the
# side, 38 of 40 that were pasted into portraits): such are looked at again. They then score 0.8 and more, and
# collars, sleeves and the like up to 0.65; so that beside a large face they must reach the third.
_SCORE, _WEAK, _AGAIN = 0.4, 0.15, 0.7
# Beside a large face, what scores less than this is not looked at again: in the benchmark's 438 photos no
# face came of such.
_BESIDE = 0.3
_SAME = 0.3  # overlap from which on two boxes of one pass are of one face: MediaPipe's
_NUMBERS = 16  # regressors of an anchor: centre, size, and six points
_POINTS = 12  # where the first four points end: right eye, left eye, nose, mouth
# Anchors: a grid of steps of 8 px with two anchors each, then one of 16 px with six.
_GRIDS = ((16, 2), (8, 6))
# Their middles, in px of the model's input.
_ANCHORS = tuple(
    ((column + 0.5) * SIDE / cells, (row + 0.5) * SIDE / cells)
    for cells, each in _GRIDS
    for row in range(cells)
    for column in range(cells)
    for _ in range(each)
)
# All below is ours. A box under this share of the picture is oversized and is looked for again in a crop of
# so many times its side.
_SMALL, _CLOSER = 0.1, 2.5
_LEAST_CROP = 32  # px
_AT_MOST = 8  # weak ones looked at again


class Found(NamedTuple):
    """A face as the detector sees it: ``box``, score 0-1, the subject's right and left eye, and the mouth."""

    box: Box
    score: float
    right_eye: Point
    left_eye: Point
    mouth: Point

    @property
    def side(self) -> float:
        """The longer side of the box."""
        return max(self.box[2] - self.box[0], self.box[3] - self.box[1])


async def detect(image: Image.Image, runtime: Runtime, *, tiles: bool = True) -> list[Found]:
    """Return the faces in ``image`` (RGB), the surest first.

    One pass over the whole finds those that a photo is of; tiles find small ones beside them, wherever the
    picture is not plain, unless ``tiles`` is False. What is small or unsure is looked at again in a crop of
    its own.
    """
    # What the tiles show is no finer than this copy.
    factor = max(1, int(max(image.size) * TILE) // SIDE)
    copy = reduced(image, factor)
    seen = await _pass(copy, (0.0, 0.0, *image.size), factor, runtime, _WEAK)
    sure = [face for face in seen if face.score >= _SCORE]
    weak = [face for face in seen if face.score < _SCORE]
    for tile in tiles_of(image, [face.box for face in sure]) if tiles else ():
        side = tile[2] - tile[0]
        for face in await _pass(copy, tile, factor, runtime, _WEAK):
            # What fills a tile is seen better from afar, and what its edge cuts in its neighbour.
            if face.side < 0.75 * side and not _cut(face.box, tile, image.size):
                weak.append(face)
    weak = apart(sorted(weak, key=lambda face: -face.score), sure)[:_AT_MOST]
    area = _SMALL * image.width * image.height
    faces = [face for face in sure if face.side**2 >= area]
    least = _AGAIN if faces else _SCORE
    weak = [face for face in weak if face.score >= (_BESIDE if faces else _WEAK)]
    small = [face for face in sure if face.side**2 < area]
    closer = [await _closer(image, face, runtime, least) for face in small]
    closer += [await _closer(image, face, runtime, _AGAIN) for face in weak]
    faces += [face for face in closer if face is not None]
    return apart(sorted(faces, key=lambda face: -face.score))


async def _closer(image: Image.Image, face: Found, runtime: Runtime, least: float) -> Found | None:
    """Return a face as a crop around it shows it; None where that shows none."""
    x, y = (face.box[0] + face.box[2]) / 2, (face.box[1] + face.box[3]) / 2
    reach = max(_CLOSER * face.side, _LEAST_CROP) / 2
    crop = (
        max(0.0, x - reach),
        max(0.0, y - reach),
        min(float(image.width), x + reach),
        min(float(image.height), y + reach),
    )
    again = [found for found in await _pass(image, crop, 1, runtime, least) if over(found.box, face.box)]
    return again[0] if again else None


async def _pass(image: Image.Image, box: Box, factor: int, runtime: Runtime, least: float) -> list[Found]:
    """Return the faces that one run of the model on a part of a picture gives a score of ``least``.

    ``image`` is the picture reduced by ``factor``; ``box`` and the faces are in px of the picture itself.
    """
    width, height = box[2] - box[0], box[3] - box[1]
    side = max(width, height)
    if min(width, height) < 1:
        return []
    shown = (max(1, round(width * SIDE / side)), max(1, round(height * SIDE / side)))
    part = (box[0] / factor, box[1] / factor, box[2] / factor, box[3] / factor)
    letter = image.resize(shown, Image.Resampling.BILINEAR, part, reducing_gap=2.0)
    left, top = (SIDE - shown[0]) // 2, (SIDE - shown[1]) // 2
    if shown != (SIDE, SIDE):
        canvas = Image.new("RGB", (SIDE, SIDE))
        canvas.paste(letter, (left, top))
        letter = canvas
    boxes, scores = await runtime.run(MODEL, letter.tobytes())
    scale = side / SIDE
    return [
        _moved(found, scale, box[0] - left * scale, box[1] - top * scale)
        for found in _suppressed(_decoded(boxes, scores, math.log(least / (1 - least))))
    ]


def apart(faces: Iterable[Found], known: Sequence[Found] = ()) -> list[Found]:
    """Return ``faces`` without those that lie over an earlier one or over one of ``known``."""
    kept: list[Found] = []
    for face in faces:
        if not any(over(face.box, other.box) for other in (*known, *kept)):
            kept.append(face)
    return kept


def over(one: Box, other: Box) -> bool:
    """Return whether two boxes are of one face: they overlap, or the smaller lies mostly in the larger."""
    common = _common(one, other)
    return common > 0.7 * min(_area(one), _area(other)) or _overlap(one, other) > _SAME


def _cut(box: Box, tile: Box, size: tuple[int, int]) -> bool:
    """Return whether a box runs out of its tile where the picture goes on."""
    slack = 0.1 * (box[2] - box[0])
    return (
        (box[0] < tile[0] - slack and tile[0] > 0)
        or (box[1] < tile[1] - slack and tile[1] > 0)
        or (box[2] > tile[2] + slack and tile[2] < size[0])
        or (box[3] > tile[3] + slack and tile[3] < size[1])
    )


def _decoded(boxes: memoryview, scores: memoryview, least: float) -> list[Anchor]:
    """Return score, box and points, in px of the model's input, of the anchors with a logit of ``least``."""
    likely = []
    for i, logit in enumerate(scores.tolist()):
        if logit < least:
            continue
        x, y = _ANCHORS[i]
        at = i * _NUMBERS
        across, down, wide, high, *points = boxes[at : at + _POINTS].tolist()
        middle_x, middle_y, half, half_high = across + x, down + y, wide / 2, high / 2
        right_x, right_y, left_x, left_y, _, _, mouth_x, mouth_y = points
        shape = (
            *(middle_x - half, middle_y - half_high, middle_x + half, middle_y + half_high),
            *(right_x + x, right_y + y, left_x + x, left_y + y, mouth_x + x, mouth_y + y),
        )
        likely.append((1 / (1 + math.exp(-min(logit, 80.0))), shape))
    return sorted(likely, key=lambda anchor: -anchor[0])


def _suppressed(anchors: list[Anchor]) -> list[Found]:
    """Return one face for each heap of anchors: their mean, weighted by score."""
    faces = []
    while anchors:
        best, shape = anchors[0]
        left, top, right, bottom = shape[:4]
        area = (right - left) * (bottom - top)
        heap, rest = [anchors[0]], list[Anchor]()
        # `_overlap`, written out: there are hundreds of pairs in a photo.
        for anchor in anchors[1:]:
            x0, y0, x1, y1 = anchor[1][:4]
            wide = (right if right < x1 else x1) - (left if left > x0 else x0)
            high = (bottom if bottom < y1 else y1) - (top if top > y0 else y0)
            common = wide * high if wide > 0 and high > 0 else 0.0
            same = common > 0 and common / (area + (x1 - x0) * (y1 - y0) - common) > _SAME
            (heap if same else rest).append(anchor)
        scores, shapes = zip(*heap, strict=True)
        total = sum(scores)
        mean = [sum(map(mul, scores, column)) / total for column in zip(*shapes, strict=True)]
        eyes_and_mouth = Point(*mean[4:6]), Point(*mean[6:8]), Point(*mean[8:10])
        faces.append(Found(_box(mean), best, *eyes_and_mouth))
        anchors = rest
    return faces


def _moved(face: Found, scale: float, left: float, top: float) -> Found:
    x0, y0, x1, y1 = face.box
    points = (Point(left + x * scale, top + y * scale) for x, y in face[2:])
    return Found(
        (left + x0 * scale, top + y0 * scale, left + x1 * scale, top + y1 * scale), face.score, *points
    )


def _box(numbers: Sequence[float]) -> Box:
    return numbers[0], numbers[1], numbers[2], numbers[3]


def _area(box: Box) -> float:
    return max(0.0, box[2] - box[0]) * max(0.0, box[3] - box[1])


def _common(one: Box, other: Box) -> float:
    return _area((max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3])))


def _overlap(one: Box, other: Box) -> float:
    """Return the common share of two boxes: intersection over union."""
    common = _common(one, other)
    return common / (_area(one) + _area(other) - common) if common else 0.0
