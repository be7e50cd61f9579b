"""What the worker calls in Python: read a link, judge a photo, show it, make a new file of it.

Runs inside Pyodide. Photos come in as JavaScript's byte arrays. A wish is the JSON object of what
a photo is judged by: ``standards``, an array of ids, and ``overrides``, an object.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

from PIL import Image

from checker import Photo, PhotoError, Report, checking, reports_to_json, standards
from checker.drawing import drawing
from checker.errors import PointsError
from checker.fix import Crop, Wishes, crop_frame, fixing, hopeless
from checker.photo import MAX_BYTES, check_size
from checker.preview import decoded, small
from checker.rehearsal import rehearse as rehearsing
from checker.render import render_to_share
from checker.report import unreadable
from checker.sheet import PAPERS, PRINTS, sheeting
from checker.standards.query import reading
from checker.text import Lang
from checker.viewfinder import Viewfinder, hinting, viewfinder
from checker.vision.by_hand import with_points
from checker.vision.look import look
from checker.vision.runtime import Runtime
from checker.vision.scene import Handle, Point, Unseen

if TYPE_CHECKING:
    from checker.batch.desk import Desk

MOST_BYTES = MAX_BYTES
"""The page hands in no photo with more bytes than this, only its size."""

PREVIEW_SIDE = 960
"""Longest side of a preview in px: twice what the page shows, for dense screens."""

EDITOR_SIDE = 1024
"""Longest side of the picture in the crop editor in px."""

REHEARSED = "chsi-2017"
"""A standard with most of the rules."""

FACES = "faces"  # in a link: whether to fetch the face models, the outer page's business


class JsBytes(Protocol):
    """A byte array of JavaScript."""

    def to_bytes(self) -> bytes:
        """Return a copy of the bytes."""


class JsOutput(Protocol):
    """A typed array of JavaScript."""

    def to_memoryview(self) -> memoryview:
        """Return a copy of the numbers, with their format."""


class RunModel(Protocol):
    """A function of JavaScript that runs a model."""

    async def __call__(self, model: str, pixels: bytes) -> Sequence[JsOutput]:
        """Return the outputs of ``model`` for ``pixels``."""
        ...


class _Inference:
    """onnxruntime-web, as a `Runtime`."""

    def __init__(self, run: RunModel) -> None:
        self._run = run

    async def run(self, model: str, pixels: bytes) -> list[memoryview]:
        return [output.to_memoryview() for output in await self._run(model, pixels)]


_runtime: Runtime | Unseen = "left-out"
_closely = False
_lang: Lang = "zh"
_desk: Desk | None = None


def warm() -> None:
    """Do before a photo is there what every photo needs."""
    standards.load_all()
    standards.common()
    standards.schools()


def read(query: str) -> str:
    """Return the JSON object of what a link asks for, as `standards.query.reading` says it."""
    return json.dumps(reading(query, _lang, others=(FACES,)))


def speak(lang: Lang) -> None:
    """Say everything in this language from now on."""
    global _lang
    _lang = lang


def look_by(run: RunModel | None, closely: bool = False) -> None:
    """Have the models run by ``run`` from now on, or say that they were left out.

    ``closely``: the model for a close look is among them, and every photo gets one.
    """
    global _runtime, _closely
    _runtime = "left-out" if run is None else _Inference(run)
    _closely = closely


async def judge(
    data: JsBytes,
    name: str,
    size: int,
    wish: str,
    points: str = "{}",
    early: Callable[[str], object] | None = None,
) -> str:
    """Return a JSON object with the reports on a photo, and what is needed to draw over it.

    ``size`` is the file's size in bytes; ``points`` the JSON object of those placed by hand, each with its x
    and y in px. ``reports`` is the JSON that the command line prints, ``text`` the same for people; ``maker``
    is the camera's, as the photo says, or empty; ``size`` is the photo's in px and ``scene`` as
    `Scene.to_dict` says, each null where it is not known; ``drawings`` has, for each report, a list as
    `Shape.to_dict` says; ``hopeless`` is as that function says. ``trouble`` is a sentence where the points
    make no face: then nothing was judged. Where the models look at the photo, ``early`` gets before that, as
    JSON, what of the reports does not hang on what they see.
    """
    try:
        check_size(size)
    except PhotoError as error:
        return _judged(unreadable(name, _chosen(wish), error, _lang), None)
    return await _answer(data.to_bytes(), name, wish, _runtime, _placed(points), early)


async def rehearse(wanted: Callable[[], bool]) -> None:
    """Judge a drawing, until a photo is ``wanted``: then the first one takes no longer than later ones."""
    wish = json.dumps({"standards": [REHEARSED], "overrides": {}})
    await rehearsing(lambda data, runtime: _answer(data, "", wish, runtime), _runtime, wanted)


async def _answer(
    data: bytes,
    name: str,
    wish: str,
    runtime: Runtime | Unseen,
    placed: Mapping[Handle, Point] | None = None,
    early: Callable[[str], object] | None = None,
) -> str:
    asked = json.loads(wish)
    seen: list[Photo] = []

    def tell(reports: list[Report]) -> None:
        if early is not None:
            early(reports_to_json(reports))

    try:
        reports = await checking(
            data,
            name,
            asked["standards"],
            _lang,
            asked["overrides"],
            points=placed,
            runtime=runtime,
            closely=_closely,
            show=seen.append,
            early=None if placed or isinstance(runtime, str) else tell,
        )
    except PointsError as error:
        return _judged([], None, trouble=error.message(_lang))
    return _judged(reports, seen[0] if seen else None, wish)


def preview(data: JsBytes, name: str) -> tuple[str, bytes | None]:
    """Return a small JPEG of the photo, upright and in sRGB, or None where it cannot be shown."""
    photo = decoded(data.to_bytes(), name)
    return "", None if photo is None else small(photo, PREVIEW_SIDE)


async def framing(data: JsBytes, name: str, wish: str, points: str = "{}") -> tuple[str, bytes | None]:
    """Return which crops a wish allows, as `CropFrame.to_dict` does, and a JPEG of the whole photo to crop.

    The JPEG is None, and the text empty, where the photo cannot be shown. The models look at the photo, so
    that the first crop has the head in its place; ``points`` are those placed by hand, as in `judge`.
    """
    asked = json.loads(wish)
    photo = decoded(data.to_bytes(), name)
    if photo is None:
        return "", None
    await look(photo, _runtime)
    if placed := _placed(points):
        photo.scene = with_points(photo.scene, photo.size, placed)
    chosen = standards.resolve(asked["standards"], asked["overrides"])
    frame = crop_frame(photo.size, chosen, scene=photo.scene)
    return json.dumps(frame.to_dict(_lang)), small(photo, EDITOR_SIDE)


async def fix(
    data: JsBytes, name: str, wish: str, crop: str, extras: str = "{}", points: str = "{}"
) -> tuple[str, bytes | None]:
    """Return what `Fixed.to_dict` says of a new file that a wish allows, and the file or None.

    ``crop`` is the JSON array of the four fractions of a `Crop`, or ``null`` for the fixer's own choice;
    ``extras`` the JSON object of what a `Wishes` has, as far as it is asked for; ``points`` those placed by
    hand, by which a photo was judged.
    """
    asked, part = json.loads(wish), json.loads(crop)
    chosen = standards.resolve(asked["standards"], asked["overrides"])
    kept = None if part is None else Crop(*part)
    wishes = Wishes(**json.loads(extras))
    fixed = await fixing(
        data.to_bytes(), name, chosen, kept, wishes=wishes, points=_placed(points), runtime=_runtime
    )
    return json.dumps(fixed.to_dict(_lang)), fixed.data


async def sheet(data: JsBytes, name: str, order: str) -> tuple[str, bytes]:
    """Return what `Sheet.to_dict` says of a print sheet of the photo, and the file.

    ``order`` is a JSON object: ``print`` and ``paper``, ids of `PRINTS` and `PAPERS`, the number ``count``
    or null for as many as fit, and ``kind``, ``jpeg`` or ``pdf``.
    """
    asked = json.loads(order)
    size, paper = PRINTS[asked["print"]], PAPERS[asked["paper"]]
    made = await sheeting(data.to_bytes(), name, size, paper, asked["count"], asked["kind"], runtime=_runtime)
    return json.dumps(made.to_dict(_lang)), made.data


async def many(call: str, data: JsBytes, asked: str) -> tuple[str, bytes | None]:
    """Carry out a call of this worker's `Desk`; what is asked and the text returned are JSON objects."""
    global _desk
    if _desk is None:
        from checker.batch.desk import Desk  # only here: most visitors have one photo

        _desk = Desk(_lang, _runtime, closely=_closely)
    answer, made = await _desk.call(call, data.to_bytes(), json.loads(asked))
    return json.dumps(answer), made


def aim(width: int, height: int, wish: str) -> str:
    """Return as `Viewfinder.to_dict` says where the head goes in a camera's picture of so many px."""
    return json.dumps(_finder(width, height, wish).to_dict(_lang))


async def hint(data: JsBytes, width: int, height: int, whole: str, wish: str) -> str:
    """Return as `Hint.to_dict` says how the head lies in what a viewfinder's window shows.

    ``data`` are its pixels, four bytes each, RGBA; ``whole`` the JSON array of width and height, in px, of
    the camera's picture. ``null`` where the models were left out.
    """
    if isinstance(_runtime, str):
        return "null"
    picture = Image.frombytes("RGBA", (width, height), data.to_bytes()).convert("RGB")
    finder = _finder(*json.loads(whole), wish)
    found = await hinting(picture, finder, _chosen(wish), _runtime)
    return json.dumps(found.to_dict(_lang))


@functools.lru_cache(maxsize=4)
def _finder(width: int, height: int, wish: str) -> Viewfinder:
    return viewfinder((width, height), _chosen(wish))


@functools.lru_cache(maxsize=4)
def _chosen(wish: str) -> tuple[standards.Standard, ...]:
    asked = json.loads(wish)
    return tuple(standards.resolve(asked["standards"], asked["overrides"]))


def _placed(points: str) -> dict[Handle, Point]:
    return {handle: Point(*at) for handle, at in json.loads(points).items()}


def _judged(reports: Sequence[Report], photo: Photo | None, wish: str = "", trouble: str = "") -> str:
    scene = None if photo is None else photo.scene
    return json.dumps(
        {
            "reports": reports_to_json(reports),
            "text": render_to_share(reports) if reports else "",
            "maker": "" if photo is None else photo.maker,
            "size": None if photo is None else photo.size,
            "scene": None if scene is None else scene.to_dict(),
            "drawings": [[shape.to_dict() for shape in drawing(scene, report)] for report in reports],
            "hopeless": hopeless(photo, reports, _chosen(wish)) if photo and reports else "",
            "trouble": trouble,
        }
    )
