"""What a rule says of a photo whose pixels are not decoded."""

from typing import TYPE_CHECKING

from .report import Value, Verdict
from .text import Text

if TYPE_CHECKING:
    from .photo import Photo


def undecoded(photo: "Photo", what: Text, allowed: Value = None) -> Verdict:
    """Return ``unknown``, code ``not-decoded``: ``what`` (a noun phrase) cannot be judged."""
    message = Text(
        f"本工具不解码 {photo.format_name}，无法判断{what.zh}。请另存为 JPG 后再检查。",
        f"This tool does not decode {photo.format_name}, so it cannot judge {what.en}. "
        "Save the photo as JPG and check again.",
    )
    return Verdict("unknown", "not-decoded", message, None, allowed, confidence=0.0)
