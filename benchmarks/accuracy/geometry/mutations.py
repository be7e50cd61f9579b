"""Every mutation of where the head lies, with its steps."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from benchmarks.accuracy.geometry.framing import Framing, level, sides
from benchmarks.accuracy.geometry.landmarks import Portrait
from benchmarks.accuracy.geometry.shoulders import slope
from benchmarks.accuracy.shots import Truth
from checker.standards import Band
from checker.text import Text

# The aim of every crop (docs of the standards): what is not said otherwise lies there.
HEAD, CROWN = 0.64, 0.10

Frame = Callable[[Portrait, float], Framing | None]


@dataclass(frozen=True, slots=True)
class Bent:
    """A named mutation of the framing that one rule of one standard judges.

    ``frame`` makes it of a portrait, or None where the portrait allows none; ``unchanged`` is a good step;
    ``frontal``: only faces that look at the camera can be measured; ``mark``: what must not be covered.
    """

    name: str
    title: Text
    rule: str
    standard: str
    unit: str
    unchanged: float
    steps: Sequence[float]
    frame: Frame
    frontal: bool = False
    mark: str = ""

    def truth(self, step: float, bands: Sequence[Band]) -> Truth:
        """Return what is true of a photo of this ``step``, from the bands alone."""
        mine = [band for band in bands if (band.rule, band.mutation) == (self.rule, self.name)]
        if any(band.holds(step) for band in mine):
            return "band"
        low, high = sorted((self.unchanged, step))
        return "warn-ok" if any(low <= band.low and band.high <= high for band in mine) else "pass"


def _head(_: Portrait, step: float) -> Framing:
    return Framing(head=step, crown=min(CROWN, 0.93 - step))


def _eyes(portrait: Portrait, step: float) -> Framing:
    marks, head = level(portrait), 0.5
    down = ((marks.eyes[0].y + marks.eyes[1].y) / 2 - marks.crown.y) / marks.head
    return Framing(head=head, crown=step - down * head)


def _face(portrait: Portrait, step: float) -> Framing:
    marks, size = level(portrait), Framing().size
    wide = (marks.cheeks[1].x - marks.cheeks[0].x) / marks.head
    return Framing(head=step * size[0] / size[1] / wide, crown=0.08)


def _margin(portrait: Portrait, step: float) -> Framing | None:
    """The hair's left side is ``step`` of the width from the edge, the right one has more room."""
    ends, size = sides(portrait), Framing().size
    if ends is None:
        return None
    marks = level(portrait)
    hair = ends[1] - ends[0]
    # So high that the hair takes 64 % of the width, or less where the head would be too high.
    head = min(0.62, 0.64 * size[0] / hair * marks.head / size[1])
    scale = head * size[1] / marks.head
    middle = (marks.cheeks[0].x + marks.cheeks[1].x) / 2
    return Framing(head=head, crown=0.12, aside=step + scale * (middle - ends[0]) / size[0] - 0.5)


def _shoulders(portrait: Portrait, step: float) -> Framing | None:
    return None if slope(portrait) is None else Framing(head=0.5, slope=step)


def _between(portrait: Portrait, step: float) -> Framing:
    """So large a photo that the eyes are ``step`` px apart."""
    marks = level(portrait)
    height = step * marks.head / (marks.eyes[1].x - marks.eyes[0].x) / HEAD
    return Framing(head=HEAD, size=(round(height * 0.75), round(height)))


MUTATIONS: tuple[Bent, ...] = (
    Bent(
        "crown", Text("头顶离上边的距离", "room above the head"), "crown-position", "chsi-2017", "fraction",
        0.11, (-0.02, 0.01, 0.03, 0.05, 0.078, 0.1, 0.11, 0.13, 0.15, 0.2, 0.24),
        lambda _, step: Framing(head=0.58, crown=step),
    ),
    Bent(
        "crown-tenth", Text("头顶留白（要求 1/10）", "room above the head (a tenth)"), "crown-position",
        "school-batch", "fraction", 0.1,
        (0.02, 0.05, 0.09, 0.1, 0.11, 0.13, 0.15, 0.19),
        lambda _, step: Framing(head=0.6, crown=step),
    ),
    Bent(
        "head", Text("头的高度", "height of the head"), "head-height", "school-batch", "fraction", 0.66,
        (0.42, 0.48, 0.54, 0.57, 0.6, 0.63, 0.66, 0.69, 0.72, 0.78, 0.82), _head, mark="chin",
    ),
    Bent(
        "eyes", Text("眼睛离上边的距离", "room above the eyes"), "eye-line", "chsi-2017", "fraction", 0.4,
        (0.25, 0.28, 0.295, 0.33, 0.36, 0.39, 0.42, 0.45, 0.469, 0.49, 0.53), _eyes,
    ),
    Bent(
        "face", Text("脸的宽度", "width of the face"), "face-width", "chsi-2017", "fraction", 0.5,
        (0.3, 0.345, 0.375, 0.42, 0.46, 0.5, 0.54, 0.58, 0.66, 0.71), _face, frontal=True,
    ),
    Bent(
        "aside", Text("头偏离正中（负数偏左）", "head off the middle (negative: left)"), "head-centring",
        "chsi-2017", "fraction", 0, (-0.13, -0.09, -0.07, -0.025, 0, 0.05, 0.075, 0.12),
        lambda _, step: Framing(head=0.55, aside=step), frontal=True,
    ),
    Bent(
        "lean", Text("歪头（负数往左歪）", "head leaning (negative: left)"), "roll", "chsi-2017", "degree", 0,
        (-15, -12, -9, -6, -4.5, -3, -1.5, 0, 1.5, 4.5, 6, 9, 12, 15),
        lambda _, step: Framing(head=0.6, lean=step),
    ),
    Bent(
        "margin", Text("头发离左边的距离", "room left of the hair"), "side-margins", "school-batch",
        "fraction", 0.16, (0.01, 0.04, 0.07, 0.1, 0.13, 0.15, 0.17), _margin, mark="sides",
    ),
    Bent(
        "below", Text("下巴以下的高度", "height below the chin"), "shoulders", "school-batch", "fraction",
        0.22, (0.04, 0.08, 0.12, 0.15, 0.19, 0.24, 0.3, 0.36, 0.41),
        lambda _, step: Framing(head=0.55, crown=0.45 - step), mark="chin",
    ),
    Bent(
        "slope", Text("肩膀倾斜（负数左边低）", "sloping shoulders (negative: the left one is lower)"),
        "shoulders", "chsi-2017", "degree", 0,
        (-15, -13, -11, -7, -4, -2, 0, 2, 4, 7, 11, 13, 15), _shoulders,
    ),
    Bent(
        "eye-distance", Text("两眼的距离", "distance of the eyes"), "inter-eye-distance", "chsi-2017", "px",
        110, (60, 70, 80, 90, 100, 110, 130), _between,
    ),
)  # fmt: skip
