"""Whether the end of a JPEG is missing, or grey of itself: the decoder is asked, not the colour."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from checker import Finding, Photo, check
from tests.portrait import portrait

EOI = b"\xff\xd9"
WHOLE = {
    "baseline": {},
    "full colour": {"subsampling": "4:4:4"},
    "restart markers": {"restart_marker_rows": 1},
    "optimised": {"optimize": True},
}


def encoded(image: Image.Image, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", **({"quality": 90, "subsampling": "4:2:0"} | options))
    return out.getvalue()


def with_grey_corner(blocks: int) -> Image.Image:
    """A portrait whose lower right corner is the grey that decoders leave where data are missing."""
    image = portrait().copy()
    width, height = image.size
    side = 16 * blocks
    image.paste((128, 128, 128), (width - side, height - side, width, height))
    return image


def integrity(data: bytes) -> Finding:
    (report,) = check(data, "a.jpg", ["online-upload"])
    return next(finding for finding in report.findings if finding.rule == "image-integrity")


@pytest.mark.parametrize("options", WHOLE.values(), ids=WHOLE)
@pytest.mark.parametrize("blocks", [1, 2, 4, 12])
def test_a_corner_that_is_grey_of_itself_is_there(options: dict[str, object], blocks: int) -> None:
    data = encoded(with_grey_corner(blocks), **options)
    photo = Photo.from_bytes(data)
    photo.decode()
    assert photo.grey_corner == ""
    assert photo.grey_tail == 0
    assert integrity(data).outcome == "pass"


@pytest.mark.parametrize("grey", [False, True], ids=["portrait", "portrait with a grey corner"])
@pytest.mark.parametrize("bytes_lost", [30, 100, 300, 1000, 5000])
def test_what_is_missing_is_found(grey: bool, bytes_lost: int) -> None:
    data = encoded(with_grey_corner(1) if grey else portrait())
    cut = data[: -len(EOI) - bytes_lost] + EOI
    finding = integrity(cut)
    # Few bytes may all belong to the last block, of which a part has then arrived: no grey, no trace.
    if finding.outcome == "pass":
        assert bytes_lost == 30
        assert Image.open(io.BytesIO(cut)).tobytes()[-3:] != bytes([128] * 3)
    else:
        assert finding.code in {"image-integrity/corner-missing", "image-integrity/grey-area"}
        assert finding.outcome == "fail"


def test_without_an_end_mark_grey_counts_as_missing() -> None:
    whole = encoded(with_grey_corner(1))[: -len(EOI)]
    (report,) = check(whole, "a.jpg", ["online-upload"])
    assert report.error is not None
    assert report.error.code == "truncated"


def test_data_behind_the_picture_play_no_part() -> None:
    data = encoded(with_grey_corner(2))
    assert integrity(data + b"\0" * 40).outcome == "pass"
    assert integrity(data + b"something else").code == "image-integrity/trailing-data"


def test_of_a_progressive_photo_nobody_can_tell() -> None:
    finding = integrity(encoded(with_grey_corner(1), progressive=True))
    assert (finding.outcome, finding.code) == ("unknown", "image-integrity/grey-corner")
