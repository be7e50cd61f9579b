"""Whether the background is even: no gradient, shadow, fold, texture or thing in it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..evenness import Evenness, measure_evenness
from ..report import Verdict
from ..seen_regions import regions_of
from ..table import Table
from ..text import NOTHING, Text
from ..undecoded import undecoded

if TYPE_CHECKING:
    from ..photo import Photo
    from ..standards import Standard

RULE_ID = "background-evenness"
TITLE = Text("背景均匀", "Even background")

# Ours, from photos made with known gradients, shadows and waves (see the bands in common.toml): from the
# first figure on it can be seen, from the second nobody overlooks it. CIE76 units, for objects a share.
_SEEN = {"gradient": (9.0, 17.0), "shadow": (4.7, 11.0), "texture": (2.5, 5.0), "objects": (0.015, 0.05)}
# Less background than this share of the picture is too little to say anything.
_ENOUGH = 0.03
# The person is told from the background by colour alone; more surely so where nothing merges.
_CONFIDENCE, _UNSURE = 0.85, 0.6

_FAULTS = {
    "gradient": Text(
        "背景各处颜色差到 {value}（{limit} 起看得出渐变）。两侧灯光要一样亮，请重拍。",
        "Across the background the colour changes by {value} (from {limit} on it shows). "
        "Light both sides alike and take the photo again.",
    ),
    "shadow": Text(
        "背景上有影子、褶皱或暗角，和周围相差 {value}（{limit} 起看得出）。离背景半米到一米重拍。",
        "There is a shadow, a fold or a dark corner in the background, {value} from its surroundings "
        "(from {limit} on it shows). Stand half a metre or more before it.",
    ),
    "texture": Text(
        "背景有花纹或很重的噪点，起伏 {value}（{limit} 起看得出）。请换平整的纯色背景，光线亮一些。",
        "The background has a texture or strong noise of {value} (from {limit} on it shows). "
        "Use a smooth background and more light.",
    ),
    "objects": Text(
        "背景里还有别的东西，占背景的 {value}。请在空白的纯色背景前重拍。",
        "Something else is in the background, {value} of it. Use an empty background.",
    ),
}


@dataclass(frozen=True, slots=True)
class Limits:
    """``required``: the source asks for an even background, so that what nobody overlooks fails."""

    required: bool


def read_limits(table: Table) -> Limits:
    """Take the rule's limits out of its table."""
    return Limits(table.boolean("required", default=False))


def describe(limits: Limits) -> Text:  # noqa: ARG001
    """Return the limits as a requirement."""
    return Text("均匀、干净，没有渐变和影子", "even and clean, no gradient or shadow")


def judge(photo: "Photo", limits: Limits, standard: "Standard") -> Verdict:  # noqa: ARG001
    """Grade the worst of gradient, shadow, texture and objects; give no verdict on too little background."""
    if photo.working is None:
        return undecoded(photo, Text("背景是否均匀", "whether the background is even"))
    regions = regions_of(photo)
    evenness = regions.measure(measure_evenness)
    if evenness.seen < _ENOUGH or regions.state == "not-plain":
        message = Text(
            "看不出哪里是背景：可能头顶和两侧留白太少，也可能背景不是纯色。请在纯色背景前重拍。",
            "It cannot be told where the background is: too little room around the head, or no plain "
            "background. Take the photo before a plain background.",
        )
        return Verdict("unknown", "not-seen", message, confidence=0.0, own=True)
    confidence = _CONFIDENCE if regions.state == "plain" else _UNSURE
    measured = _measured(evenness)
    fault = max(measured, key=lambda key: measured[key] / _SEEN[key][0])
    value = measured[fault]
    visible, plain = _SEEN[fault]
    if value < visible:
        message = Text("背景均匀，没有看到影子和渐变。", "The background is even.")
        worst = round(evenness.gradient, 1)
        return Verdict("pass", "ok", message, worst, [None, visible], "lab", confidence, own=True)
    failed = limits.required and value >= plain
    shown = f"{round(100 * value)} %" if fault == "objects" else f"{value:.0f}"
    message = _FAULTS[fault].format(value=shown, limit=f"{visible:.3g}")
    hint = NOTHING if failed else Text("审核可能因此退回。", "It may be refused for that.")
    return Verdict(
        "fail" if failed else "warn",
        fault,
        message + hint,
        round(value, 3 if fault == "objects" else 1),
        [None, visible],
        "fraction" if fault == "objects" else "lab",
        confidence,
        own=not failed,
    )


def _measured(evenness: Evenness) -> dict[str, float]:
    return {
        "gradient": evenness.gradient,
        "shadow": evenness.places,
        "texture": evenness.texture,
        "objects": evenness.objects,
    }
