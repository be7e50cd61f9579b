"""The lips closed, no teeth showing."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..features import SURE, seen_face
from ..report import Verdict
from ..table import Table
from ..text import Text, number

if TYPE_CHECKING:
    from ..photo import Photo
    from ..standards import Standard

RULE_ID = "mouth-closed"
TITLE = Text("嘴唇闭合", "Mouth closed")

_COVERED = Text(
    "看不到嘴唇，像是被口罩、手或别的东西挡住了。要露出整张脸：请拿开再拍一张。没有东西挡着的话，请自己看看嘴闭上没有。",
    "No lips are seen: a mask, a hand or something else seems to be before them. The whole face must show: "
    "take it off and take the photo again. If nothing is there, look yourself whether the mouth is closed.",
)


@dataclass(frozen=True, slots=True)
class Limits:
    """The gap between the inner lips as a share of T, the distance from between the eyes to the chin.

    From ``warn`` on the lips are parted; ISO/IEC 29794-5 calls less good. From ``fail`` on the mouth is open
    or teeth show; that figure is ours, as the standard's own, 0.20, is for a mouth open wide.
    """

    warn: float
    fail: float


def read_limits(table: Table) -> Limits:
    """Take the rule's limits out of its table."""
    limits = Limits(table.number("warn", low=0, below=1), table.number("fail", low=0, below=1))
    if not limits.warn < limits.fail:
        raise table.error("fail", "must be above warn")
    return limits


def describe(limits: Limits) -> Text:  # noqa: ARG001
    """Return the requirement."""
    return Text("嘴唇自然闭合，不露牙齿", "lips closed, no teeth showing")


def judge(photo: "Photo", limits: Limits, standard: "Standard") -> Verdict:  # noqa: ARG001
    """Grade the gap between the lips.

    Of 68 portraits looked at one by one, closed lips measured up to 0.024, slightly parted ones up to 0.06,
    and in all above 0.07 teeth show; where they show a little, it may be 0.03.
    """
    allowed = [None, limits.warn]
    main = None if photo.scene is None else photo.scene.main
    if main is not None and main.mesh and main.mouth_seen < SURE:
        return Verdict("unknown", "covered", _COVERED, None, allowed, "fraction", confidence=0.0)
    face = seen_face(photo, Text("嘴唇闭合没有", "whether the mouth is closed"), allowed, "fraction")
    if isinstance(face, Verdict):
        return face
    measured, confidence = round(face.mouth_opening, 3), round(face.confidence, 2)
    if face.mouth_opening < limits.warn:
        message = Text("嘴唇是闭合的。", "The lips are closed.")
        return Verdict("pass", "ok", message, measured, allowed, "fraction", confidence)
    percent, most = number(face.mouth_opening * 100), number(limits.warn * 100)
    share = Text(
        f"（上下唇之间是眼睛到下巴距离的 {percent}%，不到 {most}% 才算闭合）",
        f" (the gap is {percent} % of the distance from eyes to chin; less than {most} % counts as closed)",
    )
    how = Text(
        "请放松，嘴唇轻轻合上，不露牙齿，再拍一张；微笑可以，抿着嘴笑。",
        "Relax, close the lips and take it again; a smile with closed lips is fine.",
    )
    if face.mouth_opening >= limits.fail:
        head = Text(f"嘴张着，或者露出了牙齿{share.zh}。", f"The mouth is open or teeth show{share.en}.")
        return Verdict("fail", "open", head + how, measured, allowed, "fraction", confidence)
    head = Text(f"嘴唇没有完全合上{share.zh}。", f"The lips are not quite closed{share.en}.")
    return Verdict("warn", "parted", head + how, measured, allowed, "fraction", confidence, own=True)
