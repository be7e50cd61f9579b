"""Both eyes open."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..features import seen_face
from ..report import Verdict
from ..table import Table
from ..text import Text, number

if TYPE_CHECKING:
    from ..photo import Photo
    from ..standards import Standard

RULE_ID = "eyes-open"
TITLE = Text("眼睛睁开", "Eyes open")


@dataclass(frozen=True, slots=True)
class Limits:
    """The gap between the lids as a share of T, the distance from between the eyes to the chin.

    Below ``fail`` the eye is closed; below ``warn`` it is narrow. No source gives such a figure: those used
    are ISO/IEC 29794-5's, half its score at 0.02, good from 0.05.
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

    Of 226 portraits, those with eyes closed measured 0.013-0.016, with lids lowered 0.021-0.029, and those
    that laugh with narrow eyes from 0.024 on.
    """
    allowed = [limits.warn, None]
    face = seen_face(photo, Text("眼睛睁开没有", "whether the eyes are open"), allowed, "fraction")
    if isinstance(face, Verdict):
        return face
    openings = face.eye_openings
    opening = min(openings)
    measured, confidence = round(opening, 3), round(face.confidence, 2)
    if opening >= limits.warn:
        message = Text("两只眼睛都睁开。", "Both eyes are open.")
        return Verdict("pass", "ok", message, measured, allowed, "fraction", confidence)
    if max(openings) < limits.warn:
        eyes = Text("两只眼睛", "Both eyes")
    elif openings[0] < openings[1]:
        eyes = Text("画面左边的眼睛", "The eye at the picture's left")
    else:
        eyes = Text("画面右边的眼睛", "The eye at the picture's right")
    percent = number(opening * 100)
    share = Text(
        f"（睁开的高度是眼睛到下巴距离的 {percent}%，{number(limits.warn * 100)}% 以上才算睁开）",
        f" (open by {percent} % of the distance from eyes to chin; {number(limits.warn * 100)} % is wanted)",
    )
    if opening < limits.fail:
        head = Text(f"{eyes.zh}像是闭着{share.zh}。", f"{eyes.en} look closed{share.en}.")
        how = Text("请睁开眼睛、看着镜头重拍。", "Open them, look into the camera and take it again.")
        return Verdict("fail", "closed", head + how, measured, allowed, "fraction", confidence)
    head = Text(f"{eyes.zh}睁得不够开{share.zh}。", f"{eyes.en} look narrow{share.en}.")
    how = Text(
        "平时就是这样的不用管；要是在笑、在往下看或者正眨眼，请放松、看着镜头重拍。",
        "If they always do, never mind. If you smile, look down or blink, relax and take it again.",
    )
    return Verdict("warn", "narrow", head + how, measured, allowed, "fraction", confidence, own=True)
