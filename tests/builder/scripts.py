"""Reads the texts of the page's scripts: which have no English beside their Chinese, in ``t(zh, en)``."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from builder.languages import has_chinese

_WORD = re.compile(r"[A-Za-z_$#][\w$]*")
_STRING = re.compile(r"'(?:[^'\\\n]|\\.)*'|\"(?:[^\"\\\n]|\\.)*\"")
_PATTERN = re.compile(r"/(?:[^/\\\n\[]|\\.|\[(?:[^\]\\\n]|\\.)*\])+/[a-z]*")
_COMMENT = re.compile(r"//[^\n]*|/\*.*?\*/", re.DOTALL)
_CHARACTERS = re.compile(r"(?:[^`\\$]|\\.|\$(?!\{))+", re.DOTALL)
_BEFORE_PATTERN = set("=(,:!&|?{};[") | {"return"}


@dataclass
class _Bracket:
    """An open bracket; of a call of t also its arguments' texts and the names of the values in them."""

    closes: str
    line: int
    is_t: bool = False
    texts: list[str] = field(default_factory=lambda: [""])
    names: list[set[str]] = field(default_factory=lambda: [set()])


def faults(source: str) -> list[str]:
    """Return a line for each text without its English, or whose English is made of other values."""
    reader = _Reader(source)
    reader.read()
    return reader.found


class _Reader:
    def __init__(self, source: str) -> None:
        self.source = source
        self.found: list[str] = []
        self._open: list[_Bracket] = []
        self._before = ""

    def read(self) -> None:
        at = 0
        while at < len(self.source):
            at = self._token(at)

    def _token(self, at: int) -> int:
        source, char = self.source, self.source[at]
        if self._open and self._open[-1].closes == "`":
            return self._template(at)
        if char.isspace():
            return at + 1
        if comment := _COMMENT.match(source, at):
            return comment.end()
        if string := _STRING.match(source, at):
            self._text(string[0][1:-1], at)
            return self._passed(string[0], string.end())
        if char == "/" and self._before in _BEFORE_PATTERN and (pattern := _PATTERN.match(source, at)):
            return self._passed(pattern[0], pattern.end())
        if word := _WORD.match(source, at):
            called = source[word.end() : word.end() + 1] == "("  # each language may have its own functions
            if self._before != "." and not called and (call := self._call()):
                call.names[-1].add(word[0])
            new = self._before not in {".", "function"}
            return self._passed(word[0] if new else f"{self._before} {word[0]}", word.end())
        if char in "([{`":
            is_t = char == "(" and self._before == "t"
            self._open.append(_Bracket({"(": ")", "[": "]", "{": "}", "`": "`"}[char], self._line(at), is_t))
        elif char in ")]}" and self._open:
            self._close(self._open.pop())
        elif char == "," and self._open and self._open[-1].is_t:
            self._open[-1].texts.append("")
            self._open[-1].names.append(set())
        return self._passed(char, at + 1)

    def _template(self, at: int) -> int:
        if text := _CHARACTERS.match(self.source, at):
            self._text(text[0], at)
            return text.end()
        if self.source[at] == "`":
            self._open.pop()
            return self._passed("`", at + 1)
        self._open.append(_Bracket("}", self._line(at)))
        return self._passed("{", at + 2)

    def _passed(self, token: str, end: int) -> int:
        self._before = token
        return end

    def _call(self) -> _Bracket | None:
        return next((bracket for bracket in reversed(self._open) if bracket.is_t), None)

    def _text(self, text: str, at: int) -> None:
        call = self._call()
        if call is not None:
            call.texts[-1] += text
        if has_chinese(text) and (call is None or len(call.texts) > 1):
            what = "has no English" if call is None else "stands in the place of English"
            self.found.append(f"{self._line(at)}: «{text.strip()}» {what}")

    def _close(self, bracket: _Bracket) -> None:
        if not bracket.is_t:
            return
        texts, names = bracket.texts, bracket.names
        if len(texts) == 3 and not texts[2]:  # a comma at the end
            texts, names = texts[:2], names[:2]
        if len(texts) != 2 or (has_chinese(texts[0]) and not texts[1]):
            self.found.append(f"{bracket.line}: «{texts[0]}» has no English")
        elif names[0] != names[1]:
            odd = ", ".join(sorted(names[0] ^ names[1]))
            self.found.append(f"{bracket.line}: «{texts[0]}» and its English differ in {odd}")

    def _line(self, at: int) -> int:
        return self.source.count("\n", 0, at) + 1
