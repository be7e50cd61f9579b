"""The page about how often the checker is wrong, drawn from the benchmark's results."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import jinja2
from jinja2.runtime import Context
from markupsafe import Markup

from builder.languages import ORIGINAL
from builder.results import ResultsTags
from checker.text import Lang, Text

RESULTS: Final = Path("benchmarks/accuracy/results.json")
# In the order in which a column is built up from below.
OUTCOMES: Final = {
    "pass": Text("合格", "pass"),
    "unknown": Text("判断不了", "could not judge"),
    "warn": Text("提醒", "warning"),
    "fail": Text("不合格", "fail"),
}
_TRUTHS: Final = {
    "pass": Text("应合格", "should pass"),
    "band": Text("不计", "not counted"),
    "warn-ok": Text("应提醒", "should warn"),
    "fail": Text("应不合格", "should fail"),
}
_POINTED_OUT: Final = Text("应指出", "should be told")
_KINDS: Final = {
    "portrait": Text("真人照片", "photo of a person"),
    "given": Text("另给的照片", "photo given for the run"),
    "synthetic": Text("合成的人像", "made-up portrait"),
    "chart": Text("测试图", "test chart"),
}
_UNITS: Final = {
    "px": Text("像素", "px"),
    "stop": Text("档", "stops"),
    "degree": Text("度", "degrees"),
    "factor": Text("倍", "times"),
    "lab": Text("", ""),
    "quality": Text("", ""),
    "fraction": Text("%", "%"),
    "levels": Text("级", "levels"),
}

# Of a plot, in units of its view box, which is as wide as a phone of 360 px shows it.
WIDTH: Final = 328
_LEFT, _HIGH, _TOP = 4, 96, 8
_LABEL_ROOM, _GROUP_ROOM = 26, 12
_CHAR: Final[Mapping[Lang, float]] = {"zh": 12, "en": 6.4}
_LINES_LEFT: Final[Mapping[Lang, float]] = {"zh": 68, "en": 92}  # where lines begin, after their names


@dataclass(frozen=True, slots=True)
class Bar:
    """One outcome's part of a column, or one line of a plot: place and size in the view box."""

    outcome: str
    x: float
    y: float
    width: float
    height: float


def shapes(bars: Iterable[tuple[str, float, float, float, float]]) -> dict[str, str]:
    """Return one path an outcome for bars of (outcome, x, y, width, height): hundreds of elements less."""
    drawn: dict[str, str] = {}
    for outcome, x, y, width, height in bars:
        drawn[outcome] = f"{drawn.get(outcome, '')}M{x:g} {y:g}h{width:g}v{height:g}h-{width:g}z"
    return drawn


@dataclass(frozen=True, slots=True)
class Group:
    """Neighbouring steps of one truth: what should be said of them, from ``x``, so wide."""

    truth: str
    label: str
    x: float
    width: float


@dataclass(frozen=True, slots=True)
class Plot:
    """What the checker said at each step of a mutation; ``ticks`` are (x, text), ``lines`` its words."""

    title: str
    bars: tuple[Bar, ...]
    groups: tuple[Group, ...]
    ticks: tuple[tuple[float, str], ...]
    lines: tuple[str, ...]
    height: float

    @property
    def shapes(self) -> dict[str, str]:
        """The bars as one path for each outcome."""
        return shapes((bar.outcome, bar.x, bar.y, bar.width, bar.height) for bar in self.bars)


class AccuracyTags(ResultsTags):
    """The tags of the page.

    ``{{ accuracy("photos") }}``: a number of the results. ``{{ accuracy_outside() }}``: which rules break a
    bound. ``{{ accuracy_table() }}``: every rule's counts. ``{{ accuracy_plots() }}``: what was said at each
    step. ``{{ accuracy_sources() }}``: the pictures.
    """

    FILE = RESULTS
    COMMAND = "python -m benchmarks.accuracy"

    def by_name(self) -> dict[str, object]:
        """The tags under the names that pages use."""
        return {
            "accuracy": self.number,
            "accuracy_outside": self.outside,
            "accuracy_table": self.table,
            "accuracy_plots": self.plots,
            "accuracy_sources": self.sources,
        }

    def outside(self) -> str:
        """Whether every rule keeps to the bounds, or which do not, as a sentence."""
        names = [self._titles.get(rule, rule) for rule in self._results()["outside"]]
        if not names:
            told = Text("这一次，每一条都在线以内。", "This time every rule keeps to the bounds.")
        else:
            told = Text(
                f"这一次没有做到的：{'、'.join(names)}。这几条的结果，要自己再看一眼。",
                f"Not reached this time: {', '.join(names)}. Look at what is said about these yourself.",
            )
        return told.to(self._lang)

    @jinja2.pass_context
    def table(self, context: Context) -> Markup:
        """HTML table of every rule: good and bad photos, wrong verdicts."""
        return self._partial("_accuracy_table.html", context, rules=self._rules())

    @jinja2.pass_context
    def plots(self, context: Context) -> Markup:
        """HTML of every rule's plots, each a drawing with its words below."""
        rules = [
            (rule, [plot(mutation, self._lang, hard=rule["hard"]) for mutation in rule["mutations"]])
            for rule in self._rules()
        ]
        return self._partial(
            "_accuracy_plots.html", context, rules=rules, outcomes=OUTCOMES, width=WIDTH, prefix="accuracy"
        )

    @jinja2.pass_context
    def sources(self, context: Context) -> Markup:
        """HTML table of the pictures that the photos were made from."""
        listed = [
            {**source, "unfit_titles": [self._titles.get(rule, rule) for rule in source["unfit"]]}
            for source in self._results()["sources"]
        ]
        return self._partial("_accuracy_sources.html", context, sources=listed, kinds=_KINDS)


def plot(mutation: Mapping[str, Any], lang: Lang = ORIGINAL, *, hard: bool) -> Plot:
    """Return the drawing of a mutation: a column a step, or a line a truth where steps are only names.

    ``hard``: the rule must say exactly what is true; another one may also fail what needs a warning.
    """
    truths = _TRUTHS if hard else _TRUTHS | {"warn-ok": _POINTED_OUT}
    title = mutation["title"][lang]
    steps = list(mutation["steps"])
    if all(step["truth"] == "pass" and _total(step) == step["pass"] for step in steps):
        return Plot(title, (), (), (), (_said(steps, None, truths, lang),), 0)  # words will do
    if mutation["unchanged"] is None:
        return _lines(title, steps, truths, lang)
    if mutation["unchanged"] == max(step["step"] for step in steps):
        steps.reverse()  # from the unchanged photo on the left to the worst on the right
    return _columns(title, steps, _UNITS[mutation["unit"]].to(lang), truths, lang)


def _columns(
    title: str, steps: Sequence[Mapping[str, Any]], unit: str, truths: Mapping[str, Text], lang: Lang
) -> Plot:
    room = (WIDTH - 2 * _LEFT) / len(steps)
    bars: list[Bar] = []
    ticks: list[tuple[float, str]] = []
    last = -float(_LABEL_ROOM)
    for at, step in enumerate(steps):
        x, floor, total = _LEFT + at * room, float(_TOP + _HIGH), _total(step)
        for outcome in OUTCOMES:
            height = _HIGH * step[outcome] / total
            floor -= height
            if height:
                bars.append(Bar(outcome, _round(x + 1), _round(floor), _round(room - 2), _round(height)))
        middle = x + room / 2
        if middle - last >= _LABEL_ROOM and middle + _LABEL_ROOM / 2 <= WIDTH:
            ticks.append((_round(middle), _number(step["step"], unit)))
            last = middle
    groups = []
    for start, end in _runs(steps):
        label, width = truths[steps[start]["truth"]].to(lang), (end - start) * room
        shown = label if len(label) * _CHAR[lang] <= width else ""
        groups.append(Group(steps[start]["truth"], shown, _round(_LEFT + start * room), _round(width)))
    words = tuple(_said(steps[start:end], unit, truths, lang) for start, end in _runs(steps))
    return Plot(title, tuple(bars), tuple(groups), tuple(ticks), words, _TOP + _HIGH + 2 * _GROUP_ROOM + 10)


def _lines(title: str, steps: Sequence[Mapping[str, Any]], truths: Mapping[str, Text], lang: Lang) -> Plot:
    """Return a plot of one line a truth: how often each outcome was said."""
    bars: list[Bar] = []
    groups: list[Group] = []
    words = []
    left, high, y = _LINES_LEFT[lang], 18.0, float(_TOP)
    for truth in truths:
        rows = [step for step in steps if step["truth"] == truth]
        if not rows:
            continue
        total, x = sum(map(_total, rows)), left
        for outcome in OUTCOMES:
            width = (WIDTH - left - _LEFT) * sum(row[outcome] for row in rows) / total
            if width:
                bars.append(Bar(outcome, _round(x), y, _round(width), high))
            x += width
        groups.append(Group(truth, truths[truth].to(lang), y, high))
        words.append(_said(rows, None, truths, lang))
        y += high + 8
    return Plot(title, tuple(bars), tuple(groups), (), tuple(words), y)


def _said(
    steps: Sequence[Mapping[str, Any]], unit: str | None, truths: Mapping[str, Text], lang: Lang
) -> str:
    """Return the words of one group: its steps (where they are numbers), how many photos, what was said."""
    first, last = steps[0]["step"], steps[-1]["step"]
    truth = truths[steps[0]["truth"]]
    where = Text("", "")
    if unit is not None:
        low, high = _number(first, unit), _number(last, unit)
        ends = Text(low, low) if first == last else Text(f"{low} 到 {high}", f"{low} to {high}")
        after = f"{'' if unit in {'', '%'} else ' '}{unit}"
        where = Text(f"{ends.zh}{after}，", f"{ends.en}{after}, ")
    total = sum(map(_total, steps))
    counts = {outcome: sum(step[outcome] for step in steps) for outcome in OUTCOMES}
    told = [OUTCOMES[outcome].to(lang) for outcome, count in counts.items() if count]
    each = [f"{OUTCOMES[outcome].to(lang)} {count}" for outcome, count in counts.items() if count]
    said = (
        Text(f"全部{told[0]}", f"all {told[0]}") if len(told) == 1 else Text("、".join(each), ", ".join(each))
    )
    return Text(
        f"{where.zh}{truth.zh}：{total:,} 张，{said.zh}",
        f"{where.en}{truth.en}: {total:,} photo{'s' if total != 1 else ''}, {said.en}",
    ).to(lang)


def _number(step: float, unit: str) -> str:
    """Return a step as text; a fraction in hundredths."""
    return f"{round(step * 100, 2) if unit == '%' else step:g}"


def _runs(steps: Sequence[Mapping[str, Any]]) -> list[tuple[int, int]]:
    """Return where neighbouring steps of one truth begin and end."""
    starts = [at for at, step in enumerate(steps) if not at or steps[at - 1]["truth"] != step["truth"]]
    return list(zip(starts, [*starts[1:], len(steps)], strict=True))


def _total(step: Mapping[str, Any]) -> int:
    return sum(int(step[outcome]) for outcome in OUTCOMES)


def _round(value: float) -> float:
    return round(value, 1)
