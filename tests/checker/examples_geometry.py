"""Photos that pass and do not pass the rules about where the head lies and how it is held."""

import math
from collections.abc import Callable
from io import BytesIO

from PIL import Image

from tests.checker.examples import BATCH, CHSI, Example, P
from tests.corpus import encode
from tests.portrait import portrait

ID_CARD, OPEN = "resident-id", "open-com-cn"


def placed(
    size: tuple[int, int] = (480, 640),
    *,
    crown: float = 0.1,
    head: float = 0.64,
    aside: float = 0.0,
    lean: float = 0.0,
) -> Callable[[], bytes]:
    """Return a maker of a portrait whose head lies there, in shares of the photo and degrees."""
    return lambda: encode(portrait(size, crown=crown, head=head, aside=aside, lean=lean))


def even() -> bytes:
    """Return a portrait with level shoulders: below the mouth its left half is the mirrored right one."""
    image = portrait()
    width, height = image.size
    right = image.crop((width // 2, height * 2 // 3, width, height))
    image.paste(right.transpose(Image.Transpose.FLIP_LEFT_RIGHT), (0, height * 2 // 3))
    return encode(image)


def slanting() -> bytes:
    """Return that portrait with its lower part sheared, so that one shoulder is far lower."""
    image = Image.open(BytesIO(even()))
    sheared = image.transform(
        image.size,
        Image.Transform.AFFINE,
        (1, 0, 0, -0.42, 1, 100),
        Image.Resampling.BICUBIC,
        fillcolor="#438EDB",
    )
    image.paste(sheared.crop((0, 450, 480, 640)), (0, 450))
    return encode(image)


def turned(yaw: float = 0, pitch: float = 0) -> Callable[[], bytes]:
    """Return a maker of a portrait whose head is turned (to the picture's right) or raised, roughly.

    The face is moved as if it lay on a ball: most in its middle, not at all at the ball's outline. The pose
    that shows is about half of what is asked for.
    """

    def make() -> bytes:
        image = portrait()
        width, height = image.size
        across, down = (0.28 * width * math.sin(math.radians(degrees)) for degrees in (yaw, pitch))

        def source(x: int, y: int) -> tuple[float, float]:
            u, v = (x - 0.494 * width) / (0.28 * width), (y - 0.46 * height) / (0.36 * height)
            near = math.sqrt(max(0.0, 1 - u * u - v * v))
            return x - near * across, y + near * down

        step = 16
        cells = []
        for left in range(0, width, step):
            for top in range(0, height, step):
                right, bottom = min(width, left + step), min(height, top + step)
                corners = ((left, top), (left, bottom), (right, bottom), (right, top))
                quad = tuple(part for corner in corners for part in source(*corner))
                cells.append(((left, top, right, bottom), quad))
        bicubic = Image.Resampling.BICUBIC
        return encode(image.transform(image.size, Image.Transform.MESH, cells, bicubic))

    return make


def nobody() -> bytes:
    """Return a photo of nothing but blue."""
    return encode(Image.new("RGB", (480, 640), "#438EDB"))


EXAMPLES = [
    Example("crown-position", "pass", "ok", P["baseline.jpg"]),
    Example("crown-position", "pass", "ok", P["baseline.jpg"], BATCH),
    Example("crown-position", "pass", "ok", placed(crown=0.16), CHSI),
    Example("crown-position", "fail", "too-near", placed(crown=0.04)),
    Example("crown-position", "fail", "too-far", placed(crown=0.22, head=0.5)),
    Example("crown-position", "fail", "cut-off", placed(crown=-0.04)),
    Example("crown-position", "warn", "too-far", placed(crown=0.15), BATCH),
    Example("crown-position", "pass", "ok", placed((358, 441), crown=0.03, head=0.83), ID_CARD),
    Example("crown-position", "fail", "too-far", placed((358, 441)), ID_CARD),
    Example("crown-position", "unknown", "no-face", nobody),
    Example("crown-position", "unknown", "not-decoded", P["lossless.webp"]),
    Example("head-height", "pass", "ok", P["baseline.jpg"], BATCH),
    Example("head-height", "warn", "too-small", placed(head=0.55), BATCH),
    Example("head-height", "fail", "too-small", placed(head=0.45), BATCH),
    Example("head-height", "fail", "too-large", placed(crown=0.06, head=0.83), BATCH),
    Example("head-height", "unknown", "unsure", placed(crown=-0.04), BATCH),
    Example("head-height", "pass", "ok", placed(head=0.5), OPEN),
    Example("head-height", "fail", "too-large", P["baseline.jpg"], OPEN),
    Example("eye-line", "pass", "ok", P["baseline.jpg"], CHSI),
    Example("eye-line", "fail", "too-low", placed(crown=0.18), CHSI),
    Example("eye-line", "fail", "too-high", placed(crown=0.02, head=0.45), CHSI),
    Example("eye-line", "pass", "ok", P["baseline.jpg"], "postgraduate"),
    Example("eye-line", "fail", "too-low", placed(crown=0.2), "postgraduate"),
    Example("eye-line", "pass", "ok", placed((358, 441), crown=0.03, head=0.83), ID_CARD),
    Example("eye-line", "fail", "too-low", placed((358, 441), crown=0.2, head=0.7), ID_CARD),
    Example("face-width", "pass", "ok", P["baseline.jpg"], CHSI),
    Example("face-width", "pass", "ok", placed((358, 441), crown=0.03, head=0.83), ID_CARD),
    Example("face-width", "fail", "too-narrow", placed(head=0.4), CHSI),
    Example("face-width", "fail", "too-wide", placed(crown=0.02, head=0.9), CHSI),
    Example("head-centring", "pass", "ok", P["baseline.jpg"], CHSI),
    Example("head-centring", "warn", "off-centre", placed(aside=0.07), CHSI),
    Example("head-centring", "fail", "off-centre", placed(aside=-0.12), BATCH),
    Example("side-margins", "pass", "ok", P["baseline.jpg"], BATCH),
    Example("side-margins", "warn", "too-narrow", placed(aside=0.05), BATCH),
    Example("side-margins", "fail", "too-narrow", placed(aside=0.09), BATCH),
    Example("side-margins", "fail", "cut-off", placed(head=0.9, crown=0.02), BATCH),
    Example("shoulders", "pass", "ok", even, CHSI),
    Example("shoulders", "warn", "slight", P["baseline.jpg"], CHSI),
    Example("shoulders", "fail", "strong", slanting, CHSI),
    Example("shoulders", "pass", "ok", P["baseline.jpg"], BATCH),
    Example("shoulders", "fail", "too-little", placed(crown=0.18, head=0.78), BATCH),
    Example("shoulders", "fail", "too-much", placed(crown=0.05, head=0.5), BATCH),
    Example("shoulders", "pass", "ok", placed(head=0.5), OPEN),
    Example("shoulders", "fail", "too-little", P["baseline.jpg"], OPEN),
    Example("inter-eye-distance", "pass", "ok", P["baseline.jpg"]),
    Example("inter-eye-distance", "warn", "few-pixels", placed(head=0.45)),
    Example("roll", "pass", "ok", P["baseline.jpg"]),
    Example("roll", "warn", "slight", placed(lean=5)),
    Example("roll", "fail", "strong", placed(lean=-12)),
    Example("roll", "pass", "ok", placed(lean=8), "postgraduate"),
    Example("roll", "fail", "strong", placed(lean=15), "postgraduate"),
    Example("yaw", "pass", "ok", P["baseline.jpg"], CHSI),
    Example("yaw", "warn", "slight", turned(yaw=15), CHSI),
    Example("yaw", "fail", "strong", turned(yaw=-35), CHSI),
    Example("face-width", "unknown", "turned", turned(yaw=35), CHSI),
    Example("pitch", "pass", "ok", P["baseline.jpg"], CHSI),
    Example("pitch", "warn", "slight", turned(pitch=-15), CHSI),
    Example("pitch", "fail", "strong", turned(pitch=-40), CHSI),
]
