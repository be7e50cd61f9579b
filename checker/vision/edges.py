"""Where a person ends along parallel lines: by the person's mask, and by the edge that the picture shows.

The mask is coarse (256 px for the picture's width and height). Where the background there is plain, the edge
is looked for in the picture itself, near the mask's. All figures here are our own.
"""

import math
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

from PIL import Image, ImageChops

from .ramp import rising

_IN = 128  # the mask's value at a person's edge
_INSIDE = b"\x00" * _IN + b"\x01" * (256 - _IN)
# A background counts as plain where the middle eight tenths of each channel span so many levels at most.
_PLAIN = 18
# Before it, the person ends where the distance to the background's colour reaches this share of what it is
# within, which must be so many levels at least, and for so many px in a row: less is a stray hair.
_HALF, _CONTRAST, _ROW = 0.4, 24, 3
_UNREFINED = 0.8  # confidence of an edge that only the mask shows
_BEHIND, _ENOUGH = 4, 8  # px of background needed beyond the edge, and preferred


@dataclass(frozen=True, slots=True)
class Lines:
    """``count`` lines: the first starts at ``x``, ``y``, each next one ``across`` further; all go ``way``.

    ``way`` has the length 1; everything is in px of the picture.
    """

    x: float
    y: float
    across: tuple[float, float]
    way: tuple[float, float]
    count: int

    def start(self, line: int) -> tuple[float, float]:
        """Return where a line starts."""
        return self.x + line * self.across[0], self.y + line * self.across[1]


class Edge(NamedTuple):
    """How far the person reaches along a line, in px from its start, and how sure that is, 0-1."""

    at: float
    confidence: float


def edges(
    image: Image.Image, mask: Image.Image, lines: Lines, gap: float, reach: float, beyond: float = 0.0
) -> list[Edge | None]:
    """Return how far the person reaches along each line; None where it starts outside the person.

    Gaps of up to ``gap`` px belong to the person. The mask may be off by ``reach`` px, and where the picture
    goes on showing something else than the background, by ``beyond`` more: a bun or a pony-tail that the mask
    leaves out. Who runs out of the picture ends at its edge, with confidence 0.
    """
    step = max(image.width / mask.width, image.height / mask.height) / 2
    rooms = [_room(lines.start(i), lines.way, image.size) for i in range(lines.count)]
    strip = _strip(mask, lines, 0.0, step, int(max(rooms) / step) + 1, image.size).tobytes()
    found: list[float | None] = []
    for i, room in enumerate(rooms):
        values = strip[i :: lines.count][: int(room / step) + 1] if room > 0 else b""
        at = _crossing(values, max(2, round(gap / step)))
        found.append(None if at is None else min(room, at * step))
    seen = _in_picture(image, lines, found, rooms, (gap, reach, beyond))
    ends: list[Edge | None] = []
    for at, better, room in zip(found, seen, rooms, strict=True):
        if at is None:
            ends.append(None)
        elif better is not None:
            ends.append(Edge(better, rising(room - better, 0.0, 2.0)))
        else:  # where the mask's own blur reaches the picture's edge, the person may go on beyond it
            ends.append(Edge(at, _UNREFINED * rising(room - at, 0.0, 2 * step)))
    return ends


def _in_picture(
    image: Image.Image,
    lines: Lines,
    found: Sequence[float | None],
    rooms: Sequence[float],
    slack: tuple[float, float, float],
) -> list[float | None]:
    """Return the picture's own edge near the mask's on each line, None where it shows none."""
    gap, reach, beyond = slack
    seen: list[float | None] = [None] * len(found)
    far = max((at for at in found if at is not None), default=0.0)
    # Lines that end well before the others have another background, perhaps the person's own shoulder.
    chosen = {i: at for i, at in enumerate(found) if at is not None and at > far - 2 * reach}
    if not chosen:
        return seen
    low = max(0.0, min(chosen.values()) - reach)
    count = int(min(far + 1.5 * reach + beyond, min(rooms[i] for i in chosen)) - low)
    # From here on all is background: as far from the edge as there is room for.
    behind = round(max(far + 0.5 * reach - low, min(far + reach + beyond - low, count - _ENOUGH)))
    if count - behind < _BEHIND:
        return seen
    strip = _strip(image, lines, low, 1.0, count, image.size)
    backdrop = _plain_colour(strip.crop((min(chosen), behind, max(chosen) + 1, count)))
    if backdrop is None:
        return seen
    red, green, blue = ImageChops.difference(strip, Image.new("RGB", strip.size, backdrop)).split()
    off = ImageChops.lighter(ImageChops.lighter(red, green), blue).tobytes()
    for i, at in chosen.items():
        edge = _edge_of(off[i :: lines.count], at - low, reach, round(gap) if beyond else 0)
        seen[i] = None if edge is None else low + edge
    return seen


def _edge_of(off: bytes, at: float, reach: float, gap: int) -> float | None:
    """Return where the distance to the background's colour last rises, seen from outside, near ``at``.

    With a ``gap``, what follows the edge within so many px belongs to it.
    """
    within = sorted(off[max(0, round(at - reach)) : max(1, round(at - 0.3 * reach))])
    contrast = within[4 * len(within) // 5] if within else 0  # the mask may reach too far
    if contrast < _CONTRAST:
        return None
    level = max(_HALF * contrast, float(_PLAIN))
    last = min(len(off) - 1, round(at + 1.5 * reach))
    ends = _falls(off, level)
    end = max((i for i in ends if i <= last), default=0)
    if gap:
        # From the edge near the mask's, or where the person goes on without one, on to what follows.
        reached = end - 1 if end else last
        for i in range(reached, len(off)):
            if off[i] >= level:
                reached = i
            elif i - reached > gap:
                break
        end = max((i for i in ends if i <= reached + 1), default=0)
    if not end:
        return None
    return end - 1 + (off[end - 1] - level) / (off[end - 1] - off[end])


def _falls(values: bytes, level: float) -> list[int]:
    """Return the places below ``level`` that follow at least `_ROW` in a row which are not."""
    lower = min(256, max(0, math.ceil(level)))  # so many values are below
    above = values.translate(b"\x00" * lower + b"\x01" * (256 - lower))
    wanted = b"\x01" * _ROW + b"\x00"
    found, at = [], above.find(wanted)
    while at >= 0:
        found.append(at + _ROW)
        at = above.find(wanted, at + _ROW)
    return found


def _plain_colour(patch: Image.Image) -> tuple[int, int, int] | None:
    """Return the median colour of a patch, or None where it is not plain."""
    histogram = patch.histogram()
    area = patch.width * patch.height
    tenth = area // 10
    medians = []
    for band in (0, 256, 512):
        # How many values there are up to each level: from that, which level has which place among them.
        up_to = list(accumulate(histogram[band : band + 256]))
        if bisect_right(up_to, area - 1 - tenth) - bisect_right(up_to, tenth) > _PLAIN:
            return None
        medians.append(bisect_right(up_to, area // 2))
    return medians[0], medians[1], medians[2]


def _crossing(values: bytes, gap: int) -> float | None:
    """Return where values fall below `_IN` for more than ``gap`` places, or their end; None if at once."""
    inside = values.translate(_INSIDE)
    end = inside.find(b"\x00" * (gap + 1))
    last = inside.rfind(b"\x01", 0, end if end >= 0 else len(inside))
    if last < 0:
        return None
    if last + 1 >= len(values):
        return math.inf
    return last + (values[last] - _IN) / (values[last] - values[last + 1])


def _strip(
    image: Image.Image, lines: Lines, low: float, step: float, count: int, size: tuple[int, int]
) -> Image.Image:
    """Return ``image``, which covers a picture of ``size``, along the lines: a column each.

    Row j is ``low`` + j steps of ``step`` px along them, interpolated.
    """
    across, down = image.width / size[0], image.height / size[1]
    (ax, ay), (wx, wy) = lines.across, lines.way
    x = lines.x + low * wx - (ax + step * wx) / 2
    y = lines.y + low * wy - (ay + step * wy) / 2
    return image.transform(
        (lines.count, count),
        Image.Transform.AFFINE,
        (ax * across, step * wx * across, x * across, ay * down, step * wy * down, y * down),
        Image.Resampling.BILINEAR,
    )


def _room(start: tuple[float, float], way: tuple[float, float], size: tuple[int, int]) -> float:
    """Return how far one may go from a place until the picture ends; 0 from a place outside it."""
    room = math.inf
    for at, step, length in zip(start, way, size, strict=True):
        if not 0 <= at <= length:
            return 0.0
        if step:
            room = min(room, (length - at) / step if step > 0 else at / -step)
    return room
