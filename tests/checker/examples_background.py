"""Photos that pass the rules about background, clothes and borders, and photos that do not."""

import math

from PIL import Image

from checker.colour import srgb_to_lab
from tests.backdrops import dressed, gradient, shadow, vignette
from tests.checker.examples import Example
from tests.corpus import PHOTOS, encode
from tests.portrait import add_noise, portrait

CHSI, BATCH = "chsi-2017", "school-batch"
P = PHOTOS


def on(background: str | Image.Image, noise: int = 0) -> bytes:
    """Return a portrait before a background."""
    return encode(portrait(background=background, noise=noise))


def darker(colour: str, by: float) -> str:
    """Return ``colour`` with less light, so that its L* is lower ``by`` so much."""
    rgb = bytes.fromhex(colour[1:])
    wanted = srgb_to_lab(*rgb)[0] - by
    levels = min(
        ([round(value * light / 500) for value in rgb] for light in range(501)),
        key=lambda dark: abs(srgb_to_lab(*dark)[0] - wanted),
    )
    return "#{:02X}{:02X}{:02X}".format(*levels)


def waves(colour: str, amplitude: float, period: float) -> Image.Image:
    """Return a background whose lightness swings by ``amplitude`` (L*) every ``period`` px across."""
    line = Image.new("L", (480, 1))
    line.putdata([round(127.5 * (1 + math.sin(2 * math.pi * x / period))) for x in range(480)])
    shade = line.resize((480, 640))
    dark = Image.new("RGB", shade.size, darker(colour, 2 * amplitude))
    return Image.composite(dark, Image.new("RGB", shade.size, colour), shade)


def with_sign(box: tuple[int, int, int, int]) -> bytes:
    """Return a portrait with a red sign somewhere in the background."""
    photo = portrait()
    photo.paste("#C02020", box)
    return encode(photo)


EVEN = "background-evenness"
EXAMPLES = [
    Example(EVEN, "pass", "ok", P["baseline.jpg"]),
    Example(EVEN, "pass", "ok", P["noisy.jpg"]),
    Example(EVEN, "pass", "ok", lambda: on("#FFFFFF", 12), CHSI),
    Example(EVEN, "pass", "ok", lambda: on("#F0F0F0"), CHSI),
    Example(EVEN, "pass", "ok", lambda: on(gradient("#64C5FF", darker("#64C5FF", 5))), CHSI),
    Example(EVEN, "pass", "ok", lambda: on(waves("#438EDB", 2, 20)), CHSI),
    Example(EVEN, "pass", "ok", lambda: on(shadow("#F0F0F0", 0.96)), CHSI),
    Example(EVEN, "warn", "gradient", lambda: on(gradient("#64C5FF", darker("#64C5FF", 15)))),
    Example(EVEN, "warn", "gradient", lambda: on(gradient("#F0F0F0", darker("#F0F0F0", 15), 90)), CHSI),
    Example(EVEN, "fail", "gradient", lambda: on(gradient("#64C5FF", darker("#64C5FF", 28), 45)), CHSI),
    Example(EVEN, "warn", "gradient", lambda: on(gradient("#64C5FF", darker("#64C5FF", 28)))),
    Example(EVEN, "fail", "gradient", P["half-blue.jpg"], CHSI),
    Example(EVEN, "warn", "shadow", lambda: on(shadow("#F0F0F0", 0.84)), CHSI),
    Example(EVEN, "fail", "shadow", lambda: on(shadow("#F0F0F0", 0.6)), BATCH),
    Example(EVEN, "fail", "shadow", lambda: on(shadow("#438EDB", 0.6, 3)), CHSI),
    Example(EVEN, "warn", "shadow", lambda: on(vignette("#64C5FF", darker("#64C5FF", 24))), CHSI),
    Example(EVEN, "warn", "texture", lambda: on(waves("#64C5FF", 5, 12)), CHSI),
    Example(EVEN, "fail", "texture", lambda: on(waves("#64C5FF", 9, 12)), CHSI),
    Example(EVEN, "warn", "objects", lambda: with_sign((8, 100, 40, 220)), CHSI),
    Example(EVEN, "fail", "objects", lambda: with_sign((8, 20, 140, 70)), CHSI),
    Example(EVEN, "unknown", "not-seen", lambda: encode(add_noise(Image.new("RGB", (480, 640)), 127))),
    Example(EVEN, "unknown", "not-decoded", P["lossless.webp"]),
]

__all__ = ["EXAMPLES", "dressed"]
