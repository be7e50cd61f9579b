"""What was found about many photos together."""

from collections import Counter
from collections.abc import Iterator, Sequence

from ..render import DISCLAIMER, OUTCOMES, TROUBLES
from ..standards import Standard
from ..text import Lang, Text
from .job import Result
from .walk import Skipped

OUTCOME_ORDER = ("pass", "warn", "fail", "unknown", "unreadable")
_MOST_FREQUENT = 10
_NAMED_FILES = 20


class Summary:
    """Counts over results; its size does not depend on how many there are."""

    def __init__(self, standards: Sequence[Standard], lang: Lang) -> None:
        self.lang = lang
        self.n_photos = 0
        self.n_skipped = 0
        self.interrupted = False
        self.outcomes: dict[str, Counter[str]] = {standard.id: Counter() for standard in standards}
        self._names = {standard.id: standard.name.to(lang) for standard in standards}
        self._faults: Counter[tuple[str, str]] = Counter()
        self._skipped: list[str] = []

    def add(self, result: Result) -> None:
        """Count one photo."""
        self.n_photos += 1
        faults = set()
        for report in result.reports:
            self.outcomes[report.standard][report.outcome] += 1
            if report.error is not None:
                faults.add((OUTCOMES["unreadable"].to(self.lang), report.error.code))
            faults |= {
                (finding.title.to(self.lang), finding.code)
                for finding in report.findings
                if finding.outcome in TROUBLES
            }
        self._faults.update(faults)

    def skip(self, item: Skipped) -> None:
        """Count something that is no photo."""
        self.n_skipped += 1
        if len(self._skipped) < _NAMED_FILES:
            self._skipped.append(item.name)

    def faults(self) -> list[tuple[str, str, int]]:
        """Return title, code and number of photos of the most frequent faults, most frequent first."""
        ranked = sorted(self._faults.items(), key=lambda item: (-item[1], item[0][1]))
        return [(title, code, n) for (title, code), n in ranked[:_MOST_FREQUENT]]

    def standard_lines(self) -> Iterator[str]:
        """Yield one sentence a standard: how many photos have which outcome."""
        colon, comma = ("：", "，") if self.lang == "zh" else (": ", ", ")
        for standard, counts in self.outcomes.items():
            shown = [f"{OUTCOMES[key].to(self.lang)} {counts[key]}" for key in OUTCOME_ORDER if counts[key]]
            yield f"{self._names[standard]} ({standard}){colon}{comma.join(shown) or 0}"

    def total(self) -> str:
        """Return how many photos were looked at, and whether that is all of them."""
        text = Text("共检查 {n} 张照片", "{n} photos were checked").format(n=self.n_photos)
        if self.interrupted:
            text += Text("（中途停止，只有检查完的）", "(stopped half-way: only what was finished)")
        return text.to(self.lang)

    def skipped(self) -> str:
        """Return the names of what was left out because it is no photo, or an empty string."""
        if not self.n_skipped:
            return ""
        names = ("、" if self.lang == "zh" else ", ").join(self._skipped)
        more = "" if self.n_skipped == len(self._skipped) else " …"
        sentence = Text("不是照片、没有检查的文件 {n} 个：", "{n} files are no photos and were not checked: ")
        return sentence.format(n=self.n_skipped).to(self.lang) + names + more

    def lines(self) -> list[str]:
        """Return the whole summary as lines of text, not yet made printable."""
        lines = [self.total(), *(f"  {line}" for line in self.standard_lines())]
        faults = self.faults()
        if faults:
            lines.append(Text("最常见的问题：", "Most frequent faults:").to(self.lang))
            lines += [f"  {n} × {title} ({code})" for title, code, n in faults]
        if self.n_skipped:
            lines.append(self.skipped())
        lines.append(DISCLAIMER.to(self.lang))
        return lines
