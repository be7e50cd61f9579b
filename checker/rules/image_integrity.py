"""Whether the file is whole. What cannot be decoded at all is unreadable and never gets here."""

from typing import TYPE_CHECKING

from ..report import Verdict
from ..table import NoLimits
from ..text import Text, kilobytes
from ..undecoded import undecoded

if TYPE_CHECKING:
    from ..photo import Photo
    from ..standards import Standard

RULE_ID = "image-integrity"
TITLE = Text("文件完整", "Whole file")


read_limits = NoLimits.read


def describe(limits: NoLimits) -> Text:  # noqa: ARG001
    """Return the requirement."""
    return Text("文件完整，能正常打开", "the file is whole and opens")


# Damage inside coded data leaves no trace in a file's structure, so no file is surely whole.
_NO_TRACE = 0.9
_GAPS: dict[str, Text] = {
    "scans": Text(
        "JPG 少了一部分扫描数据，画面比原图粗糙或缺颜色，多半没有传完。请重新传输原图。",
        "The JPG lacks some of its scans, so it is coarser or lacks colour. Transfer the original again.",
    ),
    "restart": Text(
        "JPG 的数据中间缺了一段或错乱了，画面会错位。请重新传输原图。",
        "Some of the JPG's data are missing or garbled. Transfer the original again.",
    ),
    "marker": Text(
        "JPG 的数据中间有不该出现的标记，多半已损坏。请重新传输原图。",
        "The JPG's data hold a marker that does not belong there. Transfer the original again.",
    ),
}


def judge(photo: "Photo", limits: NoLimits, standard: "Standard") -> Verdict:  # noqa: ARG001
    """Fail a file that stops early or whose data were never all received; warn of foreign data at its end.

    The second picture of an MPO or HDR photo is the business of image-format.
    """
    layout = photo.layout
    damage = _damage(photo)
    if damage is not None:
        return damage
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
        return undecoded(photo, Text("画面是否完整", "whether the picture is whole"))
    return Verdict("pass", "ok", Text("没有发现缺损。", "No damage was found."), confidence=_NO_TRACE)


def _damage(photo: "Photo") -> Verdict | None:
    """Return what shows that data are missing, or None."""
    if photo.grey_tail > 0:
        share = f"{max(1, round(photo.grey_tail * 100))}%"
        message = Text(
            f"照片下部约 {share} 是均匀的灰色，多半是没有传完就保存了。请重新传输原图。",
            f"About {share} of the photo, at the bottom, is even grey: it was probably saved before it "
            "had arrived whole. Transfer the original again.",
        )
        measured = round(photo.grey_tail, 3)
        return Verdict("fail", "grey-area", message, measured, 0, "fraction", confidence=0.9)
    if not photo.layout.complete:
        message = Text(
            "文件缺少结尾标记，可能没有传完，上传系统可能拒收。请重新传输，或打开后另存一次。",
            "The file lacks its end mark; it may not have arrived whole, and may be refused. "
            "Transfer it again, or open it and save it anew.",
        )
        return Verdict("fail", "no-end", message)
    if photo.layout.gap:
        return Verdict("fail", f"gap-{photo.layout.gap}", _GAPS[photo.layout.gap], confidence=0.9)
    if photo.grey_corner == "missing":
        message = Text(
            "照片最后一点数据没有传完，右下角是灰色。请重新传输原图。",
            "The very end of the photo has not arrived: its lower right corner is grey. "
            "Transfer the original again.",
        )
        return Verdict("fail", "corner-missing", message, confidence=0.9)
    if photo.grey_corner:
        message = Text(
            "照片右下角有一小块均匀的灰色，可能最后一点没有传完，无法判断。请放大看右下角；有灰块就重新传输原图。",
            "The lower right corner is even grey; the very end may not have arrived. Look at it enlarged; "
            "if it is a grey block, transfer the original again.",
        )
        return Verdict("unknown", "grey-corner", message, confidence=0.0)
    return None
