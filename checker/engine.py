"""Judging a photo by standards: bytes in, reports out."""

import contextlib
from collections.abc import Callable, Mapping, Sequence

from . import standards
from .errors import PhotoError
from .photo import Photo, SceneAskedError
from .report import OWN, Finding, Report, Verdict, unreadable
from .rules import RULES
from .standards import Standard
from .text import Lang
from .vision.by_hand import say, with_points
from .vision.look import look
from .vision.runtime import Runtime, finish
from .vision.scene import Handle, Point, Unseen


def check(
    data: bytes,
    name: str,
    standard_ids: Sequence[str | Standard],
    lang: Lang = "zh",
    overrides: Mapping[str, str] | None = None,
    *,
    points: Mapping[Handle, Point] | None = None,
    runtime: Runtime | Unseen | None = None,
    closely: bool = False,
    show: Callable[[Photo], object] | None = None,
) -> list[Report]:
    """Return one report for each standard on the photo in ``data``, which is decoded once.

    ``name`` is the file's name as the report shall give it; a standard is given by its id or itself;
    ``overrides`` replace single limits of all of them, see `standards.with_overrides`. A file that is no
    usable photo gives reports of outcome ``unreadable``; nothing about the photo raises. ``points``, in px
    of the upright photo, are those that a person placed, see `vision.by_hand.with_points`. ``runtime`` runs
    the face models or is the reason why none shall look, None: the desktop's; ``closely``: they also label
    what is around the face, see `vision.look.look`. A photo that opens is handed to ``show`` as well, with
    all that the rules will know. Raises `StandardError` for an unknown standard and for an override that
    makes no sense, `PointsError` for points that make no face.
    """
    return finish(
        checking(
            data,
            name,
            standard_ids,
            lang,
            overrides,
            points=points,
            runtime=runtime,
            closely=closely,
            show=show,
        )
    )


async def checking(
    data: bytes,
    name: str,
    standard_ids: Sequence[str | Standard],
    lang: Lang = "zh",
    overrides: Mapping[str, str] | None = None,
    *,
    points: Mapping[Handle, Point] | None = None,
    runtime: Runtime | Unseen | None = None,
    closely: bool = False,
    show: Callable[[Photo], object] | None = None,
    early: Callable[[list[Report]], object] | None = None,
) -> list[Report]:
    """Return what `check` returns, for a runtime that has to be waited for.

    Before that, ``early`` gets what of the reports cannot change any more: the findings of the rules that do
    not ask what the models saw.
    """
    chosen = standards.resolve(standard_ids, overrides)
    try:
        photo = Photo.from_bytes(data, name)
        photo.decode()
    except PhotoError as error:
        return unreadable(name, chosen, error, lang)
    if early is not None:
        early([judge(photo, standard, lang, blindly=True) for standard in chosen])
    await look(photo, runtime, closely)
    if points:
        photo.scene = with_points(photo.scene, photo.size, points)
    if show is not None:
        show(photo)
    return [judge(photo, standard, lang) for standard in chosen]


def judge(photo: Photo, standard: Standard, lang: Lang = "zh", *, blindly: bool = False) -> Report:
    """Return the report of every rule of ``standard`` on a photo that has been decoded.

    ``blindly``: only of those rules that judge without what the models saw.
    """
    findings = []
    for entry in standard.rules.values():
        rule = RULES[entry.rule_id]
        try:
            with photo.blindly() if blindly else contextlib.nullcontext():
                verdict = rule.judge(photo, entry.limits, standard)
        except SceneAskedError:
            continue
        verdict = say(verdict, rule.RULE_ID, photo.scene)
        source = OWN if verdict.own else entry.source
        findings.append(
            Finding(rule.RULE_ID, rule.TITLE, verdict, f"rules/{rule.RULE_ID}.html", source, lang)
        )
    for manual in standard.manual:
        verdict = Verdict("manual", "manual", manual.sentence(), None, manual.allowed(), manual.unit)
        findings.append(Finding(manual.id, manual.title, verdict, standard.page, manual.source, lang))
    return Report(
        photo.name,
        standard.id,
        tuple(findings),
        lang,
        name=standard.name,
        overrides=standard.overrides,
    )
