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
]
