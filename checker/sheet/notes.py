"""What is said of a print sheet: what was cut off the photo, and what to mind."""

from collections.abc import Iterator

from ..fix.choose import MAX_ENLARGEMENT
from ..fix.model import Box, Note, Size
from ..text import Text, number
from .sizes import Print

_SIDES = (
    Text("左边", "at the left"),
    Text("上边", "at the top"),
    Text("右边", "at the right"),
    Text("下边", "at the bottom"),
)
_NO_HEAD = Text(
    "没有看到头的位置，按左右正中、上边对齐裁切。请看一眼，头是不是完整。",
    "No head was seen, so the middle and the top of the photo were kept. Look whether the head is whole.",
)
_UNSCALED = Text(
    "打印时选「实际大小」或 100%，不要选「适合纸张」；冲印时请店里不要裁边、不要缩放。不然尺寸会不对。",
    'Print at "actual size" or 100%, never "fit to page", and tell a photo lab to neither crop nor scale; '
    "else the prints get another size.",
)


def told(picture: Size, box: Box, size: Print, *, seen: bool) -> Iterator[Note]:
    """Yield the notes on prints of ``size`` that show the part ``box`` of a ``picture``, both in px.

    ``seen``: whether it is known where the head is.
    """
    (width, height), (left, top, right, bottom) = picture, box
    gone = zip(_SIDES, (left, top, width - right, height - bottom), (width, height) * 2, strict=True)
    cut = [(side, round(px), number(round(100 * px / whole, 1))) for side, px, whole in gone if px >= 0.5]
    if cut:
        zh = "，".join(f"{side.zh} {px} 像素（{share}%）" for side, px, share in cut)
        en = ", ".join(f"{px} px ({share}%) {side.en}" for side, px, share in cut)
        text = Text(
            f"按{size.name.zh}的比例，裁掉了{zh}；没有拉伸。",
            f"For the ratio of a {size.name.en} print, {en} were cut off; nothing is stretched.",
        )
        yield Note("sheet-cut", text)
        if not seen:
            yield Note("no-head", _NO_HEAD, "advice")
    else:
        text = Text(
            f"照片正好是{size.name.zh}的比例，没有裁切。",
            f"The photo has the ratio of a {size.name.en} print: nothing was cut off.",
        )
        yield Note("sheet-uncut", text)
    times = size.size[0] / (right - left)
    if times > MAX_ENLARGEMENT:
        text = Text(
            f"照片像素不够，印{size.name.zh}要放大 {number(times)} 倍，会有些模糊。有更大的原图，请用原图。",
            f"The photo has too few px: it was enlarged {number(times)} times, and prints will look soft. "
            "Use a larger original if there is one.",
        )
        yield Note("enlarged", text, "advice")
    yield Note("print-unscaled", _UNSCALED, "advice")
