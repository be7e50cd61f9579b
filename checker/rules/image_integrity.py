"""Whether the file is whole. What cannot be decoded at all is unreadable and never gets here."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..report import Verdict
from ..table import Table
from ..text import Text, kilobytes

if TYPE_CHECKING:
    from ..photo import Photo
    from ..standards import Standard

RULE_ID = "image-integrity"
TITLE = Text("文件完整", "Whole file")


@dataclass(frozen=True, slots=True)
class Limits:
    """The rule has no limits."""


def read_limits(table: Table) -> Limits:  # noqa: ARG001
    """Return the rule's limits, of which there are none."""
    return Limits()


def describe(limits: Limits) -> Text:  # noqa: ARG001
    """Return the requirement."""
    return Text("文件完整，能正常打开", "the file is whole and opens")


def judge(photo: "Photo", limits: Limits, standard: "Standard") -> Verdict:  # noqa: ARG001
    """Fail a file that stops early or whose lower part was never received; warn of foreign data at its end.

    The second picture of an MPO or HDR photo is the business of image-format.
    """
    layout = photo.layout
    if photo.grey_tail > 0:
        share = f"{round(photo.grey_tail * 100)}%"
        return Verdict(
            "fail",
            "grey-area",
            Text(
                f"照片下部约 {share} 是均匀的灰色，多半是没有传完就保存了。请重新传输原图。",
                f"About {share} of the photo, at the bottom, is even grey: it was probably saved before it "
                "had arrived whole. Transfer the original again.",
            ),
            round(photo.grey_tail, 2),
            0,
            "fraction",
            confidence=0.9,
        )
    if not layout.complete:
        return Verdict(
            "fail",
            "no-end",
            Text(
                "文件缺少结尾标记，可能没有传完，上传系统可能拒收。请重新传输，或打开后另存一次。",
                "The file lacks its end mark; it may not have arrived whole, and may be refused. "
                "Transfer it again, or open it and save it anew.",
            ),
        )
    if layout.extra in {"bytes", "video"}:
        size = kilobytes(layout.extra_bytes)
        what = (
            Text("一段视频（动态照片）", "a video (motion photo)")
            if layout.extra == "video"
            else Text("其他数据", "other data")
        )
        return Verdict(
            "warn",
            "trailing-data",
            Text(
                f"照片末尾附带 {size} 的{what.zh}，会占文件大小，有的系统不认。请打开后另存为普通 JPG。",
                f"{what.en} of {size} follows the photo; it counts as file size, and some systems refuse it. "
                "Open the photo and save it as a plain JPG.",
            ),
            layout.extra_bytes,
            0,
            "B",
        )
    if photo.working is None:
        return Verdict(
            "unknown",
            "not-decoded",
            Text(
                f"本工具不解码 {photo.format_name}，无法判断画面是否完整。请另存为 JPG 后再检查。",
                f"This tool does not decode {photo.format_name}, so it cannot tell. Save it as JPG first.",
            ),
            confidence=0.0,
        )
    return Verdict("pass", "ok", Text("文件完整，能正常打开。", "The file is whole and opens."))
