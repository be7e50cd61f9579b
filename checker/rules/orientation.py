"""Upright or not, and whether that hangs on an EXIF mark that some systems ignore."""

from typing import TYPE_CHECKING

from ..report import Verdict
from ..table import NoLimits
from ..text import Text

if TYPE_CHECKING:
    from ..photo import Photo
    from ..standards import Standard

RULE_ID = "orientation"
TITLE = Text("方向", "Orientation")


read_limits = NoLimits.read


def describe(limits: NoLimits) -> Text:  # noqa: ARG001
    """Return the requirement."""
    return Text("竖版照片，方向已摆正", "an upright photo in portrait format")


def judge(photo: "Photo", limits: NoLimits, standard: "Standard") -> Verdict:  # noqa: ARG001
    """Fail a photo wider than high as displayed; warn of a square and of an EXIF orientation other than 1."""
    width, height = photo.size
    measured, allowed = photo.orientation, 1
    if width > height:
        return Verdict(
            "fail",
            "landscape",
            Text(
                f"照片是横版（{width}×{height}），要求竖版。请旋转摆正；本来就横拍的，请裁成竖版或重拍。",
                f"The photo is wider than high ({width}x{height}). Turn it upright, or crop a portrait.",
            ),
            measured,
            allowed,
        )
    if width == height:
        return Verdict(
            "warn",
            "square",
            Text(
                f"照片是正方形（{width}×{height}），不是竖版。请裁成竖版。",
                f"The photo is square ({width}x{height}), not in portrait format. Crop a portrait.",
            ),
            measured,
            allowed,
        )
    if photo.orientation != 1:
        return Verdict(
            "warn",
            "exif-rotated",
            Text(
                f"照片靠 EXIF 方向标记（{photo.orientation}）才显示为正的，有的系统不看这个标记，会显示歪。"
                "请在看图软件里旋转后保存。",
                f"The photo is upright only by its EXIF orientation ({photo.orientation}), which some "
                "systems ignore. Rotate it in a picture viewer and save it.",
            ),
            measured,
            allowed,
        )
    return Verdict("pass", "ok", Text("竖版，方向正确。", "Portrait format, upright."), measured, allowed)
