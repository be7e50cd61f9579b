"""How light a photo is around an eye, to tell glare and tint of glasses."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PIL import Image, ImageChops

from .features import Labels
from .lab import percentile
from .vision.scene import Face, Mark

if TYPE_CHECKING:
    from .photo import Photo

Box = tuple[float, float, float, float]
"""Left, top, right and bottom from an eye's centre, in units of T, the distance from eyes to chin."""


def near_white(photo: "Photo", face: Face, eye: Mark, box: Box, white: int) -> float:
    """Return the share of a box around an eye, 0-1, of which all channels reach ``white``, 0-255."""
    assert photo.working is not None
    red, green, blue = _part(photo.working, _place(photo, face, eye, box)).split()
    counts = ImageChops.darker(ImageChops.darker(red, green), blue).histogram()
    return sum(counts[white:]) / sum(counts)


def light(photo: "Photo", face: Face, eye: Mark, box: Box, percent: float = 50) -> float:
    """Return the grey level, 1-255, that so many per cent of a box around an eye do not exceed."""
    return photo.measure(_Light(_place(photo, face, eye, box), percent))


@dataclass(frozen=True, slots=True)
class _Light:
    """The grey level of a place of the working copy, which is measured once for all standards."""

    place: Box
    percent: float

    def __call__(self, working: Image.Image) -> float:
        return max(1.0, percentile(_part(working, self.place).convert("L").histogram(), self.percent))


def _place(photo: "Photo", face: Face, eye: Mark, box: Box) -> Box:
    """Return where a box around an eye is in the working copy, in its px."""
    assert photo.working is not None
    scale = photo.working.width / photo.size[0]
    unit = Labels.unit(face) * scale
    left, top, right, bottom = (
        eye_at * scale + end * unit for eye_at, end in zip((eye.x, eye.y) * 2, box, strict=True)
    )
    return left, top, right, bottom


def _part(working: Image.Image, place: Box) -> Image.Image:
    return working.transform((64, 64), Image.Transform.EXTENT, place)
