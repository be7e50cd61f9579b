"""Templates in two languages: both wordings stand side by side, and a missing one is an error.

``{{ t("照片", "Photo") }}`` for a text, ``{% zh %}照片<b>…</b>{% en %}Photo <b>…</b>{% endzh %}`` for one
with markup or tags in it. The environment's global ``lang`` says which is taken.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import jinja2
from jinja2 import nodes
from jinja2.ext import Extension
from jinja2.parser import Parser

from builder.errors import BuildError
from builder.languages import has_chinese
from checker.text import Lang, Text

UNTRANSLATED = "untranslated"


def chooser(lang: Lang) -> Callable[[str, str], str]:
    """Return the ``t`` of templates: it takes the Chinese and the English and returns that in ``lang``."""

    def t(zh: str, en: str = "") -> str:
        if not en:
            raise BuildError(UNTRANSLATED, f"«{zh}» has no English; write it as the second text")
        return Text(zh, en).to(lang)

    return t


class BothLanguages(Extension):
    """The block ``{% zh %}…{% en %}…{% endzh %}``."""

    tags = {"zh"}  # noqa: RUF012 - as the library declares it

    def parse(self, parser: Parser) -> list[nodes.Node]:
        """Return the nodes of the part in the environment's language."""
        line = next(parser.stream).lineno
        chinese = parser.parse_statements(("name:en", "name:endzh"))
        if parser.stream.current.value != "en":
            parser.fail("this {% zh %} has no {% en %}: write the English there", line)
        next(parser.stream)
        english = parser.parse_statements(("name:endzh",), drop_needle=True)
        return chinese if self.environment.globals["lang"] == "zh" else english


def untranslated(env: jinja2.Environment, source: str) -> Iterator[tuple[int, str]]:
    """Yield the Chinese of a template that stands outside of both notations, with its line."""
    inside = False
    condition = False  # which compares and shows nothing
    depth = 0  # of brackets within the call of t
    before = ""
    for line, kind, value in env.lex(source):
        if kind == "whitespace":
            continue
        if kind == "name" and before == "block_begin" and value in {"zh", "endzh"}:
            inside = value == "zh"
        if before == "block_begin" and kind == "name":
            condition = value in {"if", "elif"}
        if kind in {"block_end", "data"}:
            condition = False
        if kind == "operator" and value in "()" and (depth or (value == "(" and before == "t")):
            depth += 1 if value == "(" else -1
        if kind in {"data", "string"} and has_chinese(value) and not (inside or condition or depth):
            at = next(number for number, text in enumerate(value.split("\n")) if has_chinese(text))
            yield line + at, value.split("\n")[at].strip()
        before = value if kind == "name" else kind
