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
# Names under which a file of each format goes: one with such a name and other content was only renamed.
_NAMES = {"JPEG": {"jpg", "jpeg"}, "PNG": {"png"}, "GIF": {"gif"}, "BMP": {"bmp"}}
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
    """Allowed formats."""

    formats: tuple[str, ...]


def read_limits(table: Table) -> Limits:
    """Take the rule's limits out of its table."""
    return Limits(table.strings("formats", _FORMATS))


def describe(limits: Limits) -> Text:
    """Return the limits as a requirement."""
    names = "/".join(FORMAT_NAMES.get(name, name) for name in limits.formats)
    return Text(names, names)


def judge(photo: "Photo", limits: Limits, standard: "Standard") -> Verdict:  # noqa: ARG001
    """Fail another format, and say so when only the name is an allowed one's."""
    shown, allowed = photo.format_name, list(limits.formats)
    wanted = describe(limits).zh
    if photo.format in limits.formats:
        message = Text(f"照片是 {shown}，符合要求。", f"The photo is {shown}, as required.")
        return Verdict("pass", "ok", message, photo.format, allowed)
    suffix = printable(PureWindowsPath(photo.name).suffix[1:])  # splits at both kinds of slash
    renamed = NOTHING
    if any(suffix.lower() in _NAMES.get(name, ()) for name in limits.formats):
        renamed = Text(
            f"文件名以 .{suffix} 结尾，但改名不会改变内容。",
            f"Its name ends in .{ascii(suffix)[1:-1]}, but renaming does not change the content.",
        )
    message = Text(
        f"照片是 {shown} 格式，要求 {wanted}。", f"The photo is a {shown} file; {wanted} is required."
    )
    how = _HOW.get(photo.format, _HOW_ELSE)
    return Verdict("fail", "not-allowed", message + renamed + how, photo.format, allowed)
