"""What the worker calls in Python: read a link, judge a photo, show it, make a new file of it.

Runs inside Pyodide, from text. Photos come in as JavaScript's byte arrays. A wish is the JSON object of what
a photo is judged by: ``standards``, an array of ids, and ``overrides``, an object.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, Protocol
from urllib.parse import parse_qsl

from checker import Photo, PhotoError, Report, StandardError, checking, reports_to_json, standards
from checker.drawing import drawing
from checker.errors import PointsError
from checker.fix import Crop, Wishes, crop_frame, fixing
from checker.photo import MAX_BYTES, check_size
from checker.report import unreadable
from checker.standards.overrides import FORMS
from checker.vision.by_hand import with_points
from checker.vision.look import look
from checker.vision.runtime import Runtime
from checker.vision.scene import Handle, Point, Unseen

MOST_BYTES = MAX_BYTES
"""The page hands in no photo with more bytes than this, only its size."""

PREVIEW_SIDE = 960
"""Longest side of a preview in px: twice what the page shows, for dense screens."""

EDITOR_SIDE = 1024
"""Longest side of the picture in the crop editor in px."""

MOST_FIELDS = 50
"""A link has no more parts than this."""

STANDARD = "standard"
FACES = "faces"  # whether to fetch the face models: the outer page's business
# What chat programs and counters of visitors add to a link that is passed on.
PASSED_ON = ("from", "isappinstalled", "scene", "clicktime", "enterid", "nsukey", "share", "spm", "utm_")


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


def read(query: str) -> str:
    """Return the JSON object of what a link asks for, which ``query`` says as ``standard=cet&kb=20-60``.

    ``standards`` are ids, none where the link names none; ``overrides`` as in a wish; ``names`` and
    ``changes`` say both in words. ``error`` is a sentence where the link makes no sense as a whole, and the
    others are then empty.
    """
    try:
        return json.dumps(_reading(parse_qsl(query, keep_blank_values=True, max_num_fields=MOST_FIELDS)))
    except StandardError as error:
        return json.dumps(_answer(error=error.zh))
    except ValueError:
        return json.dumps(_answer(error=f"链接里的内容太多，最多 {MOST_FIELDS} 项。"))


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
    and y in px. ``reports`` is the same text as the command line prints; ``size`` the photo's in px and
    ``scene`` as `Scene.to_dict` says, each null where it is not known; ``drawings`` has, for each report, a
    list as `Shape.to_dict` says. ``trouble`` is a sentence where the points make no face: then nothing was
    judged. Where the models look at the photo, ``early`` gets the reports before they do, as JSON, without
    what was not looked at.
    """
    asked = json.loads(wish)
    try:
        check_size(size)
    except PhotoError as error:
        chosen = standards.resolve(asked["standards"], asked["overrides"])
        return _judged(unreadable(name, chosen, error, "zh"), None)
    placed = _placed(points)
    seen: list[Photo] = []

    def tell(reports: list[Report]) -> None:
        if early is not None:
            early(reports_to_json([_looked_at(report) for report in reports]))

    try:
        reports = await checking(
            data.to_bytes(),
            name,
            asked["standards"],
            "zh",
            asked["overrides"],
            points=placed,
            runtime=_runtime,
            closely=_closely,
            show=seen.append,
            early=None if placed or isinstance(_runtime, str) else tell,
        )
    except PointsError as error:
        return _judged([], None, error.message("zh"))
    return _judged(reports, seen[0] if seen else None)


def preview(data: JsBytes, name: str) -> tuple[str, bytes | None]:
    """Return a small JPEG of the photo, upright and in sRGB, or None where it cannot be shown."""
    return "", _picture(data.to_bytes(), name, PREVIEW_SIDE)


async def framing(data: JsBytes, name: str, wish: str, points: str = "{}") -> tuple[str, bytes | None]:
    """Return which crops a wish allows, as `CropFrame.to_dict` does, and a JPEG of the whole photo to crop.

    The JPEG is None, and the text empty, where the photo cannot be shown. The models look at the photo, so
    that the first crop has the head in its place; ``points`` are those placed by hand, as in `judge`.
    """
    asked = json.loads(wish)
    photo = _decoded(data.to_bytes(), name)
    if photo is None:
        return "", None
    await look(photo, _runtime)
    if placed := _placed(points):
        photo.scene = with_points(photo.scene, photo.size, placed)
    chosen = standards.resolve(asked["standards"], asked["overrides"])
    frame = crop_frame(photo.size, chosen, scene=photo.scene)
    return json.dumps(frame.to_dict("zh")), _small(photo, EDITOR_SIDE)


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
    return json.dumps(fixed.to_dict("zh")), fixed.data


def _placed(points: str) -> dict[Handle, Point]:
    return {handle: Point(*at) for handle, at in json.loads(points).items()}


def _looked_at(report: Report) -> Report:
    """Return a report without the findings for which nobody has looked yet."""
    return replace(report, findings=tuple(one for one in report.findings if one.verdict.code != "not-looked"))


def _judged(reports: Sequence[Report], photo: Photo | None, trouble: str = "") -> str:
    scene = None if photo is None else photo.scene
    return json.dumps(
        {
            "reports": reports_to_json(reports),
            "size": None if photo is None else photo.size,
            "scene": None if scene is None else scene.to_dict(),
            "drawings": [[shape.to_dict() for shape in drawing(scene, report)] for report in reports],
            "trouble": trouble,
        }
    )


def _picture(data: bytes, name: str, side: int) -> bytes | None:
    """Return a JPEG of the photo, upright and in sRGB, at most ``side`` px long, or None."""
    photo = _decoded(data, name)
    return None if photo is None else _small(photo, side)


def _decoded(data: bytes, name: str) -> Photo | None:
    """Return the photo with its pixels, None where they cannot be had."""
    try:
        photo = Photo.from_bytes(data, name)
        photo.decode()
    except PhotoError:
        return None
    return photo if photo.working is not None else None


def _small(photo: Photo, side: int) -> bytes:
    """Return a JPEG, at most ``side`` px long, of a decoded photo; its working copy is used up."""
    assert photo.working is not None
    out = io.BytesIO()
    photo.working.thumbnail((side, side))
    photo.working.save(out, "JPEG", quality=85)
    return out.getvalue()


def _reading(pairs: Sequence[tuple[str, str]]) -> dict[str, Any]:
    ids = list(dict.fromkeys(part for key, value in pairs if key == STANDARD for part in _parts(value)))
    known = standards.load_all()
    for unknown in ids:
        if unknown not in known:
            raise StandardError(
                unknown, f"没有叫「{_short(unknown)}」的要求。可以用的有：{'、'.join(known)}。"
            )
    overrides = standards.parse_overrides(f"{key}={value}" for key, value in pairs if key in FORMS)
    chosen = standards.resolve(ids or list(known), overrides)
    changes = _changes(chosen)
    if ids or overrides:
        changes += [f"链接里的「{_short(key)}」看不懂，没有理会。" for key, _ in pairs if _is_strange(key)]
    names = [standard.name.zh for standard in chosen] if ids else []
    return _answer(standards=ids, overrides=overrides, names=names, changes=changes)


def _answer(**known: Any) -> dict[str, Any]:
    return {"standards": [], "overrides": {}, "names": [], "changes": [], "error": ""} | known


def _parts(value: str) -> list[str]:
    return [part for part in value.replace("，", ",").split(",") if part]


def _changes(chosen: Sequence[standards.Standard]) -> list[str]:
    """Return one sentence a changed limit, with what the standard itself says where there is only one."""
    changed: dict[str, str] = {}
    for standard in chosen:
        for row in standard.requirements("zh"):
            if row.trust == "call":
                changed.setdefault(row.rule_id, f"{row.title}：{row.text}")
    if len(chosen) == 1:
        for row in standards.load(chosen[0].id).requirements("zh"):
            if row.rule_id in changed:
                changed[row.rule_id] += f"（「{chosen[0].name.zh}」原来是：{row.text}）"
    return list(changed.values())


def _is_strange(key: str) -> bool:
    return key not in FORMS and key not in {STANDARD, FACES} and not key.startswith(PASSED_ON)


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:40]}…"
