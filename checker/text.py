"""Sentences in the two languages of the checker, and making foreign text safe to show."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, get_args

Lang = Literal["zh", "en"]
LANGUAGES: tuple[Lang, ...] = get_args(Lang)


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence or name in Chinese and in English.

    The English is plain ASCII, so that it is readable on any console.
    """

    zh: str
    en: str

    def to(self, lang: Lang) -> str:
        """Return the wording in ``lang``."""
        return self.zh if lang == "zh" else self.en

    def __add__(self, other: "Text") -> "Text":
        """Return this sentence followed by ``other``; English gets a space between them."""
        return Text(self.zh + other.zh, f"{self.en} {other.en}".strip())

    def format(self, **values: object) -> "Text":
        """Return the text with ``{name}`` placeholders filled in, in both languages."""
        return Text(self.zh.format(**values), self.en.format(**values))


NOTHING = Text("", "")


def printable(text: str) -> str:
    r"""Return ``text`` with every control, format and surrogate character written as an escape.

    File names and texts out of a photo may hold terminal escapes, right-to-left marks or, for names that
    are not valid in the file system's encoding, lone surrogates; none of them must reach a terminal raw.
    """
    return "".join(char if char.isprintable() else ascii(char)[1:-1] for char in text)


def number(value: float) -> str:
    """Return ``value`` without a needless decimal part, with at most two decimals: 72, 0.75, 299.72."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def gap(text: str) -> str:
    """Return ``text`` as it is set after a Chinese character: a space before a digit or a Latin letter."""
    return f" {text}" if text[:1].isascii() and text[:1].isalnum() else text


def as_fraction(value: float) -> str:
    """Return a share as people write it: 0.1 becomes ``1/10``, 0.7 becomes ``7/10``."""
    return str(Fraction(value).limit_denominator(100))


def kilobytes(n_bytes: int) -> str:
    """Return a byte count in KB of 1,024 bytes with one decimal, as file managers show it."""
    return f"{number(round(n_bytes / 1024, 1))} KB"
