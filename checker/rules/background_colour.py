"""The background's colour, measured at the border of the photo."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..backgrounds import BACKGROUNDS, best_grade
from ..border import Border, as_hex, describe_border
from ..colour_names import colour_name
from ..report import Verdict
from ..seen_regions import samples_of
from ..table import Table
from ..text import NOTHING, Text
from ..undecoded import undecoded

if TYPE_CHECKING:
    from ..photo import Photo
    from ..standards import Standard

RULE_ID = "background-colour"
TITLE = Text("背景颜色", "Background colour")

# Ours, measured by `benchmarks/accuracy`. The median is judged when this share of the border is near it, or
# when nearly all has an allowed colour (a light falling off to one side). Where hardly any has, no background
# can be right.
_ONE_COLOUR = 0.7
_NEARLY_ALL = 0.9
_HARDLY_ANY = 0.25
# The border is taken for background without knowing where the person is, and colours without a profile, or
# from a CMYK file, are guesses: so no verdict is certain.
_BORDER_CONFIDENCE, _GUESSED_COLOURS = 0.9, 0.7


@dataclass(frozen=True, slots=True)
class Limits:
    """The allowed backgrounds, names of `BACKGROUNDS`; the best that fits counts."""

    allowed: tuple[str, ...]


def read_limits(table: Table) -> Limits:
    """Take the rule's limits out of its table."""
    return Limits(table.strings("allowed", BACKGROUNDS))


def describe(limits: Limits) -> Text:
    """Return the limits as a requirement."""
    titles = [BACKGROUNDS[name].title for name in limits.allowed]
    zh = "、".join(title.zh for title in titles[:-1])
    en = ", ".join(title.en for title in titles[:-1])
    last = titles[-1]
    return Text(f"{zh}或{last.zh}", f"{en} or {last.en}") if en else last


def judge(photo: "Photo", limits: Limits, standard: "Standard") -> Verdict:  # noqa: ARG001
    """Grade the border's median colour; fail or give no verdict where the border is no single colour."""
    allowed = list(limits.allowed)
    wanted = describe(limits)
    if photo.working is None:
        what = Text(f"背景（要求{wanted.zh}）", f"the background (required: {wanted.en})")
        return undecoded(photo, what, allowed)
    border = describe_border(samples_of(photo), limits.allowed)
    guessed = photo.mode == "CMYK" or photo.profile.state in {"assumed", "damaged", "unfit"}
    trust = _BORDER_CONFIDENCE * (_GUESSED_COLOURS if guessed else 1)
    if border.halves is not None or (border.even < _ONE_COLOUR and border.allowed < _NEARLY_ALL):
        return _not_plain(border, allowed, wanted, round(trust * 0.8, 2))
    grade = best_grade(border.lab, limits.allowed)
    name = colour_name(border.lab)
    measured = as_hex(border.rgb)
    head = Text(
        f"背景测得 {measured}（{name.zh}），要求{wanted.zh}。",
        f"The background is {measured} ({name.en}); required: {wanted.en}.",
    )
    how = {
        "pass": NOTHING,
        "warn": Text(
            "颜色接近但有些偏，可能被退回；最好换更标准的背景重拍。",
            "It is near but somewhat off and may be refused; better take it before a truer background.",
        ),
        "fail": Text(
            f"请换{wanted.zh}的纯色背景重拍，光线要亮而均匀。",
            f"Take the photo before an even background, {wanted.en}, in bright even light.",
        ),
    }[grade]
    code = {"pass": "ok", "warn": "off", "fail": "wrong"}[grade]
    confidence = round(trust * max(border.even, border.allowed), 2)
    return Verdict(grade, code, head + how, measured, allowed, confidence=confidence, own=grade == "warn")


def _not_plain(border: Border, allowed: list[str], wanted: Text, confidence: float) -> Verdict:
    """Fail a border of several colours where hardly any is allowed; else say that it cannot be judged."""
    measured = as_hex(border.commonest)
    if border.allowed < _HARDLY_ANY:
        message = Text(
            f"照片边缘不是单一颜色，而且几乎没有{wanted.zh}。请在{wanted.zh}的纯色背景前重拍。",
            f"The edges are of several colours and hardly any is {wanted.en}. "
            f"Take the photo before an even background, {wanted.en}.",
        )
        return Verdict("fail", "not-plain", message, measured, allowed, confidence=confidence, own=True)
    if border.halves is not None:
        first, second = (as_hex(colour) for colour in border.halves)
        head = Text(
            f"照片边缘有两种颜色（{first} 和 {second}），",
            f"The edges have two colours ({first} and {second}),",
        )
    else:
        head = Text("照片边缘不是单一颜色，", "The edges are of several colours,")
    message = head + Text(
        f"看不出背景是不是{wanted.zh}。若头顶和两侧留白太少，请重新裁剪；若背景不均匀，请重拍。",
        f"so it cannot be told whether the background is {wanted.en}. "
        "Crop with more room around the head, or take the photo before an even background.",
    )
    return Verdict("unknown", "not-plain", message, measured, allowed, confidence=0.0, own=True)
