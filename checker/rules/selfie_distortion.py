"""Taken with the front camera at arm's length, which distorts the face.

Only the metadata tell. From the picture it cannot be told honestly: of 113 faces whose pictures were bent as
if taken from 45 cm, the best linear measure of the landmarks' places found 26 % at 2 % false alarms, of such
from 35 cm 38 %, from 28 cm 58 %. People differ more than distance does.
"""

from typing import TYPE_CHECKING

from ..report import Verdict
from ..table import NoLimits
from ..text import Text

if TYPE_CHECKING:
    from ..photo import Photo
    from ..standards import Standard

RULE_ID = "selfie-distortion"
TITLE = Text("不是自拍", "No selfie")

# A name in the metadata may be wrong, and a front camera may stand on a tripod.
_CONFIDENCE = 0.9

read_limits = NoLimits.read


def describe(limits: NoLimits) -> Text:  # noqa: ARG001
    """Return the requirement."""
    return Text("不能自拍", "no selfie")


def judge(photo: "Photo", limits: NoLimits, standard: "Standard") -> Verdict:  # noqa: ARG001
    """Warn of a phone's front camera; without a word about the camera the person must tell."""
    if photo.camera == "front":
        message = Text(
            "照片信息里写着是用前置镜头拍的，多半是自拍：离得近，鼻子会显大、耳朵会显小。"
            "请别人用后置镜头，在 1.5–2 米外重拍。",
            "The photo's metadata name the front camera, as of a selfie: so near, the nose looks large and "
            "the ears small. Let someone else take it with the rear camera from 1.5-2 m.",
        )
        return Verdict("warn", "front-camera", message, "front", None, "", _CONFIDENCE, own=True)
    if photo.camera == "back":
        message = Text("照片信息里写着是用后置镜头拍的。", "The photo's metadata name the rear camera.")
        return Verdict("pass", "ok", message, "back", None, "", _CONFIDENCE)
    message = Text(
        "自拍的照片不行。照片信息里没有写是哪个镜头拍的，请自己确认。",
        "A selfie is refused. The photo's metadata do not name the camera: you know.",
    )
    return Verdict("manual", "not-told", message)
