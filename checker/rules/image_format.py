"""The file's format, told from its content."""

import functools
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import PureWindowsPath
from typing import TYPE_CHECKING

from ..formats import FORMAT_NAMES
from ..report import SEVERITY, Verdict
from ..table import Table
from ..text import NOTHING, Text, printable

if TYPE_CHECKING:
    from ..photo import Photo
    from ..standards import Standard

RULE_ID = "image-format"
TITLE = Text("文件格式", "File format")

_FORMATS = ("JPEG", "PNG", "GIF", "BMP", "HEIF", "WEBP")
_HOW = {
    "HEIF": Text(
        "这是苹果手机的默认格式：传到电脑上另存为 JPG，或在「设置 > 相机 > 格式」里选「兼容性最佳」后重拍。",
        "This is the iPhone's default: save it as JPG on a computer, or choose Settings > Camera > "
        "Formats > Most Compatible and take it again.",
    ),
}
# The quality is estimated from tables that encoders scale in different ways: only so far below the limit is
# it surely too low. Ours, to be calibrated.
_QUALITY_DOUBT = 5
_HOW_ELSE = Text("请用看图软件打开后另存为 JPG。", "Open it in a picture viewer and save it as JPG.")


@dataclass(frozen=True, slots=True)
class Limits:
    """Allowed formats, allowed extensions (lower case, without dot), lowest JPEG quality on the IJG scale."""

    formats: tuple[str, ...]
    extensions: tuple[str, ...]
    min_quality: int | None


def read_limits(table: Table) -> Limits:
    """Take the rule's limits out of its table."""
    return Limits(
        table.strings("formats", _FORMATS),
        table.strings("extensions"),
        table.integer("min_quality") if table.has("min_quality") else None,
    )


def describe(limits: Limits) -> Text:
    """Return the limits as a requirement."""
    names = "/".join(FORMAT_NAMES.get(name, name) for name in limits.formats)
    extensions = "/".join(f".{extension}" for extension in limits.extensions)
    zh, en = f"{names}（扩展名 {extensions}）", f"{names} (named {extensions})"
    if limits.min_quality is None:
        return Text(zh, en)
    return Text(f"{zh}，压缩质量不低于 {limits.min_quality}", f"{en}, quality {limits.min_quality} or more")


def judge(photo: "Photo", limits: Limits, standard: "Standard") -> Verdict:  # noqa: ARG001
    """Fail another format or low quality; warn of a second picture or a name that says otherwise.

    All that is wrong stands in one sentence; the code is that of the worst.
    """
    shown, allowed = photo.format_name, list(limits.formats)
    wanted = "/".join(FORMAT_NAMES.get(name, name) for name in allowed)
    suffix = printable(PureWindowsPath(photo.name).suffix[1:])  # splits at both kinds of slash
    if photo.format not in limits.formats:
        renamed = NOTHING
        if suffix.lower() in limits.extensions:
            renamed = Text(
                f"文件名以 .{suffix} 结尾，但改名不会改变内容。",
                f"Its name ends in .{ascii(suffix)[1:-1]}, but renaming does not change the content.",
            )
        message = Text(
            f"照片是 {shown} 格式，要求 {wanted}。", f"The photo is a {shown} file; {wanted} is required."
        )
        how = _HOW.get(photo.format, _HOW_ELSE)
        return Verdict("fail", "not-allowed", message + renamed + how, photo.format, allowed)
    faults = sorted(_faults(photo, limits, suffix), key=lambda fault: SEVERITY.index(fault.outcome))
    if not faults:
        message = Text(f"照片是 {shown}，符合要求。", f"The photo is {shown}, as required.")
        return Verdict("pass", "ok", message, photo.format, allowed)
    return replace(faults[0], message=functools.reduce(Text.__add__, [fault.message for fault in faults]))


def _faults(photo: "Photo", limits: Limits, suffix: str) -> Iterator[Verdict]:
    """Yield what is wrong with a photo of an allowed format."""
    if photo.layout.extra == "picture":
        message = Text(
            "文件里还附带第二张图（手机的 HDR 或多图格式），有的上传系统不认。请另存为普通 JPG。",
            "The file holds a second picture (HDR gain map or MPO), which some systems refuse. "
            "Save it as a plain JPG.",
        )
        yield Verdict("warn", "second-picture", message, "MPO", list(limits.formats), own=True)
    lowest, quality = limits.min_quality, photo.quality
    if lowest is not None and quality is not None and quality < lowest:
        message = Text(
            f"压缩质量约为 {quality}，要求不低于 {lowest}。请用更高质量重新导出。",
            f"The JPG quality is about {quality}; {lowest} or more is required. "
            "Export it from the original again with a higher quality.",
        )
        if quality <= lowest - _QUALITY_DOUBT:
            yield Verdict("fail", "low-quality", message, quality, lowest, confidence=0.8)
        else:
            yield Verdict("warn", "low-quality", message, quality, lowest, confidence=0.5, own=True)
    # A photo without any name, such as a pasted one, needs no extension either.
    if photo.name and suffix.lower() not in limits.extensions:
        wanted = limits.extensions[0]
        ends = Text(f"以 .{suffix} 结尾", f"ends in .{ascii(suffix)[1:-1]}")
        found = ends if suffix else Text("没有扩展名", "has no extension")
        message = Text(
            f"文件名{found.zh}，要求 .{wanted}。请把扩展名改成 .{wanted}。",
            f"The name {found.en}; .{wanted} is required. Rename it.",
        )
        yield Verdict("warn", "extension", message, suffix, list(limits.extensions))
