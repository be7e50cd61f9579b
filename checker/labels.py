"""Connected parts of a small black and white picture, found by runs of its rows (no NumPy, a few ms)."""

from collections.abc import Iterable
from dataclasses import dataclass

from PIL import Image

Run = tuple[int, int, int]  # row, first column, column after the last


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
    width, height = mask.size
    data = mask.tobytes()
    runs: list[Run] = []
    above: list[int] = []  # indices of the runs of the row above
    parent: list[int] = []
    for row in range(height):
        line = data[row * width : (row + 1) * width]
        here: list[int] = []
        start = line.find(255)
        at = 0
        while start >= 0:
            end = line.find(0, start)
            end = width if end < 0 else end
            index = len(runs)
            runs.append((row, start, end))
            parent.append(index)
            here.append(index)
            while at < len(above) and runs[above[at]][2] <= start:
                at += 1
            over = at
            while over < len(above) and runs[above[over]][1] < end:
                _join(parent, above[over], index)
                over += 1
            start = line.find(255, end)
        above = here
    found: dict[int, Part] = {}
    for index, run in enumerate(runs):
        # A parent comes before its children, so that its own parent is the root by now.
        root = parent[index] = parent[parent[index]]
        if root not in found:
            found[root] = Part([], 0, run[1], run[0], run[2], 0)
        part = found[root]
        row, start, end = run
        part.runs.append(run)
        part.area += end - start
        if start < part.left:
            part.left = start
        if end > part.right:
            part.right = end
        part.bottom = row + 1
    return list(found.values())


def draw(size: tuple[int, int], chosen: Iterable[Part]) -> Image.Image:
    """Return a picture of mode L in which the ``chosen`` parts are 255 and all else is 0."""
    width, height = size
    data = bytearray(width * height)
    for part in chosen:
        for row, start, end in part.runs:
            data[row * width + start : row * width + end] = b"\xff" * (end - start)
    return Image.frombytes("L", size, bytes(data))


def _root(parent: list[int], index: int) -> int:
    while parent[index] != index:
        parent[index] = parent[parent[index]]
        index = parent[index]
    return index


def _join(parent: list[int], first: int, second: int) -> None:
    first, second = _root(parent, first), _root(parent, second)
    parent[max(first, second)] = min(first, second)
