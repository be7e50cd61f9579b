"""Where in a photo head and face are measured: where they are seen, or where an ID photo has them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from PIL import Image

from ..regions import Regions
from ..vision.head import head_of
from ..vision.scene import Scene

Box = tuple[float, float, float, float]
Where = TypeVar("Where", Image.Image, Regions)
Found = TypeVar("Found")

# Shares of width and height. Crops for these photos leave a tenth above the crown and end the head at 60-75 %
# of the height: the head lies within `HEAD`, and `FACE` within brows, cheeks and mouth.
HEAD: Box = (0.22, 0.12, 0.78, 0.72)
FACE: Box = (0.33, 0.28, 0.67, 0.66)
# The same boxes around a head that is seen: left, upper, right and lower edge as multiples of its height,
# from the face's middle and from the crown. They are the shares above for a crown at 10 % and a head of 64 %
# of the height in a picture of 3:4.
_HEAD_AT: Box = (-0.328, 0.031, 0.328, 0.969)
_FACE_AT: Box = (-0.199, 0.281, 0.199, 0.875)
# All limits were set with the boxes of an ID photo. A head whose box has every edge within this share of
# theirs is where it was expected, and they stay; following it closer made slight blur less sure. Ours.
_NEAR = 0.08
# A head of less than this share of the height has too few px to be measured alone. Ours.
_LEAST = 0.2


@dataclass(frozen=True, slots=True)
class Places:
    """The boxes of head and face as shares of width and height; ``seen``: the models saw them."""

    head: Box = HEAD
    face: Box = FACE
    seen: bool = False

    def inside(self, regions: Regions) -> "Places":
        """Return the places in what the regions' frame surrounds."""
        if not self.seen or not regions.frame.widest:
            return self
        frame = regions.frame
        width, height = regions.image.size
        whole = (width + frame.left + frame.right, height + frame.top + frame.bottom)

        def moved(box: Box) -> Box:
            left, top, right, bottom = box
            return _within(
                (
                    (left * whole[0] - frame.left) / width,
                    (top * whole[1] - frame.top) / height,
                    (right * whole[0] - frame.left) / width,
                    (bottom * whole[1] - frame.top) / height,
                )
            )

        return Places(moved(self.head), moved(self.face), seen=True)


USUAL = Places()


@dataclass(frozen=True, slots=True)
class At(Generic[Where, Found]):
    """A measurement ``how`` at certain places, to be measured once: equal ones are one."""

    how: Callable[[Where, Places], Found]
    places: Places

    def __call__(self, where: Where) -> Found:
        """Return what ``how`` finds."""
        return self.how(where, self.places)


def places(scene: Scene | None) -> Places:
    """Return where head and face are; where they are expected, if they are there or not seen for sure."""
    head = head_of(scene)
    if scene is None or head is None or head.height < _LEAST * scene.size[1]:
        return USUAL
    width, height = scene.size

    def box(at: Box) -> Box:
        left, right = (head.middle + end * head.height for end in (at[0], at[2]))
        top, bottom = (head.crown + end * head.height for end in (at[1], at[3]))
        return _within((left / width, top / height, right / width, bottom / height))

    found = box(_HEAD_AT)
    if all(abs(one - other) <= _NEAR for one, other in zip(found, HEAD, strict=True)):
        return Places(seen=True)
    return Places(found, box(_FACE_AT), seen=True)


def cut(image: Image.Image, box: Box) -> Image.Image:
    """Return the part of ``image`` within ``box``, at least one pixel wide and high."""
    width, height = image.size
    left, top = round(box[0] * width), round(box[1] * height)
    return image.crop((left, top, max(left + 1, round(box[2] * width)), max(top + 1, round(box[3] * height))))


def _within(box: Box) -> Box:
    left, top, right, bottom = (min(1.0, max(0.0, share)) for share in box)
    return left, top, right, bottom
