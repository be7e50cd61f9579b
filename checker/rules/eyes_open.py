"""Both eyes open."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..features import seen_face
from ..lenses import light
from ..report import Verdict
from ..table import Table
from ..text import Text, number

if TYPE_CHECKING:
    from ..photo import Photo
    from ..standards import Standard

RULE_ID = "eyes-open"
TITLE = Text("眼睛睁开", "Eyes open")

# Turning does not foreshorten the gap between the lids: it can be told as long as both eyes are seen, up to
# so many degrees. Ours.
_TURNED = 30.0
# How light the lighter fifth of an eye is beside the cheek: 0.54 or more in the better one of 158 portraits'
# eyes, 0.24 at most behind drawn sunglasses, behind which the mesh lays open eyes. Ours.
_EYE, _CHEEK, _LIGHT, _DARK = (-0.15, -0.05, 0.15, 0.05), (-0.12, 0.3, 0.12, 0.42), 80, 0.4
_COVERED = Text(
    "看不到眼睛，像是戴着墨镜，或被别的东西挡住了。请摘掉、拿开再拍一张。没有东西挡着的话，请自己看看眼睛睁开没有。",
    "No eyes are seen: dark glasses or something else seem to be before them. Take them off and take the "
    "photo again. If nothing is there, look yourself whether the eyes are open.",
)


@dataclass(frozen=True, slots=True)
class Limits:
    """The gap between the lids as a share of T, the distance from between the eyes to the chin.

    Below ``fail`` the eye is closed; below ``warn`` its lids are lowered. ``fail`` is ISO/IEC 29794-5's half
    score, 0.02. It calls 0.05 good, but eyes that are narrow by nature, or laugh, measure from 0.038
    on and are open: ``warn`` is ours.
    """

    warn: float
    fail: float


def read_limits(table: Table) -> Limits:
    """Take the rule's limits out of its table."""
    limits = Limits(table.number("warn", low=0, below=1), table.number("fail", low=0, below=1))
    if not limits.fail < limits.warn:
        raise table.error("warn", "must be above fail")
    return limits


def describe(limits: Limits) -> Text:  # noqa: ARG001
    """Return the requirement."""
    return Text("两只眼睛都睁开", "both eyes open")


def judge(photo: "Photo", limits: Limits, standard: "Standard") -> Verdict:  # noqa: ARG001
    """Grade the narrower eye: fail a closed one, warn of a narrow one.

    Of 226 portraits, those with eyes closed measured 0.013-0.016, with lids lowered 0.021-0.029. Of 158, 27
    measured less than 0.05 and were looked at: in two, below 0.038, the lids all but touch or hair hangs over
    an eye; all others have their eyes open.
    """
    allowed = [limits.warn, None]
    what = Text("眼睛睁开没有", "whether the eyes are open")
    face = seen_face(photo, what, allowed, "fraction", _TURNED)
    if isinstance(face, Verdict):
        return face
    shares = [light(photo, face, eye, _EYE, _LIGHT) / light(photo, face, eye, _CHEEK) for eye in face.eyes]
    if max(shares) < _DARK:
        return Verdict("unknown", "covered", _COVERED, None, allowed, "fraction", confidence=0.0)
    openings = face.eye_openings
    opening = min(openings)
    measured, confidence = round(opening, 3), round(face.confidence, 2)
    if opening >= limits.warn:
        message = Text("两只眼睛都睁开。", "Both eyes are open.")
        return Verdict("pass", "ok", message, measured, allowed, "fraction", confidence)
    if max(openings) < limits.warn:
        which = Text("两只眼睛", "Both eyes")
    elif openings[0] < openings[1]:
        which = Text("画面左边的眼睛", "The eye at the picture's left")
    else:
        which = Text("画面右边的眼睛", "The eye at the picture's right")
    percent = number(opening * 100)
    share = Text(
        f"（睁开的高度是眼睛到下巴距离的 {percent}%，{number(limits.warn * 100)}% 以上才算睁开）",
        f" (open by {percent} % of the distance from eyes to chin; {number(limits.warn * 100)} % is wanted)",
    )
    if opening < limits.fail:
        head = Text(f"{which.zh}像是闭着{share.zh}。", f"{which.en} look closed{share.en}.")
        how = Text("请睁开眼睛、看着镜头重拍。", "Open them, look into the camera and take it again.")
        return Verdict("fail", "closed", head + how, measured, allowed, "fraction", confidence)
    head = Text(f"{which.zh}睁得不够开{share.zh}。", f"{which.en} look narrow{share.en}.")
    how = Text(
        "平时就是这样的不用管；要是在笑、在往下看或者正眨眼，请放松、看着镜头重拍。",
        "If they always do, never mind. If you smile, look down or blink, relax and take it again.",
    )
    return Verdict("warn", "narrow", head + how, measured, allowed, "fraction", confidence, own=True)
