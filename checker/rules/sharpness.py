"""Sharpness of the head: out of focus, or smeared by movement."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..quality.blur import UPLOAD_HEIGHT, Blur, measure_blur
from ..quality.regions import At, places
from ..report import Outcome, Verdict
from ..table import Table
from ..text import Text, number
from ..undecoded import undecoded

if TYPE_CHECKING:
    from ..photo import Photo
    from ..standards import Standard

RULE_ID = "sharpness"
TITLE = Text("清晰度", "Sharpness")

# Measured where the head is seen, or else where it is expected.
_SEEN, _EXPECTED = 0.9, 0.8


@dataclass(frozen=True, slots=True)
class Limits:
    """Blur as a Gaussian's standard deviation in px of a photo `UPLOAD_HEIGHT` px high.

    Above ``warn``, or above ``motion_warn`` in the most blurred direction, it warns; above ``fail`` or
    ``motion_fail`` it fails. ``figureless``: the source asks for sharpness without a figure, so that none is
    quoted as its own.
    """

    warn: float
    fail: float
    motion_warn: float
    motion_fail: float
    figureless: bool


def read_limits(table: Table) -> Limits:
    """Take the rule's limits out of its table."""
    limits = Limits(
        table.number("warn"),
        table.number("fail"),
        table.number("motion_warn"),
        table.number("motion_fail"),
        table.boolean("figureless", default=False),
    )
    if not (0 < limits.warn < limits.fail and 0 < limits.motion_warn < limits.motion_fail):
        raise table.error("warn", "must be above 0 and below fail, motion_warn below motion_fail")
    return limits


def describe(limits: Limits) -> Text:
    """Return the limits as a requirement."""
    if limits.figureless:
        return Text("清晰，不虚、不抖", "sharp, neither out of focus nor shaken")
    most = number(limits.warn)
    return Text(
        f"清晰，不虚、不抖（按高 {UPLOAD_HEIGHT} 像素计，模糊不超过 {most} 像素）",
        f"sharp, neither out of focus nor shaken (blur up to {most} px at {UPLOAD_HEIGHT} px of height)",
    )


def judge(photo: "Photo", limits: Limits, standard: "Standard") -> Verdict:  # noqa: ARG001
    """Fail strong blur, warn of slight blur; nothing can be said of a picture without edges."""
    allowed = [None, limits.warn]
    if photo.working is None:
        return undecoded(photo, Text("照片清不清晰", "its sharpness"), allowed)
    where = places(photo.scene)
    confidence = _SEEN if where.seen else _EXPECTED
    blur = photo.measure(At(measure_blur, where))
    if blur is None:
        message = Text(
            "照片中间几乎没有轮廓，看不出清不清晰。请确认照片里有人像。",
            "The middle of the photo has hardly any edges, so its sharpness cannot be judged. "
            "Make sure that it shows a person.",
        )
        return Verdict("unknown", "no-edges", message, None, allowed, "px", confidence=0.0)
    still = blur.overall <= limits.warn
    moved = blur.worst > limits.motion_warn and (still or blur.worst > 2 * blur.best)
    measured = round(blur.worst if moved else blur.overall, 2)
    if moved:
        outcome: Outcome = "fail" if blur.worst > limits.motion_fail else "warn"
        message, allowed = _head(measured) + _moved(blur), [None, limits.motion_warn]
        return Verdict(outcome, "motion", message, measured, allowed, "px", confidence)
    if not still:
        outcome = "fail" if blur.overall > limits.fail else "warn"
        message = _head(measured) + Text(
            "像是没有对上焦。请擦干净镜头，点一下脸对焦，在亮处重拍；锐化补不回细节。",
            "It seems out of focus. Clean the lens, focus on the face and take it again in good light; "
            "sharpening brings no detail back.",
        )
        return Verdict(outcome, "blurred", message, measured, allowed, "px", confidence)
    message = Text("画面清晰。", "The photo is sharp.")
    return Verdict("pass", "ok", message, measured, allowed, "px", confidence=confidence)


def _head(measured: float) -> Text:
    size = number(measured)
    return Text(
        f"头部模糊，约 {size} 像素（按高 {UPLOAD_HEIGHT} 像素计）。",
        f"The head is blurred by about {size} px (at {UPLOAD_HEIGHT} px of height).",
    )


def _moved(blur: Blur) -> Text:
    """Say which way it is smeared, and what to do."""
    zh, en = {0: ("左右", "sideways"), 90: ("上下", "up and down")}.get(blur.direction, ("斜向", "aslant"))
    return Text(
        f"主要是{zh}方向，像是手抖或人动了。请把手机架稳、人别动，在亮处重拍。",
        f"It is smeared {en}, as by a shaking hand or a movement. Hold the camera still and take it again "
        "in good light.",
    )
