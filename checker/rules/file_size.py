"""The file's size. Sources say KB and mean 1,000 or 1,024 bytes: only what both readings allow passes."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..report import Verdict
from ..table import Range, Table
from ..text import NOTHING, Text, gap, kilobytes, number

if TYPE_CHECKING:
    from ..photo import Photo
    from ..standards import Standard

RULE_ID = "file-size"
TITLE = Text("文件大小", "File size")


@dataclass(frozen=True, slots=True)
class Limits:
    """``kb``: the range in KB; ``usual``: the source calls it usual; ``enforced``: leaving it fails.

    ``megabytes``: the source says MB, of which ``kb`` counts 1,000 each.
    """

    kb: Range
    usual: bool
    enforced: bool
    megabytes: bool


def read_limits(table: Table) -> Limits:
    """Take the rule's limits out of its table."""
    return Limits(
        table.range("kb", least=1),
        table.boolean("usual", default=False),
        table.boolean("enforced", default=True),
        table.boolean("megabytes", default=False),
    )


def describe(limits: Limits) -> Text:
    """Return the limits as a requirement."""
    text = _range(limits)
    return Text(f"一般 {text.zh}", f"usually {text.en}") if limits.usual else text


def judge(photo: "Photo", limits: Limits, standard: "Standard") -> Verdict:  # noqa: ARG001
    """Pass between min x 1,024 and max x 1,000 bytes; warn between the two readings of KB; else fail."""
    kb, size = limits.kb, photo.n_bytes
    large = 1024 * 1024 / 1000 if limits.megabytes else 1024
    strict = [None if kb.min is None else int(kb.min * large), None if kb.max is None else int(kb.max * 1000)]
    loose = Range(None if kb.min is None else kb.min * 1000, None if kb.max is None else kb.max * large)
    wanted = _range(limits)
    usually = Text("一般", "usually ") if limits.usual else NOTHING
    head = Text(
        f"文件大小 {kilobytes(size)}，{usually.zh}要求{gap(wanted.zh)}。",
        f"The file has {kilobytes(size)}; {usually.en}required: {wanted.en}.",
    )
    if loose.holds(size):
        if Range(*strict).holds(size):
            return Verdict("pass", "ok", head, size, strict, "B")
        return Verdict(
            "warn",
            "borderline",
            head
            + Text(
                "正好卡在边界：1 KB 按 1000 还是 1024 字节算，结果不同。请留一点余量。",
                "It is right at the limit: whether 1 KB is 1,000 or 1,024 bytes decides. Leave some margin.",
            ),
            size,
            strict,
            "B",
            own=True,
        )
    if loose.below(size):
        code = "too-small"
        how = Text(
            "太小：请用原图重新导出，质量选高一些；不要用截图或聊天软件压缩过的图。",
            "Too small: export it from the original with a higher quality; use no screenshot or chat copy.",
        )
    else:
        code = "too-large"
        how = Text(
            "太大：请先缩到要求的像素，再导出为质量稍低的 JPG。",
            "Too large: first reduce it to the required pixels, then export a JPG of somewhat lower quality.",
        )
    return Verdict("fail" if limits.enforced else "warn", code, head + how, size, strict, "B")


def _range(limits: Limits) -> Text:
    unit, one = ("MB", 1000) if limits.megabytes else ("KB", 1)
    low, high = (None if end is None else number(end / one) for end in (limits.kb.min, limits.kb.max))
    if high is None:
        return Text(f"不小于 {low} {unit}", f"at least {low} {unit}")
    if low is None:
        return Text(f"不超过 {high} {unit}", f"at most {high} {unit}")
    return Text(f"{low}–{high} {unit}", f"{low}-{high} {unit}")
