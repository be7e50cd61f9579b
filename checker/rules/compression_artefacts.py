"""Traces of strong JPEG compression in the pixels, also when the file was saved again at high quality."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..quality.saves import measure_saves, measure_saves_halved
from ..report import Outcome, Verdict
from ..table import Table
from ..text import Text
from ..undecoded import undecoded

if TYPE_CHECKING:
    from ..photo import Photo
    from ..standards import Standard

RULE_ID = "compression-artefacts"
TITLE = Text("压缩痕迹", "Traces of compression")

_CONFIDENCE = 0.9
# Of a photo that had to be reduced by more than two, traces are lost, and so are the faults themselves.
_REDUCED_CONFIDENCE = 0.6


@dataclass(frozen=True, slots=True)
class Limits:
    """Below the JPEG quality ``warn`` (IJG scale) of an earlier save it warns, below ``fail`` it fails."""

    warn: int
    fail: int


def read_limits(table: Table) -> Limits:
    """Take the rule's limits out of its table."""
    limits = Limits(table.integer("warn"), table.integer("fail"))
    if not 0 < limits.fail < limits.warn <= 70:
        raise table.error("warn", "must be above fail and at most 70: finer saves leave no trace")
    return limits


def describe(limits: Limits) -> Text:
    """Return the limits as a requirement."""
    return Text(
        f"没有方块和毛边（从没用低于 {limits.warn} 的质量存过）",
        f"no blocks or ringing (never saved with a quality below {limits.warn})",
    )


def judge(photo: "Photo", limits: Limits, standard: "Standard") -> Verdict:  # noqa: ARG001
    """Fail traces of very strong compression, warn of traces of strong compression."""
    allowed = [limits.warn, None]
    if photo.working is None:
        return undecoded(photo, Text("压缩痕迹", "traces of compression"), allowed)
    factor = round(max(photo.size) / max(photo.working.size))
    quality = None
    if factor <= 2:
        quality = photo.measure(measure_saves if factor == 1 else measure_saves_halved)
    confidence = _CONFIDENCE if factor <= 2 else _REDUCED_CONFIDENCE
    if quality is None or quality >= limits.warn:
        message = Text("没有明显的压缩痕迹。", "It bears no clear traces of compression.")
        return Verdict("pass", "ok", message, quality, allowed, confidence=confidence)
    outcome: Outcome = "fail" if quality < limits.fail else "warn"
    message = Text(
        f"照片曾用约 {quality} 的低质量存成 JPG，脸上会有方块和毛边；之后再存多高的质量也补不回来。"
        "请找没压缩过的原图（微信发送要勾「原图」）重新导出。",
        f"The photo was once saved as JPG with a quality of about {quality}, which leaves blocks and ringing "
        "on the face; saving it again at a higher quality does not help. Export it from the original.",
    )
    return Verdict(outcome, "blocks", message, quality, allowed, confidence=confidence)
