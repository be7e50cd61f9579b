"""The colour space of the file: sRGB, or another that some programs will not mind."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..colour_shift import ColourShift
from ..report import Verdict
from ..table import Table
from ..text import NOTHING, Text, number, printable
from ..undecoded import undecoded

if TYPE_CHECKING:
    from ..photo import Photo
    from ..standards import Standard

RULE_ID = "colour-profile"
TITLE = Text("色彩配置", "Colour profile")

_HOW = Text("请导出为 sRGB 的 JPG。", "Export it as a JPG in sRGB.")
_CHANGES = 1.0  # units of CIELAB: smaller changes of chroma or lightness are not put into words. Ours.
_FAULTS = {
    "damaged": Text(
        "色彩配置文件已损坏，颜色可能显示不准。", "Its colour profile is damaged; colours may be off."
    ),
    "unfit": Text(
        "色彩配置文件与照片的颜色模式不符，颜色可能显示不准。",
        "Its colour profile is made for another colour mode; colours may be off.",
    ),
    "assumed": Text(
        "文件声明用了别的色域，却没有色彩配置文件，各处显示的颜色会不一样；这里按 sRGB 判断。",
        "The file declares another colour space but has no profile, so that its colours differ from program "
        "to program; they were taken for sRGB.",
    ),
}


@dataclass(frozen=True, slots=True)
class Limits:
    """Mean CIE76 difference without the profile: from ``noticeable`` on it warns, from ``ruinous`` fails."""

    noticeable: float
    ruinous: float


def read_limits(table: Table) -> Limits:
    """Take the rule's limits out of its table."""
    limits = Limits(table.number("noticeable"), table.number("ruinous"))
    if not 0 < limits.noticeable <= limits.ruinous:
        raise table.error("noticeable", "must be above 0 and not above ruinous")
    return limits


def describe(limits: Limits) -> Text:  # noqa: ARG001
    """Return the limits as a requirement."""
    return Text("sRGB 色彩", "sRGB colours")


def judge(photo: "Photo", limits: Limits, standard: "Standard") -> Verdict:  # noqa: ARG001
    """Warn of or fail a photo whose colours shift where its profile is ignored; warn of a faulty one."""
    state, allowed = photo.profile.state, [None, limits.noticeable]
    if state in {"none", "srgb"}:
        message = Text("颜色按 sRGB 保存，各处显示一致。", "Colours are sRGB, the same everywhere.")
        return Verdict("pass", state, message, 0.0 if state == "srgb" else None, allowed)
    if state in _FAULTS:
        return Verdict("warn", state, _FAULTS[state] + _HOW, None, allowed, own=True)
    shift = photo.colour_shift
    if shift is None:
        return undecoded(photo, Text("颜色会不会变", "how colours will shift"), allowed)
    name = printable(photo.profile.name) or "?"
    measured = round(shift.delta_e, 1)
    head = Text(
        f"色彩配置是「{name}」，不是 sRGB。不认它的系统里，"
        f"{_change(shift).zh}（平均色差 {number(measured)}）。",
        f'The profile is "{ascii(name)[1:-1]}", not sRGB. Where it is ignored, {_change(shift).en} '
        f"(mean difference {number(measured)}).",
    )
    note = Text("这里已换算成 sRGB 再判断。", "Colours were converted before they were judged.")
    if shift.delta_e < limits.noticeable:
        return Verdict("pass", "near", head + note, measured, allowed, own=True)
    if shift.delta_e < limits.ruinous:
        return Verdict("warn", "shift", head + note + _HOW, measured, allowed, own=True)
    return Verdict("fail", "ruinous", head + note + _HOW, measured, allowed, own=True)


def _change(shift: ColourShift) -> Text:
    """Return what happens to the colours, in words."""
    words = NOTHING
    if abs(shift.chroma) >= _CHANGES:
        words = Text("变艳", "more vivid") if shift.chroma > 0 else Text("变淡", "paler")
    if abs(shift.lightness) >= _CHANGES:
        lighter = Text("变亮", "lighter") if shift.lightness > 0 else Text("变暗", "darker")
        words = Text(f"{words.zh}、{lighter.zh}", f"{words.en} and {lighter.en}") if words.zh else lighter
    if not words.zh:
        return Text("颜色会略有偏移", "colours shift a little")
    return Text(f"颜色会{words.zh}", f"colours get {words.en}")
