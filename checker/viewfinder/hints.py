"""What to do before the photo is taken: one hint on each of a camera's pictures, the weightiest."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from PIL import Image, ImageChops

from ..angles import Angle
from ..fix.compose import Place, Stripe
from ..lab import percentile
from ..standards import Standard
from ..text import Lang, Text
from ..vision.head import head_of
from ..vision.runtime import Runtime
from ..vision.scene import Face, Scene
from ..vision.see import see
from .outline import Viewfinder

_TEXTS = {
    "no-face": Text("没有看到脸。请正对镜头，把头放进轮廓里。", "No face is seen: look at the camera."),
    "several-faces": Text("画面里不止一个人。", "There is more than one person."),
    "too-far": Text("头太小，请靠近一点。", "The head is too small: come closer."),
    "too-near": Text("头太大，请退后一点。", "The head is too large: step back."),
    "too-high": Text("头偏高，请把镜头抬高一点。", "The head is too high: raise the camera."),
    "too-low": Text("头偏低，请把镜头放低一点。", "The head is too low: lower the camera."),
    "off-left": Text("头偏在画面左边，请移到正中。", "The head is left of the middle."),
    "off-right": Text("头偏在画面右边，请移到正中。", "The head is right of the middle."),
    "not-level": Text("两眼不平，请把头和手机都摆正。", "The eyes are not level: head and camera straight."),
    "turned": Text("脸没有正对镜头，请转正。", "The face is turned: look straight at the camera."),
    "dark": Text("脸太暗，请面对窗户或灯。", "The face is too dark: turn to a window or a lamp."),
    "bright": Text("脸上太亮，请离灯远一点。", "The face is too bright: move away from the lamp."),
    "ready": Text("位置合适，可以拍了。", "All is in its place: take the photo."),
}  # fmt: skip
CODES: tuple[str, ...] = tuple(_TEXTS)
"""The codes of hints, the weightiest first."""

# Ours: a hint is no verdict. Where no standard speaks of these, so much of the width may the face's middle be
# off, and so many degrees may the head be turned.
_CENTRE, _ROLL, _TURN = 0.05, 3.0, 7.0
# As in `quality.light`: a channel of a pixel is blown out from this level on.
_BLOWN = 250


@dataclass(frozen=True, slots=True)
class Hint:
    """One hint; ``code`` is one of `CODES`."""

    code: str

    def to_dict(self, lang: Lang) -> dict[str, str]:
        """Return the hint's JSON object."""
        return {"code": self.code, "message": _TEXTS[self.code].to(lang)}


async def hinting(
    picture: Image.Image, finder: Viewfinder, chosen: Sequence[Standard], runtime: Runtime
) -> Hint:
    """Return the weightiest hint on a camera's ``picture`` (RGB, upright, what the finder's window shows).

    ``chosen`` are the standards that the ``finder`` was made for. Raises what ``runtime`` raises.
    """
    scene = await see(picture, picture.size, runtime)
    return Hint(next(_hints(picture, scene, finder.allowed or Place(), chosen)))


def _hints(picture: Image.Image, scene: Scene, allowed: Place, chosen: Sequence[Standard]) -> Iterator[str]:
    """Yield codes of all hints, in the order of `CODES`."""
    face = scene.main
    if face is None:
        yield "no-face"
        return
    if len(scene.faces) > 1:
        yield "several-faces"
    yield from _placed(scene, face, allowed)
    yield from _held(face, chosen)
    yield from _lit(picture, face, chosen)
    yield "ready"


def _placed(scene: Scene, face: Face, allowed: Place) -> Iterator[str]:
    """Yield how the head is too far, too near or off its place."""
    width, height = scene.size
    head = head_of(scene)
    left, right = (mark.x / width for mark in face.cheeks)
    # By the whole head where it is seen; where the picture cuts the crown, the face must do.
    size, stripe = (head.height / height, allowed.head) if head else (right - left, allowed.face)
    if size < stripe.low:
        yield "too-far"
    if size > stripe.high or (head is None and _is_cut(scene)):
        yield "too-near"
    eyes = (face.eyes[0].y + face.eyes[1].y) / 2 / height
    above, below = _beyond(eyes, allowed.eyes)
    if head is not None:
        crown = _beyond(head.crown / height, allowed.crown)
        chin = _beyond(head.chin / height, allowed.chin)
        above, below = above or crown[0] or chin[0], below or crown[1] or chin[1]
    if above:
        yield "too-high"
    if below:
        yield "too-low"
    off = (left + right) / 2 - 0.5
    if abs(off) > min(allowed.centre.high, _CENTRE):
        yield "off-left" if off < 0 else "off-right"


def _is_cut(scene: Scene) -> bool:
    return scene.crown is not None and not scene.crown.confidence


def _beyond(share: float, stripe: Stripe) -> tuple[bool, bool]:
    return share < stripe.low, share > stripe.high


def _held(face: Face, chosen: Sequence[Standard]) -> Iterator[str]:
    """Yield how the head leans or is turned."""
    if abs(face.pose.roll) > _least(chosen, "roll", _ROLL):
        yield "not-level"
    if abs(face.pose.yaw) > _least(chosen, "yaw", _TURN) or abs(face.pose.pitch) > _least(
        chosen, "pitch", _TURN
    ):
        yield "turned"


def _least(chosen: Sequence[Standard], rule: str, otherwise: float) -> float:
    """Return the degrees from which on a standard warns, the least of all."""
    limits = [standard.rules[rule].limits for standard in chosen if rule in standard.rules]
    return min((limit.warn for limit in limits if isinstance(limit, Angle)), default=otherwise)


def _lit(picture: Image.Image, face: Face, chosen: Sequence[Standard]) -> Iterator[str]:
    """Yield whether the face is too dark or too bright by what the exposure rule allows of a person."""
    limits: list[Any] = [one.rules["exposure"].limits for one in chosen if "exposure" in one.rules]
    if not limits:
        return
    left, top = (max(0, math.floor(edge)) for edge in face.box[:2])
    right, bottom = (
        min(side, math.ceil(edge)) for side, edge in zip(picture.size, face.box[2:], strict=True)
    )
    if left >= right or top >= bottom:
        return
    part = picture.crop((left, top, right, bottom))
    red, green, blue = part.split()
    brightest = ImageChops.lighter(ImageChops.lighter(red, green), blue).histogram()
    if percentile(part.convert("L").histogram(), 99) < max(limit.dark_warn for limit in limits):
        yield "dark"
    if sum(brightest[_BLOWN:]) > min(limit.blown_warn for limit in limits) * sum(brightest):
        yield "bright"
