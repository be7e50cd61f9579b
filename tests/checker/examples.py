"""For each rule, photos that pass it and photos that do not, made from the real portrait."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PIL import Image

import checker
from checker.report import Finding
from checker.vision.scene import Unseen
from tests.corpus import EOI, PHOTOS, encode, exif_bytes, rotated, without_segment
from tests.icc import display_p3
from tests.portrait import portrait


@dataclass(frozen=True)
class Example:
    """A photo, by its maker and name, with the finding that one rule of one standard must give."""

    rule: str
    outcome: str
    code: str
    make: Callable[[], bytes]
    standard: str = "online-upload"
    name: str = "photo.jpg"
    closely: bool = False

    def __str__(self) -> str:
        return f"{self.standard}:{self.rule}/{self.code}"


# Rules that judge the file, or all its pixels alike: what is seen in the photo is nothing to them.
OF_THE_FILE = {
    "image-format",
    "image-integrity",
    "single-image",
    "file-name",
    "file-size",
    "jpeg-quality",
    "pixel-size",
    "aspect-ratio",
    "print-resolution",
    "colour-mode",
    "colour-profile",
    "embedded-location",
    "selfie-distortion",
}


def find(
    data: bytes, rule: str, standard: str = "online-upload", name: str = "photo.jpg", closely: bool = False
) -> Finding:
    """Return the finding of one rule; the photo must be readable. For rules of the file no model looks."""
    runtime: Unseen | None = "left-out" if rule in OF_THE_FILE else None
    (report,) = checker.check(data, name, [standard], runtime=runtime, closely=closely)
    assert report.error is None, report.error
    (finding,) = (finding for finding in report.findings if finding.rule == rule)
    return finding


def sized(width: int, height: int) -> Callable[[], bytes]:
    return lambda: encode(portrait((width, height)))


def padded(n_bytes: int) -> Callable[[], bytes]:
    """Return a maker of a whole JPEG of exactly ``n_bytes``, padded by comments in its header."""

    def make() -> bytes:
        jpeg = encode(portrait(), quality=40)
        missing = n_bytes - len(jpeg)
        comments = b""
        while missing:
            size = missing if missing <= 65_537 else min(65_537, missing - 4)
            comments += b"\xff\xfe" + (size - 2).to_bytes(2, "big") + bytes(size - 4)
            missing -= size
        return jpeg[:2] + comments + jpeg[2:]

    return make


def on(colour: str) -> Callable[[], bytes]:
    return lambda: encode(portrait(background=colour))


def on_two(left: str, right: str, *, gradient: bool = False) -> bytes:
    """Return a portrait on two colours side by side, or on one that slowly becomes the other."""
    shade = Image.linear_gradient("L").rotate(90)
    if not gradient:
        shade = shade.point([0] * 128 + [255] * 128)
    size = shade.size
    return encode(
        portrait(
            background=Image.composite(Image.new("RGB", size, left), Image.new("RGB", size, right), shade)
        )
    )


def on_grey_l() -> bytes:
    """Return a grey portrait before the very grey that decoders leave where data are missing."""
    return encode(portrait(background="#808080").convert("L"))


def half(image: Image.Image, **options: Any) -> bytes:
    """Return the first half of a JPEG, closed by an end mark as if it were whole."""
    data = encode(image, **options)
    return data[: len(data) // 2] + EOI


def exif_only(resolution: float, *, metric: bool = False) -> bytes:
    """Return a JPEG whose resolution stands in EXIF alone, per inch or per centimetre."""
    exif = Image.Exif()
    exif[0x011A] = exif[0x011B] = resolution
    exif[0x0128] = 3 if metric else 2
    return without_segment(encode(portrait(), exif=exif.tobytes()), 0xE0)


def webp(**options: bytes) -> bytes:
    return encode(portrait(), "WEBP", **options)


P = PHOTOS
CHSI, BATCH, OUCHN = "chsi-2017", "school-batch", "ouchn"

EXAMPLES = [
    Example("image-integrity", "pass", "ok", P["baseline.jpg"]),
    Example("image-integrity", "pass", "ok", P["restart-markers.jpg"]),
    Example("image-integrity", "pass", "ok", P["two-pictures.jpg"]),
    Example("image-integrity", "pass", "ok", lambda: P["baseline.jpg"]() + bytes(40)),
    Example("image-integrity", "pass", "ok", lambda: P["8-bit.heic"]() + b"made by some phone" * 9),
    Example("image-integrity", "fail", "no-end", P["no-end-mark.jpg"]),
    Example("image-integrity", "fail", "no-end", lambda: P["rgb.png"]()[:-12]),
    Example("image-integrity", "fail", "grey-area", P["half-arrived.jpg"]),
    Example("image-integrity", "fail", "grey-area", lambda: half(portrait().convert("L"))),
    Example("image-integrity", "fail", "grey-area", lambda: half(portrait().convert("CMYK"))),
    Example("image-integrity", "fail", "gap-scans", lambda: half(portrait(), progressive=True)),
    Example(
        "image-integrity",
        "fail",
        "gap-restart",
        lambda: P["restart-markers.jpg"]().replace(b"\xff\xd3", b"\xff\xd5", 1),
    ),
    Example("image-integrity", "fail", "corner-missing", lambda: P["baseline.jpg"]()[:-500] + EOI),
    Example("image-integrity", "pass", "ok", on("#808080")),
    Example("image-integrity", "pass", "ok", lambda: on_grey_l()),
    Example("image-integrity", "warn", "trailing-data", P["trailing-bytes.jpg"]),
    Example("image-integrity", "warn", "trailing-data", P["motion-photo.jpg"]),
    Example("image-integrity", "unknown", "not-decoded", P["lossless.webp"]),
    # 30 KB is 30,000 or 30,720 bytes; 900 KB is 900,000 or 921,600.
    Example("file-size", "fail", "too-small", padded(29_999)),
    Example("file-size", "warn", "borderline", padded(30_000)),
    Example("file-size", "warn", "borderline", padded(30_719)),
    Example("file-size", "pass", "ok", padded(30_720)),
    Example("file-size", "pass", "ok", padded(900_000)),
    Example("file-size", "warn", "borderline", padded(900_001)),
    Example("file-size", "warn", "borderline", padded(921_600)),
    Example("file-size", "fail", "too-large", padded(921_601)),
    Example("file-size", "fail", "too-large", padded(204_801), BATCH),  # "usually", yet a reason for refusal
    Example("file-size", "pass", "ok", padded(200_000), BATCH),
    Example("file-size", "pass", "ok", padded(35_000), CHSI),
    Example("file-size", "warn", "too-large", padded(60_000), CHSI),  # the source says "usually"
    Example("file-size", "fail", "too-small", padded(149_999), OUCHN),
    Example("file-size", "pass", "ok", padded(5_000_000), OUCHN),
    Example("pixel-size", "pass", "ok", sized(480, 640)),
    Example("pixel-size", "pass", "ok", sized(600, 768)),
    Example("pixel-size", "fail", "too-small", sized(479, 640)),
    Example("pixel-size", "fail", "too-small", sized(480, 639)),
    Example("pixel-size", "fail", "too-large", sized(601, 768)),
    Example("pixel-size", "fail", "too-large", sized(600, 769)),
    Example("pixel-size", "pass", "ok", lambda: rotated(6), CHSI),
    Example("pixel-size", "fail", "too-large", sized(481, 640), CHSI),
    Example("pixel-size", "pass", "ok", sized(295, 413), BATCH),
    Example("pixel-size", "fail", "too-small", sized(294, 413), BATCH),
    Example("pixel-size", "pass", "ok", P["size-1200x1600.jpg"], OUCHN),
    Example("aspect-ratio", "pass", "ok", sized(480, 640)),
    Example("aspect-ratio", "pass", "ok", sized(576, 768)),
    Example("aspect-ratio", "warn", "rounding", sized(577, 768)),
    Example("aspect-ratio", "warn", "rounding", sized(500, 667)),
    Example("aspect-ratio", "fail", "wrong", sized(578, 768)),
    Example("aspect-ratio", "fail", "wrong", sized(600, 768)),
    Example("aspect-ratio", "fail", "wrong", sized(480, 700)),
    Example("aspect-ratio", "pass", "near", sized(295, 413), BATCH),
    Example("aspect-ratio", "pass", "ok", sized(300, 400), BATCH),
    Example("aspect-ratio", "fail", "wrong", sized(300, 450), BATCH),
    Example("aspect-ratio", "pass", "near", sized(399, 560), BATCH),  # exactly 5 % below
    Example("aspect-ratio", "pass", "near", sized(441, 560), BATCH),  # exactly 5 % above
    Example("aspect-ratio", "fail", "wrong", sized(398, 560), BATCH),
    Example("aspect-ratio", "fail", "wrong", sized(442, 560), BATCH),
    Example("print-resolution", "pass", "ok", P["dpi-72.jpg"]),
    Example("print-resolution", "pass", "missing", P["dpi-none.jpg"]),
    Example("print-resolution", "pass", "missing", P["dpi-exif-without.jpg"]),
    Example("print-resolution", "pass", "ok", P["dpi-exif-only.jpg"]),
    Example("print-resolution", "warn", "outside", P["dpi-71.jpg"]),  # metadata only: it never fails
    Example("print-resolution", "warn", "outside", lambda: exif_only(71.6)),
    Example("print-resolution", "pass", "ok", lambda: exif_only(28.35, metric=True)),  # 72.009 dpi
    Example("print-resolution", "pass", "ok", lambda: exif_only(28.34, metric=True)),  # 71.98, meant as 72
    Example("print-resolution", "warn", "outside", lambda: exif_only(28.1, metric=True)),  # 71.4
    Example("print-resolution", "pass", "ok", lambda: exif_only(118, metric=True), CHSI),  # 299.72
    Example("print-resolution", "warn", "outside", lambda: exif_only(299.72), CHSI),
    Example("print-resolution", "pass", "ok", lambda: encode(portrait(), "PNG", dpi=(300, 300)), CHSI),
    Example("print-resolution", "pass", "ok", lambda: webp(exif=exif_bytes(dpi=300))),
    Example("print-resolution", "warn", "outside", lambda: webp(exif=exif_bytes(dpi=60))),
    Example("print-resolution", "pass", "missing", P["lossless.webp"]),
    Example("print-resolution", "pass", "ok", P["baseline.jpg"], CHSI),
    Example("print-resolution", "warn", "outside", P["dpi-72.jpg"], CHSI),
    Example("colour-mode", "pass", "ok", P["baseline.jpg"], CHSI),
    Example("colour-mode", "pass", "ok", P["display-p3.jpg"]),
    Example("colour-mode", "fail", "not-rgb", P["grey.jpg"], CHSI),
    Example("colour-mode", "fail", "not-rgb", P["cmyk.jpg"], CHSI),
    Example("colour-mode", "fail", "not-rgb", P["10-bit.heic"], CHSI),
    Example("colour-mode", "fail", "not-rgb", P["16-bit.png"], CHSI),
    Example("colour-mode", "fail", "not-rgb", P["palette.png"], CHSI),
    Example("colour-mode", "fail", "not-rgb", P["rgba.png"], CHSI),
    Example("colour-mode", "warn", "not-rgb", P["cmyk.jpg"]),
    Example("colour-mode", "pass", "ok", lambda: webp(icc_profile=display_p3())),
    Example("orientation", "pass", "ok", P["baseline.jpg"]),
    Example("orientation", "pass", "ok", P["rotated.heic"]),
    Example("orientation", "warn", "exif-rotated", lambda: rotated(6)),
    Example("orientation", "warn", "exif-rotated", lambda: rotated(3)),
    Example("orientation", "warn", "square", sized(500, 500)),
    Example("orientation", "warn", "exif-rotated", lambda: webp(exif=exif_bytes(3))),
    Example("orientation", "fail", "landscape", lambda: webp(exif=exif_bytes(6))),
    Example("orientation", "fail", "landscape", P["landscape.jpg"]),
    Example("orientation", "fail", "landscape", lambda: encode(portrait(), exif=exif_bytes(8))),
    Example("background-colour", "pass", "ok", on("#64C5FF")),
    Example("background-colour", "pass", "ok", on("#00A3E6")),
    Example("background-colour", "pass", "ok", on("#438EDB")),
    Example("background-colour", "pass", "ok", on("#628BCE")),
    Example("background-colour", "pass", "ok", P["display-p3.jpg"]),
    Example("background-colour", "pass", "ok", P["noisy.jpg"]),
    Example("background-colour", "pass", "ok", lambda: rotated(6)),
    Example("background-colour", "warn", "off", P["pale-blue.jpg"]),
    Example("background-colour", "fail", "wrong", on("#000080")),
    Example("background-colour", "fail", "wrong", on("#008080")),
    Example("background-colour", "fail", "wrong", on("#8000FF")),
    Example("background-colour", "fail", "wrong", on("#F8F8FF")),
    Example("background-colour", "fail", "wrong", on("#FFFFFF")),
    Example("background-colour", "pass", "ok", on("#FFFFFF"), CHSI),
    Example("background-colour", "pass", "ok", on("#F0F0F0"), CHSI),
    Example("background-colour", "pass", "ok", on("#64C5FF"), CHSI),
    Example("background-colour", "warn", "off", on("#CECECE"), BATCH),
    Example("background-colour", "fail", "wrong", on("#A0A0A0"), BATCH),
    Example("background-colour", "fail", "wrong", on("#D02020"), BATCH),
    Example("background-colour", "pass", "ok", on("#FFFFFF"), BATCH),
    Example("background-colour", "pass", "ok", on("#F0F0F0"), BATCH),
    Example("background-colour", "warn", "off", on("#FFF0E0"), BATCH),  # "light" may mean it
    Example("background-colour", "warn", "off", on("#CDE8FF"), BATCH),
    Example("background-colour", "fail", "wrong", on("#FFF0E0"), CHSI),
    Example("background-colour", "fail", "wrong", on("#FFE8A0"), BATCH),
    Example("background-colour", "unknown", "not-plain", lambda: on_two("#FFFFFF", "#438EDB"), CHSI),
    Example("background-colour", "unknown", "not-plain", lambda: on_two("#FFFFFF", "#438EDB"), BATCH),
    Example("background-colour", "unknown", "not-plain", lambda: on_two("#FFFFFF", "#E0E0E0"), CHSI),
    Example("background-colour", "unknown", "not-plain", lambda: on_two("#438EDB", "#64C5FF")),
    Example("background-colour", "pass", "ok", lambda: on_two("#FFFFFF", "#E0E0E0", gradient=True), CHSI),
    Example("background-colour", "pass", "ok", lambda: on_two("#438EDB", "#64C5FF", gradient=True)),
    Example("background-colour", "fail", "not-plain", P["striped.jpg"]),
    Example("background-colour", "unknown", "not-plain", P["half-blue.jpg"]),
    Example("background-colour", "unknown", "not-decoded", P["lossless.webp"]),
]

__all__ = ["EXAMPLES", "Example", "find", "without_segment"]
