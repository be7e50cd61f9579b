"""Whether the clothes stand out from the background; the review's 黑边检测 is believed to look at this."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..clothes import measure_clothes, measure_clothes_within
from ..regions import Regions
from ..report import Outcome, Verdict
from ..seen_regions import regions_of
from ..table import Table
from ..text import Text
from ..undecoded import undecoded

if TYPE_CHECKING:
    from ..photo import Photo
    from ..standards import Standard

RULE_ID = "clothes-contrast"
TITLE = Text("衣服与背景分得开", "Clothes stand out")

# Ours, in CIE76 units, from portraits with clothes of known colours (see the bands in common.toml): below the
# first the outline gets lost in places, below the second nearly everywhere.
_DOUBTFUL, _MERGED = 19.0, 9.0
# Where the clothes are is guessed from where an ID photo has them, or told by the model's mask of a person
# who is elsewhere.
_CONFIDENCE, _UNSURE = 0.8, 0.6


@dataclass(frozen=True, slots=True)
class Limits:
    """``required``: the source asks for clothes that stand out, so that others fail and do not just warn."""

    required: bool


def read_limits(table: Table) -> Limits:
    """Take the rule's limits out of its table."""
    return Limits(table.boolean("required", default=False))


def describe(limits: Limits) -> Text:  # noqa: ARG001
    """Return the limits as a requirement."""
    return Text("衣服和背景颜色分明", "clothes that differ clearly from the background")


def judge(photo: "Photo", limits: Limits, standard: "Standard") -> Verdict:  # noqa: ARG001
    """Grade the distance between the colours of clothes and background; no person gives no verdict."""
    if photo.working is None:
        return undecoded(photo, Text("衣服与背景是否分得开", "whether the clothes stand out"))
    regions = regions_of(photo)
    measured = _measured(photo, regions)
    if measured is None:
        message = Text(
            "没有分清人和背景，看不出衣服是否分得开。背景要纯色，人要占满画面下部。",
            "Person and background cannot be told apart. Use a plain background, and let the person fill the "
            "lower part of the photo.",
        )
        return Verdict("unknown", "not-seen", message, confidence=0.0, own=True)
    contrast = round(measured, 1)
    allowed = [_DOUBTFUL, None]
    if measured >= _DOUBTFUL:
        message = Text("衣服和背景分得开。", "The clothes stand out from the background.")
        sure = _UNSURE if regions.state == "no-person" else _CONFIDENCE
        return Verdict("pass", "ok", message, contrast, allowed, "lab", sure, own=True)
    confidence = _CONFIDENCE if regions.state == "plain" else _UNSURE
    merged = measured < _MERGED
    head = Text(
        f"衣服和背景颜色{'几乎一样' if merged else '接近'}，相差 {contrast:.0f}（要 {_DOUBTFUL:.0f} 以上），"
        "审核可能报「黑边检测」不通过。",
        f"The clothes have {'nearly ' if merged else 'almost '}the background's colour: they differ by "
        f"{contrast:.0f}, {_DOUBTFUL:.0f} or more is wanted.",
    )
    how = Text(
        "换一件和背景深浅分明的衣服重拍：白底、浅底穿深色。若肩膀没有占满画面下部，请裁近一些。",
        "Wear something clearly darker or lighter. If the shoulders do not fill the lower part, crop closer.",
    )
    failed = merged and limits.required
    code = "merged" if merged else "near"
    outcome: Outcome = "fail" if failed else "warn"
    return Verdict(outcome, code, head + how, contrast, allowed, "lab", confidence, own=not failed)


def _measured(photo: "Photo", regions: Regions) -> float | None:
    """Return how far the clothes are from the background, None where the two cannot be told apart."""
    if regions.state == "not-plain":
        return None
    if regions.state != "no-person":
        return regions.measure(measure_clothes)
    scene = photo.scene
    if scene is None or scene.person is None or regions.frame.widest:
        return None
    return measure_clothes_within(regions, scene.person)
