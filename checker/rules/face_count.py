"""Exactly one face."""

from typing import TYPE_CHECKING

from ..report import Verdict
from ..table import NoLimits
from ..text import Text
from ..unseen import unseen
from ..vision.scene import Face

if TYPE_CHECKING:
    from ..photo import Photo
    from ..standards import Standard

RULE_ID = "face-count"
TITLE = Text("只有一个人", "One person")

# A second face is sure from this score of the detector's on. Ours: of 96 real faces 45-120 px wide, pasted
# into portraits, the lowest had 0.77; what it takes for a face and is none, a bow tie, a shoulder, a patch on
# a sleeve, had 0.44-0.71 in 226 portraits, and little of that passes for a face any more.
_SURE = 0.75

read_limits = NoLimits.read


def describe(limits: NoLimits) -> Text:  # noqa: ARG001
    """Return the requirement."""
    return Text("照片里只有一张脸", "exactly one face")


def judge(photo: "Photo", limits: NoLimits, standard: "Standard") -> Verdict:  # noqa: ARG001
    """Fail a second face and say where it is; warn where it may be something else; no face is unknown."""
    what = Text("照片里有几个人", "how many people it shows")
    scene = photo.scene
    if scene is None or scene.main is None:
        return unseen(photo, what, 1)
    if not scene.main.mesh:
        message = Text(
            "脸的位置是手动标的，没法数人脸。请自己确认照片里只有一个人。",
            "The face was placed by hand, so faces cannot be counted. Make sure that it shows one person.",
        )
        return Verdict("unknown", "by-hand", message, None, 1, confidence=0.0)
    others = sorted(scene.faces[1:], key=lambda face: -face.score)
    if not others:
        message = Text("照片里只有一张脸。", "There is one face.")
        return Verdict("pass", "ok", message, 1, 1, confidence=round(scene.main.confidence, 2))
    sure = [face for face in others if face.score >= _SURE]
    where = _where((sure or others)[0], scene.size)
    confidence = round(others[0].score, 2)
    if sure:
        message = Text(
            f"照片里有 {1 + len(sure)} 张脸，另一张在{where.zh}。请一个人、在没有人像海报的纯色背景前重拍。",
            f"There are {1 + len(sure)} faces; another one is at the {where.en}. Take the photo again, "
            "alone, before a plain background without posters.",
        )
        return Verdict("fail", "several", message, 1 + len(sure), 1, confidence=confidence)
    message = Text(
        f"{where.zh}好像还有一张脸，也可能是衣服或背景上的图案。请看一眼，有的话重拍。",
        f"There may be another face at the {where.en}, or a pattern of clothes or background. Look there.",
    )
    return Verdict("warn", "perhaps-several", message, 1 + len(others), 1, confidence=confidence, own=True)


def _where(face: Face, size: tuple[int, int]) -> Text:
    """Return the part of the photo in which a face lies: of three columns and three rows."""
    left, top, right, bottom = face.box
    column = min(2, max(0, int(3 * (left + right) / 2 / size[0])))
    row = min(2, max(0, int(3 * (top + bottom) / 2 / size[1])))
    zh = (("左上角", "上方", "右上角"), ("左侧", "正中", "右侧"), ("左下角", "下方", "右下角"))[row][column]
    rows, columns = ("upper", "", "lower"), ("left", "middle", "right")
    return Text(zh, f"{rows[row]} {columns[column]}".strip())
