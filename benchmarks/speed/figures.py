"""What a row of the results is, and how many are put into one."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Kind = Literal["bytes", "ratio", "ms", "per-second"]


@dataclass(frozen=True)
class Row:
    """One figure: ``median`` of ``count`` samples from ``low`` to ``high``, and the demand.

    ``limit`` is the most allowed (for ``per-second`` the least), None where nothing is demanded. Where the
    figure is a ratio, ``ours`` and ``baseline`` are the medians of its two sides in ms, and ``against`` names
    the baseline.
    """

    id: str
    kind: Kind
    limit: float | None
    median: float
    low: float
    high: float
    count: int
    line: str = ""
    against: str = ""
    ours: float | None = None
    baseline: float | None = None

    @property
    def met(self) -> bool:
        """Whether the demand is met."""
        if self.limit is None:
            return True
        return self.median >= self.limit if self.kind == "per-second" else self.median <= self.limit

    def told(self) -> str:
        """Return the row as one line of print."""
        spread = f"{self.low:.3g} to {self.high:.3g}, n = {self.count}"
        sides = "" if self.ours is None else f"; {self.ours:.0f} ms / {self.baseline:.0f} ms ({self.against})"
        name = f"{self.id} {self.line}".strip()
        told = f"{name}: {self.median:.4g} {self.kind} ({spread}{sides})"
        if self.limit is None:
            return f"{told}; no demand"
        demand = "at least" if self.kind == "per-second" else "at most"
        mark = "holds" if self.met else "DOES NOT HOLD"
        return f"{told}; {demand} {self.limit:g}: {mark}"


def plain(name: str, kind: Kind, limit: float, samples: Sequence[float], line: str = "") -> Row:
    """Return the row of samples that have no baseline."""
    median = statistics.median(samples)
    return Row(name, kind, limit, median, min(samples), max(samples), len(samples), line)


def ratio(
    name: str, limit: float | None, pairs: Sequence[tuple[float, float]], against: str, line: str = ""
) -> Row:
    """Return the row of ``pairs``, each ours and the baseline's in ms, measured one after the other."""
    ratios = [ours / other for ours, other in pairs]
    sides = (statistics.median(side) for side in zip(*pairs, strict=True))
    return Row(
        name,
        "ratio",
        limit,
        statistics.median(ratios),
        min(ratios),
        max(ratios),
        len(pairs),
        line,
        against,
        *sides,
    )
