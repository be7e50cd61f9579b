"""The file's format, told from its content."""

from dataclasses import dataclass
from pathlib import PureWindowsPath
from typing import TYPE_CHECKING

from ..formats import FORMAT_NAMES
from ..report import Verdict
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
    """Fail another format; warn of a second picture, low quality, or a name that says otherwise."""
    shown = photo.format_name
    allowed = list(limits.formats)
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
    if photo.layout.extra == "picture":
        return Verdict(
            "warn",
            "second-picture",
            Text(
                "文件里还附带第二张图（手机的 HDR 或多图格式），有的上传系统不认。请另存为普通 JPG。",
                "The file holds a second picture (HDR gain map or MPO), which some systems refuse. "
                "Save it as a plain JPG.",
            ),
            "MPO",
            allowed,
            own=True,
        )
    if limits.min_quality is not None and photo.quality is not None and photo.quality < limits.min_quality:
        return Verdict(
            "warn",
            "low-quality",
            Text(
                f"压缩质量约为 {photo.quality}，要求不低于 {limits.min_quality}。请用更高质量重新导出。",
                f"The JPG quality is about {photo.quality}; {limits.min_quality} or more is required. "
                "Export it from the original again with a higher quality.",
            ),
            photo.quality,
            limits.min_quality,
            confidence=0.8,
        )
    if suffix and suffix.lower() not in limits.extensions:
        return Verdict(
            "warn",
            "extension",
            Text(
                f"文件名以 .{suffix} 结尾，要求 .{limits.extensions[0]}。请把扩展名改过来。",
                f"The name ends in .{ascii(suffix)[1:-1]}; .{limits.extensions[0]} is required. Rename it.",
            ),
            suffix,
            list(limits.extensions),
        )
    return Verdict(
        "pass",
        "ok",
        Text(f"照片是 {shown}，符合要求。", f"The photo is {shown}, as required."),
        photo.format,
        allowed,
    )
