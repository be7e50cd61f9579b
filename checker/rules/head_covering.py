"""Something worn on the head: hat, scarf, hair band, glasses pushed up."""

from typing import TYPE_CHECKING

from ..features import seen_closely
from ..report import Verdict
from ..table import NoLimits
from ..text import Text

if TYPE_CHECKING:
    from ..photo import Photo
    from ..standards import Standard

RULE_ID = "head-covering"
TITLE = Text("不戴帽子", "Bare head")

# Where hair or a hat is, by the face's axes: from the forehead up.
_ABOVE = (-1.1, -1.9, 1.1, -0.42)
# The share of that box that is neither hair, skin nor background. Ours, from 158 portraits: 0.038-0.26 with
# hats, a scarf and sunglasses pushed up, at most 0.001 with nothing on the head.
_WORN = 0.015
_CONFIDENCE = 0.8

read_limits = NoLimits.read


def describe(limits: NoLimits) -> Text:  # noqa: ARG001
    """Return the requirement."""
    return Text("不戴帽子、头巾和头饰", "nothing worn on the head")


def judge(photo: "Photo", limits: NoLimits, standard: "Standard") -> Verdict:  # noqa: ARG001
    """Warn where something is worn above the forehead."""
    seen = seen_closely(photo, describe(limits), Text("戴没戴帽子", "whether something is worn on the head"))
    if isinstance(seen, Verdict):
        return seen
    _, labels = seen
    share = labels.box(*_ABOVE).other
    measured, allowed = round(share, 3), [None, _WORN]
    if share < _WORN:
        message = Text("头上没有戴东西。", "Nothing is worn on the head.")
        return Verdict("pass", "ok", message, measured, allowed, "fraction", _CONFIDENCE)
    message = Text(
        "头上像是戴着帽子、头巾、发饰，或者推上去的眼镜。请摘掉再拍一张。",
        "There seems to be a hat, a scarf, an ornament or a pair of glasses on the head. Take it off and "
        "take the photo again.",
    )
    return Verdict("warn", "worn", message, measured, allowed, "fraction", _CONFIDENCE, own=True)
