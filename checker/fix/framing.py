"""The crop that the face asks for: from crown, eyes and chin, or the middle where they are not sure."""

import math
from dataclasses import dataclass
from fractions import Fraction

from PIL import Image

from ..text import Text, number
from ..vision.head import Head, head_of
from ..vision.scene import Scene
from .choose import MAX_ENLARGEMENT, choose
from .compose import Edges, Wish, compose, measured, overflow
from .extend import extendable, extended
from .model import WHOLE, Box, Note, Size
from .place import wish
from .plan import Plan

_THREE_TO_FOUR = Fraction(3, 4)
# So much better, in shares of the picture missed, must a crop with a made-up edge be than one without. Ours.
_BETTER = 0.002
_SIDES = (("上边", "top", "at the top"), ("左边", "left", "at the left"), ("右边", "right", "at the right"),
          ("下边", "bottom", "at the bottom"))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Framed:
    """The ``image`` to cut, larger by the px in ``added`` than the one given, and the ``part`` of it to take.

    ``notes`` say by what it was cut, and what there was too little of.
    """

    image: Image.Image
    part: Box
    added: Edges
    notes: tuple[Note, ...]


def framed(image: Image.Image, scene: Scene | None, target: Plan, spare: Edges | None = None) -> Framed:
    """Return how an upright picture is cut by its head.

    ``spare`` says by how many px each edge may be made up; None: as far as a plain background allows.
    """
    head, whole = head_of(scene), WHOLE.box(image.size)
    wanted = None if head is None else _wish(target, image.size)
    if head is None or wanted is None or _is_good(head, image.size, target, wanted[1]):
        return Framed(image, whole, Edges(), ())
    ratio, asked = wanted
    box = compose(head, image.size, ratio, asked, Edges())
    if spare is None and not asked.usual.holds(head, box):
        spare = extendable(image, None if scene is None else scene.person)
    notes = [_cut(head, box)]
    added = Edges()
    if spare is not None and spare.any and not asked.usual.holds(head, box):
        wider = compose(head, image.size, ratio, asked, spare)
        if _off(head, wider, asked) + _BETTER < _off(head, box, asked):
            box, added = wider, _whole(overflow(wider, image.size))
            image = extended(image, added)
            box = box[0] + added.left, box[1] + added.top, box[2] + added.left, box[3] + added.top
            head = head.moved(added.left, added.top)
            notes = [_cut(head, box), _made_up(added)]
    notes += _lacking(head, box, image.size, ratio, asked)
    return Framed(image, box, added, tuple(notes))


def default_part(size: Size, scene: Scene | None, target: Plan) -> Box:
    """Return the part, within a picture of ``size``, that is cut by its head without making up an edge."""
    head, whole = head_of(scene), WHOLE.box(size)
    wanted = None if head is None else _wish(target, size)
    if head is None or wanted is None or _is_good(head, size, target, wanted[1]):
        return whole
    return compose(head, size, wanted[0], wanted[1], Edges())


def _wish(target: Plan, size: Size) -> tuple[Fraction, Wish] | None:
    """Return the ratio of the crop and what is wanted in it, None where the head decides nothing.

    The ratio is the usual one that is nearest to 3:4, or, for a picture of few px, the allowed one nearest to
    its own.
    """
    usual, own = target.aim.shapes.nearest(_THREE_TO_FOUR), target.room.shapes.nearest(Fraction(*size))
    for ratio in map(Fraction, (usual, own)):
        asked = wish(target, ratio)
        if asked is None or asked.least <= MAX_ENLARGEMENT * min(float(size[0]), float(size[1] * ratio)):
            return None if asked is None else (ratio, asked)
    return None


def _is_good(head: Head, size: Size, target: Plan, asked: Wish) -> bool:
    """Return whether the picture has the size wanted, and the head where the usual standards want it, too."""
    box = WHOLE.box(size)
    return choose(target, box).size == size and asked.usual.holds(head, box)


def _off(head: Head, box: Box, asked: Wish) -> float:
    shares = measured(head, box)
    return asked.room.off(shares) + asked.usual.off(shares)


def _whole(edges: Edges) -> Edges:
    return Edges(*(float(math.ceil(px)) for px in (edges.left, edges.top, edges.right, edges.bottom)))


def _cut(head: Head, box: Box) -> Note:
    crown, height, eyes, *_ = (number(round(100 * (share or 0))) for share in measured(head, box))
    text = Text(
        f"按头顶、眼睛和下巴裁切：头顶留白 {crown}%，头部占高度 {height}%，眼睛在 {eyes}% 处。没有拉伸。",
        f"It was cut by crown, eyes and chin: {crown}% of the height above the head, the head {height}% of "
        f"it, the eyes at {eyes}%. Nothing is stretched.",
    )
    return Note("framed", text)


def _made_up(added: Edges) -> Note:
    px = {"top": added.top, "left": added.left, "right": added.right}
    sides = [(zh, en, round(px[key])) for zh, key, en in _SIDES if px.get(key, 0) >= 1]
    zh, en = (
        "、".join(f"{zh} {n} 像素" for zh, _, n in sides),
        ", ".join(f"{n} px {en}" for _, en, n in sides),
    )
    text = Text(
        f"原照片留白不够，按旁边背景的颜色补了{zh}；人没有动。",
        f"The photo has too little room: the background was continued by {en}; the person is untouched.",
    )
    return Note("background-extended", text)


def _lacking(head: Head, box: Box, size: Size, ratio: Fraction, asked: Wish) -> list[Note]:
    """Return what the picture has too little of for the head to lie where it is wanted."""
    if asked.usual.holds(head, box):
        return []
    room = float(max(size))
    ideal = compose(head, size, ratio, asked, Edges(room, room, room, room))
    if head.height < asked.usual.head.low * (ideal[3] - ideal[1]):
        return [_too_small(head)]
    missing = overflow(ideal, size)
    sides = [(zh, en, round(getattr(missing, key))) for zh, key, en in _SIDES]
    sides = [side for side in sides if side[2] >= 1]
    if not sides:
        return []
    zh = "，".join(f"{zh}差 {n} 像素" for zh, _, n in sides)
    en = ", ".join(f"{n} px {en}" for _, en, n in sides)
    text = Text(
        f"照片里头的周围不够：{zh}（按原照片的像素算），只能裁成这样。请用没裁过的原图，或离远一点重拍。",
        f"There is too little around the head: {en} are missing, in px of the photo. Use the uncropped "
        "original, or take it again from further away.",
    )
    return [Note("room-missing", text, "advice")]


def _too_small(head: Head) -> Note:
    text = Text(
        f"头在照片里太小：只有 {round(head.height)} 像素高，裁到合适的大小就得放大，会模糊，所以没有再裁。"
        "请走近一点重拍，或用像素更多的原图。",
        f"The head is too small in the photo: {round(head.height)} px high. Cropped to the right size it "
        "would have to be enlarged and be blurred. Take it from nearer, or use an original with more pixels.",
    )
    return Note("head-too-small", text, "advice")
