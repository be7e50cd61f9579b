"""One picture in the file, not several: burst, animation, MPO, gain map."""

from typing import TYPE_CHECKING

from ..formats import MAX_PICTURES
from ..report import Verdict
from ..table import NoLimits
from ..text import Text

if TYPE_CHECKING:
    from ..photo import Photo
    from ..standards import Standard

RULE_ID = "single-image"
TITLE = Text("只有一张图", "A single picture")

_HOW = Text("请打开后另存为普通 JPG。", "Open it and save it as a plain JPG.")
_ANIMATED = {"PNG", "GIF", "WEBP"}


read_limits = NoLimits.read


def describe(limits: NoLimits) -> Text:  # noqa: ARG001
    """Return the requirement."""
    return Text("一个文件里只有一张图", "one picture in the file")


def judge(photo: "Photo", limits: NoLimits, standard: "Standard") -> Verdict:  # noqa: ARG001
    """Fail an animation; warn of further pictures, of which viewers show the first."""
    pictures = max(photo.frames, photo.layout.pictures)
    if photo.format in _ANIMATED and photo.frames > 1:
        message = Text(
            f"这是动图，有 {photo.frames} 帧。请改用单张照片。",
            f"This is an animation of {photo.frames} frames. Use a single photo.",
        )
        return Verdict("fail", "animated", message, photo.frames, 1)
    if photo.gain_map:
        message = Text(
            "照片里附带一张 HDR 增益图（只供高亮屏幕用），会占文件大小，有的上传系统不认。",
            "The file holds an HDR gain map, meant for bright screens; it takes room, and some systems "
            "refuse it.",
        )
        return Verdict("warn", "gain-map", message + _HOW, pictures, 1, own=True)
    if pictures > MAX_PICTURES:
        many = Text(f"超过 {MAX_PICTURES} 张", f"more than {MAX_PICTURES}")
    else:
        many = Text(f" {pictures} 张", f"{pictures}")
    if photo.format == "JPEG" and pictures > 1:
        message = Text(
            f"文件里共有{many.zh}图（MPO 多图格式），只有第一张算数，有的上传系统不认。",
            f"The file holds {many.en} pictures (MPO); only the first counts, and some systems refuse it.",
        )
        return Verdict("warn", "second-picture", message + _HOW, pictures, 1, own=True)
    if pictures > 1:
        message = Text(
            f"文件里共有{many.zh}图（如连拍），检查的是其中的主图。请把要用的那张另存为普通 JPG。",
            f"The file holds {many.en} pictures, such as a burst; its main one was checked. "
            "Save the one you want as a plain JPG.",
        )
        return Verdict("warn", "burst", message, pictures, 1, own=True)
    return Verdict("pass", "ok", Text("只有一张图。", "There is a single picture."), pictures, 1)
