"""The resolution written into the file, in dots per inch. It changes no pixel."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..report import Verdict
from ..table import Range, Table
from ..text import Text, gap, number

if TYPE_CHECKING:
    from ..photo import Photo
    from ..standards import Standard

RULE_ID = "print-resolution"
TITLE = Text("分辨率（dpi）", "Resolution (dpi)")


@dataclass(frozen=True, slots=True)
class Limits:
    """The range in dots per inch."""

    dpi: Range


def read_limits(table: Table) -> Limits:
    """Take the rule's limits out of its table."""
    return Limits(table.range("dpi", least=1))


def describe(limits: Limits) -> Text:
    """Return the limits as a requirement."""
    low, high = limits.dpi.min, limits.dpi.max
    if low == high and low is not None:
        return Text(f"{number(low)} dpi", f"{number(low)} dpi")
    if high is None and low is not None:
        return Text(f"不低于 {number(low)} dpi", f"at least {number(low)} dpi")
    ends = [number(end) if end is not None else "" for end in (low, high)]
    return Text(f"{ends[0]}–{ends[1]} dpi", f"{ends[0]}-{ends[1]} dpi")


def judge(photo: "Photo", limits: Limits, standard: "Standard") -> Verdict:  # noqa: ARG001
    """Pass a missing resolution with a note; warn outside the range. It never fails: it is metadata only."""
    allowed = [limits.dpi.min, limits.dpi.max]
    wanted = describe(limits)
    density = photo.density
    if density is None:
        return Verdict(
            "pass",
            "missing",
            Text(
                f"文件没有写分辨率（要求{gap(wanted.zh)}）。这只是一个标注，不影响画面，一般没有问题。",
                f"The file states no resolution (required: {wanted.en}). It is a label and changes no pixel.",
            ),
            None,
            allowed,
            "dpi",
            own=True,
        )
    lower = min(density.x, density.y)
    measured = round(lower) if density.metric or lower == round(lower) else lower
    shown = number(density.x) if density.x == density.y else f"{number(density.x)}x{number(density.y)}"
    head = Text(
        f"文件标注 {shown} dpi（{density.origin}），要求{gap(wanted.zh)}。",
        f"The file says {shown} dpi ({density.origin}); required: {wanted.en}.",
    )
    if limits.dpi.holds(measured):
        return Verdict("pass", "ok", head, measured, allowed, "dpi")
    note = Text(
        "这只是一个标注，不影响画面；导出时改成 300 dpi 即可。",
        "It is only a label and changes no pixel; set 300 dpi when exporting.",
    )
    return Verdict("warn", "outside", head + note, measured, allowed, "dpi")
