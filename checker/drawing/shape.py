"""A shape over the photo, and what it is made from."""

from dataclasses import dataclass
from typing import Any

from ..report import Outcome
from ..vision.scene import Face, Handle, Mark, Scene

At = tuple[float, float]
Path = tuple[At, ...]


@dataclass(frozen=True, slots=True)
class Drawn:
    """What is drawn, in fractions 0-1 of the upright photo's width and height.

    ``lines`` are where something was found, ``bands`` are areas in which it may lie and ``clear`` such as
    must stay free; each is a sequence of points, an area closed. ``at`` is where a label belongs. Parts of a
    line may lie outside the photo.
    """

    at: At = (0.0, 0.0)
    lines: tuple[Path, ...] = ()
    bands: tuple[Path, ...] = ()
    clear: tuple[Path, ...] = ()

    @property
    def is_visible(self) -> bool:
        """Whether there is anything to see."""
        return bool(self.lines or self.bands or self.clear)


@dataclass(frozen=True, slots=True)
class Shape:
    """What one rule measured and allows, to be drawn over the photo.

    ``name`` is what its line is called and ``value`` what was measured, both short, the latter empty where
    nothing was; ``words`` is one sentence that says what is drawn.
    ``handles`` are the points by which a person can have the rule judge, none where it goes by others.
    """

    rule: str
    outcome: Outcome
    title: str
    words: str
    name: str
    value: str
    drawn: Drawn
    handles: tuple[Handle, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the shape's JSON object."""
        drawn = self.drawn
        return {
            "rule": self.rule,
            "outcome": self.outcome,
            "title": self.title,
            "words": self.words,
            "name": self.name,
            "value": self.value,
            "at": _rounded(drawn.at),
            "lines": [[_rounded(at) for at in path] for path in drawn.lines],
            "bands": [[_rounded(at) for at in path] for path in drawn.bands],
            "clear": [[_rounded(at) for at in path] for path in drawn.clear],
            "handles": list(self.handles),
        }


@dataclass(frozen=True, slots=True)
class View:
    """A scene as its lines are drawn; ``low`` and ``high`` are the ends of what is allowed, None if open."""

    scene: Scene
    low: float | None
    high: float | None

    @property
    def face(self) -> Face | None:
        """The main face."""
        return self.scene.main

    @property
    def aspect(self) -> float:
        """Width / height of the photo."""
        return self.scene.size[0] / self.scene.size[1]

    def at(self, mark: Mark) -> At:
        """Return where ``mark`` lies, in fractions."""
        return mark.x / self.scene.size[0], mark.y / self.scene.size[1]


def box(left: float, top: float, right: float, bottom: float) -> Path:
    """Return a rectangle, cut to the photo."""
    left, top, right, bottom = (min(1.0, max(0.0, side)) for side in (left, top, right, bottom))
    return (left, top), (right, top), (right, bottom), (left, bottom)


def across(low: float | None, high: float | None) -> tuple[Path, ...]:
    """Return the band between two heights, none where both ends are open."""
    if low is None and high is None:
        return ()
    return (box(0, low or 0.0, 1, 1.0 if high is None else high),)


def level(y: float) -> Path:
    """Return a line across the whole photo."""
    return (0.0, y), (1.0, y)


def upright(x: float, top: float = 0.0, bottom: float = 1.0) -> Path:
    """Return an upright line."""
    return (x, top), (x, bottom)


def _rounded(at: At) -> list[float]:
    return [round(part, 4) for part in at]
