"""The JSON schema of a standard's TOML file, made from the code that reads such files.

The limits of a rule are whatever its ``read_limits`` takes out of a `Table`, so they are found by letting it
read from a table that seems to hold everything and writes down what was asked for.
"""

from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import date
from typing import Any

from ..errors import StandardError
from ..rules import RULES
from ..table import DAY, IDENTIFIER, LARGEST, Range, Table
from ..text import Text
from .bands import read_bands
from .parse import KINDS, OLDEST, PAGE, TRUSTS, UNITS

Schema = dict[str, Any]
_WORDS: Schema = {"type": "string", "minLength": 1}
_NAME: Schema = {"type": "string", "pattern": f"^(?:{IDENTIFIER})$"}
_TEXT: Schema = {"$ref": "#/$defs/text"}


def schema() -> Schema:
    """Return the JSON schema (draft 2020-12) of a standard of anybody's own; those shipped follow it too.

    It cannot say that a minimum is not above its maximum, that what ``source``, ``based_on`` and ``without``
    name exists, and that a sentence's placeholders are filled: `load_file` refuses that as well.
    """
    about_source = {
        "authority": _TEXT,
        "document": _TEXT,
        "year": _number("integer", OLDEST),
        "trust": {"enum": list(TRUSTS)},
    }
    needed = ["authority", "document", "trust"]
    day = {"type": "string", "format": "date", "pattern": f"^{DAY}$"}
    bands = _Everything(present=True)
    with suppress(StandardError):
        read_bands(bands)
    bands.done()
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "gradphoto-standard/1",
        "description": "One standard that photos are judged by: a TOML file.",
        **_table(
            {
                "id": _NAME,
                "order": _number("integer", None),
                "kind": {"enum": list(KINDS)},
                "page": {"type": "string", "pattern": f"^(?:{PAGE})$"},
                "based_on": _NAME,
                "without": {"type": "array", "minItems": 1, "items": {"type": "string"}},
                "name": _TEXT,
                "summary": _TEXT,
                "source": _table({**about_source, "checked": day, "note": _TEXT}, [*needed, "checked"]),
                "sources": {"type": "object", "additionalProperties": _table(about_source, needed)},
                "rules": _table({rule_id: _rule(rule_id) for rule_id in RULES}, []),
                "manual": {"type": "array", "items": _manual()},
                **bands.properties,
            },
            ["id", "name", "summary", "source"],
        ),
        "dependentRequired": {"without": ["based_on"]},
        "anyOf": [{"required": ["rules"]}, {"required": ["based_on"]}],
        "$defs": {"text": _table({"zh": _WORDS, "en": _WORDS}, ["zh"])},
    }


def _table(properties: Schema, required: Iterable[str]) -> Schema:
    return {
        "type": "object",
        "additionalProperties": False,
        "required": list(required),
        "properties": properties,
    }


def _manual() -> Schema:
    properties = {
        "id": _NAME,
        "title": _TEXT,
        "zh": _WORDS,
        "en": _WORDS,
        "limits": _range(None),
        "unit": {"enum": list(UNITS)},
        "source": _WORDS,
    }
    found = _table(properties, ["id", "title", "zh"])
    return found | {"dependentRequired": {"limits": ["unit"], "unit": ["limits"]}}


def _rule(rule_id: str) -> Schema:
    found = _read(RULES[rule_id].read_limits)
    return found | {"properties": {**found["properties"], "source": _WORDS, "note": _TEXT}}


def _read(read: Callable[[Table], object]) -> Schema:
    """Return the schema of the table that ``read`` takes its keys out of.

    It reads twice, once as if every optional key were there and once as if none were: what it takes only the
    first time is optional, and what it takes without having asked goes together with what it asked for last.
    """
    full, bare = _Everything(present=True), _Everything(present=False)
    for table in (full, bare):
        with suppress(StandardError):  # it may compare our made-up values with each other
            read(table)
        table.done()
    found = _table(full.properties | bare.properties, [key for key in full.taken if key in bare.taken])
    together: dict[str, list[str]] = {}
    for key, asked in full.taken.items():
        if key not in bare.taken and asked is not None:
            together.setdefault(asked, []).append(key)
            together.setdefault(key, []).append(asked)
    return found | ({"dependentRequired": together} if together else {})


def _number(kind: str, low: float | None) -> Schema:
    return {"type": kind, "minimum": -LARGEST if low is None else low, "maximum": LARGEST}


def _pattern(pattern: str) -> Schema:
    return {"pattern": f"^(?:{pattern})$"} if pattern else {}


def _range(least: float | None) -> Schema:
    end = _number("number", least)
    found = _table({"min": end, "max": end}, [])
    return found | {"anyOf": [{"required": ["min"]}, {"required": ["max"]}]}


class _Everything(Table):
    """A table that holds whatever is asked for, and in ``properties`` the schema of what was.

    ``taken`` has the keys that were taken: to each the key whose presence was asked for last, or None if it
    was itself asked for or nothing was.
    """

    def __init__(self, *, present: bool) -> None:
        super().__init__({}, "schema")
        self.properties: Schema = {}
        self.taken: dict[str, str | None] = {}
        self._present = present
        self._asked: list[str] = []
        self._numbers = 0
        self._nested: dict[str, tuple[_Everything, bool]] = {}

    def _note(self, key: str, schema: Schema) -> None:
        self.properties[key] = schema
        self.taken[key] = self._asked[-1] if self._asked and key not in self._asked else None

    def _next(self, low: float | None) -> int:
        """Return a number greater than any before: limits that follow each other usually rise."""
        self._numbers = max(self._numbers + 1, int(low or 0))
        return self._numbers

    def has(self, key: str) -> bool:
        """Remember that the key is optional."""
        self._asked.append(key)
        return self._present

    def string(self, key: str, choices: Iterable[str] = (), *, pattern: str = "") -> str:
        """Note a string."""
        allowed = list(choices)
        self._note(key, {"enum": allowed} if allowed else _WORDS | _pattern(pattern))
        return allowed[0] if allowed else "x"

    def identifier(self, key: str) -> str:
        """Note an id."""
        self._note(key, _NAME)
        return "x"

    def day(self, key: str) -> date:
        """Note a day."""
        self._note(key, {"type": "string", "format": "date", "pattern": f"^{DAY}$"})
        return date(OLDEST, 1, 1)

    def integer(self, key: str, *, low: int | None = None) -> int:
        """Note a whole number."""
        self._note(key, _number("integer", low))
        return self._next(low)

    def number(self, key: str, *, low: float | None = None, below: float | None = None) -> float:
        """Note a number."""
        self._note(key, _number("number", low) | ({} if below is None else {"exclusiveMaximum": below}))
        return self._next(low) if below is None else low or 0

    def boolean(self, key: str, default: bool) -> bool:
        """Note an optional true or false."""
        self._asked.append(key)
        if self._present:
            self._note(key, {"type": "boolean"})
        return default

    def strings(self, key: str, choices: Iterable[str] = ()) -> tuple[str, ...]:
        """Note an array of strings."""
        allowed = list(choices)
        items = {"enum": allowed} if allowed else {"type": "string"}
        self._note(key, {"type": "array", "minItems": 1, "items": items})
        return (allowed[0] if allowed else "x",)

    def text(self, key: str) -> Text:
        """Note a text in two languages."""
        self._note(key, _TEXT)
        return Text("x", "x")

    def range(self, key: str, *, least: float | None = None) -> Range:
        """Note a range."""
        self._note(key, _range(least))
        return Range(self._next(least), self._next(least))

    def table(self, key: str) -> Table:
        """Note a table, which is then read like this one."""
        return self._inner(key, array=False)

    def tables(self, key: str) -> list[Table]:
        """Note an array of tables, of which one is then read like this one."""
        return [self._inner(key, array=True)]

    def _inner(self, key: str, *, array: bool) -> "_Everything":
        inner = _Everything(present=True)
        self._note(key, {})
        self._nested[key] = (inner, array)
        return inner

    def done(self) -> None:
        """Write down what was taken out of the tables in this one."""
        for key, (inner, array) in self._nested.items():
            inner.done()
            found = _table(inner.properties, [name for name in inner.taken if name not in inner._asked])
            self.properties[key] = {"type": "array", "items": found} if array else found
