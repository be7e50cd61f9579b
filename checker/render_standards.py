"""Standards as text for a terminal and as JSON."""

import dataclasses
import re
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from .backgrounds import BACKGROUNDS
from .standards import Requirement, Standard, common
from .text import Lang, Text, printable

_LABELS = {
    "source": Text("来源", "source"),
    "checked": Text("核对于", "checked on"),
    "note": Text("说明", "note"),
    "page": Text("指南", "guide"),
    "background": Text("背景", "background"),
    "based_on": Text("以它为底", "based on"),
    "judged": Text("本工具检查", "judged by this tool"),
    "manual": Text("请自查", "look yourself"),
    "common": Text("每张照片都检查", "judged in every photo"),
}


def render_list(found: Sequence[Standard], lang: Lang) -> str:
    """Return two lines for each standard: what it is called and for, and who says so."""
    lines: list[str] = []
    colon = _colon(lang)
    for standard in found:
        lines.append(f"{standard.id} · {standard.name.to(lang)}{colon}{standard.summary.to(lang)}")
        lines.append(f"  {standard.source.cite_dated(lang)} {standard.note.to(lang)}".rstrip())
    return "\n".join(printable(line) for line in lines)


def render_standard(standard: Standard, lang: Lang) -> str:
    """Return everything about a standard: who says so, when it was checked, every limit with its source."""
    return "\n".join(printable(line) for line in _lines(standard, lang))


def _lines(standard: Standard, lang: Lang) -> Iterator[str]:
    colon = _colon(lang)
    yield f"{standard.id} · {standard.name.to(lang)}{colon}{standard.summary.to(lang)}"
    titles = [BACKGROUNDS[name].title.to(lang) for name in standard.background]
    facts = {
        "source": standard.source.cite_dated(lang),
        "checked": standard.checked.isoformat(),
        "note": standard.note.to(lang),
        "page": standard.page,
        "based_on": standard.based_on or "",
        "background": ("、" if lang == "zh" else ", ").join(titles),
    }
    for name, value in facts.items():
        if value:
            yield f"  {_LABELS[name].to(lang)}{colon}{value}"
    groups: dict[str, list[Requirement]] = {"judged": [], "manual": [], "common": []}
    for row in standard.requirements(lang):
        ours = row.judged and standard.rules[row.rule_id] == common().get(row.rule_id)
        groups["common" if ours else "judged" if row.judged else "manual"].append(row)
    # Some requirements may rest on another source than the rest.
    main = standard.source.cite_dated(lang)
    cited = list(dict.fromkeys([main, *(_cite(row) for row in groups["judged"] + groups["manual"])]))
    for at, cite in enumerate(cited[1:], 2):
        yield f"  {_LABELS['source'].to(lang)} [{at}]{colon}{cite}"
    for name, rows in groups.items():
        if rows:
            yield f"  {_LABELS[name].to(lang)}{colon.rstrip()}"
        for row in rows:
            at = 1 if name == "common" else cited.index(_cite(row)) + 1
            yield f"  - {row.title}{colon}{row.text}{f' [{at}]' if at > 1 else ''}"


def _cite(row: Requirement) -> str:
    year = "" if row.year is None else f", {row.year}"
    return f"{row.source}{year} [{row.trust}]"


def _colon(lang: Lang) -> str:
    return "：" if lang == "zh" else ": "


def standard_to_dict(standard: Standard, lang: Lang) -> dict[str, Any]:
    """Return the JSON object of a standard, as ``gradphoto standards`` gives it.

    Sentences are in ``lang``; ``limits`` are the figures behind a requirement's text, under the names that
    they have in the standard's file (a manual one's: ``min``, ``max``, ``unit``; null where it has none).
    """
    limits: dict[str, Any] = {rule_id: _plain(entry.limits) for rule_id, entry in standard.rules.items()}
    for manual in standard.manual:
        limits[manual.id] = _plain(manual.range) and _plain(manual.range) | {"unit": manual.unit}
    return {
        "id": standard.id,
        "kind": standard.kind,
        "based_on": standard.based_on,
        "name": standard.name.to(lang),
        "summary": standard.summary.to(lang),
        "note": standard.note.to(lang),
        "page": standard.page,
        "background": list(standard.background),
        "checked": standard.checked.isoformat(),
        "source": standard.source.to_dict(lang),
        "requirements": [
            {
                "rule": row.rule_id,
                "title": row.title,
                "text": row.text,
                "judged": row.judged,
                "limits": limits[row.rule_id],
                "source": {"cite": row.source, "trust": row.trust, "year": row.year},
            }
            for row in standard.requirements(lang)
        ],
    }


def _plain(value: Any) -> Any:
    """Return a rule's limits as JSON can hold them."""
    if dataclasses.is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, Fraction):
        return float(value)
    if isinstance(value, re.Pattern):
        return value.pattern
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, (tuple, list, set, frozenset)):
        return [_plain(item) for item in value]
    return value
