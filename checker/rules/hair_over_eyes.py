"""Hair over brows or eyes."""

from typing import TYPE_CHECKING

from ..features import BROWS, EYES, Labels, seen_closely
from ..report import Verdict
from ..table import NoLimits
from ..text import Text
from ..vision.scene import Face

if TYPE_CHECKING:
    from ..photo import Photo
    from ..standards import Standard

RULE_ID = "hair-over-eyes"
TITLE = Text("头发不遮眉眼", "Hair off brows and eyes")

# Shares of the outline that hair covers. Ours, from 158 portraits: 0-0.05 where the brow is free, 0.12-0.97
# where a fringe or a strand lies over it. The brow itself is labelled skin.
_BROW, _EYE = 0.1, 0.1
_CONFIDENCE = 0.8

read_limits = NoLimits.read


def describe(limits: NoLimits) -> Text:  # noqa: ARG001
    """Return the requirement."""
    return Text("头发不遮眉毛和眼睛", "no hair over brows and eyes")


def judge(photo: "Photo", limits: NoLimits, standard: "Standard") -> Verdict:  # noqa: ARG001
    """Warn where hair covers a noticeable part of a brow or an eye."""
    seen = seen_closely(photo, describe(limits), Text("头发遮不遮眉眼", "whether hair covers brows or eyes"))
    if isinstance(seen, Verdict):
        return seen
    face, labels = seen
    brow, eye = (_covered(face, labels, outlines) for outlines in (BROWS, EYES))
    measured = round(max(brow, eye), 2)
    allowed = [None, _BROW]
    if eye < _EYE and brow < _BROW:
        message = Text("眉毛和眼睛没有被头发遮住。", "Hair covers neither brows nor eyes.")
        return Verdict("pass", "ok", message, measured, allowed, "", _CONFIDENCE)
    zh, en = ("眼睛", "an eye") if eye >= _EYE else ("眉毛", "a brow")
    message = Text(
        f"{zh}被头发遮住了一部分。请把刘海和碎发梳开、用发夹别好，再拍一张。",
        f"Hair covers a part of {en}. Comb or pin it aside and take the photo again.",
    )
    code = "eyes" if eye >= _EYE else "brows"
    return Verdict("warn", code, message, measured, allowed, "", _CONFIDENCE, own=True)


def _covered(face: Face, labels: Labels, outlines: tuple[tuple[int, ...], ...]) -> float:
    """Return the share of the more covered outline that is hair."""
    return max(labels.within([face.mesh[at] for at in outline]).hair for outline in outlines)
