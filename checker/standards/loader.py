"""Finding the standards' TOML files: those of this package, and somebody's own."""

import functools
import pkgutil
import stat
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from importlib import resources
from pathlib import Path
from types import MappingProxyType

from ..errors import StandardError
from ..report import OWN
from ..table import Table
from ..text import Text, printable
from .bands import Band, read_bands
from .model import Manual, RuleEntry, School, Standard
from .overrides import with_overrides
from .parse import parse_standard, read_manual, read_rules, refuse_future

_MAX_FILE = 1_000_000  # bytes; ours come to 4,000


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
    by, and it may be ``based_on`` any of them. Raises `StandardError` naming the file, and the key where one
    is wrong.
    """
    where = printable(str(path))
    standard = parse_standard(_read(path, where), where, common(), load, own=True, ask=common_manual())
    if standard.id in load_all():
        raise StandardError(f"{where}: id: {standard.id!r} is a standard of this tool; choose another id")
    refuse_future(standard, where, date.today())
    return standard


def _read(path: str | Path, where: str) -> str:
    try:
        if not stat.S_ISREG(Path(path).stat().st_mode):  # a pipe might never end
            raise StandardError(f"{where}: is no file; name the TOML file")
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
        return data.decode("utf-8-sig")  # Windows' editor begins a file with a byte order mark
    except UnicodeDecodeError:
        raise StandardError(f"{where}: is not UTF-8; save it in that encoding") from None


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
    found = [_load_ours(name, _base) for name in files]
    found.sort(key=lambda standard: standard.order)
    return MappingProxyType({standard.id: standard for standard in found})


def _load_ours(name: str, base: Callable[[str], Standard]) -> Standard:
    return parse_standard(_ours(f"standards/{name}"), name, common(), base, ask=common_manual())


def _base(standard_id: str) -> Standard:
    """Return one of our standards that another is based on; it must itself be based on none."""
    name = f"{standard_id}.toml"
    try:
        return _load_ours(name, _no_base)
    except OSError:
        raise StandardError(f"there is no standard {standard_id!r}") from None


def _no_base(standard_id: str) -> Standard:
    raise StandardError(f"a standard that others are based on cannot be based on {standard_id!r}")


def common() -> Mapping[str, RuleEntry]:
    """Return the rules that hold under every standard. Raises `StandardError` for a faulty file."""
    return _common()[0]


def common_bands() -> tuple[Band, ...]:
    """Return the bands of tolerance that hold under every standard; `Standard.bands` are one's own.

    Raises `StandardError` for a faulty file.
    """
    return _common()[1]


def common_manual() -> Sequence[Manual]:
    """Return what a person has to look at under every standard. Raises `StandardError` for a faulty file."""
    return _common()[2]


@functools.cache
def _common() -> tuple[Mapping[str, RuleEntry], tuple[Band, ...], Sequence[Manual]]:
    where = "common.toml"
    top = Table.parse(_ours(where), where)
    found = read_rules(top, OWN, {}), read_bands(top), tuple(read_manual(top, OWN, {}))
    top.done()
    return found


@functools.cache
def schools() -> tuple[School, ...]:
    """Return the kinds of school in display order. Raises `StandardError` for a faulty file."""
    return parse_schools(_ours("schools.toml"), "schools.toml")


def _ours(path: str) -> str:
    """Return the text of a file of this package.

    Not by ``importlib.resources``, which reads the whole list of a wheel's files anew for each of them.
    """
    data = pkgutil.get_data("checker", path)
    assert data is not None
    return data.decode("utf-8")


def parse_schools(text: str, where: str) -> tuple[School, ...]:
    """Return the schools of a TOML document; ``where`` names it in errors."""
    top = Table.parse(text, where)
    found = []
    for table in top.tables("school"):
        found.append(
            School(
                table.identifier("id"),
                Text(table.string("zh"), table.string("en")),
                table.text("hint"),
                table.strings("standards", load_all()),
                table.boolean("more", default=False),
            )
        )
        table.done()
    top.done()
    return tuple(found)
