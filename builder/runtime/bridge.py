"""What the worker calls in Python: judge one photo, and make a preview where the browser cannot.

Runs inside Pyodide, from text. Photos come in as JavaScript's byte arrays.
"""

from __future__ import annotations

import io
import json
from typing import Protocol

from checker import Photo, PhotoError, check, reports_to_json
from checker.photo import MAX_BYTES, check_size
from checker.report import unreadable

MOST_BYTES = MAX_BYTES
"""The page hands in no photo with more bytes than this, only its size."""

PREVIEW_SIDE = 480
"""Longest side of a preview in px: twice what the page shows, for dense screens."""


class JsBytes(Protocol):
    """A byte array of JavaScript."""

    def to_bytes(self) -> bytes:
        """Return a copy of the bytes."""


def judge(data: JsBytes, name: str, size: int, standard_ids: str) -> str:
    """Return the JSON array of reports, the same text as the command line prints.

    ``size`` is the file's size in bytes, ``standard_ids`` a JSON array of ids.
    """
    ids = json.loads(standard_ids)
    try:
        check_size(size)
    except PhotoError as error:
        return reports_to_json(unreadable(name, ids, error, "zh"))
    return reports_to_json(check(data.to_bytes(), name, ids, "zh"))


def preview(data: JsBytes, name: str) -> bytes | None:
    """Return a small JPEG of the photo, upright and in sRGB, or None where it cannot be shown."""
    try:
        photo = Photo.from_bytes(data.to_bytes(), name)
        photo.decode()
    except PhotoError:
        return None
    if photo.working is None:
        return None
    out = io.BytesIO()
    photo.working.thumbnail((PREVIEW_SIDE, PREVIEW_SIDE))
    photo.working.save(out, "JPEG", quality=85)
    return out.getvalue()
