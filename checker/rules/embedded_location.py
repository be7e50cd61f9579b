"""What the file tells beside the picture: where and when it was taken, by whom, with which camera."""

from typing import TYPE_CHECKING

from ..personal import KINDS
from ..report import Verdict
from ..table import NoLimits
from ..text import Text

if TYPE_CHECKING:
    from ..photo import Photo
    from ..standards import Standard

RULE_ID = "embedded-location"
TITLE = Text("隐私信息", "Personal data in the file")


read_limits = NoLimits.read


def describe(limits: NoLimits) -> Text:  # noqa: ARG001
    """Return the requirement."""
    return Text("文件里没有拍摄地点等隐私信息", "no location or other personal data in the file")


def judge(photo: "Photo", limits: NoLimits, standard: "Standard") -> Verdict:  # noqa: ARG001
    """Warn of personal data, by their kind only; nothing that the file says is repeated."""
    if photo.exif_damaged and not photo.personal:
        message = Text(
            "照片的 EXIF 信息已损坏，看不出里面写了什么。请打开后重新导出，去掉这些信息。",
            "The photo's EXIF data are damaged, so it cannot be told what they say. Export it without them.",
        )
        return Verdict("warn", "damaged", message, own=True, confidence=0.5)
    if not photo.personal:
        message = Text("没有发现拍摄地点等隐私信息。", "No location or other personal data were found.")
        return Verdict("pass", "ok", message)
    names = [KINDS[kind] for kind in photo.personal]
    zh, en = "、".join(name.zh for name in names), ", ".join(name.en for name in names)
    message = Text(
        f"照片文件里还写着：{zh}。采集用不到；不想一起交出去，就在导出时去掉。",
        f"The file also tells: {en}. Nobody needs it; leave it out when exporting.",
    )
    code = "location" if "gps" in photo.personal else "personal"
    return Verdict("warn", code, message, list(photo.personal), own=True)
