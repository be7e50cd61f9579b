"""Labels around a face: what is hair, skin, clothes or something worn."""

import math

from PIL import Image

from .models import CLOSER
from .runtime import Runtime
from .scene import LABELS, Face

_MODEL = "labels"
# How far around the point between the eyes labels are sought, in units of T, the distance from there to the
# chin: to either side, up and down. Ours: hair and hats above, a necklace below, and no more, so that of a
# small face in a large picture as much is seen as of a portrait.
_ASIDE, _UP, _DOWN = 1.5, 1.9, 2.2


async def label(image: Image.Image, face: Face, runtime: Runtime) -> Image.Image:
    """Return a mask of mode L of the size of ``image``, with the numbers of `LABELS`; 0 far from ``face``.

    ``face`` is in px of ``image``. Raises what ``runtime`` raises.
    """
    (lx, ly, _), (rx, ry, _) = face.eyes
    x, y = (lx + rx) / 2, (ly + ry) / 2
    unit = math.dist((x, y), face.chin[:2])
    box = (
        max(0, math.floor(x - _ASIDE * unit)),
        max(0, math.floor(y - _UP * unit)),
        min(image.width, math.ceil(x + _ASIDE * unit)),
        min(image.height, math.ceil(y + _DOWN * unit)),
    )
    labels = Image.new("L", image.size, LABELS.index("background"))
    width, height = box[2] - box[0], box[3] - box[1]
    if width < 1 or height < 1:
        return labels
    side = CLOSER[_MODEL]
    shown = image.crop(box).resize((side, side), Image.Resampling.BILINEAR, reducing_gap=2.0)
    (found,) = await runtime.run(_MODEL, shown.tobytes())
    part = Image.frombytes("L", (side, side), found.tobytes())
    labels.paste(part.resize((width, height), Image.Resampling.NEAREST), box[:2])
    return labels
