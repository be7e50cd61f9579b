"""Whether the eyes are level: the angle of the line from pupil to pupil."""

from typing import TYPE_CHECKING

from ..angles import Angle, describe_angle, judge_angle, read_angle
from ..geometry import middle
from ..report import Verdict
from ..table import Table
from ..text import Text
from ..unseen import unseen

if TYPE_CHECKING:
    from ..photo import Photo
    from ..standards import Standard

RULE_ID = "roll"
TITLE = Text("两眼水平", "Level eyes")

_WHAT = Text("两眼是不是水平", "whether the eyes are level")
_WHERE = Text("眼睛", "the pair of eyes")
_WAYS = (
    Text("两眼连线左低右高，头歪了", "The eye at the picture's left is lower: the head leans"),
    Text("两眼连线左高右低，头歪了", "The eye at the picture's right is lower: the head leans"),
)
_ADVICE = Text(
    "请把头摆正、手机端平重拍；不要靠旋转照片来补救，规范不许旋转。",
    "Hold the head straight and the camera level and take it again; do not rotate the photo.",
)


def read_limits(table: Table) -> Angle:
    """Take the rule's limits out of its table."""
    return read_angle(table)


def describe(limits: Angle) -> Text:
    """Return the limits as a requirement."""
    plainly = Text("两眼在一条水平线上", "the eyes are level")
    return describe_angle(limits, Text("头往一边歪", "the head leans"), plainly)


def judge(photo: "Photo", limits: Angle, standard: "Standard") -> Verdict:  # noqa: ARG001
    """Warn of eyes that are not quite level, fail a head that leans."""
    scene = photo.scene
    if scene is None or scene.main is None:
        return unseen(photo, _WHAT, limits.allowed, "deg")
    confidence = middle(scene.main.eyes).confidence
    return judge_angle(limits, scene.main.pose.roll, confidence, _WHERE, _WHAT, _WAYS, _ADVICE)
