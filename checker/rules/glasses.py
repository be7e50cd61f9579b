"""Glasses: dark ones, glare, a frame over the eyes; or any at all, where a standard wants none."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..features import EYES, seen_closely
from ..lenses import light, near_white
from ..report import Outcome, Verdict
from ..table import Table
from ..text import Text
from ..vision.scene import Face, Mark

if TYPE_CHECKING:
    from ..photo import Photo
    from ..standards import Standard

RULE_ID = "glasses"
TITLE = Text("眼镜", "Glasses")

# All shares are ours. The bridge of the nose, by the face's axes, and how much of it is neither skin nor
# hair: of 226 portraits 0.07-0.5 with glasses (37), at most 0.023 without.
_BRIDGE, _WORN = (-0.2, -0.15, 0.2, 0.25), 0.045
# The share of an eye that is neither skin nor hair: 1 behind sunglasses (2), at most 0.056 behind clear ones
# (35), of which none covers an eye.
_DARK, _RIM = 0.5, 0.075
# How much more of an eye than of the cheek below it is near white, `_WHITE` or above in all channels: 0.115
# where a window is mirrored in the glasses (1), at most 0.015 without (36).
_WHITE, _GLARE = 200, 0.03
_EYE, _CHEEK = (-0.15, -0.1, 0.15, 0.14), (-0.15, 0.22, 0.15, 0.42)
# How light the skin just below the eyes is beside that of the cheeks, on the lighter side: from 0.69 on
# without a tint (158), 0.52-0.78 behind drawn glasses that take two thirds of the light.
_TINTED = 0.66
_BELOW, _FURTHER = (-0.12, 0.09, 0.12, 0.15), (-0.12, 0.3, 0.12, 0.42)
_CONFIDENCE = 0.7

_MESSAGES = {
    "none": Text("没有戴眼镜。", "No glasses are worn."),
    "worn": Text("像是戴着眼镜，这里要求不戴。请摘掉再拍一张。", "Glasses are worn. Take them off."),
    "dark": Text(
        "像是戴着墨镜，看不见眼睛。请摘掉，或换成无色镜片再拍一张。",
        "These seem to be dark glasses that hide the eyes. Take them off or wear clear ones.",
    ),
    "tinted": Text(
        "镜片好像有颜色。请换成无色镜片，或者摘掉再拍一张。", "The glasses seem tinted: wear clear ones."
    ),
    "rim": Text(
        "镜框好像压住了眼睛，或者镜片颜色太深。请把眼镜往上推一推，让眼睛整个露在镜框里面；深色镜片要摘掉。",
        "The rim seems to lie over an eye, or the glasses are dark. Push them up until the eyes are free; "
        "take dark ones off.",
    ),
    "glare": Text(
        "镜片好像有反光。请把头略低一点，或让灯光从侧上方照过来，再拍一张。",
        "There seems to be glare on the glasses. Lower the head a little, or let the light fall from above.",
    ),
    "ok": Text("眼镜没有遮住眼睛，也没有明显的反光。", "The glasses leave the eyes clear, without glare."),
}


@dataclass(frozen=True, slots=True)
class Limits:
    """``forbidden``: no glasses are wanted at all."""

    forbidden: bool


def read_limits(table: Table) -> Limits:
    """Take the rule's limits out of its table."""
    return Limits(table.boolean("forbidden", default=False))


def describe(limits: Limits) -> Text:
    """Return the requirement."""
    if limits.forbidden:
        return Text("不戴眼镜", "no glasses")
    return Text(
        "镜片没有颜色、不反光，镜框不压眼睛", "glasses without tint and glare, no frame over the eyes"
    )


def judge(photo: "Photo", limits: Limits, standard: "Standard") -> Verdict:  # noqa: ARG001
    """Warn of dark or tinted glasses, of glare and of a rim over the eyes, or of any glasses."""
    seen = seen_closely(photo, describe(limits), Text("眼镜合不合适", "the glasses"))
    if isinstance(seen, Verdict):
        return seen
    face, labels = seen
    worn = labels.box(*_BRIDGE).other
    if worn < _WORN or limits.forbidden:
        return _verdict("none" if worn < _WORN else "worn", worn, _WORN)
    rim = max(labels.within([face.mesh[at] for at in outline]).other for outline in EYES)
    if rim >= _RIM:
        return _verdict("dark" if rim >= _DARK else "rim", rim, _RIM)
    glare = max(_glare(photo, face, eye) for eye in face.eyes)
    if glare >= _GLARE:
        return _verdict("glare", glare, _GLARE)
    share = max(light(photo, face, eye, _BELOW) / light(photo, face, eye, _FURTHER) for eye in face.eyes)
    return _verdict("tinted", share, _TINTED) if share < _TINTED else _verdict("ok", glare, _GLARE)


def _verdict(code: str, measured: float, limit: float) -> Verdict:
    fine = code in {"none", "ok"}
    outcome: Outcome = "pass" if fine else "warn"
    allowed = [limit, None] if code == "tinted" else [None, limit]
    return Verdict(outcome, code, _MESSAGES[code], round(measured, 3), allowed, "", _CONFIDENCE, own=not fine)


def _glare(photo: "Photo", face: Face, eye: Mark) -> float:
    """Return how much more of the surroundings of an eye than of the cheek is near white."""
    return near_white(photo, face, eye, _EYE, _WHITE) - near_white(photo, face, eye, _CHEEK, _WHITE)
