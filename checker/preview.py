"""A small picture of a photo, for people to look at."""

import io

from .errors import PhotoError
from .photo import Photo


def decoded(data: bytes, name: str) -> Photo | None:
    """Return the photo in ``data`` with its pixels, None where they cannot be had."""
    try:
        photo = Photo.from_bytes(data, name)
        photo.decode()
    except PhotoError:
        return None
    return photo if photo.working is not None else None


def small(photo: Photo, side: int) -> bytes:
    """Return a JPEG, at most ``side`` px long, of a decoded photo; its working copy is used up."""
    assert photo.working is not None
    out = io.BytesIO()
    photo.working.thumbnail((side, side))
    photo.working.save(out, "JPEG", quality=85)
    return out.getvalue()
