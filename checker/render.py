"""Reports and standards as text for a terminal, readable without colour and safe to print."""

from collections.abc import Iterator, Sequence
from typing import Any

from .report import Finding, Report
from .standards import Requirement, Standard, load
from .text import Lang, Text, printable

_OUTCOMES = {
    "pass": Text("合格", "pass"),
    "warn": Text("提醒", "warn"),
    "fail": Text("不合格", "FAIL"),
    "unknown": Text("无法判断", "unknown"),
    "manual": Text("请自查", "look yourself"),
    "unreadable": Text("打不开", "unreadable"),
}
_VERDICTS = {
    "pass": Text("能检查的项目都合格", "all that can be checked passes"),
    "warn": Text("没有不合格的项目，但有提醒", "nothing fails, but there are warnings"),
    "fail": Text("不合格", "fails"),
    "unknown": Text("有项目无法判断", "some rule could not judge"),
    "unreadable": Text("打不开，没有检查", "unreadable, nothing was checked"),
}
_OVERRIDDEN = Text("本次改了这些要求", "limits changed for this check")
_DISCLAIMER = Text(
    "本工具不是官方审核，合格也不保证学校一定通过；以学校通知为准。",
    "This is no official review and promises no acceptance: your school's notice decides.",
)


def render_reports(reports: Sequence[Report]) -> str:
    """Return the reports of one photo as lines of text: a verdict first, then findings worst first."""
    lines: list[str] = []
    for report in reports:
        lines += _report_lines(report)
    if reports and reports[0].error is None:
        lines.append(_DISCLAIMER.to(reports[0].lang))
    return "\n".join(printable(line) for line in lines) + "\n"


def _report_lines(report: Report) -> Iterator[str]:
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
        label = _OUTCOMES[finding.outcome].to(lang)
        yield f"  [{label}] {finding.title.to(lang)}{colon}{finding.message}{_reference(finding)}"


def _counts(report: Report) -> str:
    """Return how many findings of each troubling outcome there are, in brackets."""
    parts = []
    for outcome in ("fail", "unknown", "warn"):
        n = sum(finding.outcome == outcome for finding in report.findings)
        if n:
            label = _OUTCOMES[outcome].to(report.lang)
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


def render_standards(found: Sequence[Standard], lang: Lang) -> str:
    """Return every standard with its requirements as text."""
    lines: list[str] = []
    colon = "：" if lang == "zh" else ": "
    for standard in found:
        lines.append(f"{standard.id} · {standard.name.to(lang)}{colon}{standard.summary.to(lang)}")
        lines.append(f"  {standard.source.cite_dated(lang)} {standard.note.to(lang)}".rstrip())
        lines += [f"  - {row.title}{colon}{row.text}" for row in standard.requirements(lang)]
        lines.append("")
    return "\n".join(lines).rstrip("\n")


def standards_to_dicts(found: Sequence[Standard], lang: Lang) -> list[dict[str, Any]]:
    """Return the JSON objects of ``gradphoto standards --format json``."""
    return [
        {
            "id": standard.id,
            "name": standard.name.to(lang),
            "summary": standard.summary.to(lang),
            "note": standard.note.to(lang),
            "page": standard.page,
            "background": list(standard.background),
            "checked": standard.checked.isoformat(),
            "source": standard.source.to_dict(lang),
            "requirements": [_requirement(row) for row in standard.requirements(lang)],
        }
        for standard in found
    ]


def _requirement(row: Requirement) -> dict[str, Any]:
    return {
        "rule": row.rule_id,
        "title": row.title,
        "text": row.text,
        "judged": row.judged,
        "source": {"cite": row.source, "trust": row.trust, "year": row.year},
    }
