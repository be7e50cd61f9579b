"""Whether the head is raised or lowered."""

from typing import TYPE_CHECKING

from ..angles import Angle, describe_angle, judge_angle, read_angle
from ..report import Verdict
from ..table import Table
from ..text import Text
from ..unseen import unseen

if TYPE_CHECKING:
    from ..photo import Photo
    from ..standards import Standard

RULE_ID = "pitch"
TITLE = Text("抬头低头", "Raising of the head")

_WHAT = Text("有没有抬头、低头", "whether the head is raised or lowered")
_WHERE = Text("脸朝哪里", "where the face looks")
_WAYS = (
    Text("低头", "The head is lowered"),
    Text("抬头", "The head is raised"),
)
_ADVICE = Text(
    "请平视镜头重拍，镜头和眼睛一样高。",
    "Look straight ahead and take it again, with the camera as high as the eyes.",
)


def read_limits(table: Table) -> Angle:
    """Take the rule's limits out of its table."""
    return read_angle(table)


def describe(limits: Angle) -> Text:
    """Return the limits as a requirement."""
    return describe_angle(
        limits,
        Text("抬头、低头", "the head is raised or lowered"),
        Text("平视，不抬头、不低头", "the head is neither raised nor lowered"),
    )


def judge(photo: "Photo", limits: Angle, standard: "Standard") -> Verdict:  # noqa: ARG001
    """Warn of a head slightly raised or lowered, fail one that is so much."""
    scene = photo.scene
    if scene is None or scene.main is None:
        return unseen(photo, _WHAT, limits.allowed, "deg")
    face = scene.main
    return judge_angle(limits, face.pose.pitch, face.confidence, _WHERE, _WHAT, _WAYS, _ADVICE)
