"""What is done to a picture only for those who ask for it: levelling, and another background."""

import contextlib
from dataclasses import dataclass

from ..text import Text, number
from ..vision.desktop import desktop
from ..vision.head import SURE, head_of
from ..vision.look import Guarded, RuntimeFailedError
from ..vision.runtime import Runtime
from ..vision.scene import Unseen
from .backdrop import NO_PERSON, ROUGH, around_head, background_colour, union, warning, with_background
from .framing import default_part
from .model import Crop, Note
from .picture import Picture
from .place import cuts_by_head
from .plan import Plan

# Degrees. Ours: a lean of less nobody sees; one of more was a head held aslant, and turning the picture would
# tilt shoulders and background instead.
LEVEL, MOST_TURN = 0.5, 3.0
_IS_LEVEL = Note(
    "level-already", Text("两眼本来就是平的，没有旋转。", "The eyes are level; nothing was turned.")
)
_NO_EYES = Note(
    "not-levelled",
    Text("没有看准两只眼睛，没有转正。", "The eyes were not seen for sure, so the picture was not levelled."),
    "problem",
)
_TOO_FAR = Text(
    "两眼的连线斜了 {zh}°，超过 3°，没有转正：转得多了，肩膀和背景会歪。请坐正重拍。",
    "The eyes lean by {en} degrees; above 3 the picture is not turned, since shoulders and background would "
    "lean instead. Take the photo again, upright.",
)
_TURNED = Text(
    "按你的要求把画面转正了 {zh}°。采集规范写明不许旋转照片，请先问清学校收不收；能重拍就重拍。",
    "The picture was turned by {en} degrees as you asked. The rules of 2017 forbid rotating: ask your school "
    "first, or better take the photo again.",
)


@dataclass(frozen=True, slots=True)
class Wishes:
    """What is done to a picture only for those who ask for it.

    ``level``: turn it so that the eyes are level, by up to 3 degrees; ``background``: put this colour, a name
    of `backdrop.COLOURS` or ``#RRGGBB``, behind the person. Raises ValueError, with a sentence, for another.
    """

    level: bool = False
    background: str | None = None

    def __post_init__(self) -> None:
        if self.background is not None:
            background_colour(self.background)


NO_WISHES = Wishes()


async def prepared(
    picture: Picture,
    crop: Crop | None,
    target: Plan,
    wishes: Wishes,
    runtime: Runtime | Unseen | None,
) -> tuple[Picture, list[Note]]:
    """Return the picture with what was wished for, and notes on it."""
    told = []
    if wishes.level:
        picture, note = _levelled(picture)
        told.append(note)
    if wishes.background is not None:
        head = head_of(picture.scene)
        part = picture
        if crop is not None:
            part = picture.cut(picture.part(crop))
        elif head is not None and cuts_by_head(target):
            # What is cut in the end lies within the two together.
            default = default_part(picture.image.size, picture.scene, target)
            part = picture.cut(union(default, around_head(head)))
        runner = desktop() if runtime is None else runtime
        colour = background_colour(wishes.background)
        new = None
        if runner is not None and not isinstance(runner, str):
            with contextlib.suppress(RuntimeFailedError):
                new = await with_background(part, colour, Guarded(runner))
        if new is None:
            told.append(NO_PERSON)
        else:
            picture, plain = new
            told += [warning(colour)] if plain else [warning(colour), ROUGH]
    return picture, told


def _levelled(picture: Picture) -> tuple[Picture, Note]:
    face = None if picture.scene is None else picture.scene.main
    if face is None or min(eye.confidence for eye in face.eyes) < SURE:
        return picture, _NO_EYES
    lean = face.pose.roll
    shown = number(round(abs(lean), 1))
    if abs(lean) < LEVEL:
        return picture, _IS_LEVEL
    if abs(lean) > MOST_TURN:
        return picture, Note("too-far-to-level", _TOO_FAR.format(zh=shown, en=shown), "problem")
    return picture.levelled(lean), Note("levelled", _TURNED.format(zh=shown, en=shown), "advice")
