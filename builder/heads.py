"""The part of the accuracy page about where heads are, drawn from the results of the geometry benchmark."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import jinja2
from jinja2.runtime import Context
from markupsafe import Markup

from builder.accuracy import OUTCOMES, WIDTH, plot
from builder.results import ResultsTags

RESULTS: Final = Path("benchmarks/accuracy/geometry.json")
# Marks with the bound that the project sets itself: of the photo's height, of the roll degrees.
MARKS: Final[Mapping[str, tuple[str, float]]] = {
    "eyes": ("眼睛", 0.01),
    "chin": ("下巴", 0.01),
    "crown": ("头顶", 0.015),
    "roll": ("歪头", 1.0),
}
_NOBODY: Final = {"animal": "动物", "painting": "画", "drawing": "画", "sculpture": "雕像", "texture": "花纹",
                  "thing": "物品", "group": "合影"}  # fmt: skip
_COVERED: Final = {
    "one-eye": "一只眼睛",
    "both-eyes": "两只眼睛",
    "mouth": "嘴",
    "mouth-and-chin": "嘴和下巴",
    "left-half": "半边脸",
    "forehead": "额头",
}
# Of the drawing, in units of its view box: the bound is half-way up, what is more than twice as much is cut.
_HIGH, _TOP, _LEFT = 72, 6, 4


@dataclass(frozen=True, slots=True)
class Column:
    """One portrait's error in a drawing: place and size, ``over`` the bound or not."""

    over: bool
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Drawing:
    """Errors of every portrait for one mark: ``line`` is the bound's height, ``words`` say the same."""

    title: str
    columns: tuple[Column, ...]
    line: float
    height: float
    words: str


class HeadTags(ResultsTags):
    """The tags of the page.

    ``{{ heads("photos") }}``: a number of the results. ``{{ heads_outside() }}``: which bounds are broken.
    ``{{ heads_errors() }}``: errors by portrait. ``{{ heads_rules() }}``: every rule's counts.
    ``{{ heads_plots() }}``: what was said at each step. ``{{ heads_faces() }}``: faces missed or invented.
    ``{{ heads_sources() }}``: the packages that the pictures are from.
    """

    FILE = RESULTS
    COMMAND = "python -m benchmarks.accuracy.geometry"

    def by_name(self) -> dict[str, object]:
        """The tags under the names that pages use."""
        return {
            "heads": self.number,
            "heads_outside": self.outside,
            "heads_errors": self.errors,
            "heads_rules": self.rules,
            "heads_plots": self.plots,
            "heads_faces": self.faces,
            "heads_sources": self.sources,
        }

    def outside(self) -> str:
        """Whether every mark and rule keeps to the bounds, or which do not, as a sentence."""
        found = self._results()["outside"]
        marks = [MARKS[mark][0] for mark in found["marks"]]
        names = [*marks, *(self._titles.get(rule, rule) for rule in found["rules"])]
        if not names:
            return "这一次都做到了。"
        return f"这一次没有做到的：{'、'.join(names)}。"

    @jinja2.pass_context
    def errors(self, context: Context) -> Markup:
        """HTML of the errors: a drawing for each mark, and a table of every portrait."""
        found = self._results()
        rows = [_row(portrait, at) for at, portrait in enumerate(found["portraits"], 1)]
        for name, key in (("全部真人", "errors"), ("其中正脸", "errors_frontal")):
            rows.append({"name": name, "note": "", "total": True, **_cells(found[key])})
        apart = {mark: _shown(mark, found["disagreement"][mark]) for mark in MARKS}
        return self._partial(
            "_accuracy_heads.html",
            context,
            drawings=[drawing(mark, found["portraits"]) for mark in MARKS],
            marks={mark: f"{name}（{_shown(mark, most)}）" for mark, (name, most) in MARKS.items()},
            rows=rows,
            apart=apart,
            width=WIDTH,
        )

    @jinja2.pass_context
    def rules(self, context: Context) -> Markup:
        """HTML table of every rule: good and bad photos, wrong verdicts, and on which portraits."""
        return self._partial("_accuracy_head_rules.html", context, rules=self._rules())

    @jinja2.pass_context
    def plots(self, context: Context) -> Markup:
        """HTML of every rule's plots, each a drawing with its words below."""
        rules = [
            (rule, [plot(mutation, hard=False) for mutation in rule["mutations"]]) for rule in self._rules()
        ]
        return self._partial(
            "_accuracy_plots.html", context, rules=rules, outcomes=OUTCOMES, width=WIDTH, prefix="heads"
        )

    @jinja2.pass_context
    def faces(self, context: Context) -> Markup:
        """HTML tables of the faces that were missed, or seen where there is none."""
        found = self._results()
        titles = {one["id"]: one["title"]["zh"] for one in found["pictures"]}
        kinds = {one["id"]: _NOBODY[one["what"]] for one in found["pictures"]}
        return self._partial(
            "_accuracy_faces.html",
            context,
            tables=found["detection"],
            titles=titles,
            kinds=kinds,
            covered=_COVERED,
            shown=_shown,
        )

    @jinja2.pass_context
    def sources(self, context: Context) -> Markup:
        """HTML table of the packages: how many portraits and other pictures, under which licence."""
        found = self._results()
        counts: dict[tuple[str, str], list[int]] = {}
        for at, key in enumerate(("portraits", "pictures")):
            for one in found[key]:
                counts.setdefault((one["package"], one["licence"]["zh"]), [0, 0])[at] += 1
        return self._partial("_accuracy_packages.html", context, counts=counts)

    def _rules(self) -> list[dict[str, Any]]:
        """The same, with the portraits on which a rule was wrong, and how often."""
        portraits = self._results()["portraits"]
        names = {portrait["id"]: _name(portrait, at) for at, portrait in enumerate(portraits, 1)}
        keys = ("wrong_fails", "wrong_passes", "unknown_good", "unknown_bad")
        rules = []
        for rule in super()._rules():
            where = [
                f"{names[portrait]}（{sum(counts[key] for key in keys)}）"
                for portrait, counts in rule["portraits"].items()
            ]
            rules.append({**rule, "where": where})
        return rules


def drawing(mark: str, portraits: Sequence[Mapping[str, Any]]) -> Drawing:
    """Return the drawing of one mark: a column a portrait, as high as its error, with the bound as a line."""
    name, most = MARKS[mark]
    room = (WIDTH - 2 * _LEFT) / len(portraits)
    floor = _TOP + _HIGH
    columns = []
    known = []
    for at, portrait in enumerate(portraits):
        error = portrait["errors"][mark]["p95"]
        if error is None:
            continue
        known.append((error, _name(portrait, at + 1)))
        height = min(1.0, error / most / 2) * _HIGH
        x = _LEFT + at * room + 1
        columns.append(
            Column(error > most, round(x, 1), round(floor - height, 1), round(room - 2, 1), round(height, 1))
        )
    best, worst = min(known), max(known)
    within = sum(error <= most for error, _ in known)
    words = (
        f"横线是 {_shown(mark, most)}；{len(known)} 张里 {within} 张在线内，"
        f"最准的差 {_shown(mark, best[0])}，最不准的差 {_shown(mark, worst[0])}（{worst[1]}）"
    )
    return Drawing(name, tuple(columns), floor - _HIGH / 2, floor + 2, words)


def _row(portrait: Mapping[str, Any], at: int) -> dict[str, Any]:
    notes = {"yes": "侧着脸", "slightly": "略侧", "no": ""}
    said = [notes[portrait["turned"]], *("下巴被胡子挡住" for mark in portrait["covered"] if mark == "chin")]
    return {
        "name": _name(portrait, at),
        "note": "、".join(word for word in said if word),
        "total": False,
        **_cells(portrait["errors"]),
    }


def _cells(errors: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "cells": {
            mark: (
                _shown(mark, errors[mark]["p95"]),
                errors[mark]["p95"] is not None and errors[mark]["p95"] > most,
            )
            for mark, (_, most) in MARKS.items()
        },
        "missed": sum(errors[mark]["missed"] for mark in MARKS),
    }


def _name(portrait: Mapping[str, Any], at: int) -> str:
    """Return what the page calls a portrait: only its number, and whether anybody real is in it."""
    return f"合成 {at}" if portrait["kind"] == "synthetic" else f"真人 {at}"


def _shown(mark: str, error: float | None) -> str:
    if error is None:
        return "—"
    return f"{error:.1f}°" if mark == "roll" else f"{error * 100:.1f}%"
