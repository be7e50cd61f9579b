"""How strongly a JPEG is compressed, estimated from its quantisation tables."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..report import Verdict
from ..table import Table
from ..text import Text

if TYPE_CHECKING:
    from ..photo import Photo
    from ..standards import Standard

RULE_ID = "jpeg-quality"
TITLE = Text("压缩质量", "JPG quality")

_BEST = 100
# Formats that lose nothing by compression (a GIF loses colours: that is colour-mode's business).
_LOSSLESS = {"PNG", "BMP", "GIF"}
# Encoders with tables of their own are placed on the IJG scale by likeness. Ours.
_CONFIDENCE, _IN_DOUBT = 0.8, 0.5


@dataclass(frozen=True, slots=True)
class Limits:
    """``min``: the lowest quality on the IJG scale, 1-100; less than ``doubt`` below it warns only."""

    min: int
    doubt: int


def read_limits(table: Table) -> Limits:
    """Take the rule's limits out of its table."""
    limits = Limits(table.integer("min"), table.integer("doubt"))
    if not 0 <= limits.doubt < limits.min <= _BEST:
        raise table.error("min", f"must be above doubt and at most {_BEST}, doubt at least 0")
    return limits


def describe(limits: Limits) -> Text:
    """Return the limits as a requirement."""
    return Text(f"JPG 压缩质量不低于 {limits.min}", f"JPG quality {limits.min} or more")


def judge(photo: "Photo", limits: Limits, standard: "Standard") -> Verdict:  # noqa: ARG001
    """Warn of a quality below the limit but within the doubt of the estimate; fail below that."""
    quality, lowest = photo.quality, limits.min
    if quality is None:
        return _no_quality(photo, lowest)
    if quality >= lowest:
        message = Text(
            f"压缩质量约为 {quality}，要求不低于 {lowest}。",
            f"The JPG quality is about {quality}; {lowest} or more is required.",
        )
        return Verdict("pass", "ok", message, quality, [lowest, None], confidence=_CONFIDENCE)
    message = Text(
        f"压缩质量约为 {quality}，要求不低于 {lowest}。"
        "请用原图以更高质量重新导出；把压坏的图再存一遍没有用。",
        f"The JPG quality is about {quality}; {lowest} or more is required. Export it from the original "
        "again with a higher quality; saving the compressed one anew does not help.",
    )
    if quality <= lowest - limits.doubt:
        return Verdict("fail", "low", message, quality, [lowest, None], confidence=_CONFIDENCE)
    return Verdict("warn", "low", message, quality, [lowest, None], confidence=_IN_DOUBT, own=True)


def _no_quality(photo: "Photo", lowest: int) -> Verdict:
    """Return the verdict on a file that has no JPEG quality, or does not tell it."""
    if photo.format in _LOSSLESS:
        message = Text(
            f"{photo.format_name} 没有压缩损失；存成 JPG 时，质量选 {lowest} 以上。",
            f"{photo.format_name} loses nothing by compression; save the JPG with {lowest} or more.",
        )
        return Verdict("pass", "lossless", message, None, [lowest, None])
    name = photo.format_name
    message = Text(
        f"这个 {name} 文件看不出压缩质量，无法判断；请另存为 JPG，质量选 {lowest} 以上。",
        f"This {name} file does not tell its quality, so it cannot be judged; "
        f"save it as JPG with {lowest} or more.",
    )
    return Verdict("unknown", "no-tables", message, None, [lowest, None], confidence=0.0)
