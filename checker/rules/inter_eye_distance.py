"""How many pixels lie between the eyes: the detail that comparing faces has to work with."""

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..geometry import SURE, middle, unsure
from ..report import Verdict
from ..table import Table
from ..text import Text
from ..unseen import unseen

if TYPE_CHECKING:
    from ..photo import Photo
    from ..standards import Standard

RULE_ID = "inter-eye-distance"
TITLE = Text("两眼间距", "Distance between the eyes")

_WHAT = Text("两眼的间距", "the distance between the eyes")


@dataclass(frozen=True, slots=True)
class Limits:
    """``min``: the distance in px from the centre of one eye to that of the other; less only warns."""

    min: int


def read_limits(table: Table) -> Limits:
    """Take the rule's limits out of its table."""
    return Limits(table.integer("min", low=1))


def describe(limits: Limits) -> Text:
    """Return the limits as a requirement."""
    return Text(
        f"两眼中心相距 {limits.min} 像素以上", f"{limits.min} px or more between the centres of the eyes"
    )


def judge(photo: "Photo", limits: Limits, standard: "Standard") -> Verdict:  # noqa: ARG001
    """Warn of a face with too few pixels."""
    allowed = [limits.min, None]
    scene = photo.scene
    if scene is None or scene.main is None:
        return unseen(photo, _WHAT, allowed, "px")
    left, right = scene.main.eyes
    confidence = middle(scene.main.eyes).confidence
    if confidence < SURE:
        return unsure(Text("眼睛", "the pair of eyes"), _WHAT, allowed, "px", confidence)
    distance = round(math.hypot(right.x - left.x, right.y - left.y), 1)
    message = Text(
        f"两眼中心相距 {distance:.0f} 像素，建议 {limits.min} 以上。",
        f"The centres of the eyes are {distance:.0f} px apart; {limits.min} or more are advised.",
    )
    if distance >= limits.min:
        return Verdict("pass", "ok", message, distance, allowed, "px", confidence)
    message += Text(
        "脸上的像素偏少，人像比对可能不准。请用更大的原图裁，或把头裁大一点；把小图放大没有用。",
        "The face has few pixels, so comparing it may go wrong. Crop a larger original or crop it tighter; "
        "enlarging a small photo does not help.",
    )
    return Verdict("warn", "few-pixels", message, distance, allowed, "px", confidence)
