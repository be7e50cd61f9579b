"""Reports on many photos as text, JSON and CSV, written while the work goes on."""

import csv
import json
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

from ..render import OUTCOMES, TROUBLES, render_troubles
from ..report import Finding, Report
from ..rules import RULES
from ..standards import Standard
from ..text import Lang, Text, printable
from ..unseen import NOTHING_SEEN
from .job import Result
from .summary import Summary

Write = Callable[[str], object]
# Extra columns of a photo, such as the student it shows: by the column's title.
Extra = Mapping[str, str]
# Where a system's tables are parted by semicolons, another cell begins behind one.
_BEHIND_SEMICOLON = re.compile(r"(; *)(?=[=+\-@＝＋－＠])")
_FORMULA_STARTS = tuple("=+-@\t\r\n＝＋－＠")


class Writer(Protocol):
    """Something that writes a report piece by piece."""

    def add(self, result: Result, extra: Extra, /) -> None:
        """Write one photo's reports."""
        ...

    def finish(self, summary: Summary, notes: Sequence[str], /) -> None:
        """Write what closes the report; ``notes`` are further lines for its end."""
        ...


class TextWriter:
    """A verdict a photo and what is wrong with it, then the summary."""

    def __init__(self, write: Write) -> None:
        self._write = write

    def add(self, result: Result, _extra: Extra) -> None:
        """Write one photo's reports."""
        self.add_text(render_troubles(result.reports))

    def add_text(self, text: str) -> None:
        """Write what another command has to say of one photo."""
        self._write(text)

    def finish(self, summary: Summary, notes: Sequence[str]) -> None:
        """Write summary and notes."""
        lines = ["", *summary.lines(), *notes]
        self._write("".join(printable(line) + "\n" for line in lines))


class JsonWriter:
    """The array of ``report.schema.json``, byte for byte as `report.reports_to_json` gives it."""

    def __init__(self, write: Write) -> None:
        self._write = write
        self._before = "[\n"

    def add(self, result: Result, _extra: Extra) -> None:
        """Write one photo's reports."""
        for report in result.reports:
            self.add_object(report.to_dict())

    def add_object(self, value: Mapping[str, Any]) -> None:
        """Write one element of the array."""
        text = json.dumps(value, ensure_ascii=True, indent=2)
        self._write(self._before + "  " + text.replace("\n", "\n  "))
        self._before = ",\n"

    def finish(self, _summary: Summary, _notes: Sequence[str]) -> None:
        """Close the array; summary and notes have no place in it."""
        self._write("[]\n" if self._before == "[\n" else "\n]\n")


class CsvWriter:
    """One row a photo and standard, one column a rule, for Excel and WPS: UTF-8 with BOM, no formulas."""

    def __init__(
        self, write: Write, standards: Sequence[Standard], lang: Lang, extra: Sequence[str] = ()
    ) -> None:
        self._rows = csv.writer(Lines(write))
        self._lang = lang
        self._extra = extra
        self._rules = [rule_id for rule_id in RULES if any(rule_id in s.rules for s in standards)]
        heads = (Text("文件", "file"), Text("标准", "standard"), Text("结论", "verdict"))
        write("\ufeff")
        self._rows.writerow(
            [
                *(head.to(lang) for head in heads),
                *extra,
                Text("要改的地方", "what to mend").to(lang),
                *(f"{RULES[rule_id].TITLE.to(lang)} ({rule_id})" for rule_id in self._rules),
            ]
        )

    def add(self, result: Result, extra: Extra) -> None:
        """Write one row a standard."""
        for report in result.reports:
            findings = {finding.rule: finding for finding in report.findings}
            cells = [
                report.file,
                report.standard,
                OUTCOMES[report.outcome].to(self._lang),
                *(extra.get(title, "") for title in self._extra),
                what_to_mend(report),
                *(self._cell(findings.get(rule_id)) for rule_id in self._rules),
            ]
            self._rows.writerow([plain_cell(cell) for cell in cells])

    def finish(self, _summary: Summary, _notes: Sequence[str]) -> None:
        """Write nothing: a table ends with its last row."""

    def _cell(self, finding: Finding | None) -> str:
        if finding is None:
            return ""
        label = OUTCOMES[finding.outcome].to(self._lang)
        return label if finding.outcome == "pass" else f"{label} {shown_value(finding)}".rstrip()


def what_to_mend(report: Report) -> str:
    """Return all that fails or is doubtful, worst first, or the error, as one line."""
    return ("" if report.lang == "zh" else " ").join(each_to_mend(report))


def each_to_mend(report: Report) -> list[str]:
    """Return what fails or is doubtful one by one, worst first, or the error.

    What one reason keeps from being judged is one entry: a photo without a face would say it twenty times.
    """
    if report.error is not None:
        return [f"[{report.error.code}] {report.error.message(report.lang)}"]
    alike: dict[str, list[Finding]] = {}
    for finding in report.worst_first():
        if finding.outcome in TROUBLES:
            code = finding.verdict.code
            alike.setdefault(code if code in NOTHING_SEEN else finding.rule, []).append(finding)
    return [_in_one(findings, report.lang) for findings in alike.values()]


def _in_one(findings: Sequence[Finding], lang: Lang) -> str:
    first, *others = findings
    colon, comma = ("：", "、") if lang == "zh" else (": ", ", ")
    said = first.verdict.message
    if others:
        names = comma.join(other.title.to(lang) for other in others)
        said += Text(
            f"另有 {len(others)} 项也因此无法判断：{names}。",
            f"{len(others)} more cannot be judged for the same reason: {names}.",
        )
    return f"{first.title.to(lang)}{colon}{said.to(lang)}"


def shown_value(finding: Finding) -> str:
    """Return what was measured, briefly: ``480×640 px``, ``12288 B``, ``#FFFFFF``."""
    measured, unit = finding.verdict.measured, finding.verdict.unit
    if measured is None:
        return ""
    if isinstance(measured, str | int | float):
        text = f"{measured:g}" if isinstance(measured, float) else str(measured)
    else:
        text = "×".join("?" if part is None else str(part) for part in measured)
    return f"{text} {unit}".rstrip()


def plain_cell(text: str) -> str:
    """Return ``text`` as a cell that spreadsheets show and never calculate, without control characters.

    A file called ``=cmd|…`` must not run when a teacher opens the table, so what begins like a formula,
    blanks left aside, gets an apostrophe in front, as OWASP advises; so does what would behind a semicolon.
    """
    start = text.lstrip(" \u00a0\u3000")
    return ("'" if start.startswith(_FORMULA_STARTS) else "") + _BEHIND_SEMICOLON.sub(r"\1'", printable(text))


class Lines:
    """What `csv.writer` writes to."""

    def __init__(self, write: Write) -> None:
        self.write = write
