"""What a drawn photo shows: one person before a ground, everything that a rule looks at as a parameter."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

# Of a drawn photo, in units of its own: 3:4.
WIDTH, HEIGHT = 120.0, 160.0
# Of the head at size 1 and about its middle: the top of the hair, the eyes, the chin, half the face's width.
CROWN, EYES, CHIN, CHEEK = -48.0, -1.0, 42.0, 32.0
# Where the fixer puts a head: crown at 10 % of the height, 64 % from there to the chin.
_SIZE = 0.64 * HEIGHT / (CHIN - CROWN)
_MIDDLE = 0.10 * HEIGHT - CROWN * _SIZE

Hair = Literal["short", "fringe", "over-ears", "bun", "wide"]
Lens = Literal["", "clear", "glare", "dark", "low"]
Mark = Literal[
    "", "crown", "eyes", "head", "below", "face", "sides", "middle", "pupils", "between", "shoulders"
]


@dataclass(frozen=True, slots=True)
class Figure:
    """One drawn photo.

    ``size`` is 1 for a head as large as it should be, ``x`` and ``y`` how far its middle is moved, in units
    of a photo 120 × 160. ``roll`` and ``tilt`` (of the shoulders) are degrees, ``yaw`` and ``pitch`` how far
    the features are moved on the face, in its units. ``ground``, ``clothes`` are classes of the style sheet.
    ``mark`` is what is measured; ``width`` stretches. The rest is what its name says.
    """

    size: float = 1.0
    x: float = 0.0
    y: float = 0.0
    width: float = 1.0
    roll: float = 0.0
    tilt: float = 0.0
    yaw: float = 0.0
    pitch: float = 0.0
    turned: int = 0
    eyes: Literal["open", "closed"] = "open"
    gaze: float = 0.0
    mouth: Literal["closed", "open"] = "closed"
    hair: Hair = "short"
    glasses: Lens = ""
    hat: bool = False
    ornaments: bool = False
    selfie: bool = False
    second: bool = False
    ground: str = "d-blue"
    uneven: Literal["", "shadow", "gradient", "things"] = ""
    clothes: str = "d-clothes"
    blur: float = 0.0
    veil: Literal["", "d-dark", "d-bright", "d-flat", "d-warm", "d-grey"] = ""
    blocks: bool = False
    cut: bool = False
    border: bool = False
    mark: Mark = ""

    @property
    def scale(self) -> float:
        """How large a unit of the head is in the photo."""
        return _SIZE * self.size

    @property
    def middle(self) -> tuple[float, float]:
        """Where the head's middle is in the photo."""
        return WIDTH / 2 + self.x, _MIDDLE + self.y
