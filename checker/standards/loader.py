"""Reading the standards' TOML files."""

import functools
import re
from collections.abc import Mapping, Sequence
from importlib import resources
from pathlib import Path
from types import MappingProxyType
from typing import cast, get_args

from ..errors import StandardError
from ..report import OWN, Source, Trust
from ..rules import RULES
from ..table import Table
from ..text import NOTHING, Text, printable
from .bands import Band, read_bands
from .model import Manual, RuleEntry, School, Standard
from .overrides import with_overrides

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_UNITS = ("fraction", "px", "deg")
# What the files may say; `call` is not for them.
_TRUSTS = tuple(trust for trust in get_args(Trust) if trust != "call")
_MAX_FILE = 1_000_000  # bytes; ours come to 4,000
# Where a school's own standard is placed and explained, if its file does not say.
_LAST, _OWN_PAGE = 1000, "requirements.html"


def load(standard_id: str) -> Standard:
    """Return the standard named ``standard_id``; raises `StandardError` when there is none."""
    try:
        return load_all()[standard_id]
    except KeyError:
        known = ", ".join(load_all())
        raise StandardError(f"there is no standard {standard_id!r}; there are {known}") from None


def load_file(path: str | Path) -> Standard:
    """Return the standard in a TOML file of somebody's own, such as a school's.

    Its id must not be one of `load_all`, so that no report names a standard that others mean something else
    by. Raises `StandardError` naming the file, and the key where one is wrong.
    """
    where = printable(str(path))
    try:
        with Path(path).open("rb") as file:
            data = file.read(_MAX_FILE + 1)
    except FileNotFoundError:
        raise StandardError(f"{where}: there is no such file; check the path and the name") from None
    except (OSError, ValueError) as error:  # ValueError: a name with a null character
        why = error.strerror if isinstance(error, OSError) and error.strerror else error
        raise StandardError(f"{where}: cannot be read ({why})") from None
    if len(data) > _MAX_FILE:
        raise StandardError(f"{where}: is too large for a standard; name the TOML file")
    try:
        text = data.decode("utf-8-sig")  # Windows' editor begins a file with a byte order mark
    except UnicodeDecodeError:
        raise StandardError(f"{where}: is not UTF-8; save it in that encoding") from None
    standard = parse_standard(text, where, common(), own=True)
    if standard.id in load_all():
        raise StandardError(f"{where}: id: {standard.id!r} is a standard of this tool; choose another id")
    return standard


def resolve(chosen: Sequence[str | Standard], overrides: Mapping[str, str] | None = None) -> list[Standard]:
    """Return the standards of ids and standards, each with ``overrides``.

    Raises `StandardError` for an unknown id and for an override that makes no sense.
    """
    return [
        with_overrides(load(standard) if isinstance(standard, str) else standard, overrides or {})
        for standard in chosen
    ]


@functools.cache
def load_all() -> Mapping[str, Standard]:
    """Return all standards by id, in display order. Raises `StandardError` for a faulty file."""
    folder = resources.files(__package__)
    files = sorted(item.name for item in folder.iterdir() if item.name.endswith(".toml"))
    ours = common()
    found = [parse_standard((folder / name).read_text(encoding="utf-8"), name, ours) for name in files]
    found.sort(key=lambda standard: standard.order)
    return MappingProxyType({standard.id: standard for standard in found})


def common() -> Mapping[str, RuleEntry]:
    """Return the rules that hold under every standard. Raises `StandardError` for a faulty file."""
    return _common()[0]


def common_bands() -> tuple[Band, ...]:
    """Return the bands of tolerance that hold under every standard; `Standard.bands` are one's own.

    Raises `StandardError` for a faulty file.
    """
    return _common()[1]


@functools.cache
def _common() -> tuple[Mapping[str, RuleEntry], tuple[Band, ...]]:
    where = "common.toml"
    top = Table.parse(resources.files("checker").joinpath(where).read_text(encoding="utf-8"), where)
    found = _rules(top, OWN, {}), read_bands(top)
    top.done()
    return found


@functools.cache
def schools() -> tuple[School, ...]:
    """Return the kinds of school in display order. Raises `StandardError` for a faulty file."""
    text = resources.files("checker").joinpath("schools.toml").read_text(encoding="utf-8")
    return parse_schools(text, "schools.toml")


def parse_schools(text: str, where: str) -> tuple[School, ...]:
    """Return the schools of a TOML document; ``where`` names it in errors."""
    top = Table.parse(text, where)
    found = []
    for table in top.tables("school"):
        found.append(
            School(
                _identifier(table),
                Text(table.string("zh"), table.string("en")),
                table.text("hint"),
                table.strings("standards", load_all()),
            )
        )
        table.done()
    top.done()
    return tuple(found)


def parse_standard(text: str, where: str, ours: Mapping[str, RuleEntry], *, own: bool = False) -> Standard:
    """Return the standard of a TOML document named ``where``, whose name must be its id with ``.toml``.

    A file of somebody's ``own`` may have any name. ``ours`` are the rules of `common`, each of which the
    document may replace. Raises `StandardError` naming file and key.
    """
    top = Table.parse(text, where)
    standard_id = _identifier(top)
    if not own and f"{standard_id}.toml" != where:
        raise top.error("id", f"is {standard_id!r}, but the file is named {where!r}")
    source_table = top.table("source")
    checked = source_table.string("checked")
    source_note = source_table.text("note") if source_table.has("note") else NOTHING
    main = _source(source_table)
    sources = {"own": OWN}
    if top.has("sources"):
        further = top.table("sources")
        sources |= {key: _source(further.table(key)) for key in further.remaining()}
    rules = {**ours, **_rules(top, main, sources)}
    standard = Standard(
        id=standard_id,
        order=top.integer("order") if top.has("order") or not own else _LAST,
        name=top.text("name"),
        summary=top.text("summary"),
        page=top.string("page") if top.has("page") or not own else _OWN_PAGE,
        source=main,
        checked=checked,
        note=source_note,
        rules={key: rules[key] for key in RULES if key in rules},
        manual=tuple(_manual(table, main, sources) for table in top.tables("manual")),
        bands=read_bands(top),
    )
    top.done()
    return standard


def _identifier(table: Table) -> str:
    value = table.string("id")
    if not _ID.fullmatch(value):
        raise table.error("id", f"must be lower-case words joined by hyphens, not {value!r}")
    return value


def _source(table: Table) -> Source:
    source = Source(
        authority=table.text("authority"),
        document=table.text("document"),
        year=table.integer("year") if table.has("year") else None,
        trust=cast(Trust, table.string("trust", _TRUSTS)),
    )
    table.done()
    return source


def _chosen_source(table: Table, main: Source, sources: Mapping[str, Source]) -> Source:
    return sources[table.string("source", sources)] if table.has("source") else main


def _rules(top: Table, main: Source, sources: Mapping[str, Source]) -> dict[str, RuleEntry]:
    rules = top.table("rules")
    return {key: _rule(rules, key, main, sources) for key in rules.remaining()}


def _rule(rules: Table, key: str, main: Source, sources: Mapping[str, Source]) -> RuleEntry:
    if key not in RULES:
        raise rules.error(key, f"is no rule; there are {', '.join(RULES)}")
    table = rules.table(key)
    source = _chosen_source(table, main, sources)
    note = table.text("note") if table.has("note") else NOTHING
    entry = RuleEntry(key, RULES[key].read_limits(table), source, note)
    table.done()
    return entry


def _manual(table: Table, main: Source, sources: Mapping[str, Source]) -> Manual:
    manual = Manual(
        id=_identifier(table),
        title=table.text("title"),
        text=Text(table.string("zh"), table.string("en")),
        range=table.range("limits") if table.has("limits") else None,
        unit=table.string("unit", _UNITS) if table.has("unit") else "",
        source=_chosen_source(table, main, sources),
    )
    if (manual.range is None) != (not manual.unit):
        raise table.error("unit", "goes together with limits")
    try:
        manual.sentence()
    except (KeyError, IndexError, ValueError) as error:
        raise table.error("zh", f"has a placeholder that limits does not fill: {error}") from None
    table.done()
    return manual
