"""How strongly a photo was compressed when it was last saved as a coarse JPEG, read from its pixels.

A JPEG keeps each coefficient of an 8x8 block as a multiple of a step. Saved again at high quality, or as a
PNG, the picture's coefficients still lie near the multiples of the coarser step: the step shows as a period
in their histogram (Fan and de Queiroz 2003, «Identification of bitmap compression history»). The two lowest
frequencies are looked at, which a reduction to half the size leaves in place, on 4x4 blocks. Where the blocks
begin elsewhere, because the photo was cropped in between, the seams between them tell where.
"""

import functools
import math
from array import array
from operator import mul

from PIL import Image, ImageChops, ImageMath

from ..copies import grey
from ..levels import mapped
from .regions import Box, cut

_BLOCK = 8
# The seams are looked for in the middle of the photo: an even background has none.
_MIDDLE: Box = (0.2, 0.15, 0.8, 0.85)
_SEAM_LEVELS, _SEAM_GAIN = 12, 20  # stronger differences are the picture's own
_SEAM_STEPS = bytes(min(level, _SEAM_LEVELS) * _SEAM_GAIN for level in range(256))
# How much more than elsewhere brightness changes at a seam. Natural pictures reach that; the steps decide.
_SEAM = 0.05
_STEPS = range(9, 81)  # quantisation steps looked for; smaller ones leave no visible trace
_LEVELS = 256  # coefficients are counted in half units, up to this many
_WHOLE = 2.0**23
# How near to 1 the mean of cos(2 pi c / step) must come: pictures without a step stay below 0.1.
_PERIODIC = 0.35
_NEARLY = 0.6  # a step that fits so much worse than the best is none
_LEAST_COEFFICIENTS = 40
# The two coefficients' steps at quality 50 of the IJG's table of luminance (ITU T.81, K.1).
_AT_50 = (11, 12)


def measure_saves(image: Image.Image) -> int | None:
    """Return the lowest JPEG quality (IJG scale, 1-60) of which ``image``, not reduced, bears traces.

    None without traces: it was never saved more coarsely than at about 60, or was resized since.
    """
    levels = grey(image)
    quality = _quality(levels, 0, 0, _BLOCK)
    if quality is None:
        seams = _seams(levels)
        if seams is not None and seams != (0, 0):
            quality = _quality(levels, *seams, _BLOCK)
    return quality


def measure_saves_halved(image: Image.Image) -> int | None:
    """Return the same for a picture that was reduced to half its size after decoding."""
    return _quality(grey(image), 0, 0, _BLOCK // 2)


def _quality(levels: Image.Image, left: int, top: int, block: int) -> int | None:
    """Return the IJG quality that the steps of both coefficients tell; blocks begin at (left, top)."""
    width = (levels.width - left) // block * block
    height = (levels.height - top) // block * block
    if not width or not height:
        return None
    part = levels.crop((left, top, left + width, top + height)).convert("F")
    qualities = []
    for axis, at_50 in enumerate(_AT_50):
        step = _step(_coefficients(part, block, axis))
        if step is None:
            return None
        qualities.append(_ijg_quality(step / at_50))
    return min(qualities)


def _ijg_quality(scale: float) -> int:
    """Return the quality at which the IJG's tables are multiplied by ``scale``."""
    return max(1, min(100, round(50 / scale if scale > 1 else 100 - 50 * scale)))


def _coefficients(part: Image.Image, block: int, axis: int) -> list[int]:
    """Return how often each size of the lowest DCT coefficient, sideways (axis 0) or down (1), occurs.

    ``part`` is of mode F and whole blocks. Sizes are those of 8x8 px, in half units.
    """
    width, height = part.size
    means = part.reduce((1, block) if axis == 0 else (block, 1))
    # A mean over the block times the wave is the coefficient divided by 8 sqrt 2.
    wave = [2 * _BLOCK * math.sqrt(2) * math.cos((2 * at + 1) * math.pi / (2 * block)) for at in range(block)]
    line = array("f", wave * ((width if axis == 0 else height) // block))
    size = (width, 1) if axis == 0 else (1, height)
    waves = Image.frombytes("F", size, line.tobytes()).resize(means.size, Image.Resampling.NEAREST)
    products = ImageMath.lambda_eval(lambda of: of["means"] * of["waves"], means=means, waves=waves)
    sums = products.reduce((block, 1) if axis == 0 else (1, block))
    # Beyond this a 32-bit float has no places left, so that adding it rounds; half to even, as `round` does.
    sizes = ImageMath.lambda_eval(
        lambda of: of["min"](abs(of["sums"]), _LEVELS + 0.0) + _WHOLE - _WHOLE, sums=sums
    )
    found: list[int] = sizes.convert("L").histogram()
    # A byte holds no more than 255, which is therefore there with all that is more.
    found[-1] -= ImageMath.lambda_eval(lambda of: of["sizes"] - 1, sizes=sizes).convert("L").histogram()[-1]
    return found


@functools.cache
def _waves(step: int) -> list[float]:
    """Return cos(2 pi c / step) for coefficients c from half a step, in half units."""
    return [math.cos(level * math.pi / step) for level in range(step + 1, _LEVELS)]


def _step(counts: list[int]) -> int | None:
    """Return the greatest step whose multiples the coefficients lie at; None when there is none."""
    found = []
    last = max((level for level, count in enumerate(counts) if count), default=0)
    numbers = [float(count) for count in counts[: last + 1]]
    for step in _STEPS:
        above = numbers[step + 1 :]
        total = sum(above)
        if total < _LEAST_COEFFICIENTS:
            break  # greater steps leave even fewer
        found.append((sum(map(mul, above, _waves(step))) / total, step))
    best = max(found, default=(0.0, 0))[0]
    # Multiples of the finer step of a later save fit better, and so may those of half the step.
    return max((step for fit, step in found if fit >= max(_PERIODIC, _NEARLY * best)), default=None)


def _seams(levels: Image.Image) -> tuple[int, int] | None:
    """Return where the first whole block begins, (left, top), by the seams between them; None without."""
    if min(levels.size) < 4 * _BLOCK:
        return None  # too few seams to tell them from the picture
    found = []
    for x, y in ((1, 0), (0, 1)):
        middle = cut(levels, _MIDDLE)
        start = round(_MIDDLE[0] * levels.width) if x else round(_MIDDLE[1] * levels.height)
        width, height = middle.size
        first, second = middle.crop((0, 0, width - x, height - y)), middle.crop((x, y, width, height))
        steps = mapped(ImageChops.difference(first, second), _SEAM_STEPS)
        line = steps.resize((steps.width, 1) if x else (1, steps.height), Image.Resampling.BOX).tobytes()
        phases = [[*line[phase::_BLOCK]] for phase in range(_BLOCK)]
        means = [sum(phase) / max(1, len(phase)) for phase in phases]
        best = max(range(_BLOCK), key=means.__getitem__)
        rest = (sum(means) - means[best]) / (_BLOCK - 1)
        if means[best] < (1 + _SEAM) * rest + _SEAM * _SEAM_GAIN / 2:
            return None
        found.append((start + best + 1) % _BLOCK)
    return found[0], found[1]
