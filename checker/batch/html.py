"""The report as one HTML file with thumbnails: nothing is loaded, nothing is run."""

import base64
import html
import tempfile
from collections.abc import Sequence
from importlib import resources
from types import TracebackType

from ..render import OUTCOMES, TROUBLES
from ..report import Report
from ..text import Lang, Text, printable
from .job import Result
from .overlay import overlay
from .overlay import style as switched
from .summary import OUTCOME_ORDER, Summary
from .writers import Extra, Write

# Worst first: the outcome a photo is filed under when several standards differ.
_WORST = ("unreadable", "fail", "unknown", "warn", "pass")
_COPIED_CHARS = 1 << 14
_TITLE = Text("照片检查报告", "Report on photos")
_ALL = Text("全部", "all")
# The report's own style is all it may use, besides the pictures inside it.
_POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"


class HtmlWriter:
    """The summary stands above the photos but is known last: they wait in a temporary file.

    Use it as a context manager, which removes that file.
    """

    def __init__(self, write: Write, lang: Lang) -> None:
        self._write = write
        self._lang = lang
        self._photos = tempfile.TemporaryFile("w+", encoding="utf-8", newline="")  # noqa: SIM115

    def __enter__(self) -> "HtmlWriter":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._photos.close()

    def add(self, result: Result, extra: Extra) -> None:
        """Keep one photo's part of the page."""
        worst = min((report.outcome for report in result.reports), key=_WORST.index)
        picture = '<div class="none"></div>'
        if result.thumbnail:
            data = base64.b64encode(result.thumbnail).decode("ascii")
            names = [_name(report) for report in result.reports[: len(result.drawings)]]
            lines, switches = overlay(result.drawings, names, self._lang)
            picture = (
                f'<div class="seen"><div class="drawn"><img alt="" loading="lazy" '
                f'src="data:image/jpeg;base64,{data}">{lines}</div>{switches}</div>'
            )
        more = "".join(f'<p class="muted">{_safe(k)}: {_safe(v)}</p>' for k, v in extra.items() if v)
        body = "".join(_report(report) for report in result.reports)
        self._photos.write(
            f'<article class="photo {worst}">{picture}<div class="body"><h2>{_safe(result.name)}</h2>'
            f"{more}{body}</div></article>\n"
        )

    def finish(self, summary: Summary, notes: Sequence[str]) -> None:
        """Write the page: summary, filter, photos."""
        lang = self._lang
        title = _TITLE.to(lang)
        style = resources.files(__package__).joinpath("html.css").read_text(encoding="utf-8")
        self._write(
            f'<!doctype html>\n<html lang="{"zh-CN" if lang == "zh" else "en"}">\n<head>\n'
            '<meta charset="utf-8">\n'
            f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            f"<title>{title}</title>\n<style>\n{style}{switched()}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n"
        )
        for line in summary.lines():
            self._write(f"<p>{_safe(line.strip())}</p>\n")
        if notes:
            self._write("<ul>\n" + "".join(f"<li>{_safe(note.strip())}</li>\n" for note in notes) + "</ul>\n")
        links = [("all", _ALL.to(lang)), *((key, OUTCOMES[key].to(lang)) for key in OUTCOME_ORDER)]
        self._write("<nav>" + "".join(f'<a href="#{key}">{name}</a>' for key, name in links) + "</nav>\n")
        # Empty marks before the photos: the style hides the other ones while one of them is the target.
        self._write("".join(f'<span id="{key}"></span>' for key, _ in links) + "\n")
        self._photos.seek(0)
        while part := self._photos.read(_COPIED_CHARS):
            self._write(part)
        self._write("</main>\n</body>\n</html>\n")


def _report(report: Report) -> str:
    lang = report.lang
    name = _safe(_name(report))
    verdict = f'<span class="verdict is-{report.outcome}">{OUTCOMES[report.outcome].to(lang)}</span>'
    lines = []
    if report.error is not None:
        lines.append(f"<li>{_safe(report.error.message(lang))} <code>{report.error.code}</code></li>")
    for finding in report.worst_first():
        if finding.outcome in TROUBLES:
            label = OUTCOMES[finding.outcome].to(lang)
            source = finding.source.cite_dated(lang)
            lines.append(
                f'<li><span class="verdict is-{finding.outcome}">{label}</span> '
                f"<strong>{_safe(finding.title.to(lang))}</strong> {_safe(finding.message)} "
                f'<span class="muted">{_safe(source)}</span></li>'
            )
    items = f"<ul>{''.join(lines)}</ul>" if lines else ""
    return f"<p>{verdict} {name}</p>{items}"


def _name(report: Report) -> str:
    """Return what the report's standard is called."""
    return (report.name or Text(report.standard, report.standard)).to(report.lang)


def _safe(text: str) -> str:
    return html.escape(printable(text))
