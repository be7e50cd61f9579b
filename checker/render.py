"""Reports as text for a terminal, readable without colour and safe to print."""

import functools
import itertools
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

from .report import SEVERITY, Finding, Outcome, Report
from .standards import load
from .text import Text, printable

OUTCOMES = {
    "pass": Text("合格", "pass"),
    "warn": Text("提醒", "warn"),
    "fail": Text("不合格", "FAIL"),
    "unknown": Text("无法判断", "unknown"),
    "manual": Text("请自查", "look yourself"),
    "unreadable": Text("打不开", "unreadable"),
}
# What calls for something to be done, worst first.
TROUBLES: tuple[Outcome, ...] = ("fail", "unknown", "warn")
_VERDICTS = {
    "pass": Text("能检查的项目都合格", "all that can be checked passes"),
    "warn": Text("没有不合格的项目，但有提醒", "nothing fails, but there are warnings"),
    "fail": Text("不合格", "fails"),
    "unknown": Text("有项目无法判断", "some rule could not judge"),
    "unreadable": Text("打不开，没有检查", "unreadable, nothing was checked"),
}
_COLON = Text("：", ": ")
_OVERRIDDEN = Text("本次改了这些要求", "limits changed for this check")
DISCLAIMER = Text(
    "本工具不是官方审核，合格也不保证学校一定通过；以学校通知为准。",
    "This is no official review and promises no acceptance: your school's notice decides.",
)


def render_reports(reports: Sequence[Report]) -> str:
    """Return the reports of one photo as lines of text: a verdict first, then findings worst first."""
    return _joined([*_lines(reports, _report_lines), *_disclaimer(reports)])


def render_troubles(reports: Sequence[Report]) -> str:
    """Return the reports of one photo among many: verdicts, and only the findings that call for something."""
    return _joined(_lines(reports, functools.partial(_report_lines, shown=TROUBLES)))


def render_to_share(reports: Sequence[Report]) -> str:
    """Return the reports of one photo as text to paste into a chat: no codes, and what passes in one line."""
    return _joined([*_lines(reports, _lines_to_share), *_disclaimer(reports)])


def _lines(reports: Sequence[Report], told: Callable[[Report], Iterator[str]]) -> Iterator[str]:
    return itertools.chain.from_iterable(map(told, reports))


def _disclaimer(reports: Sequence[Report]) -> Iterator[str]:
    if reports and reports[0].error is None:
        yield DISCLAIMER.to(reports[0].lang)


def _joined(lines: Iterable[str]) -> str:
    return "\n".join(printable(line) for line in lines) + "\n"


def _lines_to_share(report: Report) -> Iterator[str]:
    lang = report.lang
    yield _head(report, "")
    yield from _overridden(report)
    if report.error is not None:
        yield report.error.message(lang)
    for finding in report.worst_first():
        if finding.outcome != "pass":
            label, title = OUTCOMES[finding.outcome].to(lang), finding.title.to(lang)
            cite = Text("（依据：{cite}）", " ({cite})").format(cite=finding.source.cite(lang)).to(lang)
            source = cite if finding.outcome in TROUBLES else ""
            yield f"[{label}] {title}{_COLON.to(lang)}{finding.message}{source}"
    passed = [finding.title.to(lang) for finding in report.findings if finding.outcome == "pass"]
    if passed:
        total = Text("[合格] {n} 项：", "[pass] {n} items: ").format(n=len(passed)).to(lang)
        yield total + Text("、", ", ").to(lang).join(passed)


def _overridden(report: Report) -> Iterator[str]:
    if report.overrides:
        wishes = " ".join(f"{key}={value}" for key, value in report.overrides.items())
        yield f"{_OVERRIDDEN.to(report.lang)}{_COLON.to(report.lang)}{wishes}"


def _head(report: Report, code: str) -> str:
    """Return the verdict on one photo, with ``code`` behind the standard's name."""
    lang = report.lang
    name = (report.name or load(report.standard).name).to(lang)
    verdict = _VERDICTS[report.outcome].to(lang)
    return f"{report.file} · {name}{code}{_COLON.to(lang)}{verdict}{_counts(report)}"


def _report_lines(report: Report, shown: Collection[Outcome] = SEVERITY) -> Iterator[str]:
    lang = report.lang
    colon = _COLON.to(lang)
    yield _head(report, f" ({report.standard})")
    yield from (f"  {line}" for line in _overridden(report))
    if report.error is not None:
        yield f"  [{report.error.code}] {report.error.message(lang)}"
    for finding in report.worst_first():
        if finding.outcome not in shown:
            continue
        label = OUTCOMES[finding.outcome].to(lang)
        yield f"  [{label}] {finding.title.to(lang)}{colon}{finding.message}{_reference(finding)}"


def _counts(report: Report) -> str:
    """Return how many findings of each troubling outcome there are, in brackets."""
    parts = []
    for outcome in TROUBLES:
        n = sum(finding.outcome == outcome for finding in report.findings)
        if n:
            label = OUTCOMES[outcome].to(report.lang)
            parts.append(f"{label} {n}")
    if not parts:
        return ""
    return f"（{'，'.join(parts)}）" if report.lang == "zh" else f" ({', '.join(parts)})"


def _reference(finding: Finding) -> str:
    """Return source and page of a finding; a passed one needs neither."""
    if finding.outcome == "pass":
        return ""
    cite = finding.source.cite_dated(finding.lang)
    return f"（{cite}；{finding.page}）" if finding.lang == "zh" else f" ({cite}; {finding.page})"
