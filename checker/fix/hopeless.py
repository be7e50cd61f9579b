"""Whether there is any use in making a new file of a photo, told before anybody tries."""

from collections.abc import Sequence

from ..photo import Photo
from ..report import Report
from ..standards import Standard
from .choose import MAX_ENLARGEMENT, choose
from .fixer import refusals
from .framing import framed
from .model import Box
from .plan import Plan, plan


def hopeless(photo: Photo, before: Sequence[Report], standards: Sequence[Standard]) -> str:
    """Return the code of the note with which `fix` would refuse a checked photo, empty where it would not.

    Only what no other crop can change; ``before`` are the reports on the photo by the ``standards``.
    """
    target = plan(standards)
    for note in (*target.conflicts, *refusals(photo, photo.working, before)):
        return note.code
    image = photo.working
    if image is None or _fills(target, (0, 0, *photo.size)):
        return ""
    # Of large photos, which are looked at reduced, only strips have too few px, and no crop of them more.
    reduced = image.size != photo.size
    filled = not reduced and _fills(target, framed(image, photo.scene, target).part)
    return "" if filled else "too-few-pixels"


def _fills(target: Plan, part: Box) -> bool:
    """Whether ``part``, in px, fills a picture that is allowed."""
    return choose(target, part).scale >= 1 / MAX_ENLARGEMENT
