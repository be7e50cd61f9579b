"""Too dark or too bright: judged by the lightest part of the person and by what of the face is blown out."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..quality.light import measure_light
from ..quality.regions import At, places
from ..regions import find_regions
from ..report import Outcome, Verdict
from ..table import Table
from ..text import Text
from ..undecoded import undecoded

if TYPE_CHECKING:
    from ..photo import Photo
    from ..standards import Standard

RULE_ID = "exposure"
TITLE = Text("曝光", "Exposure")

# The face is seen, or guessed by its place; the person is told by colour.
_SEEN, _GUESSED = 0.85, 0.7
_PER_CENT = 100


@dataclass(frozen=True, slots=True)
class Limits:
    """``dark``: levels 0-255 that the person's lightest hundredth must reach; ``blown``: a share of the face.

    Beyond ``dark_warn`` and ``blown_warn`` it warns, beyond ``dark_fail`` and ``blown_fail`` it fails.
    """

    dark_warn: int
    dark_fail: int
    blown_warn: float
    blown_fail: float


def read_limits(table: Table) -> Limits:
    """Take the rule's limits out of its table."""
    limits = Limits(
        table.integer("dark_warn"),
        table.integer("dark_fail"),
        table.number("blown_warn"),
        table.number("blown_fail"),
    )
    if not (0 < limits.dark_fail < limits.dark_warn < 255 and 0 < limits.blown_warn < limits.blown_fail <= 1):
        raise table.error("dark_warn", "must be above dark_fail and below 255, blown_warn below blown_fail")
    return limits


def describe(limits: Limits) -> Text:
    """Return the limits as a requirement."""
    share = round(limits.blown_warn * _PER_CENT)
    return Text(
        f"不暗不过曝（人最亮处到 {limits.dark_warn} 级以上，脸上过曝不超过 {share}%）",
        f"neither dark nor blown out (the person reaches level {limits.dark_warn}, at most {share}% of the "
        "face is blown out)",
    )


def judge(photo: "Photo", limits: Limits, standard: "Standard") -> Verdict:  # noqa: ARG001
    """Fail a person who is black or a face that is blank, warn of one that is dark or too bright."""
    if photo.working is None:
        return undecoded(photo, Text("曝光", "its exposure"))
    where = places(photo.scene)
    confidence = _SEEN if where.seen else _GUESSED
    light = photo.measure(find_regions).measure(At(measure_light, where))
    if light is None:
        message = Text(
            "照片中间只有一种亮度，看不出曝光是否合适。请确认照片里有人像。",
            "The middle of the photo is of one brightness, so its exposure cannot be judged. "
            "Make sure that it shows a person.",
        )
        return Verdict("unknown", "no-person", message, confidence=0.0)
    if light.highlight < limits.dark_warn:
        dark: Outcome = "fail" if light.highlight < limits.dark_fail else "warn"
        message = Text(
            f"人太暗：最亮处只有 {light.highlight} 级（满级 255，要到 {limits.dark_warn}）。"
            "请面对窗户或两盏灯重拍，不要逆光；小幅偏暗可以用手机的「亮度」统一调亮。",
            f"The person is too dark: the lightest part reaches level {light.highlight} of 255, wanted is "
            f"{limits.dark_warn}. Take it again facing a window or two lamps, not against the light.",
        )
        return Verdict(
            dark, "dark", message, light.highlight, [limits.dark_warn, None], confidence=confidence
        )
    share = round(light.blown, 3)
    allowed = [None, limits.blown_warn]
    if light.blown > limits.blown_warn:
        bright: Outcome = "fail" if light.blown > limits.blown_fail else "warn"
        per_cent = round(light.blown * _PER_CENT)
        message = Text(
            f"脸上有 {per_cent}% 过曝，白成一片、没有层次，后期补不回来。"
            "请离灯远一些或把曝光调低再拍，不要用闪光灯直打。",
            f"{per_cent}% of the face is blown out, and no editing brings it back. Move away from the lamp "
            "or lower the exposure and take it again; no direct flash.",
        )
        return Verdict(bright, "blown-out", message, share, allowed, "fraction", confidence)
    message = Text("人不暗，脸上没有大片过曝。", "The person is not dark and the face is not blown out.")
    return Verdict("pass", "ok", message, share, allowed, "fraction", confidence)
