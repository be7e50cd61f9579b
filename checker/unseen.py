"""What a rule says of a photo in which nothing or nobody was seen."""

from typing import TYPE_CHECKING, Final, get_args

from .report import Value, Verdict
from .text import Text
from .undecoded import undecoded
from .vision.scene import Unseen

if TYPE_CHECKING:
    from .photo import Photo

# Codes of ``unknown`` whose reason lies in the photo or the set-up, so that one photo has it for many rules.
NOTHING_SEEN: Final = frozenset({"not-decoded", "no-face", "lying", *get_args(Unseen)})
_WHY: dict[Unseen, Text] = {
    "not-looked": Text(
        "没有运行人脸识别，无法判断{zh}。",
        "Nobody looked for a face, so this tool cannot judge {en}.",
    ),
    "left-out": Text(
        "省流量模式没有下载人脸模型，无法判断{zh}。请关掉省流量再检查，或自己对照要求看一遍。",
        "The data saver left the face models out, so this tool cannot judge {en}. Check again without it, "
        "or compare the photo with the requirement yourself.",
    ),
    "no-runtime": Text(
        "没有安装运行人脸模型的 onnxruntime，无法判断{zh}。请运行 pip install gradphoto[vision] 后再检查。",
        "onnxruntime, which runs the face models, is not installed, so this tool cannot judge {en}. "
        "Run pip install gradphoto[vision] and check again.",
    ),
    "runtime-failed": Text(
        "人脸模型没能运行，无法判断{zh}。请再试一次，或自己对照要求看一遍。",
        "The face models could not be run, so this tool cannot judge {en}. Try again, or compare the photo "
        "with the requirement yourself.",
    ),
}
_NO_FACE = Text(
    "没有在照片里找到人脸，无法判断{zh}。请确认照片是正面免冠、五官清楚，没有横过来。",
    "No face was found in the photo, so this tool cannot judge {en}. Make sure that it shows a face from the "
    "front, clearly and upright.",
)
_LYING = Text(
    "照片里的脸是{how}的，无法判断{{zh}}。请先把照片{turn}，存好后再检查。",
    "The face in the photo {how}, so this tool cannot judge {{en}}. Turn the photo {turn}, save it and check "
    "again.",
)
# By how many degrees the photo must be turned clockwise: how the face lies, and what to do.
_TURNS = {
    90: (Text("横着", "lies on its side"), Text("顺时针转 90°", "clockwise by 90°")),
    180: (Text("倒着", "is upside down"), Text("转 180°", "by 180°")),
    270: (Text("横着", "lies on its side"), Text("逆时针转 90°", "anticlockwise by 90°")),
}


def unseen(photo: "Photo", what: Text, allowed: Value = None, unit: str = "") -> Verdict:
    """Return ``unknown`` for a photo without a scene or whose scene has no face.

    ``what`` (a noun phrase) cannot be judged. The code is ``not-decoded``, one of `Unseen`, ``no-face``, or
    ``lying`` where the face lies on its side or upside down.
    """
    if photo.working is None:
        return undecoded(photo, what, allowed)
    code, why = _why(photo)
    message = Text(why.zh.format(zh=what.zh), why.en.format(en=what.en))
    return Verdict("unknown", code, message, None, allowed, unit, confidence=0.0)


def _why(photo: "Photo") -> tuple[str, Text]:
    """Return the code and the message, with ``what`` still to be filled in."""
    if photo.scene is None:
        return photo.unseen, _WHY[photo.unseen]
    if photo.scene.turned not in _TURNS:
        return "no-face", _NO_FACE
    how, turn = _TURNS[photo.scene.turned]
    return "lying", Text(
        _LYING.zh.format(how=how.zh, turn=turn.zh), _LYING.en.format(how=how.en, turn=turn.en)
    )
