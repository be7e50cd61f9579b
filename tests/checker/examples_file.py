"""Examples of the rules about the file itself: format, name, compression, further pictures, metadata."""

from tests.checker.examples import CHSI, Example, P
from tests.corpus import encode
from tests.portrait import portrait


def with_quality(quality: int) -> bytes:
    return encode(portrait(), quality=quality)


def ultra_hdr() -> bytes:
    """Return a JPEG followed by a gain map, marked as Android phones mark it."""
    xmp = b'<x:xmpmeta><rdf:Description xmlns:hdrgm="http://ns.adobe.com/hdr-gain-map/1.0/"/></x:xmpmeta>'
    second = encode(portrait((120, 160)).convert("L"), xmp=xmp)
    return P["baseline.jpg"]() + second


EXAMPLES = [
    Example("image-format", "pass", "ok", P["baseline.jpg"]),
    Example("image-format", "pass", "ok", P["progressive.jpg"], name="C:\\照片\\我.JPEG"),
    Example("image-format", "pass", "ok", P["baseline.jpg"], CHSI),
    Example("image-format", "pass", "ok", P["two-pictures.jpg"]),
    Example("image-format", "pass", "ok", P["baseline.jpg"], name="photo.png"),
    Example("image-format", "fail", "not-allowed", P["8-bit.heic"], name="IMG_0001.HEIC"),
    Example("image-format", "fail", "not-allowed", P["named-jpg-heic.jpg"], name="IMG_0001.jpg"),
    Example("image-format", "fail", "not-allowed", P["rgb.png"]),
    Example("image-format", "fail", "not-allowed", P["webp-named.jpg"]),
    Example("file-name", "pass", "ok", P["baseline.jpg"]),
    Example("file-name", "pass", "ok", P["progressive.jpg"], name="C:\\照片\\我.JPEG"),
    Example("file-name", "pass", "ok", P["baseline.jpg"], CHSI),
    Example("file-name", "pass", "ok", P["baseline.jpg"], name=""),
    Example("file-name", "pass", "ok", P["rgb.png"]),
    Example("file-name", "warn", "extension", P["baseline.jpg"], name="photo.png"),
    Example("file-name", "warn", "extension", P["baseline.jpg"], CHSI, name="photo.jpeg"),
    Example("file-name", "warn", "extension", P["baseline.jpg"], name="照片/photo"),
    Example("file-name", "warn", "extension", P["8-bit.heic"], name="IMG_0001.HEIC"),
    Example("jpeg-quality", "warn", "low", lambda: with_quality(59), CHSI),
    Example("jpeg-quality", "warn", "low", lambda: with_quality(56), CHSI),
    Example("jpeg-quality", "fail", "low", lambda: with_quality(55), CHSI),
    Example("jpeg-quality", "pass", "ok", lambda: with_quality(60), CHSI),
    Example("jpeg-quality", "pass", "ok", lambda: with_quality(50)),
    Example("jpeg-quality", "warn", "low", lambda: with_quality(49)),
    Example("jpeg-quality", "warn", "low", lambda: with_quality(21)),
    Example("jpeg-quality", "fail", "low", lambda: with_quality(20)),
    Example("jpeg-quality", "pass", "ok", P["grey.jpg"], CHSI),
    Example("jpeg-quality", "pass", "ok", P["cmyk.jpg"], CHSI),
    Example("jpeg-quality", "pass", "lossless", P["rgb.png"], CHSI),
    Example("jpeg-quality", "unknown", "no-tables", P["8-bit.heic"], CHSI),
    Example("single-image", "pass", "ok", P["baseline.jpg"]),
    Example("single-image", "pass", "ok", P["8-bit.heic"]),
    Example("single-image", "pass", "ok", P["photo.gif"]),
    Example("single-image", "pass", "ok", P["trailing-bytes.jpg"]),
    Example("single-image", "pass", "ok", P["motion-photo.jpg"]),
    Example("single-image", "warn", "second-picture", P["two-pictures.jpg"]),
    Example("single-image", "warn", "gain-map", ultra_hdr),
    Example("single-image", "warn", "burst", P["two-images.heic"]),
    Example("single-image", "fail", "animated", P["animated.gif"]),
    Example("single-image", "fail", "animated", P["animated.png"]),
]
