"""Photos that pass and that do not pass the rules about the quality of the picture."""

import io
from collections.abc import Callable

from PIL import Image, ImageFilter

from tests.checker.examples import BATCH, CHSI, Example
from tests.corpus import PHOTOS, encode
from tests.portrait import WHITE, add_noise, portrait

P = PHOTOS
Maker = Callable[[], bytes]


def blurred(sigma: float, size: tuple[int, int] = (480, 640), *, noise: int = 0) -> Maker:
    """Return a maker of a photo out of focus by ``sigma`` px (a Gaussian's standard deviation)."""

    def make() -> bytes:
        image = portrait(size).filter(ImageFilter.GaussianBlur(sigma))
        return encode(add_noise(image, noise) if noise else image)

    return make


def smeared(across: float, down: float) -> Maker:
    """Return a maker of a photo smeared over so many px (2 r + 1), sideways and down."""
    return lambda: encode(portrait().filter(ImageFilter.BoxBlur(((across - 1) / 2, (down - 1) / 2))))


def enlarged(factor: float, size: tuple[int, int] = (480, 640)) -> Maker:
    """Return a maker of a photo that was enlarged by ``factor`` to ``size``."""

    def make() -> bytes:
        small = (round(size[0] / factor), round(size[1] / factor))
        image = portrait(size).resize(small, Image.Resampling.LANCZOS)
        return encode(image.resize(size, Image.Resampling.BICUBIC))

    return make


def saved_before(quality: int, *, crop: tuple[int, int] = (0, 0), kind: str = "JPEG") -> Maker:
    """Return a maker of a photo saved at ``quality``, cropped at the left and top, and saved finely."""

    def make() -> bytes:
        with Image.open(io.BytesIO(encode(portrait(), quality=quality))) as image:
            again = image.crop((*crop, *image.size))
        return encode(again, kind, **({"quality": 93} if kind == "JPEG" else {}))

    return make


def exposed(stops: float, background: str = "#438EDB") -> Maker:
    """Return a maker of a photo under 2 to the power of ``stops`` times the light."""
    light = [
        ((value / 255 + 0.055) / 1.055) ** 2.4 if value > 10 else value / 255 / 12.92 for value in range(256)
    ]
    table = [round(255 * min(1, 1.055 * (level * 2**stops) ** (1 / 2.4) - 0.055)) for level in light]
    return lambda: encode(portrait(background=background).point([max(0, value) for value in table] * 3))


def faded(share: float) -> Maker:
    """Return a maker of a photo with that share of its contrast left, as behind fog."""
    return lambda: encode(portrait().point([round(140 + (value - 140) * share) for value in range(256)] * 3))


def tinted(red: float, green: float, blue: float, background: str = "#438EDB") -> Maker:
    """Return a maker of a photo whose samples are multiplied by a factor a channel."""
    factors = (red, green, blue)
    table = [min(255, round(value * factor)) for factor in factors for value in range(256)]
    return lambda: encode(portrait(background=background).point(table))


def plain() -> bytes:
    """Return a photo of nothing but blue."""
    return encode(Image.new("RGB", (480, 640), "#438EDB"))


EXAMPLES = [
    Example("sharpness", "pass", "ok", P["baseline.jpg"]),
    Example("sharpness", "pass", "ok", P["noisy.jpg"]),
    Example("sharpness", "pass", "ok", P["12-megapixels.jpg"]),
    Example("sharpness", "pass", "ok", P["size-295x413.jpg"], BATCH),
    Example("sharpness", "pass", "ok", lambda: encode(portrait(background=WHITE), quality=60), CHSI),
    Example("sharpness", "pass", "ok", blurred(0.6)),
    Example("sharpness", "warn", "blurred", blurred(2.0)),
    Example("sharpness", "warn", "blurred", blurred(2.0, noise=6)),
    Example("sharpness", "warn", "blurred", blurred(4.0, (960, 1280))),  # 2 px at 640 px of height
    Example("sharpness", "fail", "blurred", blurred(4.0)),
    Example("sharpness", "fail", "blurred", blurred(2.6, (295, 413)), BATCH),  # 4 px at 640 px of height
    Example("sharpness", "pass", "ok", smeared(2, 1)),
    Example("sharpness", "warn", "motion", smeared(7, 1)),
    Example("sharpness", "warn", "motion", smeared(1, 8)),
    Example("sharpness", "fail", "motion", smeared(14, 1)),
    Example("sharpness", "unknown", "no-edges", plain),
    Example("sharpness", "unknown", "not-decoded", P["lossless.webp"]),
    Example("upscaled", "pass", "ok", P["baseline.jpg"]),
    Example("upscaled", "pass", "ok", P["noisy.jpg"]),
    Example("upscaled", "pass", "ok", P["12-megapixels.jpg"]),
    Example("upscaled", "pass", "ok", P["size-295x413.jpg"], BATCH),
    Example("upscaled", "pass", "ok", enlarged(2, (960, 1280))),  # still all the detail of 480x640
    Example("upscaled", "warn", "enlarged", enlarged(2)),
    Example("upscaled", "warn", "enlarged", enlarged(2, (600, 768))),
    Example("upscaled", "fail", "enlarged", enlarged(4)),
    Example("upscaled", "unknown", "too-small", lambda: encode(portrait((60, 80)))),
    Example("upscaled", "unknown", "too-small", plain),
    Example("upscaled", "unknown", "not-decoded", P["lossless.webp"]),
    Example("compression-artefacts", "pass", "ok", P["baseline.jpg"]),
    Example("compression-artefacts", "pass", "ok", P["rgb.png"]),
    Example("compression-artefacts", "pass", "ok", P["12-megapixels.jpg"]),
    Example("compression-artefacts", "pass", "ok", saved_before(60)),
    Example("compression-artefacts", "warn", "blocks", saved_before(32)),
    Example("compression-artefacts", "warn", "blocks", saved_before(32, crop=(3, 5))),
    Example("compression-artefacts", "warn", "blocks", saved_before(32, kind="PNG")),
    Example("compression-artefacts", "fail", "blocks", saved_before(15)),
    Example("compression-artefacts", "fail", "blocks", lambda: encode(portrait((960, 1280)), quality=12)),
    Example("compression-artefacts", "pass", "ok", plain),
    Example("compression-artefacts", "unknown", "not-decoded", P["lossless.webp"]),
    Example("exposure", "pass", "ok", P["baseline.jpg"]),
    Example("exposure", "pass", "ok", P["white.jpg"], CHSI),
    Example("exposure", "pass", "ok", exposed(-0.7)),
    Example("exposure", "warn", "dark", exposed(-1.6)),
    Example("exposure", "warn", "dark", exposed(-1.8, WHITE), CHSI),
    Example("exposure", "fail", "dark", exposed(-3)),
    Example("exposure", "pass", "ok", exposed(0.3)),
    Example("exposure", "warn", "blown-out", exposed(1.1)),
    Example("exposure", "fail", "blown-out", exposed(2.5)),
    Example("exposure", "unknown", "no-person", plain),
    Example("exposure", "unknown", "not-decoded", P["lossless.webp"]),
    Example("contrast", "pass", "ok", P["baseline.jpg"]),
    Example("contrast", "pass", "ok", P["light-grey.jpg"], CHSI),
    Example("contrast", "pass", "ok", faded(0.75)),
    Example("contrast", "warn", "flat", faded(0.45)),
    Example("contrast", "fail", "flat", faded(0.25)),
    Example("contrast", "unknown", "no-person", plain),
    Example("contrast", "unknown", "not-decoded", P["lossless.webp"]),
    Example("colour-cast", "pass", "ok", P["baseline.jpg"]),
    Example("colour-cast", "pass", "ok", P["white.jpg"], CHSI),
    Example("colour-cast", "pass", "ok", P["display-p3.jpg"]),
    Example("colour-cast", "pass", "ok", tinted(1, 0.98, 0.94)),
    Example("colour-cast", "warn", "tinted", tinted(1.05, 0.95, 0.65)),
    Example("colour-cast", "warn", "tinted", tinted(0.8, 1, 0.95)),
    Example("colour-cast", "warn", "tinted", tinted(1, 1, 0.75, WHITE), CHSI),
    Example("colour-cast", "warn", "tinted", tinted(1, 0.8, 1, WHITE), CHSI),
    Example("colour-cast", "warn", "grey", P["grey.jpg"]),
    Example("colour-cast", "unknown", "no-person", plain),
    Example("colour-cast", "unknown", "not-decoded", P["lossless.webp"]),
]
