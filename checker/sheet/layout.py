"""Where the prints lie on a sheet, and where it is marked for cutting; all in px of the sheet."""

from dataclasses import dataclass
from itertools import pairwise

from .sizes import px

Size = tuple[int, int]
Rect = tuple[int, int, int, int]

# Ours. Home printers leave up to 5 mm of the edge white, and labs lose up to 3 mm of it when they print to
# the edge; 2 mm between two prints are enough for scissors, and 3 mm of mark for the eye.
MARGIN, GAP, MARK = px(5), px(2), px(3)


@dataclass(frozen=True, slots=True)
class Layout:
    """A sheet of ``size`` px.

    ``prints`` are the left, upper, right and lower edges of each, in the order in which they are filled;
    ``turned``: they lie on their side, a quarter turn to the left. ``marks`` are lines one px wide, as
    rectangles: they prolong the prints' edges and lie outside of all prints, so that whoever cuts along the
    inner side of a mark leaves nothing of it.
    """

    size: Size
    turned: bool
    prints: tuple[Rect, ...]
    marks: tuple[Rect, ...]


def most(paper: Size, size: Size) -> int:
    """Return how many prints of ``size`` a sheet of ``paper`` px holds."""
    columns, rows, _ = _grid(paper, size)
    return columns * rows


def arrange(paper: Size, size: Size, count: int) -> Layout:
    """Return ``count`` prints of ``size`` px in rows, in the middle of a sheet of ``paper`` px.

    They are turned where more of them then fit. Raises ValueError for less than one or more than `most`.
    """
    columns, rows, turned = _grid(paper, size)
    if not 1 <= count <= columns * rows:
        raise ValueError(f"the sheet holds 1 to {columns * rows} prints, not {count}")
    columns = min(columns, count)
    rows = -(-count // columns)
    width, height = reversed(size) if turned else size
    across, down = _stripes(paper[0], width, columns), _stripes(paper[1], height, rows)
    places = [(left, top, right, bottom) for top, bottom in down for left, right in across]
    marks = [(x, low, x + 1, high) for x in _beside(across) for low, high in _between(down)]
    marks += [(low, y, high, y + 1) for y in _beside(down) for low, high in _between(across)]
    return Layout(paper, turned, tuple(places[:count]), tuple(marks))


def _grid(paper: Size, size: Size) -> tuple[int, int, bool]:
    """Return how many columns and rows fit, and whether the prints are turned for it."""

    def fitting(width: int, height: int) -> tuple[int, int]:
        columns, rows = (
            max(0, (room - 2 * MARGIN + GAP) // (side + GAP))
            for room, side in zip(paper, (width, height), strict=True)
        )
        return columns, rows

    upright, lying = fitting(*size), fitting(*reversed(size))
    turned = lying[0] * lying[1] > upright[0] * upright[1]
    return (*(lying if turned else upright), turned)


def _stripes(room: int, side: int, count: int) -> list[tuple[int, int]]:
    """Return both ends of each of ``count`` sides in a row, in the middle of ``room``."""
    first = (room - count * side - (count - 1) * GAP) // 2
    return [(first + at * (side + GAP), first + at * (side + GAP) + side) for at in range(count)]


def _beside(stripes: list[tuple[int, int]]) -> list[int]:
    """Return the px next to each end, outside."""
    return [at for low, high in stripes for at in (low - 1, high)]


def _between(stripes: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return both ends of what is between two stripes, and of a mark before the first and after the last."""
    gaps = [(one[1], other[0]) for one, other in pairwise(stripes)]
    first, last = stripes[0][0], stripes[-1][1]
    return [(first - MARK, first), *gaps, (last, last + MARK)]
