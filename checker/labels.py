"""Connected parts of a small black and white picture, found by runs of its rows (no NumPy, a few ms)."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from PIL import Image

Run = tuple[int, int, int]  # row, first column, column after the last

_WHITE = re.compile(b"\xff+")


@dataclass(slots=True, eq=False)
class Part:
    """One 4-connected part: its runs, its area in px and its box (left, top, right, bottom)."""

    runs: list[Run]
    area: int
    left: int
    top: int
    right: int
    bottom: int


def parts(mask: Image.Image) -> list[Part]:
    """Return the connected parts of the pixels of 255 in ``mask`` (mode L, only 0 and 255)."""
    width = mask.width
    runs: list[Run] = []
    # Of each run: where it starts and ends in the row of all pixels, and a run before it of the same part.
    starts: list[int] = []
    ends: list[int] = []
    parent: list[int] = []
    above = 0  # the first run that may touch the next one from the row above
    for start, end in _runs(mask.tobytes(), width):
        index = len(parent)
        root = index
        first, last = start - width, end - width
        while above < index and ends[above] <= first:
            above += 1
        over = above
        while over < index and starts[over] < last:
            other = over
            while parent[other] != other:
                parent[other] = other = parent[parent[other]]
            if other < root:
                if root != index:
                    parent[root] = other
                root = other
            elif other != root:
                parent[other] = root
            over += 1
        parent.append(root)
        starts.append(start)
        ends.append(end)
        row = start // width
        runs.append((row, start - row * width, end - row * width))
    found: dict[int, Part] = {}
    for index, run in enumerate(runs):
        # A parent comes before its children, so that its own parent is the root by now.
        root = parent[index] = parent[parent[index]]
        row, left, right = run
        part = found.get(root)
        if part is None:
            found[root] = Part([run], right - left, left, row, right, row + 1)
            continue
        part.runs.append(run)
        part.area += right - left
        if left < part.left:
            part.left = left
        if right > part.right:
            part.right = right
        part.bottom = row + 1
    return list(found.values())


def _runs(data: bytes, width: int) -> Iterator[tuple[int, int]]:
    """Return where the runs of 255 start and end in rows of so many pixels, one after the other."""
    for match in _WHITE.finditer(data):
        start, end = match.span()
        over = start - start % width + width
        while end > over:
            yield start, over
            start, over = over, over + width
        yield start, end


def draw(size: tuple[int, int], chosen: Iterable[Part]) -> Image.Image:
    """Return a picture of mode L in which the ``chosen`` parts are 255 and all else is 0."""
    width, height = size
    data = bytearray(width * height)
    for part in chosen:
        for row, start, end in part.runs:
            data[row * width + start : row * width + end] = b"\xff" * (end - start)
    return Image.frombytes("L", size, bytes(data))
