"""What the checker says about a photo: findings, reports and their JSON."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import resources
from typing import TYPE_CHECKING, Any, Literal, cast

from .errors import PhotoError
from .text import Lang, Text

if TYPE_CHECKING:
    from .standards import Standard

SCHEMA_ID = "gradphoto-report/1"

Outcome = Literal["pass", "warn", "fail", "unknown", "manual"]
ReportOutcome = Literal["pass", "warn", "fail", "unknown", "unreadable"]
Trust = Literal["brief", "A", "B", "C", "D", "own", "call"]
# A range is [min, max] with None for an open end; a size in pixels is [width, height], and its range
# [[min, max], [min, max]].
Number = float | int | None
Value = Number | str | Sequence[Number] | Sequence[str] | Sequence[Sequence[Number]]

# More would tell apart what a model says on two machines.
CONFIDENCE_DIGITS = 2

# Worst first: the order in which findings are shown to a person.
SEVERITY: tuple[Outcome, ...] = ("fail", "unknown", "warn", "manual", "pass")


@dataclass(frozen=True, slots=True)
class Source:
    """Who says so.

    ``trust`` is ``brief``, A-D as the guide explains, ``own`` for our own tolerances, or ``call`` for a limit
    that a call or link overrode; ``year`` is None where it is not known.
    """

    authority: Text
    document: Text
    year: int | None
    trust: Trust

    def to_dict(self, lang: Lang) -> dict[str, Any]:
        """Return the JSON object of a finding's ``source``."""
        return {
            "authority": self.authority.to(lang),
            "document": self.document.to(lang),
            "year": self.year,
            "trust": self.trust,
        }

    def cite(self, lang: Lang) -> str:
        """Return authority and document as one phrase."""
        joint = " · " if lang == "zh" else ", "
        return f"{self.authority.to(lang)}{joint}{self.document.to(lang)}"

    def cite_dated(self, lang: Lang) -> str:
        """Return authority, document, year if it is known, and trust mark as one phrase."""
        year = "" if self.year is None else f", {self.year}"
        return f"{self.cite(lang)}{year} [{self.trust}]"


OWN = Source(
    Text("本工具", "this tool"),
    Text("自定的判断标准", "a tolerance of its own"),
    2026,
    "own",
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one rule found, before it is tied to a standard's source.

    ``measured`` and ``allowed`` are values in ``unit``, never prose; ``confidence`` is 0-1; ``own`` marks a
    verdict that rests on a tolerance of this tool and not on the standard's source.
    """

    outcome: Outcome
    code: str
    message: Text
    measured: Value = None
    allowed: Value = None
    unit: str = ""
    confidence: float = 1.0
    own: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of a report: a verdict, its rule's id and title, its page in the guide and its source."""

    rule: str
    title: Text
    verdict: Verdict
    page: str
    source: Source
    lang: Lang

    @property
    def outcome(self) -> Outcome:
        """The verdict's outcome."""
        return self.verdict.outcome

    @property
    def code(self) -> str:
        """The stable code, such as ``file-size/too-small``."""
        return f"{self.rule}/{self.verdict.code}"

    @property
    def message(self) -> str:
        """The verdict's sentence in the report's language."""
        return self.verdict.message.to(self.lang)

    def to_dict(self) -> dict[str, Any]:
        """Return the finding's JSON object."""
        verdict = self.verdict
        return {
            "rule": self.rule,
            "outcome": verdict.outcome,
            "measured": verdict.measured,
            "allowed": verdict.allowed,
            "unit": verdict.unit,
            "confidence": round(verdict.confidence, CONFIDENCE_DIGITS),
            "code": self.code,
            "message": self.message,
            "page": self.page,
            "source": self.source.to_dict(self.lang),
        }


@dataclass(frozen=True, slots=True)
class Report:
    """All findings of one photo under one standard, or the error that made the file unreadable.

    ``standard`` is the standard's id; ``name`` what it is called, where that is not this tool's own list to
    tell; ``overrides`` the limits that a call or link replaced, such as ``{"kb": "20-60"}``.
    """

    file: str
    standard: str
    findings: tuple[Finding, ...]
    lang: Lang
    error: PhotoError | None = None
    name: Text | None = None
    overrides: Mapping[str, str] = field(default_factory=dict)

    @property
    def outcome(self) -> ReportOutcome:
        """``fail`` if any finding fails, else ``unknown``, ``warn``, ``pass``; ``manual`` changes nothing."""
        if self.error is not None:
            return "unreadable"
        outcomes = {finding.outcome for finding in self.findings}
        for outcome in ("fail", "unknown", "warn"):
            if outcome in outcomes:
                return cast(ReportOutcome, outcome)
        return "pass"

    def worst_first(self) -> list[Finding]:
        """Return the findings sorted by severity, within one severity in the standard's order."""
        return sorted(self.findings, key=lambda finding: SEVERITY.index(finding.outcome))

    def to_dict(self) -> dict[str, Any]:
        """Return the report's JSON object, as ``report.schema.json`` describes it."""
        result: dict[str, Any] = {
            "schema": SCHEMA_ID,
            "file": self.file,
            "standard": self.standard,
            "overrides": dict(self.overrides),
            "outcome": self.outcome,
            "findings": [finding.to_dict() for finding in self.findings],
        }
        if self.error is not None:
            result["error"] = {"code": self.error.code, "message": self.error.message(self.lang)}
        return result


def unreadable(
    file: str, standards: Sequence["str | Standard"], error: PhotoError, lang: Lang
) -> list[Report]:
    """Return one report of outcome ``unreadable`` for each standard, given itself or by its id."""
    error = PhotoError(error.code, error.zh, error.en)  # the caught one's traceback holds the file's bytes
    return [
        Report(file, standard, (), lang, error)
        if isinstance(standard, str)
        else Report(file, standard.id, (), lang, error, standard.name, standard.overrides)
        for standard in standards
    ]


def reports_to_json(reports: Iterable[Report]) -> str:
    r"""Return the JSON array of ``reports``, with a final newline.

    It is plain ASCII (other characters as ``\u`` escapes), so it survives every console encoding, and file
    names that are not valid Unicode survive too.
    """
    return json.dumps([report.to_dict() for report in reports], ensure_ascii=True, indent=2) + "\n"


def schema() -> dict[str, Any]:
    """Return the JSON schema (draft 2020-12) that `reports_to_json` follows."""
    text = resources.files(__package__).joinpath("report.schema.json").read_text(encoding="utf-8")
    return cast(dict[str, Any], json.loads(text))
