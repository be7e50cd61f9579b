"""Reports as text for a terminal, readable without colour and safe to print."""

from collections.abc import Collection, Iterator, Sequence

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
_OVERRIDDEN = Text("本次改了这些要求", "limits changed for this check")
DISCLAIMER = Text(
    "本工具不是官方审核，合格也不保证学校一定通过；以学校通知为准。",
    "This is no official review and promises no acceptance: your school's notice decides.",
)


def render_reports(reports: Sequence[Report]) -> str:
    """Return the reports of one photo as lines of text: a verdict first, then findings worst first."""
    lines: list[str] = []
    for report in reports:
        lines += _report_lines(report)
    if reports and reports[0].error is None:
        lines.append(DISCLAIMER.to(reports[0].lang))
    return "\n".join(printable(line) for line in lines) + "\n"


def render_troubles(reports: Sequence[Report]) -> str:
    """Return the reports of one photo among many: verdicts, and only the findings that call for something."""
    lines: list[str] = []
    for report in reports:
        lines += _report_lines(report, TROUBLES)
    return "\n".join(printable(line) for line in lines) + "\n"


def _report_lines(report: Report, shown: Collection[Outcome] = SEVERITY) -> Iterator[str]:
    lang = report.lang
    colon = "：" if lang == "zh" else ": "
    name = (report.name or load(report.standard).name).to(lang)
    verdict = _VERDICTS[report.outcome].to(lang)
    yield f"{report.file} · {name} ({report.standard}){colon}{verdict}{_counts(report)}"
    if report.overrides:
        wishes = " ".join(f"{key}={value}" for key, value in report.overrides.items())
        yield f"  {_OVERRIDDEN.to(lang)}{colon}{wishes}"
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
