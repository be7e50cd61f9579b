"""Examples of the rules about the file itself: format, name, compression, further pictures, metadata."""

from PIL import Image

from tests.checker.examples import CHSI, Example, P, webp
from tests.corpus import encode
from tests.icc import adobe_rgb, display_p3, in_colours_of, prophoto, srgb
from tests.portrait import WHITE, portrait


def with_quality(quality: int) -> bytes:
    return encode(portrait(), quality=quality)


def ultra_hdr() -> bytes:
    """Return a JPEG followed by a gain map, marked as Android phones mark it."""
    xmp = b'<x:xmpmeta><rdf:Description xmlns:hdrgm="http://ns.adobe.com/hdr-gain-map/1.0/"/></x:xmpmeta>'
    second = encode(portrait((120, 160)).convert("L"), xmp=xmp)
    return P["baseline.jpg"]() + second


def heic_with_gain_map() -> bytes:
    """Return a HEIC whose second picture, transparency by origin, calls itself a gain map as iPhones do."""
    alpha, gain_map = b"urn:mpeg:hevc:2015:auxid:1", b"urn:com.apple:hdrgainmap:1"
    assert len(alpha) == len(gain_map)
    assert alpha in P["alpha.heic"]()
    return P["alpha.heic"]().replace(alpha, gain_map)


def tagged(profile: bytes) -> bytes:
    """Return the portrait in the colours of ``profile``, which is embedded."""
    return encode(in_colours_of(portrait(), profile), icc_profile=profile)


def camera_in_adobe_rgb() -> bytes:
    """Return a photo as cameras write it when set to Adobe RGB: without a profile, said in EXIF only."""
    exif = Image.Exif()
    exif[0x8769] = {0xA001: 0xFFFF, 0xA005: {0x0001: "R03"}}
    return encode(in_colours_of(portrait(), adobe_rgb()), exif=exif.tobytes())


def grey_on_white_in_p3() -> bytes:
    """Return a colourless portrait before white in Display P3, whose greys are those of sRGB."""
    grey = portrait(background=WHITE).convert("L").convert("RGB")
    return encode(in_colours_of(grey, display_p3()), icc_profile=display_p3())


def with_exif(**directories: dict[int, object]) -> bytes:
    """Return a JPEG with tags in its main, camera and gps directories."""
    return encode(portrait(), exif=exif_of(**directories))


def exif_of(**directories: dict[int, object]) -> bytes:
    exif = Image.Exif()
    for tag, value in directories.get("main", {}).items():
        exif[tag] = value
    for name, pointer in (("camera", 0x8769), ("gps", 0x8825)):
        if name in directories:
            exif[pointer] = directories[name]
    return exif.tobytes()


GPS: dict[int, object] = {1: "N", 2: (39.0, 54.0, 27.0), 3: "E", 4: (116.0, 23.0, 17.0)}

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
    Example("single-image", "warn", "gain-map", heic_with_gain_map),
    Example("single-image", "warn", "burst", P["two-images.heic"]),
    Example("single-image", "fail", "animated", P["animated.gif"]),
    Example("single-image", "fail", "animated", P["animated.png"]),
    Example("colour-profile", "pass", "none", P["baseline.jpg"], CHSI),
    Example("colour-profile", "pass", "srgb", P["srgb-profile.jpg"]),
    Example("colour-profile", "pass", "srgb", lambda: tagged(srgb("c2"))),
    Example("colour-profile", "pass", "near", grey_on_white_in_p3),
    Example("colour-profile", "warn", "shift", P["display-p3.jpg"]),
    Example("colour-profile", "warn", "shift", lambda: tagged(display_p3("sRGB IEC61966-2.1"))),
    Example("colour-profile", "warn", "shift", lambda: tagged(adobe_rgb())),
    Example("colour-profile", "warn", "shift", P["display-p3.heic"]),
    Example("colour-profile", "warn", "assumed", camera_in_adobe_rgb),
    Example("colour-profile", "warn", "assumed", P["nclx-p3.heic"]),
    Example("colour-profile", "warn", "damaged", P["damaged-profile.jpg"]),
    Example("colour-profile", "warn", "damaged", lambda: webp(icc_profile=bytes(200))),
    Example("colour-profile", "warn", "unfit", P["grey-with-rgb-profile.jpg"]),
    Example("colour-profile", "fail", "ruinous", lambda: tagged(prophoto())),
    Example("colour-profile", "unknown", "not-decoded", lambda: webp(icc_profile=display_p3())),
    Example("embedded-location", "pass", "ok", P["baseline.jpg"]),
    Example("embedded-location", "pass", "ok", P["exif-6.jpg"]),
    Example("embedded-location", "warn", "location", lambda: with_exif(gps=GPS)),
    Example("embedded-location", "warn", "damaged", lambda: encode(portrait(), exif=b"Exif\0\0" + bytes(40))),
    Example("embedded-location", "warn", "personal", lambda: with_exif(main={0x013B: "Li Lei"})),
]
