"""Making a file that satisfies several standards at once out of a photo."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from PIL import Image

from .. import standards as registry
from ..engine import judge
from ..errors import PhotoError, PointsError
from ..photo import Photo
from ..report import Report, unreadable
from ..standards import Standard
from ..text import Lang
from ..vision.by_hand import with_points
from ..vision.look import look
from ..vision.runtime import Runtime, finish
from ..vision.scene import Handle, Mark, Point, Scene, Unseen
from . import notes
from .choose import MAX_ENLARGEMENT, Choice, choose, larger
from .compose import Edges
from .encode import FULL, HALVED, HIGHEST, LOWEST, SENSIBLE, Encoded, encode, fit
from .extras import NO_WISHES, Wishes, prepared
from .framing import Framed, framed
from .model import FIXABLE, Box, Crop, Fixed, Note, Size, safe_name
from .picture import Picture
from .plan import Plan, plan
from .resample import resample
from .room import Span
from .segments import is_plain

# What image-integrity calls the faults that no new file mends: the data are not there.
_LOST = frozenset({"grey-area", "corner-missing", "gap-scans", "gap-restart", "gap-marker"})

# Bytes grow slower than px: aim a little above the least number of bytes.
_GROWTH = 1.2


def fix(
    data: bytes,
    name: str,
    standards: Sequence[str | Standard],
    crop: Crop | None = None,
    lang: Lang = "zh",
    overrides: Mapping[str, str] | None = None,
    *,
    wishes: Wishes = NO_WISHES,
    points: Mapping[Handle, Point] | None = None,
    runtime: Runtime | Unseen | None = None,
) -> Fixed:
    """Return a new JPEG made of the photo in ``data`` that satisfies every fixable rule of all ``standards``.

    ``name`` is the file's name as reports shall give it; ``crop`` the part to keep, of which no more is cut
    off than the ratio needs (None: by crown, eyes and chin; where these are not sure, or a standard wants
    the picture uncut, the whole, cut from its centre); ``overrides`` replace single limits, see
    `standards.with_overrides`; ``wishes`` are extras; ``points`` and ``runtime`` as in `engine.check`.
    Nothing about the photo raises: a note says what was not possible, and why. A photo with too few px is not
    enlarged, a damaged one not made to look whole, and limits that exclude each other give no file. Raises
    `StandardError` for an unknown standard or a senseless override, `PointsError` for points that make no
    face, and ValueError without any standard.
    """
    return finish(
        fixing(data, name, standards, crop, lang, overrides, wishes=wishes, points=points, runtime=runtime)
    )


async def fixing(
    data: bytes,
    name: str,
    standards: Sequence[str | Standard],
    crop: Crop | None = None,
    lang: Lang = "zh",
    overrides: Mapping[str, str] | None = None,
    *,
    wishes: Wishes = NO_WISHES,
    points: Mapping[Handle, Point] | None = None,
    runtime: Runtime | Unseen | None = None,
) -> Fixed:
    """Do what `fix` does where running a model takes waiting, as in a browser."""
    if not standards:
        raise ValueError("a photo is fixed for one standard or more")
    chosen = registry.resolve(standards, overrides)
    target = plan(chosen)
    try:
        photo = Photo.from_bytes(data, name)
        image = photo.full()
    except PhotoError as error:
        return _nothing(name, unreadable(name, chosen, error, lang), [notes.unreadable(error)])
    await look(photo, runtime)
    if points:
        photo.scene = with_points(photo.scene, photo.size, points)
    before = [judge(photo, standard, lang) for standard in chosen]
    refused = [*target.conflicts, *refusals(photo, image, before)]
    if refused or image is None:
        return _nothing(name, before, refused)
    picture, extras = await prepared(Picture(image, photo.scene, image.size), crop, target, wishes, runtime)
    if crop is None:
        cut = framed(picture.image, picture.scene, target)
    else:
        cut = Framed(picture.image, picture.part(crop), Edges(), ())
    choice = choose(target, cut.part)
    if choice.scale < 1 / MAX_ENLARGEMENT:
        return _nothing(name, before, [notes.too_few(choice, cut.part)])
    untouched = crop is None and not extras and not cut.notes
    if untouched and _fits_already(data, photo, choice, target, before):
        made = _Made(Encoded(data, photo.quality or 0, ""), choice)
        told = [notes.UNCHANGED]
    else:
        made = _make(cut.image, target, cut.part, choice)
        told = [*extras, *cut.notes, *notes.changes(photo, made.choice, made.encoded, cut.part, target)]
    file_name = safe_name(name, None if target.named else made.choice.size, target.extension)
    left, top, right, bottom = made.choice.box
    added = cut.added
    shown = (left - added.left, top - added.top, right - added.left, bottom - added.top)
    placed = _placed(picture.scene, shown, made.choice.size)
    after = await _check(made.encoded.data, file_name, chosen, lang, runtime, placed)
    told += notes.shortcomings(target, made.encoded, after)
    told += notes.worsened(before, after)
    return Fixed(
        file_name,
        made.encoded.data,
        made.choice.size,
        made.encoded.quality,
        picture.crop(shown),
        tuple(before),
        tuple(after),
        tuple(told),
    )


@dataclass(frozen=True, slots=True)
class _Made:
    encoded: Encoded
    choice: Choice


def _nothing(name: str, before: Sequence[Report], told: Sequence[Note]) -> Fixed:
    return Fixed(name, None, None, None, None, tuple(before), (), tuple(told))


def refusals(photo: Photo, image: Image.Image | None, before: Sequence[Report]) -> list[Note]:
    """Return why nothing can be made of a photo, whatever the limits are."""
    if image is None:
        return [notes.not_decoded(photo)]
    for finding in (finding for report in before for finding in report.findings):
        if finding.rule == "image-integrity" and finding.verdict.code in _LOST:
            return [notes.lost(finding)]
    return []


def _fits_already(data: bytes, photo: Photo, choice: Choice, target: Plan, before: Sequence[Report]) -> bool:
    """Return whether the photo is just what would be made of it, so that encoding anew would only harm it."""
    findings = [f for report in before for f in report.findings if f.rule in FIXABLE]
    return (
        photo.size == choice.size
        and target.aim.n_bytes.holds(len(data))
        and target.aim.quality.holds(photo.quality or 0)
        and photo.density is not None
        and (photo.density.x, photo.density.y) == (target.dpi, target.dpi)
        and all(f.outcome == "pass" or f.rule == "file-name" for f in findings)
        and is_plain(data)
    )


def _make(image: Image.Image, target: Plan, part: Box, first: Choice) -> _Made:
    """Return the best file: within the aim, else within what is allowed, else as near as can be.

    A file that stays too small at a sensible quality gets more px, where they are allowed and there, before
    it gets a higher quality.
    """
    least, dpi = target.room.n_bytes.low, target.dpi
    first_image = resample(image, first.box, first.size)
    for highest in (SENSIBLE, HIGHEST):
        choice: Choice | None = first
        small = first_image
        while choice is not None:
            made = _fit(small, target, highest)
            if made is not None:
                return _Made(made, choice)
            n_bytes = len(encode(small, highest, FULL, dpi).data)
            choice = larger(target, part, choice, _GROWTH * least / n_bytes) if n_bytes < least else None
            if choice is not None:
                small = resample(image, choice.box, choice.size)
    return _Made(_nearest(first_image, target), first)


def _fit(image: Image.Image, target: Plan, highest: int) -> Encoded | None:
    for room in (target.aim, target.room):
        made = fit(image, room.n_bytes, int(room.quality.low), highest, target.dpi)
        if made is not None:
            return made
    return None


def _nearest(image: Image.Image, target: Plan) -> Encoded:
    """Return the file to give when bytes and quality cannot both be had.

    A number of bytes that is only usual is given up first, then the quality, then what is left.
    """
    room, lowest = target.room, int(target.room.quality.low)
    most = encode(image, HIGHEST, FULL, target.dpi, optimize=False)
    if room.n_bytes.holds(len(most.data)):
        return most
    if len(most.data) < room.n_bytes.low:
        return most
    least = encode(image, lowest, HALVED, target.dpi)
    if room.firm_bytes.holds(len(least.data)):
        return least
    for window in (room.n_bytes, Span(1, room.n_bytes.high)):
        made = fit(image, window, LOWEST, lowest, target.dpi)
        if made is not None:
            return made
    return encode(image, LOWEST, HALVED, target.dpi)


def _placed(scene: Scene | None, part: Box, size: Size) -> dict[Handle, Point]:
    """Return where the points placed by hand are in a new file of ``size`` px that shows ``part``.

    A point that was cut off lies on the edge.
    """
    if scene is None:
        return {}
    left, top, right, bottom = part
    width, height = size

    def shown(mark: Mark) -> Point:
        x, y = (mark.x - left) / (right - left) * width, (mark.y - top) / (bottom - top) * height
        return Point(min(max(x, 0.0), float(width)), min(max(y, 0.0), float(height)))

    return {name: shown(mark) for name, mark in scene.marks.items() if name in scene.by_hand}


async def _check(
    data: bytes,
    name: str,
    chosen: Sequence[Standard],
    lang: Lang,
    runtime: Runtime | Unseen | None,
    points: Mapping[Handle, Point],
) -> list[Report]:
    photo = Photo.from_bytes(data, name)
    photo.decode()
    await look(photo, runtime)
    if points:
        # Where too little of the head is left for points, what was seen must do.
        with suppress(PointsError):
            photo.scene = with_points(photo.scene, photo.size, points)
    return [judge(photo, standard, lang) for standard in chosen]
