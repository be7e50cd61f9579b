"""Requirements written as a link's query: ``standard=cet&kb=20-60``."""

from collections.abc import Container, Sequence
from typing import Any
from urllib.parse import parse_qsl

from ..errors import StandardError
from ..text import Lang, Text
from .loader import load, load_all, resolve
from .model import Standard
from .overrides import FORMS, parse_overrides

MOST_FIELDS = 50
"""A link has no more parts than this."""

STANDARD = "standard"
# What chat programs and counters of visitors add to a link that is passed on.
PASSED_ON = ("from", "isappinstalled", "scene", "clicktime", "enterid", "nsukey", "share", "spm", "utm_")

_TOO_MUCH = Text(
    f"链接里的内容太多，最多 {MOST_FIELDS} 项。",
    f"There is too much in the link: {MOST_FIELDS} parts at most.",
)
_STRANGE = Text(
    "链接里的「{key}」看不懂，没有理会。", '"{key}" in the link means nothing; it was left aside.'
)
_COLON = Text("：", ": ")
_BEFORE = Text("（「{name}」原来是：{text}）", ' ("{name}" itself says: {text})')


def reading(query: str, lang: Lang, others: Container[str] = ()) -> dict[str, Any]:
    """Return the JSON object of what a ``query`` asks for.

    ``standards`` are ids, none where the query names none; ``overrides`` as `parse_overrides` gives them;
    ``names`` and ``changes`` say both in words. ``error`` is a sentence where the query makes no sense as a
    whole, and the others are then empty. ``others`` are keys that are somebody else's business.
    """
    try:
        return _read(parse_qsl(query, keep_blank_values=True, max_num_fields=MOST_FIELDS), lang, others)
    except StandardError as error:
        return _answer(error=error.message(lang))
    except ValueError:
        return _answer(error=_TOO_MUCH.to(lang))


def _read(pairs: Sequence[tuple[str, str]], lang: Lang, others: Container[str]) -> dict[str, Any]:
    ids = list(dict.fromkeys(part for key, value in pairs if key == STANDARD for part in _parts(value)))
    known = load_all()
    for unknown in ids:
        if unknown not in known:
            raise StandardError(
                f'There are no requirements called "{_short(unknown)}". Known: {", ".join(known)}.',
                f"没有叫「{_short(unknown)}」的要求。可以用的有：{'、'.join(known)}。",
            )
    overrides = parse_overrides(f"{key}={value}" for key, value in pairs if key in FORMS)
    chosen = resolve(ids or list(known), overrides)
    changes = _changes(chosen, lang)
    if ids or overrides:
        changes += [_STRANGE.format(key=_short(key)).to(lang) for key, _ in pairs if _is_strange(key, others)]
    names = [standard.name.to(lang) for standard in chosen] if ids else []
    return _answer(standards=ids, overrides=overrides, names=names, changes=changes)


def _answer(**known: Any) -> dict[str, Any]:
    return {"standards": [], "overrides": {}, "names": [], "changes": [], "error": ""} | known


def _parts(value: str) -> list[str]:
    return [part for part in value.replace("，", ",").split(",") if part]


def _changes(chosen: Sequence[Standard], lang: Lang) -> list[str]:
    """Return one sentence a changed limit, with what the standard itself says where there is only one."""
    changed: dict[str, str] = {}
    for standard in chosen:
        for row in standard.requirements(lang):
            if row.trust == "call":
                changed.setdefault(row.rule_id, f"{row.title}{_COLON.to(lang)}{row.text}")
    if len(chosen) == 1:
        for row in load(chosen[0].id).requirements(lang):
            if row.rule_id in changed:
                before = _BEFORE.format(name=chosen[0].name.to(lang), text=row.text)
                changed[row.rule_id] += before.to(lang)
    return list(changed.values())


def _is_strange(key: str, others: Container[str]) -> bool:
    return key not in FORMS and key != STANDARD and key not in others and not key.startswith(PASSED_ON)


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:40]}…"
