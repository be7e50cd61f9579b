"""The same content for every tool: the real guide, and with a thousand pages of Chinese text among it."""

from __future__ import annotations

import json
import random
import shutil
from dataclasses import dataclass
from pathlib import Path

from builder import derived
from builder.licences import LicenceFiles
from builder.pages import Page, load
from builder.project import Project
from builder.templates import Templates
from checker.standards import load_all

SEED = 20261126
# Common characters, as a text has them: few of them often.
_CHARACTERS = [chr(code) for code in range(0x4E00, 0x4E00 + 2500)]
_WEIGHTS = [1 / (rank + 1) for rank in range(len(_CHARACTERS))]
MADE_UP = "text-{:04d}"


@dataclass(frozen=True)
class Plain:
    """A page as any tool can read it: Markdown (with HTML where the guide's tags give it) and its head."""

    path: str
    title: str
    description: str
    lang: str
    body: str


def made_up(number: int, of: int) -> str:
    """Return the body of a made-up page: four sections with paragraphs, a list and a table; a link onward."""
    draw = random.Random(SEED + number)
    parts = []
    for section in range(1, 5):
        parts.append(f"## 第{section}节 {{ #part-{section} }}\n")
        parts += [f"{_sentence(draw)}**{_words(draw, 4)}**，{_sentence(draw)}\n" for _ in range(3)]
        parts.append("\n".join(f"- {_words(draw, 12)}" for _ in range(4)) + "\n")
        parts.append("| 项目 | 要求 |\n|---|---|\n" + f"| {_words(draw, 3)} | {draw.randrange(9999)} |\n" * 3)
    parts.append(f"[下一页]({MADE_UP.format((number + 1) % of)}.html)\n")
    return "\n".join(parts)


def _sentence(draw: random.Random) -> str:
    return "，".join(_words(draw, draw.randrange(6, 16)) for _ in range(4)) + "。"


def _words(draw: random.Random, length: int) -> str:
    return "".join(draw.choices(_CHARACTERS, _WEIGHTS, k=length))


def project_with(project: Project, folder: Path, pages: int) -> None:
    """Copy what the site is made of into ``folder``, with ``pages`` made-up ones, half for each language."""
    shutil.copytree(project.content, folder / "content")
    shutil.copytree(project.templates.parent, folder / "site")
    half = pages // 2
    for place in (folder / "content", folder / "content" / "en"):
        for number in range(half):
            head = f"---\ntitle: 第 {number} 页\ndescription: 第 {number} 页\nchecked: 2026-11-26\n---\n"
            file = place / f"{MADE_UP.format(number)}.md"
            file.write_text(f"{head}\n{made_up(number, half)}", encoding="utf-8")
        if half:
            with (place / "about.md").open("a", encoding="utf-8") as about:
                about.write(f"\n[一]({MADE_UP.format(0)}.html)\n")


def plain(project: Project) -> list[Plain]:
    """Return every page of the guide with its tags filled in, for tools that do not know them."""
    standards = load_all()
    found = []
    for lang in project.languages:
        pages: list[Page] = [*load(project, lang), *derived.standard_pages(standards, project, lang)]
        templates = Templates(project, pages, standards, LicenceFiles(), lang)
        found += [
            Plain(page.path, page.title, page.description, lang, templates.fill(page).lstrip("\n"))
            for page in pages
        ]
    return found


def write(pages: list[Plain], folder: Path, *, heads: bool = True) -> None:
    """Write ``pages`` as Markdown, with their front matter unless it is not wanted, below ``folder``."""
    for page in pages:
        file = (folder / page.path).with_suffix(".md")
        file.parent.mkdir(parents=True, exist_ok=True)
        head = {"title": page.title, "description": page.description, "lang": page.lang}
        if not heads:
            file.write_text(page.body, encoding="utf-8")
            continue
        lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in head.items()]
        file.write_text("\n".join(["---", *lines, "---", page.body]), encoding="utf-8")
