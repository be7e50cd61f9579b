"""What search engines read of a page beside its text: questions with answers, steps (schema.org, JSON-LD)."""

from __future__ import annotations

import json
from html.parser import HTMLParser

from builder import scan
from builder.languages import TAGS
from builder.pages import Page
from builder.search import Section

_QUESTIONS = "faq.html"
_STEPS = "upload.html"
_CONTEXT = "https://schema.org"


def structured(page: Page, sections: list[Section], html: str) -> str | None:
    """Return the JSON-LD of a page whose body is ``html``, safe inside a script element, or None."""
    if page.name == _QUESTIONS:
        return _dumped(
            {
                "@type": "FAQPage",
                "inLanguage": TAGS[page.lang],
                "mainEntity": [_question(part) for part in sections if part.heading.endswith(("？", "?"))],
            }
        )
    if page.name == _STEPS:
        steps = [{"@type": "HowToStep", "name": name, "text": text} for name, text in _steps(html)]
        return _dumped({"@type": "HowTo", "inLanguage": TAGS[page.lang], "name": page.title, "step": steps})
    return None


def _question(part: Section) -> dict[str, object]:
    answer = {"@type": "Answer", "text": part.text}
    return {"@type": "Question", "name": part.heading, "acceptedAnswer": answer}


def _dumped(value: dict[str, object]) -> str:
    text = json.dumps({"@context": _CONTEXT} | value, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c")


class _Steps(HTMLParser):
    """Collects the items of the lists in ``<div class="steps">``: the bold name, and the text after it."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[list[str], list[str]]] = []
        self._deep = 0
        self._source = False
        self._named = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "div" and (self._deep or dict(attrs).get("class") == "steps"):
            self._deep += 1
        self._source = dict(attrs).get("class") == "src"
        if self._deep and tag == "li":
            self.found.append(([], []))
            self._named = False

    def handle_endtag(self, tag: str) -> None:
        if tag == "div" and self._deep:
            self._deep -= 1
        self._source = False
        if tag == "strong":
            self._named = True

    def handle_data(self, data: str) -> None:
        if self._deep and self.found and not self._source:
            self.found[-1][1 if self._named else 0].append(data.strip())


def _steps(html: str) -> list[tuple[str, str]]:
    parser = _Steps()
    scan.read(parser, html)
    return [("".join(name), "".join(text) or "".join(name)) for name, text in parser.found]
