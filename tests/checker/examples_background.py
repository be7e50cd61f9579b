"""Photos that pass the rules about background, clothes and borders, and photos that do not."""

import math

from PIL import Image, ImageDraw

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


def framed(width: int, colour: str, background: str = "#438EDB", sides: str = "ltrb") -> bytes:
    """Return a portrait whose outermost px on some sides have ``colour``."""
    photo = portrait(background=background)
    across, down = photo.size
    boxes = {
        "l": (0, 0, width, down),
        "t": (0, 0, across, width),
        "r": (across - width, 0, across, down),
        "b": (0, down - width, across, down),
    }
    for side in sides:
        photo.paste(colour, boxes[side])
    return encode(photo)


def rounded(radius: int, colour: str) -> bytes:
    """Return a portrait with round corners."""
    photo = portrait()
    mask = Image.new("L", (photo.width * 4, photo.height * 4))
    ImageDraw.Draw(mask).rounded_rectangle((0, 0, mask.width - 1, mask.height - 1), radius * 4, fill=255)
    return encode(Image.composite(photo, Image.new("RGB", photo.size, colour), mask.resize(photo.size)))


def scanned() -> bytes:
    """Return a portrait on white paper, a little askew."""
    paper = Image.new("RGB", (480, 640), "#FAFAF8")
    paper.paste(portrait((430, 573)), (24, 30))
    return encode(paper.rotate(0.7, Image.Resampling.BICUBIC, fillcolor="#FAFAF8"))


def wearing(clothes: str, background: str, noise: int = 4) -> bytes:
    """Return a portrait in clothes of one colour."""
    return encode(add_noise(dressed(portrait(background=background), clothes), noise))


CLOTHES = "clothes-contrast"
BORDER = "picture-border"
EVEN = "background-evenness"
EXAMPLES = [
    Example("background-colour", "pass", "ok", lambda: framed(16, "#000000")),
    Example("background-colour", "fail", "wrong", lambda: framed(20, "#438EDB", "#D02020")),
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
    Example(EVEN, "fail", "gradient", lambda: on(vignette("#64C5FF", darker("#64C5FF", 24))), CHSI),
    Example(EVEN, "warn", "texture", lambda: on(waves("#64C5FF", 5, 12)), CHSI),
    Example(EVEN, "fail", "texture", lambda: on(waves("#64C5FF", 9, 12)), CHSI),
    Example(EVEN, "warn", "objects", lambda: with_sign((8, 100, 40, 220)), CHSI),
    Example(EVEN, "fail", "objects", lambda: with_sign((8, 20, 140, 70)), CHSI),
    Example(EVEN, "unknown", "not-seen", lambda: encode(add_noise(Image.new("RGB", (480, 640)), 127))),
    Example(BORDER, "pass", "ok", P["baseline.jpg"]),
    Example(BORDER, "pass", "ok", lambda: on("#FFFFFF", 12), CHSI),
    Example(BORDER, "pass", "ok", lambda: on(gradient("#64C5FF", "#204080")), CHSI),
    Example(BORDER, "pass", "ok", lambda: on(vignette("#FFFFFF", "#808080")), CHSI),
    Example(BORDER, "pass", "ok", lambda: encode(portrait((590, 790), "#F0F0F0", noise=8)), CHSI),
    Example(BORDER, "warn", "line", lambda: framed(1, "#000000"), CHSI),
    Example(BORDER, "fail", "frame", lambda: framed(4, "#000000"), CHSI),
    Example(BORDER, "fail", "frame", lambda: framed(24, "#FFFFFF"), CHSI),
    Example(BORDER, "fail", "frame", lambda: framed(60, "#C02020", sides="tb"), CHSI),
    Example(BORDER, "fail", "frame", lambda: framed(12, "#FFFFFF", "#FFFFFF"), CHSI),
    Example(BORDER, "warn", "frame", lambda: framed(4, "#000000")),
    Example(BORDER, "fail", "frame", scanned, CHSI),
    Example(BORDER, "fail", "rounded", lambda: rounded(12, "#FFFFFF"), CHSI),
    Example(BORDER, "fail", "rounded", lambda: rounded(40, "#000000"), CHSI),
    Example(BORDER, "warn", "rounded", lambda: rounded(24, "#FFFFFF")),
    Example(CLOTHES, "pass", "ok", P["baseline.jpg"]),
    Example(CLOTHES, "pass", "ok", P["white.jpg"], CHSI),
    Example(CLOTHES, "pass", "ok", lambda: wearing("#18182C", "#FFFFFF"), BATCH),
    Example(CLOTHES, "pass", "ok", lambda: wearing("#18182C", "#438EDB"), CHSI),
    Example(CLOTHES, "pass", "ok", lambda: wearing("#F4F4F4", "#64C5FF"), CHSI),
    Example(CLOTHES, "pass", "ok", lambda: wearing("#1E3C8C", "#438EDB"), CHSI),
    Example(CLOTHES, "fail", "merged", lambda: wearing("#FFFFFF", "#FFFFFF"), BATCH),
    Example(CLOTHES, "fail", "merged", lambda: wearing("#FFFFFF", "#F0F0F0"), CHSI),
    Example(CLOTHES, "fail", "merged", lambda: wearing("#64C5FF", "#64C5FF"), CHSI),
    Example(CLOTHES, "warn", "merged", lambda: wearing("#438EDB", "#438EDB")),
    Example(CLOTHES, "warn", "near", lambda: wearing("#E4E4E4", "#F4F4F4"), CHSI),
    Example(CLOTHES, "unknown", "not-seen", lambda: encode(Image.new("RGB", (480, 640), "#438EDB"))),
    Example(CLOTHES, "unknown", "not-decoded", P["lossless.webp"]),
    Example(BORDER, "unknown", "not-decoded", P["lossless.webp"]),
    Example(EVEN, "unknown", "not-decoded", P["lossless.webp"]),
]
