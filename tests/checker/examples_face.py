"""Photos that pass and that do not pass the rules about a face's state."""

from collections.abc import Callable

from PIL import Image

from tests.checker.examples import BATCH, CHSI, Example
from tests.checker.patches import (
    in_a_cap,
    in_a_mask,
    in_a_shirt,
    looking,
    over_eyes,
    over_mouth,
    two,
    with_earrings,
    with_ears,
    with_fringe,
    with_glasses,
    with_pearls,
)
from tests.corpus import PHOTOS, encode
from tests.portrait import portrait

P = PHOTOS


def of(make: Callable[[], Image.Image]) -> Callable[[], bytes]:
    return lambda: encode(make())


def closely(rule: str, outcome: str, code: str, make: Callable[[], bytes], standard: str = CHSI) -> Example:
    return Example(rule, outcome, code, make, standard, closely=True)


def taken_with(lens: str) -> Callable[[], bytes]:
    """Return a maker of a photo in whose EXIF a lens is named."""

    def make() -> bytes:
        exif = Image.Exif()
        exif.get_ifd(0x8769)[0xA434] = lens.encode()
        return encode(portrait(), exif=exif.tobytes())

    return make


def plain() -> bytes:
    """Return a photo of nothing but blue."""
    return encode(Image.new("RGB", (480, 640), "#438EDB"))


EXAMPLES = [
    Example("face-count", "pass", "ok", P["baseline.jpg"]),
    Example("face-count", "fail", "several", of(two)),
    Example("face-count", "fail", "several", of(lambda: two(150, (0, 440)))),
    Example("face-count", "unknown", "no-face", plain),
    Example("face-count", "unknown", "not-decoded", P["lossless.webp"]),
    Example("eyes-open", "pass", "ok", P["baseline.jpg"]),
    Example("eyes-open", "pass", "ok", of(over_mouth), CHSI),
    Example("eyes-open", "fail", "closed", of(over_eyes), CHSI),
    Example("eyes-open", "pass", "ok", of(with_glasses)),
    Example("eyes-open", "unknown", "covered", of(lambda: with_glasses("#101014"))),
    Example("eyes-open", "unknown", "no-face", plain),
    Example("mouth-closed", "pass", "ok", of(over_mouth), CHSI),
    Example("mouth-closed", "fail", "open", P["baseline.jpg"], CHSI),  # she smiles, and her teeth show
    Example("mouth-closed", "unknown", "covered", of(lambda: in_a_mask("#E8ECF0")), CHSI),
    Example("mouth-closed", "unknown", "covered", of(lambda: in_a_mask("#9CC4DC")), CHSI),
    Example("mouth-closed", "unknown", "covered", of(lambda: in_a_mask("#202024")), CHSI),
    Example("mouth-closed", "unknown", "no-face", plain, CHSI),
    Example("gaze", "pass", "ok", P["baseline.jpg"]),
    Example("gaze", "warn", "aside", of(lambda: looking(14))),
    Example("gaze", "warn", "aside", of(lambda: looking(-14))),
    Example("gaze", "unknown", "narrow", of(over_eyes)),
    Example("ears-visible", "manual", "not-closely", P["baseline.jpg"], CHSI),
    closely("ears-visible", "pass", "ok", of(with_ears)),
    closely("ears-visible", "warn", "covered", P["baseline.jpg"]),  # by her hair
    closely("ears-visible", "unknown", "no-face", plain),
    Example("hair-over-eyes", "manual", "not-closely", P["baseline.jpg"], CHSI),
    closely("hair-over-eyes", "pass", "ok", P["baseline.jpg"]),
    closely("hair-over-eyes", "warn", "brows", of(with_fringe)),
    Example("head-covering", "manual", "not-closely", P["baseline.jpg"], BATCH),
    closely("head-covering", "pass", "ok", P["baseline.jpg"], BATCH),
    closely("head-covering", "warn", "worn", of(in_a_cap), BATCH),
    Example("glasses", "manual", "not-closely", P["baseline.jpg"], CHSI),
    closely("glasses", "pass", "none", P["baseline.jpg"]),
    closely("glasses", "pass", "ok", of(with_glasses)),
    closely("glasses", "warn", "dark", of(lambda: with_glasses("#101010"))),
    closely("glasses", "warn", "glare", of(lambda: with_glasses(glare=True))),
    closely("glasses", "warn", "worn", of(with_glasses), "postgraduate"),
    closely("glasses", "pass", "none", P["baseline.jpg"], "postgraduate"),
    Example("ornaments", "manual", "not-closely", P["baseline.jpg"], CHSI),
    closely("ornaments", "pass", "ok", of(in_a_shirt)),
    closely("ornaments", "warn", "worn", of(with_earrings)),
    closely("ornaments", "warn", "worn", of(with_pearls), BATCH),
    Example("selfie-distortion", "manual", "not-told", P["baseline.jpg"]),
    Example("selfie-distortion", "pass", "ok", taken_with("iPhone 13 back dual wide camera 5.1mm f/1.6")),
    Example("selfie-distortion", "warn", "front-camera", taken_with("Pixel 7 front camera 2.74mm f/2.2")),
    Example("selfie-distortion", "warn", "front-camera", taken_with("iPhone 13 前置相机 2.71mm f/2.2")),
    Example("selfie-distortion", "manual", "not-told", taken_with("EF-S18-55mm f/3.5-5.6")),
]
