"""A strict reader of TOML tables: a missing or unknown key or a wrong type is an error that says where."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from .errors import StandardError
from .text import Text

IDENTIFIER = r"[a-z0-9]+(-[a-z0-9]+)*"
# A key of many parts takes its reader time by the square of them; ours have four. No line has as many dots.
_MOST_DOTS = 100
LARGEST = 10**9  # of any number in a file; no limit comes near it, and every format holds it
DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"


@dataclass(frozen=True, slots=True)
class Range:
    """A closed range with either end open (None); the unit is the key's."""

    min: float | None
    max: float | None

    def holds(self, value: float) -> bool:
        """Return whether ``value`` lies within."""
        return not self.below(value) and not self.above(value)

    def below(self, value: float) -> bool:
        """Return whether ``value`` is less than the lower end."""
        return self.min is not None and value < self.min

    def above(self, value: float) -> bool:
        """Return whether ``value`` is more than the upper end."""
        return self.max is not None and value > self.max


class Table:
    """One table of a TOML file. Each method takes a key out; `done` refuses what is left.

    All methods raise `StandardError` naming the file and the key. A key is required unless the method has a
    default.
    """

    def __init__(self, data: Mapping[str, Any], where: str) -> None:
        self._data = dict(data)
        self.where = where

    @classmethod
    def parse(cls, text: str, where: str) -> "Table":
        """Return the top table of a TOML document."""
        if any(line.count(".") > _MOST_DOTS for line in text.split("\n")):
            raise _too_deep(where)
        try:
            return cls(tomllib.loads(text), where)
        except ValueError as error:  # `TOMLDecodeError`, and numbers of thousands of digits
            raise StandardError(f"{where}: {error}") from None
        except RecursionError:
            raise _too_deep(where) from None

    def error(self, key: str, problem: str) -> StandardError:
        """Return an error about ``key``, to be raised by the caller."""
        return StandardError(f"{self.where}: {key}: {problem}")

    def has(self, key: str) -> bool:
        """Return whether ``key`` is there and not yet taken."""
        return key in self._data

    def remaining(self) -> list[str]:
        """Return the keys not yet taken, in file order."""
        return list(self._data)

    def _take(self, key: str, kinds: tuple[type, ...], what: str) -> Any:
        if key not in self._data:
            raise self.error(key, "is missing")
        value = self._data.pop(key)
        if not isinstance(value, kinds) or (isinstance(value, bool) and bool not in kinds):
            raise self.error(key, f"must be {what}, not {value!r}")
        return value

    def string(self, key: str, choices: Iterable[str] = (), *, pattern: str = "") -> str:
        """Take a non-empty string, one of ``choices`` if there are any, or matching all of ``pattern``."""
        value = str(self._take(key, (str,), "a string"))
        allowed = list(choices)
        if not value or (allowed and value not in allowed):
            raise self.error(
                key, f"must be one of {', '.join(allowed) or 'non-empty strings'}, not {value!r}"
            )
        if pattern and not re.fullmatch(pattern, value, re.ASCII):
            raise self.error(key, f"must match {pattern}, not {value!r}")
        return value

    def identifier(self, key: str) -> str:
        """Take an id: lower-case words joined by hyphens."""
        value = str(self._take(key, (str,), "a string"))
        if not re.fullmatch(IDENTIFIER, value, re.ASCII):
            raise self.error(key, f"must be lower-case words joined by hyphens, not {value!r}")
        return value

    def day(self, key: str) -> date:
        """Take a day, a string such as ``2026-11-24``."""
        value = str(self._take(key, (str,), "a string such as 2026-11-24"))
        try:
            if re.fullmatch(DAY, value, re.ASCII):
                return date.fromisoformat(value)
        except ValueError:
            pass
        raise self.error(key, f"must be a day such as 2026-11-24, not {value!r}")

    def integer(self, key: str, *, low: int | None = None) -> int:
        """Take a whole number, at least ``low``."""
        value = int(self._take(key, (int,), "a whole number"))
        self._within(key, value, low, None)
        return value

    def number(self, key: str, *, low: float | None = None, below: float | None = None) -> float:
        """Take a number, at least ``low`` and less than ``below``."""
        value = self._take(key, (int, float), "a number")
        self._within(key, value, low, below)
        return int(value) if isinstance(value, int) else float(value)

    def _within(self, key: str, value: float, low: float | None, below: float | None) -> None:
        if not -LARGEST <= value <= LARGEST:  # also inf and nan, which TOML knows
            raise self.error(key, f"must be a number within {LARGEST:,} of 0")
        if (low is not None and value < low) or (below is not None and value >= below):
            ends = [f"{low} or more"] if low is not None else []
            ends += [f"below {below}"] if below is not None else []
            raise self.error(key, f"must be {' and '.join(ends)}, not {value}")

    def boolean(self, key: str, default: bool) -> bool:
        """Take true or false."""
        return bool(self._take(key, (bool,), "true or false")) if self.has(key) else default

    def strings(self, key: str, choices: Iterable[str] = ()) -> tuple[str, ...]:
        """Take a non-empty array of strings, each one of ``choices`` if there are any."""
        values = self._take(key, (list,), "an array of strings")
        allowed = list(choices)
        if not values:
            raise self.error(key, "must not be empty")
        for value in values:
            if not isinstance(value, str) or (allowed and value not in allowed):
                raise self.error(key, f"must hold {', '.join(allowed) or 'strings'}, not {value!r}")
        return tuple(values)

    def text(self, key: str) -> Text:
        """Take a table ``{zh = "…", en = "…"}``; without ``en`` the Chinese stands for both."""
        inner = self.table(key)
        zh = inner.string("zh")
        text = Text(zh, inner.string("en") if inner.has("en") else zh)
        inner.done()
        return text

    def range(self, key: str, *, least: float | None = None) -> Range:
        """Take a table ``{min = …, max = …}`` with at least one of the two, neither below ``least``."""
        inner = self.table(key)
        low = inner.number("min", low=least) if inner.has("min") else None
        high = inner.number("max", low=least) if inner.has("max") else None
        inner.done()
        if low is None and high is None:
            raise self.error(key, "needs min, max or both")
        if low is not None and high is not None and low > high:
            raise self.error(key, f"min {low} is above max {high}")
        return Range(low, high)

    def table(self, key: str) -> "Table":
        """Take a sub-table."""
        return Table(self._take(key, (dict,), "a table"), f"{self.where}: {key}")

    def tables(self, key: str) -> list["Table"]:
        """Take an array of tables; none when the key is missing."""
        if not self.has(key):
            return []
        items = self._take(key, (list,), "an array of tables")
        if not all(isinstance(item, dict) for item in items):
            raise self.error(key, "must be an array of tables")
        return [Table(item, f"{self.where}: {key} {at}") for at, item in enumerate(items, 1)]

    def done(self) -> None:
        """Refuse every key that was not taken."""
        for key in self._data:
            raise self.error(key, "is unknown")


def _too_deep(where: str) -> StandardError:
    return StandardError(f"{where}: its tables or arrays are nested too deeply")


@dataclass(frozen=True, slots=True)
class NoLimits:
    """The limits of a rule that has none."""

    @classmethod
    def read(cls, table: Table) -> "NoLimits":  # noqa: ARG003
        """Take nothing out of ``table``."""
        return cls()
