"""Telling a file's format from its first bytes."""

_HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs"}
_HEIF_BRANDS = {b"mif1", b"mif2", b"msf1"}
_AVIF_BRANDS = {b"avif", b"avis"}
_DIB_HEADER_SIZES = {12, 40, 52, 56, 64, 108, 124}

# Formats that are named to the user but not opened, by their first bytes.
_NAMED: tuple[tuple[bytes, str], ...] = (
    (b"II*\x00", "TIFF/RAW"),
    (b"MM\x00*", "TIFF/RAW"),
    (b"\xff\x0a", "JPEG XL"),
    (b"\x00\x00\x00\x0cJXL \r\n\x87\n", "JPEG XL"),
    (b"\x00\x00\x00\x0cjP  \r\n\x87\n", "JPEG 2000"),
    (b"\xff\x4f\xff\x51", "JPEG 2000"),
    (b"8BPS", "PSD"),
    (b"%PDF-", "PDF"),
    (b"\x00\x00\x01\x00", "ICO"),
    (b"PK\x03\x04", "ZIP"),
    (b"Rar!\x1a\x07", "RAR"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "DOC"),
)


def sniff(data: bytes) -> tuple[str, bool]:
    """Return the format of ``data`` and whether the checker opens it.

    The name is ``JPEG``, ``PNG``, ``GIF``, ``BMP``, ``HEIF`` or ``WEBP`` with True, another format's name
    with False, or an empty string with False when nothing is recognised. The file's name plays no part.
    """
    if data.startswith(b"\xff\xd8\xff"):
        return "JPEG", True
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG", True
    if data.startswith((b"GIF87a", b"GIF89a")):
        return "GIF", True
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "WEBP", True
    if data.startswith(b"BM") and int.from_bytes(data[14:18], "little") in _DIB_HEADER_SIZES:
        return "BMP", True
    if data[4:8] == b"ftyp":
        return _sniff_bmff(data)
    for magic, name in _NAMED:
        if data.startswith(magic):
            return name, False
    head = data[:1000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith(b"<svg") or (head.startswith(b"<?xml") and b"<svg" in head):
        return "SVG", False
    return "", False


def _sniff_bmff(data: bytes) -> tuple[str, bool]:
    """Tell HEIC from AVIF and from videos, which share one container."""
    box_size = min(int.from_bytes(data[:4], "big"), 4096)
    major = data[8:12]
    brands = {data[at : at + 4] for at in range(16, box_size, 4)} | {major}
    if major in _AVIF_BRANDS or (
        major in _HEIF_BRANDS and brands & _AVIF_BRANDS and not brands & _HEIC_BRANDS
    ):
        return "AVIF", False
    if major in _HEIC_BRANDS | _HEIF_BRANDS:
        return "HEIF", True
    if major == b"crx ":
        return "CR3 RAW", False
    return "MP4/MOV", False
