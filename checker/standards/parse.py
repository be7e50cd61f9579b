"""From a standard's TOML document to a `Standard`. What `schema` says of such a file is read here."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import cast, get_args

from ..errors import StandardError
from ..report import OWN, Source, Trust
from ..rules import RULES
from ..table import Table
from ..text import NOTHING, Text
from .bands import read_bands
from .model import Kind, Manual, RuleEntry, Standard

UNITS = ("fraction", "px", "deg")
KINDS: tuple[Kind, ...] = get_args(Kind)
# What the files may say; `call` is not for them.
TRUSTS = tuple(trust for trust in get_args(Trust) if trust != "call")
OLDEST = 2000  # no source is older, and a report's schema allows no less
PAGE = r"[a-z0-9/-]+\.html(#[a-z0-9-]+)?"  # as in a report's schema
# Where a standard of somebody's own is placed and explained, if its file does not say.
_LAST, _OWN_PAGE = 1000, "requirements.html"
# Somewhere on earth it is already tomorrow.
_AHEAD = timedelta(days=1)


def parse_standard(
    text: str,
    where: str,
    ours: Mapping[str, RuleEntry],
    base: Callable[[str], Standard],
    *,
    own: bool = False,
    ask: Sequence[Manual] = (),
) -> Standard:
    """Return the standard of a TOML document named ``where``, whose name must be its id with ``.toml``.

    A file of somebody's ``own`` may have any name, order and page. ``ours`` are the rules that hold under
    every standard, each of which the document may replace; ``base`` finds the standard that it is based on;
    ``ask`` are the manual requirements of every standard, each of which the document may replace too.
    Raises `StandardError` naming file and key.
    """
    return read_standard(Table.parse(text, where), where, ours, base, own=own, ask=ask)


def read_standard(
    top: Table,
    where: str,
    ours: Mapping[str, RuleEntry],
    base: Callable[[str], Standard],
    *,
    own: bool = False,
    ask: Sequence[Manual] = (),
) -> Standard:
    """Return the standard of a document's top table, as `parse_standard` does."""
    standard_id = top.identifier("id")
    if not own and f"{standard_id}.toml" != where:
        raise top.error("id", f"is {standard_id!r}, but the file is named {where!r}")
    based_on = _based_on(top, base)
    source_table = top.table("source")
    checked = source_table.day("checked")
    source_note = source_table.text("note") if source_table.has("note") else NOTHING
    main = _source(source_table)
    sources = {"own": OWN}
    if top.has("sources"):
        further = top.table("sources")
        sources |= {key: _source(further.table(key)) for key in further.remaining()}
    rules, manual = _inherited(top, based_on)
    rules = {**ours, **rules}
    if based_on is None or top.has("rules"):
        rules |= read_rules(top, main, sources)
    manual |= {item.id: item for item in read_manual(top, main, sources)}
    for item in ask:
        manual.setdefault(item.id, item)
    standard = Standard(
        id=standard_id,
        order=top.integer("order") if top.has("order") or not own else _LAST,
        kind=cast(Kind, top.string("kind", KINDS)) if top.has("kind") or not own else KINDS[0],
        based_on=based_on.id if based_on else None,
        name=top.text("name"),
        summary=top.text("summary"),
        page=top.string("page", pattern=PAGE) if top.has("page") or not own else _OWN_PAGE,
        source=main,
        checked=checked,
        note=source_note,
        rules={key: rules[key] for key in RULES if key in rules},
        manual=tuple(manual.values()),
        bands=(*(based_on.bands if based_on else ()), *read_bands(top)),
    )
    top.done()
    return standard


def refuse_future(standard: Standard, where: str, today: date) -> None:
    """Raise `StandardError` when ``standard`` was checked after ``today``.

    Not a matter of reading: a device whose clock is wrong must still be able to load the standards.
    """
    if standard.checked > today + _AHEAD:
        raise StandardError(
            f"{where}: source: checked: {standard.checked} is in the future (today is {today}); "
            "write the day on which the source was last looked at"
        )


def read_rules(top: Table, main: Source, sources: Mapping[str, Source]) -> dict[str, RuleEntry]:
    """Take the table ``rules`` out of a file's top table. Raises `StandardError` naming file and key."""
    rules = top.table("rules")
    return {key: _rule(rules, key, main, sources) for key in rules.remaining()}


def read_manual(top: Table, main: Source, sources: Mapping[str, Source]) -> list[Manual]:
    """Take the array ``manual`` out of a file's top table. Raises `StandardError` naming file and key."""
    return [_manual(table, main, sources) for table in top.tables("manual")]


def _based_on(top: Table, base: Callable[[str], Standard]) -> Standard | None:
    if not top.has("based_on"):
        return None
    wanted = top.identifier("based_on")
    try:
        return base(wanted)
    except StandardError as error:
        raise top.error("based_on", str(error)) from None


def _inherited(top: Table, based_on: Standard | None) -> tuple[dict[str, RuleEntry], dict[str, Manual]]:
    """Return the rules and manual requirements of the standard's base, less those it does without."""
    if based_on is None:
        return {}, {}
    rules, manual = dict(based_on.rules), {item.id: item for item in based_on.manual}
    for left_out in top.strings("without") if top.has("without") else ():
        if left_out not in rules and left_out not in manual:
            raise top.error("without", f"{based_on.id!r} says nothing about {left_out!r}")
        rules.pop(left_out, None)
        manual.pop(left_out, None)
    return rules, manual


def _source(table: Table) -> Source:
    source = Source(
        authority=table.text("authority"),
        document=table.text("document"),
        year=table.integer("year", low=OLDEST) if table.has("year") else None,
        trust=cast(Trust, table.string("trust", TRUSTS)),
    )
    table.done()
    return source


def _chosen_source(table: Table, main: Source, sources: Mapping[str, Source]) -> Source:
    return sources[table.string("source", sources)] if table.has("source") else main


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
    zh = table.string("zh")
    manual = Manual(
        id=table.identifier("id"),
        title=table.text("title"),
        text=Text(zh, table.string("en") if table.has("en") else zh),
        range=table.range("limits") if table.has("limits") else None,
        unit=table.string("unit", UNITS) if table.has("unit") else "",
        source=_chosen_source(table, main, sources),
    )
    if (manual.range is None) != (not manual.unit):
        raise table.error("unit", "goes together with limits")
    try:
        manual.sentence()
    except ValueError as error:
        raise table.error("zh", f"has a placeholder that limits does not fill: {error}") from None
    table.done()
    return manual
