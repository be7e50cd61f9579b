"""How colours are stored: 24-bit RGB is what every system reads."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..report import Verdict
from ..table import Table
from ..text import Text, gap

if TYPE_CHECKING:
    from ..photo import Photo
    from ..standards import Standard

RULE_ID = "colour-mode"
TITLE = Text("颜色模式", "Colour mode")

_WANTED_MODE, _WANTED_BITS = "RGB", 8
_NAMES = {
    "RGB": Text("RGB 彩色照片", "RGB"),
    "GRAY": Text("黑白（灰度）照片", "greyscale"),
    "GRAYA": Text("带透明的黑白（灰度）照片", "greyscale with transparency"),
    "PALETTE": Text("颜色很少的索引色图片", "indexed colour"),
    "RGBA": Text("带透明的 RGB 彩色照片", "RGB with transparency"),
    "CMYK": Text("印刷用的 CMYK 照片", "CMYK (for printing presses)"),
}


@dataclass(frozen=True, slots=True)
class Limits:
    """``required``: the source asks for 24-bit colour, so that anything else fails and does not just warn."""

    required: bool


def read_limits(table: Table) -> Limits:
    """Take the rule's limits out of its table."""
    return Limits(table.boolean("required", default=False))


def describe(limits: Limits) -> Text:
    """Return the limits as a requirement."""
    if limits.required:
        return Text("24 位彩色", "24-bit colour")
    return Text("普通彩色照片（24 位 RGB）", "an ordinary colour photo (24-bit RGB)")


def judge(photo: "Photo", limits: Limits, standard: "Standard") -> Verdict:  # noqa: ARG001
    """Fail, or warn where the source is silent, anything but 8 bits in each of red, green and blue."""
    name = _NAMES.get(photo.mode, Text(photo.mode, photo.mode))
    measured, allowed = f"{photo.mode} {photo.bits}", f"{_WANTED_MODE} {_WANTED_BITS}"
    head = Text(
        f"这是{gap(name.zh)}，每通道 {photo.bits} 位，",
        f"The photo is {name.en} with {photo.bits} bits a channel;",
    )
    if (photo.mode, photo.bits) != (_WANTED_MODE, _WANTED_BITS):
        message = head + Text(
            "要求 24 位 RGB 彩色（每通道 8 位）。请在看图软件里转成 RGB，再另存为 JPG。",
            "24-bit RGB is required (8 bits a channel). Convert it to RGB and save it as JPG.",
        )
        if limits.required:
            return Verdict("fail", "not-rgb", message, measured, allowed)
        return Verdict("warn", "not-rgb", message, measured, allowed, own=True)
    return Verdict("pass", "ok", head + Text("符合要求。", "as required."), measured, allowed)
