"""Whether the face is turned to the left or the right."""

from typing import TYPE_CHECKING

from ..angles import Angle, describe_angle, judge_angle, read_angle
from ..report import Verdict
from ..table import Table
from ..text import Text
from ..unseen import unseen

if TYPE_CHECKING:
    from ..photo import Photo
    from ..standards import Standard

RULE_ID = "yaw"
TITLE = Text("左右转头", "Turning of the head")

_WHAT = Text("脸有没有侧着", "whether the head is turned")
_WHERE = Text("脸朝哪里", "where the face looks")
_WAYS = (
    Text("脸朝照片左边转了", "The face is turned to the picture's left"),
    Text("脸朝照片右边转了", "The face is turned to the picture's right"),
)
_ADVICE = Text(
    "请正对镜头重拍：鼻尖对着镜头，两只耳朵露得一样多。",
    "Face the camera and take it again, with the nose towards it and both ears seen alike.",
)


def read_limits(table: Table) -> Angle:
    """Take the rule's limits out of its table."""
    return read_angle(table)


def describe(limits: Angle) -> Text:
    """Return the limits as a requirement."""
    return describe_angle(
        limits, Text("左右转头", "the head is turned"), Text("脸正对镜头，不侧着", "the face is not turned")
    )


def judge(photo: "Photo", limits: Angle, standard: "Standard") -> Verdict:  # noqa: ARG001
    """Warn of a head slightly turned, fail one that is turned aside."""
    scene = photo.scene
    if scene is None or scene.main is None:
        return unseen(photo, _WHAT, limits.allowed, "deg")
    face = scene.main
    return judge_angle(limits, face.pose.yaw, face.confidence, _WHERE, _WHAT, _WAYS, _ADVICE)
