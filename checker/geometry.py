"""Where head and eyes lie in a photo: limits as shares of its height or width, and judging by them."""

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .report import Outcome, Value, Verdict
from .table import Range, Table
from .text import NOTHING, Text, as_fraction, gap, number
from .vision.scene import Face, Mark, Scene

if TYPE_CHECKING:
    from .standards import Standard

# A mark of less confidence than this judges nothing. Ours.
SURE = 0.5
# A head that seems to be cut off by the upper edge: its crown is in the mask's first row of 256. Ours.
CUT_OFF = 1 / 256
# Turned further, in degrees, a face is seen too much from the side for its width and its middle to be
# measured; for standards without a rule about turning. Ours, the angle at which that rule fails.
_TURNED = 10.0
# Shares are compared with so many decimals, lest binary fractions decide at a limit.
_DIGITS = 9


@dataclass(frozen=True, slots=True)
class Side:
    """Which side of the photo a share is of: its name in both languages."""

    name: Text
    upright: bool

    def length(self, scene: Scene) -> int:
        """Return the side's length in px."""
        return scene.size[self.upright]


HEIGHT = Side(Text("高", "height"), True)
WIDTH = Side(Text("宽", "width"), False)


@dataclass(frozen=True, slots=True)
class Shares:
    """Limits of a length as shares 0-1 of the photo's height or width.

    Within ``share`` it passes, within ``near``, which holds ``share``, it warns, beyond it fails. ``figure``
    is the share that the source names where it names only one: then ``share`` is our own tolerance. Where the
    source counts px of a photo ``of`` px high (wide), ``px`` is its range; ``from_bottom``: counted from the
    lower edge, which the shares are not.
    """

    share: Range
    near: Range
    figure: float | None
    px: Range | None
    of: int | None
    from_bottom: bool = False

    @property
    def allowed(self) -> Value:
        """What passes, for a verdict."""
        return [_rounded(self.share.min), _rounded(self.share.max)]


def read_shares(table: Table, doubt: float) -> Shares:
    """Take such limits out of a table: ``range`` and perhaps ``of``, ``near``, ``figure``, ``from_bottom``.

    ``range`` and ``near`` are shares, or px of a photo ``of`` px high (wide). Without ``near`` what lies
    beyond ``range`` by up to ``doubt``, a share, only warns: measuring may be off by as much.
    """
    span = table.range("range", least=0)
    of = table.integer("of", low=1) if table.has("of") else None
    near = table.range("near", least=0) if table.has("near") else None
    figure = table.number("figure", low=0) if table.has("figure") else None
    from_bottom = table.boolean("from_bottom", default=False)
    whole = of or 1
    for key, found in (("range", span), ("near", near)):
        if found is not None and max(found.min or 0, found.max or 0) > whole:
            raise table.error(key, f"must not be above {whole}")
    share = _scaled(span, whole, from_bottom)
    wide = Range(
        None if share.min is None else max(0.0, share.min - doubt),
        None if share.max is None else min(1.0, share.max + doubt),
    )
    if near is not None:
        wide = _scaled(near, whole, from_bottom)
    if (wide.min or 0) > (share.min or 0) or (1 if wide.max is None else wide.max) < (share.max or 1):
        raise table.error("near", "must hold the range: its min must not be above, its max not below")
    if figure is not None and not share.holds(figure):
        raise table.error("figure", "must be within the range: it must not be above or below")
    return Shares(share, wide, figure, span if of else None, of, from_bottom)


def _scaled(span: Range, whole: int, from_bottom: bool) -> Range:
    low, high = span.min, span.max
    if from_bottom:
        low, high = (None if end is None else whole - end for end in (high, low))
    return Range(*(None if end is None else round(end / whole, _DIGITS) for end in (low, high)))


def describe_shares(limits: Shares, what: Text, verb: str, side: Side) -> Text:
    """Return limits as a requirement, such as «the crown is below the upper edge by 50-110 px of 640».

    ``what`` is the phrase before the numbers; ``verb`` comes before «of the height» in Chinese.
    """
    span = limits.share if limits.px is None else limits.px
    zh, en = _bound(span)
    number_zh, number_en = _numbers(span, percent=limits.px is None)
    if limits.px is not None:
        text = f"{zh} {number_zh} 像素（照片{side.name.zh} {limits.of} 像素时）"
        return Text(f"{what.zh}{text}", f"{what.en} {en}{number_en} px of {limits.of}")
    whole = f"照片{side.name.zh}度的"
    if limits.figure is None:
        text = f"{what.zh}{zh}{verb}{whole} {number_zh}"
        return Text(text, f"{what.en} {en}{number_en} of the {side.name.en}")
    figure = as_fraction(limits.figure)
    return Text(
        f"{what.zh}{verb}{whole} {figure}（本工具按 {number_zh} 判）",
        f"{what.en} {figure} of the {side.name.en} (this tool takes {en}{number_en})",
    )


def between(span: Range, *, percent: bool = False) -> Text:
    """Return a range as ``50–110``, ``至少 207``; of shares, as ``percent``, as ``30–50%``, ``至少 1/10``."""
    (zh, en), (number_zh, number_en) = _bound(span), _numbers(span, percent=percent)
    return Text(f"{zh}{gap(number_zh) if zh else number_zh}", f"{en}{number_en}")


def _bound(span: Range) -> tuple[str, str]:
    if span.min is not None and span.max is not None:
        return "", ""
    return ("最多", "at most ") if span.min is None else ("至少", "at least ")


def _numbers(span: Range, *, percent: bool) -> tuple[str, str]:
    if span.min is not None and span.max is not None:
        unit = "%" if percent else ""
        low, high = (_percent(end) if percent else number(end) for end in (span.min, span.max))
        return f"{low}–{high}{unit}", f"{low}-{high}{unit}"
    end = (span.max if span.min is None else span.min) or 0
    share = as_fraction(end)
    shown = number(end)
    if percent:
        shown = share if len(share) <= len("1/10") else f"{_percent(end)}%"
    return shown, shown


def judge_share(
    limits: Shares,
    length: float,
    scene: Scene,
    side: Side,
    what: Text,
    codes: tuple[str, str],
    advice: tuple[Text, Text],
    confidence: float,
) -> Verdict:
    """Return the verdict on a ``length`` in px along ``side``.

    ``what`` is the phrase before the measured value; ``codes`` and ``advice`` are for less and for more than
    allowed.
    """
    whole = side.length(scene)
    share = round(length / whole, _DIGITS)
    measured = round(share, 4)
    message = _measured(limits, length, whole, what, side)
    if limits.share.holds(share):
        own = limits.figure is not None
        return Verdict("pass", "ok", message, measured, limits.allowed, "fraction", confidence, own)
    outcome: Outcome = "warn" if limits.near.holds(share) else "fail"
    low = limits.share.below(share)
    if outcome == "warn":
        message += Text("差得不多，只提醒。", "That is not far off, hence only a warning.")
    return Verdict(
        outcome,
        codes[0] if low else codes[1],
        message + (advice[0] if low else advice[1]),
        measured,
        limits.allowed,
        "fraction",
        confidence,
        own=outcome == "warn",
    )


def _measured(limits: Shares, length: float, whole: int, what: Text, side: Side) -> Text:
    percent, px = _percent(length / whole), round(length)
    wanted = between(limits.share, percent=True)
    source = NOTHING
    if limits.px is not None:
        theirs = between(limits.px)
        edge = Text("离下边", " from the bottom") if limits.from_bottom else NOTHING
        source = Text(
            f"（{side.name.zh} {limits.of} 像素时{edge.zh}{gap(theirs.zh)} 像素）",
            f" ({theirs.en} px of {limits.of}{edge.en})",
        )
    elif limits.figure is not None:
        figure = as_fraction(limits.figure)
        source = Text(f"（原要求 {figure}）", f" (the source says {figure})")
    return Text(
        f"{what.zh} {percent}%（{px} 像素），要求{gap(wanted.zh)}{source.zh}。",
        f"{what.en} {percent}% ({px} px); required: {wanted.en}{source.en}.",
    )


def moved(limits: Shares, length: float, whole: int) -> Text:
    """Return by how many px a crop must move so that ``length`` from its upper edge is allowed: ``20–60``."""
    share = limits.share
    ends = sorted(abs(end * whole - length) for end in (share.min, share.max) if end is not None)
    return _span(ends[0], ends[1] if len(ends) > 1 else None)


def resized(limits: Shares, length: float) -> Text:
    """Return how high (wide) in px a crop must be so that ``length`` px are an allowed share of it."""
    share = limits.share
    low = length / share.max if share.max is not None else None
    high = length / share.min if share.min else None
    return _span(low, high)


def _span(low: float | None, high: float | None) -> Text:
    """Return the whole numbers from ``low`` to ``high``, to be put after a Chinese word."""
    first = None if low is None else max(1, math.ceil(low))
    last = None if high is None else math.floor(high)
    if first is not None and last is not None and last <= first:
        return Text(f" {first}", f"{first}")
    span = between(Range(first, last))
    return Text(gap(span.zh), span.en)


def unsure(where: Text, what: Text, allowed: Value, unit: str, confidence: float = 0.0) -> Verdict:
    """Return ``unknown``: ``where`` is not seen well enough to judge ``what`` (both noun phrases)."""
    message = Text(
        f"没看准{where.zh}在哪里，无法判断{what.zh}。请自己对照要求看一遍；照片太暗、太小或遮住了，就重拍。",
        f"Where to find {where.en} is not sure, so this tool cannot judge {what.en}. Compare the photo with "
        "the requirement yourself; take it again if it is dark, small or covered.",
    )
    return Verdict("unknown", "unsure", message, None, allowed, unit, round(confidence, 2))


def turned(face: Face, standard: "Standard", what: Text, allowed: Value) -> Verdict | None:
    """Return ``unknown`` where the head is turned too far to measure ``what`` (a noun phrase), else None."""
    entry = standard.rules.get("yaw")
    most = entry.limits.fail if entry is not None else _TURNED
    if not abs(face.pose.yaw) > most:  # also where nothing is known of it
        return None
    degrees = number(round(abs(face.pose.yaw)))
    message = Text(
        f"头转了 {degrees}°，这样量不准{what.zh}。请正对镜头重拍。",
        f"The head is turned by {degrees} degrees, so {what.en} cannot be measured. Face the camera.",
    )
    return Verdict("unknown", "turned", message, None, allowed, "fraction", 0.0)


def middle(pair: tuple[Mark, Mark]) -> Mark:
    """Return the middle of two marks, as sure as the less sure one."""
    one, other = pair
    return Mark((one.x + other.x) / 2, (one.y + other.y) / 2, min(one.confidence, other.confidence))


def is_cut_off(scene: Scene) -> bool:
    """Return whether the upper edge cuts off the crown of the head."""
    return scene.crown is not None and scene.crown.y <= scene.size[1] * CUT_OFF


def _percent(share: float) -> str:
    """Return a share in per cent with one decimal, a half rounded up as people do: 0.3125 is 31.3."""
    return number(math.floor(share * 1000 + 0.5) / 10)


def _rounded(end: float | None) -> float | None:
    return None if end is None else round(end, 4)
