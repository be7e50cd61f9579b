"""The page about how fast the checker is, drawn from the benchmark's results."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import jinja2
from jinja2.runtime import Context
from markupsafe import Markup

from builder.results import ResultsTags
from checker.text import Text

RESULTS: Final = Path("benchmarks/speed/results.json")


@dataclass(frozen=True)
class _Figure:
    """What a row is called, what limits it now, and how low it could go."""

    title: Text
    limits: Text
    floor: Text


_LINES: Final = {
    "loopback": Text("本机", "same machine"),
    "10-megabit": Text("10 Mbit/s，延迟 40 毫秒", "10 Mbit/s, 40 ms"),
}
_AGAINST: Final = {
    "first-visit": Text("照 Pyodide 手册的做法，gzip", "the way of Pyodide's guide, in gzip"),
    "second-visit": Text(
        "照 Pyodide 手册的做法，文件都在浏览器缓存里",
        "the way of Pyodide's guide, all in the browser's cache",
    ),
    "report": Text("同一个程序，直接在电脑上跑", "the same program, run natively"),
    "report-second": Text("同一个程序，直接在电脑上跑", "the same program, run natively"),
    "build": Text("Hugo 做同样的网页", "Hugo, the same pages"),
}
_FIGURES: Final = {
    "bytes-saver": _Figure(
        Text("选照片以前要下载的，省流量", "Download before a photo, saving data"),
        Text(
            "Python 本身占一半；标准库和 Pillow 里用不到的已经去掉",
            "Python itself is half of it; unused parts of its library and of Pillow are left out",
        ),
        Text(
            "Python 的核心和解码器约 3.5 MB，去不掉",
            "Python's core and the decoders, about 3.5 MB, must stay",
        ),
    ),
    "bytes-complete": _Figure(
        Text("选照片以前要下载的，完整检查", "Download before a photo, complete"),
        Text("再加人脸模型和运行它们的程序", "The face models and what runs them come on top"),
        Text(
            "模型和运行它们的程序约 3.8 MB，再加上面的",
            "The models and what runs them, about 3.8 MB, on top of the above",
        ),
    ),
    "first-visit": _Figure(
        Text("第一次打开，到能选照片", "First visit, until a photo can be chosen"),
        Text(
            "下载；Python 的核心和标准库一到就启动，其余的同时下载，但启动比它们下载完还晚一些",
            "The download; Python starts as soon as its core and library are here, while the rest still"
            " comes, and takes somewhat longer than that",
        ),
        Text(
            "下载的时间，加上 Python 启动里不能和下载同时做的部分",
            "The time on the line, and what of Python's start cannot be done meanwhile",
        ),
    ),
    "second-visit": _Figure(
        Text("第二次打开，到能选照片", "Second visit, until a photo can be chosen"),
        Text(
            "给封闭的页面开一个新进程，读回 Python 的内存；文件不用再下载和解压，"
            "编译好的部分等能选照片以后再载入",
            "A process of its own for the sealed frame, and reading Python's memory back; files are neither"
            " fetched nor unpacked any more, and compiled parts are loaded once photos can be chosen",
        ),
        Text(
            "开进程、编译 WebAssembly、读回内存的时间，这几样省不掉",
            "The time to start that process, compile WebAssembly and read the memory: none of them can go",
        ),
    ),
    "report": _Figure(
        Text("一张 480×640 的 JPG，完整报告，已经查过几张", "Complete report on a JPG of 480×640, when warm"),
        Text(
            "量的是同一页里的第 5 到第 9 张；人脸模型的运算占将近一半",
            "These are the fifth to ninth photos of a page; nearly half of it are the face models",
        ),
        Text("WebAssembly 跑同样的运算要多的时间", "What WebAssembly needs more for the same arithmetic"),
    ),
    "report-second": _Figure(
        Text("同样的照片，第二张", "The same photo, the second of a page"),
        Text(
            "浏览器还没编译到最快。这里一能选就选；平时选照片时，网页会先拿画出来的人像练几遍",
            "The browser has not yet compiled all to its fastest. Here photos come at once; while a person"
            " chooses one, the page rehearses on a drawn portrait",
        ),
        Text("和上一行一样", "As in the row above"),
    ),
    "heic": _Figure(
        Text("一张 1200 万像素的 HEIC，完整报告", "Complete report on a HEIC of 12 megapixels"),
        Text("解码占大半", "Decoding is most of it"),
        Text("解码一次的时间", "The time to decode it once"),
    ),
    "longest-task": _Figure(
        Text("检查时网页最长一次不响应", "Longest task of the page during a check"),
        Text("画结果和照片", "Drawing the result and the photo"),
        Text("测得出来的最短是 50 毫秒", "50 ms is the shortest that is told"),
    ),
    "photos": _Figure(
        Text("命令行，每个核心每秒几张", "Command line, photos a second on a core"),
        Text("人脸模型", "The face models"),
        Text("模型推理的时间", "The time of the models' inference"),
    ),
    "help": _Figure(
        Text("命令行显示帮助", "Command line, its help"),
        Text("Python 自己启动", "Python's own start"),
        Text("Python 自己启动的时间", "The time that Python itself takes to start"),
    ),
    "build": _Figure(
        Text("从头做一遍全站", "A full build of the site"),
        Text(
            "模板和 Markdown 都由 Python 处理；运行程序已经打好包",
            "Python renders templates and Markdown; the programs to run are packed already",
        ),
        Text(
            "Hugo 是编译好的程序，只做网页的外框，不画图、不核对链接",
            "Hugo is a compiled program that makes bare pages: it draws nothing and checks no link",
        ),
    ),
}


class SpeedTags(ResultsTags):
    """The tags of the page.

    ``{{ speed_table() }}``, every figure; ``{{ speed_machine("cores") }}``; ``speed_samples()``, how often
    each figure was measured at least.
    """

    FILE = RESULTS
    COMMAND = "make bench"

    def by_name(self) -> dict[str, object]:
        """The tags under the names that pages use."""
        return {
            "speed_table": self.table,
            "speed_machine": self.machine,
            "speed_samples": self.samples,
        }

    def samples(self) -> int:
        """The fewest samples of a figure; bytes are counted once."""
        return min(int(row["count"]) for row in self._results()["rows"] if row["kind"] != "bytes")

    def machine(self, key: str) -> str:
        """What the figures were measured on: ``cores``, ``processor``, ``python`` or ``browser``."""
        return str(self._results()["machine"][key])

    @jinja2.pass_context
    def table(self, context: Context) -> Markup:
        """The figures in the order of `_FIGURES`, each with its demand."""
        found = self._results()["rows"]
        rows = [self._row(row) for name in _FIGURES for row in found if row["id"] == name]
        return self._partial("_speed.html", context, rows=rows)

    def _row(self, row: dict[str, Any]) -> dict[str, Any]:
        figure = _FIGURES[row["id"]]
        least = row["kind"] == "per-second"
        line = _LINES[row["line"]].to(self._lang) if row["line"] else ""
        against = _AGAINST[row["id"]].to(self._lang) if row["against"] else ""
        return {
            "title": figure.title.to(self._lang),
            "line": line,
            "against": against,
            "sides": [_seconds(row[side]) for side in ("ours", "baseline") if row[side] is not None],
            "median": _shown(row, "median"),
            "spread": (_shown(row, "low"), _shown(row, "high")),
            "count": row["count"],
            "limit": "" if row["limit"] is None else _shown(row, "limit"),
            "least": least,
            "met": _met(row),
            "limits": figure.limits.to(self._lang),
            "floor": figure.floor.to(self._lang),
        }


def _met(row: dict[str, Any]) -> bool:
    """Whether a row's demand, if there is one, is met."""
    if row["limit"] is None:
        return True
    return bool(
        row["median"] >= row["limit"] if row["kind"] == "per-second" else row["median"] <= row["limit"]
    )


def _shown(row: dict[str, Any], key: str) -> str:
    """A value of a row with its unit."""
    value = float(row[key])
    match row["kind"]:
        case "bytes":
            return f"{value / 1e6:.2f} MB"
        case "ms":
            return f"{value:.0f} ms" if value < 1000 else _seconds(value)
        case "ratio":
            return f"{value:.2f}"
    return f"{value:.0f}"


def _seconds(ms: float) -> str:
    return f"{ms / 1000:.2f} s"
