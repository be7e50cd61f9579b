"""Taking, looking at and judging every photo, on several processes."""

from __future__ import annotations

import functools
import math
import multiprocessing
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from benchmarks.accuracy.geometry.landmarks import Marks, Portrait
from benchmarks.accuracy.geometry.plan import Shot
from benchmarks.accuracy.geometry.shoulders import take_all
from checker import standards
from checker.photo import Photo
from checker.rules import RULES
from checker.standards import Standard
from checker.vision.desktop import desktop
from checker.vision.look import look
from checker.vision.runtime import finish
from checker.vision.scene import Scene
from tests.corpus import encode

# Below this a mark judges nothing (`checker.geometry.SURE`, said again: no rule's code is asked here).
SURE = 0.5
KINDS = ("eyes", "chin", "crown", "cheeks", "roll")
_CHUNK = 24
_portraits: dict[str, Portrait] = {}


@dataclass(frozen=True, slots=True)
class Seen:
    """What was seen in a photo: how many faces, and how far off each of `KINDS` is.

    Errors are shares of the photo's height, of the roll degrees; None where nothing was found or not
    surely. ``outcomes`` are the rules' words in the order of the shot's checks; ``outside`` are the marks
    that the photo's edges cut off.
    """

    shot: Shot
    faces: int
    errors: Mapping[str, float | None]
    outcomes: tuple[str, ...]
    outside: tuple[str, ...] = ()


def seen(shots: Sequence[Shot], portraits: Sequence[Portrait], jobs: int) -> Iterator[Seen]:
    """Yield what was seen in every photo, in the order of ``shots``."""
    by_id = {portrait.id: portrait for portrait in portraits}
    if jobs == 1:
        _start(by_id)
        yield from _told(map(_one, shots), len(shots))
        return
    with multiprocessing.get_context("spawn").Pool(jobs, _start, (by_id,)) as pool:
        yield from _told(pool.imap(_one, shots, _CHUNK), len(shots))


def _told(found: Iterator[Seen], total: int) -> Iterator[Seen]:
    for at, one in enumerate(found, 1):
        if sys.stderr.isatty() and (at % 50 == 0 or at == total):
            print(f"\r{at}/{total}", end="" if at < total else "\n", file=sys.stderr, flush=True)
        yield one


def _start(portraits: Mapping[str, Portrait]) -> None:
    _portraits.update(portraits)


def _one(shot: Shot) -> Seen:
    taken = take_all(_portraits[shot.portrait], shot.framing)
    photo = looked_at(encode(taken.image, quality=shot.quality))
    assert photo.scene is not None
    outcomes = tuple(outcome(photo, standard, rule) for standard, rule, _ in shot.checks)
    found = errors(photo.scene, taken.truth)
    return Seen(shot, len(photo.scene.faces), found, outcomes, _outside(taken.truth, photo.size))


def _outside(truth: Marks, size: tuple[int, int]) -> tuple[str, ...]:
    """Return which marks lie outside the photo, or so near its edge that it may have cut them."""
    width, height = size
    cheeks = [place.x for place in truth.cheeks]
    cut = {
        "crown": truth.crown.y < 0.005 * height,
        "chin": truth.chin.y > 0.995 * height,
        "cheeks": min(cheeks) < 0 or max(cheeks) > width,
    }
    return tuple(kind for kind, lost in cut.items() if lost)


def looked_at(data: bytes, closely: bool = False) -> Photo:
    """Return a photo that was decoded and looked at, ``closely`` or not; raises where no runtime is."""
    photo = Photo.from_bytes(data, "photo.jpg")
    photo.decode()
    finish(look(photo, desktop(), closely))
    if photo.scene is None:
        raise RuntimeError(f"nothing was looked at: {photo.unseen}; install gradphoto[vision]")
    return photo


@functools.lru_cache
def _standard(standard_id: str) -> Standard:
    return standards.load(standard_id)


def outcome(photo: Photo, standard_id: str, rule: str) -> str:
    """Return what a rule says of a photo under a standard."""
    standard = _standard(standard_id)
    return RULES[rule].judge(photo, standard.rules[rule].limits, standard).outcome


def errors(scene: Scene, truth: Marks) -> dict[str, float | None]:
    """Return how far each mark is from the truth, see `Seen`."""
    face, height = scene.main, scene.size[1]
    if face is None:
        return dict.fromkeys(KINDS)
    found: dict[str, float | None] = dict.fromkeys(KINDS)
    if min(eye.confidence for eye in face.eyes) >= SURE:
        pairs = zip(face.eyes, truth.eyes, strict=True)
        found["eyes"] = max(math.dist((eye.x, eye.y), place) for eye, place in pairs) / height
        found["roll"] = abs(face.pose.roll - truth.roll)
    if face.chin.confidence >= SURE:
        found["chin"] = abs(face.chin.y - truth.chin.y) / height
    if scene.crown is not None and scene.crown.confidence >= SURE:
        found["crown"] = abs(scene.crown.y - truth.crown.y) / height
    if min(cheek.confidence for cheek in face.cheeks) >= SURE:
        sides = zip(face.cheeks, truth.cheeks, strict=True)
        found["cheeks"] = max(abs(cheek.x - place.x) for cheek, place in sides) / height
    return found
