"""A tint over the whole photo, as lamps and filters give: a warning, never more."""

from typing import TYPE_CHECKING

from ..quality.regions import At, places
from ..quality.tint import find_tint, measure_colours
from ..regions import find_regions
from ..report import Verdict
from ..table import NoLimits
from ..text import Text
from ..undecoded import undecoded

if TYPE_CHECKING:
    from ..photo import Photo
    from ..standards import Standard

RULE_ID = "colour-cast"
TITLE = Text("偏色", "Colour cast")

# Skins and shirts differ: surest where the background is white.
_CONFIDENCE, _BY_BACKGROUND = 0.6, 0.8
_TINTS = {
    "yellow": Text("偏黄", "yellow"),
    "green": Text("偏绿", "green"),
    "blue": Text("偏蓝", "blue"),
    "magenta": Text("偏红紫", "magenta"),
}


read_limits = NoLimits.read


def describe(limits: NoLimits) -> Text:  # noqa: ARG001
    """Return the requirement."""
    return Text("肤色自然，不偏色", "natural skin, no colour cast")


def judge(photo: "Photo", limits: NoLimits, standard: "Standard") -> Verdict:  # noqa: ARG001
    """Warn of a tint of the whole photo and of a face without any colour."""
    if photo.working is None:
        return undecoded(photo, Text("偏不偏色", "its colours"))
    colours = photo.measure(find_regions).measure(At(measure_colours, places(photo.scene)))
    if colours is None:
        message = Text(
            "分不出人和背景，看不出偏不偏色。请在纯色背景前重拍。",
            "The person cannot be told from the background, so a colour cast cannot be judged. "
            "Take the photo before a plain background.",
        )
        return Verdict("unknown", "no-person", message, confidence=0.0)
    if colours.grey:
        message = Text(
            "脸上几乎没有颜色，像是黑白照片。要交彩色照片。",
            "The face has hardly any colour, as in a black and white photo. A colour photo is wanted.",
        )
        return Verdict("warn", "grey", message, "grey", confidence=_CONFIDENCE)
    confidence = _BY_BACKGROUND if colours.background else _CONFIDENCE
    tint = find_tint(colours)
    if tint is None:
        message = Text("肤色自然，没有明显偏色。", "The skin looks natural; no clear colour cast.")
        return Verdict("pass", "ok", message, confidence=confidence)
    name = _TINTS[tint]
    message = Text(
        f"照片整体{name.zh}，肤色不自然。多半是灯光或滤镜：把白平衡设为自动，"
        "用白天的窗边光或白色灯，关掉滤镜重拍。",
        f"The whole photo is tinted {name.en}, the skin looks unnatural: lamps or a filter. Set the white "
        "balance to automatic, use daylight or white lamps and no filter, and take it again.",
    )
    return Verdict("warn", "tinted", message, tint, confidence=confidence)
