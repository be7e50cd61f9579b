"""The part of the accuracy page about where heads are, drawn from the results of the geometry benchmark."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import jinja2
from jinja2.runtime import Context
from markupsafe import Markup

from builder.accuracy import OUTCOMES, WIDTH, plot, shapes
from builder.languages import ORIGINAL
from builder.results import ResultsTags
from checker.text import Lang, Text

RESULTS: Final = Path("benchmarks/accuracy/geometry.json")
# Marks with the bound that the project sets itself: of the photo's height, of the roll degrees.
MARKS: Final[Mapping[str, tuple[Text, float]]] = {
    "eyes": (Text("眼睛", "Eyes"), 0.01),
    "chin": (Text("下巴", "Chin"), 0.01),
    "crown": (Text("头顶", "Crown"), 0.015),
    "roll": (Text("歪头", "Tilt"), 1.0),
}
_PAINTED: Final = Text("画", "picture")
_NOBODY: Final = {
    "animal": Text("动物", "animal"),
    "painting": _PAINTED,
    "drawing": _PAINTED,
    "sculpture": Text("雕像", "sculpture"),
    "texture": Text("花纹", "texture"),
    "thing": Text("物品", "thing"),
    "group": Text("合影", "group photo"),
}
_COVERED: Final = {
    "one-eye": Text("一只眼睛", "one eye"),
    "both-eyes": Text("两只眼睛", "both eyes"),
    "mouth": Text("嘴", "the mouth"),
    "mouth-and-chin": Text("嘴和下巴", "mouth and chin"),
    "left-half": Text("半边脸", "half of the face"),
    "forehead": Text("额头", "the forehead"),
}
_WORN: Final = {
    "no-glasses": Text("不戴眼镜", "no glasses"),
    "clear-glasses": Text("普通眼镜", "clear glasses"),
    "tinted-lightly": Text("浅色镜片", "lightly tinted glasses"),
    "tinted": Text("深色镜片", "tinted glasses"),
    "sunglasses": Text("墨镜", "sunglasses"),
    "glare": Text("镜片反光", "glare on the glasses"),
    "rim-over-eyes": Text("镜框压住眼睛", "a rim over the eyes"),
    "bare-head": Text("不戴帽子", "bare head"),
    "cap": Text("帽子", "a cap"),
    "patterned-hat": Text("花帽子", "a patterned hat"),
    "hair-band": Text("发带", "a hair band"),
    "hair-over-ears": Text("头发遮住耳朵", "hair over the ears"),
    "eyes-behind-clear-glasses": Text("普通眼镜后面的眼睛", "eyes behind clear glasses"),
    "eyes-behind-sunglasses": Text("墨镜后面的眼睛", "eyes behind sunglasses"),
    "white-mask": Text("白口罩", "a white mask"),
    "blue-mask": Text("蓝口罩", "a blue mask"),
    "black-mask": Text("黑口罩", "a black mask"),
}
_TURNED: Final = {
    "yes": Text("侧着脸", "turned aside"),
    "slightly": Text("略侧", "slightly turned"),
    "no": Text("", ""),
}
_BEARD: Final = Text("下巴被胡子挡住", "chin behind a beard")
_TOTALS: Final = {
    "errors": Text("全部真人", "All persons"),
    "errors_frontal": Text("其中正脸", "Of them frontal"),
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

    @property
    def shapes(self) -> dict[str, str]:
        """The columns as one path for those within the bound, and one for the others."""
        return shapes(
            ("warn" if one.over else "pass", one.x, one.y, one.width, one.height) for one in self.columns
        )


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
        marks = [MARKS[mark][0].to(self._lang) for mark in found["marks"]]
        names = [*marks, *(self._titles.get(rule, rule) for rule in found["rules"])]
        if not names:
            told = Text("这一次都做到了。", "This time all of them are reached.")
        else:
            told = Text(
                f"这一次没有做到的：{'、'.join(names)}。", f"Not reached this time: {', '.join(names)}."
            )
        return told.to(self._lang)

    @jinja2.pass_context
    def errors(self, context: Context) -> Markup:
        """HTML of the errors: a drawing for each mark, and a table of every portrait."""
        found = self._results()
        lang = self._lang
        rows = [_row(portrait, at, lang) for at, portrait in enumerate(found["portraits"], 1)]
        for key, name in _TOTALS.items():
            rows.append({"name": name.to(lang), "note": "", "total": True, **_cells(found[key])})
        apart = {mark: _shown(mark, found["disagreement"][mark]) for mark in MARKS}
        return self._partial(
            "_accuracy_heads.html",
            context,
            drawings=[drawing(mark, found["portraits"], lang) for mark in MARKS],
            marks={
                mark: _with(name.to(lang), _shown(mark, most), lang) for mark, (name, most) in MARKS.items()
            },
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
            (rule, [plot(mutation, self._lang, hard=False) for mutation in rule["mutations"]])
            for rule in self._rules()
        ]
        return self._partial(
            "_accuracy_plots.html", context, rules=rules, outcomes=OUTCOMES, width=WIDTH, prefix="heads"
        )

    @jinja2.pass_context
    def faces(self, context: Context) -> Markup:
        """HTML tables of the faces that were missed, or seen where there is none."""
        found = self._results()
        names = {one["id"]: _name(one, at, self._lang) for at, one in enumerate(found["portraits"], 1)}
        titles = {one["id"]: one["title"][self._lang] for one in found["pictures"]}
        kinds = {one["id"]: _NOBODY[one["what"]] for one in found["pictures"]}
        return self._partial(
            "_accuracy_faces.html",
            context,
            tables=found["detection"],
            titles=titles,
            kinds=kinds,
            covered=_COVERED,
            worn=[{**row, "where": [names[one] for one in row["portraits"]]} for row in found["worn"]],
            wear=_WORN,
            rules=self._titles,
            shown=_shown,
        )

    @jinja2.pass_context
    def sources(self, context: Context) -> Markup:
        """HTML table of the packages: how many portraits and other pictures, under which licence."""
        found = self._results()
        counts: dict[tuple[str, str], list[int]] = {}
        for at, key in enumerate(("portraits", "pictures")):
            for one in found[key]:
                counts.setdefault((one["package"], one["licence"][self._lang]), [0, 0])[at] += 1
        return self._partial("_accuracy_packages.html", context, counts=counts)

    def _rules(self) -> list[dict[str, Any]]:
        """The same, with the portraits on which a rule was wrong, and how often."""
        portraits = self._results()["portraits"]
        names = {portrait["id"]: _name(portrait, at, self._lang) for at, portrait in enumerate(portraits, 1)}
        keys = ("wrong_fails", "wrong_passes", "unknown_good", "unknown_bad")
        rules = []
        for rule in super()._rules():
            where = [
                _with(names[portrait], str(sum(counts[key] for key in keys)), self._lang)
                for portrait, counts in rule["portraits"].items()
            ]
            rules.append({**rule, "where": where})
        return rules


def drawing(mark: str, portraits: Sequence[Mapping[str, Any]], lang: Lang = ORIGINAL) -> Drawing:
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
        known.append((error, _name(portrait, at + 1, lang)))
        height = min(1.0, error / most / 2) * _HIGH
        x = _LEFT + at * room + 1
        columns.append(
            Column(error > most, round(x, 1), round(floor - height, 1), round(room - 2, 1), round(height, 1))
        )
    best, worst = min(known), max(known)
    within = sum(error <= most for error, _ in known)
    bound, least, largest = (_shown(mark, error) for error in (most, best[0], worst[0]))
    words = Text(
        f"横线是 {bound}；{len(known)} 张里 {within} 张在线内，"
        f"最准的差 {least}，最不准的差 {largest}（{worst[1]}）",
        f"The line is at {bound}; {within} of {len(known)} are below it, the best is off by {least},"
        f" the worst by {largest} ({worst[1]})",
    )
    return Drawing(name.to(lang), tuple(columns), floor - _HIGH / 2, floor + 2, words.to(lang))


def _row(portrait: Mapping[str, Any], at: int, lang: Lang) -> dict[str, Any]:
    said = [_TURNED[portrait["turned"]], *(_BEARD for mark in portrait["covered"] if mark == "chin")]
    return {
        "name": _name(portrait, at, lang),
        "note": Text("、", ", ").to(lang).join(word.to(lang) for word in said if word.zh),
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


def _name(portrait: Mapping[str, Any], at: int, lang: Lang) -> str:
    """Return what the page calls a portrait: only its number, and whether anybody real is in it."""
    made_up = portrait["kind"] == "synthetic"
    return (Text(f"合成 {at}", f"made-up {at}") if made_up else Text(f"真人 {at}", f"person {at}")).to(lang)


def _with(name: str, more: str, lang: Lang) -> str:
    return Text(f"{name}（{more}）", f"{name} ({more})").to(lang)


def _shown(mark: str, error: float | None) -> str:
    if error is None:
        return "—"
    return f"{error:.1f}°" if mark == "roll" else f"{error * 100:.1f}%"
