"""Frames, margins left by a scan and rounded corners around the picture."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..border import as_hex
from ..regions import find_regions
from ..report import Outcome, Verdict
from ..table import Table
from ..text import Text
from ..undecoded import undecoded

if TYPE_CHECKING:
    from ..photo import Photo
    from ..standards import Standard

RULE_ID = "picture-border"
TITLE = Text("没有边框", "No border")

# Ours: a line of at most this share of the width (2 px, usually) may be left from cropping, and only warns.
_LINE = 0.005
# A white frame before a white background, or one as dark as the clothes, may go unseen.
_CONFIDENCE = 0.9


@dataclass(frozen=True, slots=True)
class Limits:
    """``required``: the source forbids borders, so that one fails and does not just warn."""

    required: bool


def read_limits(table: Table) -> Limits:
    """Take the rule's limits out of its table."""
    return Limits(table.boolean("required", default=False))


def describe(limits: Limits) -> Text:  # noqa: ARG001
    """Return the limits as a requirement."""
    return Text("没有边框、白边和圆角", "no frame, no margin, no rounded corners")


def judge(photo: "Photo", limits: Limits, standard: "Standard") -> Verdict:  # noqa: ARG001
    """Fail a frame or rounded corners where the source forbids them, warn elsewhere and of a thin line."""
    if photo.working is None:
        return undecoded(photo, Text("有没有边框", "whether there is a border"))
    frame = photo.measure(find_regions).frame
    # Measured on the working copy, told in px of the photo.
    scale = photo.size[0] / photo.working.width
    if frame.widest:
        width = round(frame.widest * scale)
        assert frame.colour is not None
        colour = as_hex(frame.colour)
        if frame.widest <= max(1, _LINE * photo.working.width):
            message = Text(
                f"照片边缘有一条约 {width} 像素的细线（{colour}），像是裁剪留下的。请往里裁掉。",
                f"There is a line of about {width} px at the edge ({colour}). Crop it away.",
            )
            return _verdict("warn", "line", message, width)
        message = Text(
            f"照片有约 {width} 像素宽的边框或白边（{colour}）。请裁掉边框，只留照片本身。",
            f"The picture has a frame or margin about {width} px wide ({colour}). Crop it away.",
        )
        return _verdict("fail" if limits.required else "warn", "frame", message, width)
    if frame.corners:
        radius = round(frame.corners * scale)
        message = Text(
            f"照片的角是圆的（半径约 {radius} 像素）。请用直角的原图，或往里裁掉圆角。",
            f"The corners are rounded (radius about {radius} px). Use the original, or crop them away.",
        )
        return _verdict("fail" if limits.required else "warn", "rounded", message, radius)
    return _verdict("pass", "ok", Text("没有发现边框和圆角。", "No border was found."), 0)


def _verdict(outcome: Outcome, code: str, message: Text, measured: int) -> Verdict:
    return Verdict(
        outcome,
        code,
        message,
        measured,
        [None, 0],
        "px",
        _CONFIDENCE,
        own=outcome == "warn",
    )
