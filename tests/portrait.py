"""Test photos made from a real portrait: NASA's astronaut (public domain), cut out and laid on a background.

The figure is placed as the rules ask: crown at a tenth of the height, head about two thirds of it, centred.
The head of the original is only 163 px high, so that a photo made from it has to be enlarged about two and a
half times. Enlarging alone would give a blurred photo; `_figure` therefore makes the enlarged edges as steep
as a sharp photo's. That invents no structure: where the original has an edge, the result has it, too, but
sharp. Photos made so are sharp and detailed by the measure of `checker.quality` up to 1023 px of height,
beyond which photos are reduced for judging. For calibrating a measure of sharpness they are of no use.
Everything is deterministic.
"""

import functools
import random
from collections.abc import Callable
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw, ImageFilter

ASTRONAUT = Path(__file__).parent / "photos" / "astronaut.png"
BLUE, WHITE, LIGHT_GREY = "#438EDB", "#FFFFFF", "#F0F0F0"

# The outline of hair, face, collar and suit in the original, drawn by hand; it runs out below the crop.
_OUTLINE = (
    (60, 420), (60, 245), (95, 215), (101, 211), (111, 206), (114, 195), (113, 187), (120, 183),
    (124, 174), (130, 163), (140, 153), (155, 149), (172, 148), (184, 149), (183, 141), (182, 131),
    (178, 131), (173, 127), (171, 120), (166, 114), (160, 108), (156, 101), (154, 92), (153, 80), (153, 71),
    (156, 60), (162, 52), (168, 46), (176, 41), (186, 38), (190, 32), (198, 26), (208, 21), (218, 19),
    (225, 16), (232, 15), (240, 16), (250, 20), (262, 25), (275, 32), (285, 41), (292, 51), (296, 60),
    (298, 69), (301, 82), (300, 93), (297, 101), (295, 109), (288, 117), (281, 122), (276, 130), (271, 136),
    (267, 136), (265, 146), (259, 158), (256, 168), (256, 174), (265, 178), (276, 187), (288, 202),
    (298, 219), (304, 234), (316, 241), (330, 250), (338, 260), (344, 272), (350, 290), (352, 330),
    (352, 420),
)  # fmt: skip
# Rows of crown, eyes and chin, column of the head's middle.
_CROWN, _EYES, _CHIN, _CENTRE = 15, 103, 178, 227
_CROWN_AT, _HEAD_SHARE = 0.10, 0.64  # where they go, as shares of the height
_LEAN = 3.0  # degrees by which the head leans in the original, clockwise: the line between the eyes
_SCALE = 3  # by how much the cut-out is enlarged: the head is then as high as in a photo of 764 px
_STEEPER = 3  # passes, each of which moves every edge's two sides towards each other by one pixel
_SHARP = 0.85  # share of the steep version; the rest keeps shades smooth
# The part of the original's plane, (left, top, right, bottom), in which any crop lies.
_PLANE = (_CENTRE - 260, -100, _CENTRE + 260, 420)


@functools.cache
def _figure(lean: float) -> Image.Image:
    """Return the figure, enlarged and with steep edges, on a transparent ground: `_PLANE` at `_SCALE`.

    Its eyes are level but for ``lean`` degrees clockwise.
    """
    photo = Image.open(ASTRONAUT).convert("RGB")
    mask = Image.new("L", photo.size, 0)
    ImageDraw.Draw(mask).polygon(_OUTLINE, fill=255)
    mask = mask.filter(ImageFilter.MinFilter(3)).filter(ImageFilter.GaussianBlur(0.8))
    left, top, right, bottom = _PLANE
    layers = []
    for layer in (photo, mask):
        plane = Image.new(layer.mode, (right - left, bottom - top))
        plane.paste(layer, (-left, -top))
        large = plane.resize((plane.width * _SCALE, plane.height * _SCALE), Image.Resampling.BICUBIC)
        eyes = ((_CENTRE - left) * _SCALE, (_EYES - top) * _SCALE)
        large = large.rotate(_LEAN - lean, Image.Resampling.BICUBIC, center=eyes)
        steep = large
        for _ in range(_STEEPER):
            steep = _steeper(steep)
        layers.append(Image.blend(large, steep, _SHARP))
    figure = layers[0].convert("RGBA")
    figure.putalpha(layers[1])
    return figure


def _steeper(image: Image.Image) -> Image.Image:
    """Return ``image`` with each sample set to the highest or lowest near it, whichever is nearer.

    The toggle mapping of Kramer and Bruckner (1975), in a neighbourhood of 3x3 px.
    """
    high, low = (_extreme(image, choose) for choose in (ImageChops.lighter, ImageChops.darker))
    bands = []
    for value, top, bottom in zip(image.split(), high.split(), low.split(), strict=True):
        below, above = ImageChops.subtract(value, bottom), ImageChops.subtract(top, value)
        nearer_top = ImageChops.subtract(below, above, 1, 128).point([0] * 128 + [255] * 128)
        bands.append(Image.composite(top, bottom, nearer_top))
    return Image.merge(image.mode, bands)


def _extreme(image: Image.Image, choose: Callable[[Image.Image, Image.Image], Image.Image]) -> Image.Image:
    """Return the highest or lowest sample, as ``choose`` does, of each neighbourhood of 3x3 px."""
    for x, y in ((1, 0), (0, 1)):
        beside = choose(ImageChops.offset(image, x, y), ImageChops.offset(image, -x, -y))
        image = choose(image, beside)
    return image


def portrait(
    size: tuple[int, int] = (480, 640),
    background: str | Image.Image = BLUE,
    *,
    noise: int = 0,
    seed: int = 1,
    crown: float = _CROWN_AT,
    head: float = _HEAD_SHARE,
    aside: float = 0.0,
    lean: float = 0.0,
) -> Image.Image:
    """Return an RGB portrait of ``size`` px on ``background``, a colour or an image that is resized to fit.

    The crown of the head lies at ``crown``, a share of the height, and the head takes ``head`` of it; its
    middle is ``aside`` of the width to the right of the picture's; it leans by ``lean`` degrees, clockwise.
    ``noise`` is the amplitude of a sensor's noise in levels of 0-255; it makes JPEGs larger.
    """
    width, height = size
    scale = head * height / (_CHIN - _CROWN)
    left = _CENTRE - width / scale * (0.5 + aside) - _PLANE[0]
    top = _CROWN - crown * height / scale - _PLANE[1]
    box = (
        left * _SCALE,
        top * _SCALE,
        (left + width / scale) * _SCALE,
        (top + height / scale) * _SCALE,
    )
    figure = _figure(lean).resize(size, Image.Resampling.BICUBIC, box=box)
    if isinstance(background, str):
        canvas = Image.new("RGB", size, background)
    else:
        canvas = background.convert("RGB").resize(size)
    canvas.paste(figure.convert("RGB"), mask=figure.getchannel("A"))
    return add_noise(canvas, noise, seed) if noise else canvas


def add_noise(image: Image.Image, amplitude: int, seed: int = 1) -> Image.Image:
    """Return ``image`` with even noise of up to ``amplitude`` levels up and down in each channel."""
    tile = (256, 256)
    raw = random.Random(seed).randbytes(tile[0] * tile[1] * 3)
    small = Image.frombytes("RGB", tile, raw).point([v * (2 * amplitude + 1) // 256 for v in range(256)] * 3)
    grain = Image.new("RGB", image.size)
    for y in range(0, image.height, tile[1]):
        for x in range(0, image.width, tile[0]):
            grain.paste(small, (x, y))
    return ImageChops.add(image, grain, 1, -amplitude)
