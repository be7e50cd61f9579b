"""Papers and prints, in mm and in px at 300 dpi."""

from dataclasses import dataclass

from ..text import Text

# What chsi-2017 asks of the photo, and what photo labs print with.
DPI = 300
_MM_PER_INCH = 25.4


def px(mm: float) -> int:
    """Return how many px of a sheet ``mm`` millimetres are."""
    return round(mm / _MM_PER_INCH * DPI)


@dataclass(frozen=True, slots=True)
class Paper:
    """A sheet of paper: its size in mm as it is sold, and in px."""

    id: str
    name: Text
    mm: tuple[float, float]
    size: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Print:
    """A print to be cut out: width and height in mm and in px."""

    id: str
    name: Text
    mm: tuple[int, int]
    size: tuple[int, int]


# 6-inch: what photo labs sell as 152 x 102 mm, or 4R, is 6 x 4 inches. A4: ISO 216.
PAPERS: dict[str, Paper] = {
    paper.id: paper
    for paper in (
        Paper("6-inch", Text("6 寸相纸", "6-inch paper"), (152, 102), (1800, 1200)),
        Paper("a4", Text("A4 纸", "A4"), (210, 297), (2480, 3508)),
    )
}

# 1-inch: 295 x 413 px is what the article this project started from calls it (school-batch.toml), which at
# 300 dpi is 25 x 35 mm. 2-inch: 35 x 49 mm by the trade's custom, of the same ratio; passports have another.
PRINTS: dict[str, Print] = {
    one.id: one
    for one in (
        Print("1-inch", Text("一寸", "1-inch"), (25, 35), (295, 413)),
        Print("2-inch", Text("二寸", "2-inch"), (35, 49), (413, 579)),
    )
}
