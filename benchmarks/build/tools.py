"""The tools, each with a frame of a page like the guide's, and the commands that build with them."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
ENVIRONMENT = ROOT / "build" / "benchmark-tools"

# The guide's own frame, in the words of each tool's templates: {title}, {description}, {lang}, {toc}, {body}.
_FRAME = """<!doctype html>
<html lang="{lang}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{title} · 毕业图像采集指南（非官方）</title><meta name="description" content="{description}">
<meta property="og:title" content="{title}"><link rel="stylesheet" href="static/style.css"></head>
<body><a class="skip-link" href="#main">跳到正文</a><header class="site-header"><div class="wrap">
<a class="site-name" href="index.html">毕业图像采集指南</a>
<a class="button" href="check/index.html">检查照片</a></div>
<nav class="site-nav"><ul class="wrap">{nav}</ul></nav></header>
<main id="main" class="wrap"><article><h1>{title}</h1><p class="lead">{description}</p>
<nav class="toc">{toc}</nav><div class="body">{body}</div></article></main>
<footer class="site-footer"><p>本站不是官方网站。一切以学校通知为准。</p></footer></body></html>
"""
_NAV = ("methods", "requirements", "refused", "upload", "faq", "privacy", "search")


def _frame(**words: str) -> str:
    nav = "".join(f'<li><a href="{name}.html">{name}</a></li>' for name in _NAV)
    text = _FRAME
    for name, value in {**words, "nav": nav}.items():
        text = text.replace(f"{{{name}}}", value)
    return text


@dataclass(frozen=True)
class Tool:
    """A tool: how its folder is prepared, whose ``content`` holds the pages, and its command there."""

    name: str
    prepare: Callable[[Path], None]
    command: list[str]
    out: str


def _hugo(folder: Path) -> None:
    (folder / "hugo.toml").write_text(
        'baseURL = "https://example.org/"\nuglyURLs = true\ndisableKinds = ["taxonomy", "term", "RSS"]\n'
        "[markup.goldmark.renderer]\nunsafe = true\n[markup.goldmark.parser.attribute]\nblock = true\n",
        encoding="utf-8",
    )
    for index in [*(folder / "content").rglob("index.md")]:
        index.rename(index.with_name("_index.md"))  # else all beside it would be its attachments
    frame = _frame(
        lang="{{ .Params.lang }}", title="{{ .Title }}", description="{{ .Description }}",
        toc="{{ .TableOfContents }}", body="{{ .Content }}",
    )  # fmt: skip
    layouts = folder / "layouts" / "_default"
    layouts.mkdir(parents=True)
    for name in ("single.html", "list.html"):
        (layouts / name).write_text(frame, encoding="utf-8")


def _eleventy(folder: Path) -> None:
    frame = _frame(
        lang="{{ lang }}",
        title="{{ title }}",
        description="{{ description }}",
        toc="",
        body="{{ content | safe }}",
    )
    (folder / "content" / "_includes").mkdir()
    (folder / "content" / "_includes" / "page.njk").write_text(frame, encoding="utf-8")
    (folder / "content" / "content.json").write_text('{"layout": "page.njk"}', encoding="utf-8")
    (folder / "eleventy.config.js").write_text(
        "export default (config) => { config.setQuietMode(true); };\n"
        'export const config = { dir: { input: "content", output: "_site" }, '
        "markdownTemplateEngine: false };\n",
        encoding="utf-8",
    )
    (folder / "package.json").write_text('{"type": "module"}', encoding="utf-8")


def _mkdocs(folder: Path) -> None:
    (folder / "mkdocs.yml").write_text(
        "site_name: 毕业图像采集指南\ndocs_dir: content\nuse_directory_urls: false\n"
        "theme: {name: material, language: zh, font: false}\n"
        "markdown_extensions: [attr_list, def_list, md_in_html, tables, toc]\n",
        encoding="utf-8",
    )


TOOLS = [
    Tool("Hugo", _hugo, [], "public"),
    Tool(
        "Eleventy", _eleventy, ["node", str(HERE / "node_modules/@11ty/eleventy/cmd.cjs"), "--quiet"], "_site"
    ),
    Tool(
        "MkDocs-Material",
        _mkdocs,
        [str(ENVIRONMENT / "bin" / "python"), "-m", "mkdocs", "-q", "build"],
        "site",
    ),
]


def ready() -> list[str]:
    """Return what is not installed: see `make benchmark-build`."""
    missing = []
    if hugo() is None:
        missing.append("Hugo")
    if not (HERE / "node_modules").is_dir():
        missing.append("Eleventy")
    if not list(ENVIRONMENT.glob("lib/*/site-packages/material")):
        missing.append("MkDocs-Material")
    return missing


def hugo() -> str | None:
    """Return Hugo's own program: the package starts it through Python, which would be held against it."""
    found = [*ENVIRONMENT.glob("lib/*/site-packages/hugo/binaries/hugo*")]
    return str(found[0]) if found else None


def command_of(tool: Tool) -> list[str]:
    """Return the command that builds with ``tool`` in its folder."""
    return [str(hugo()), "--quiet"] if tool.name == "Hugo" else tool.command


def install() -> None:
    """Install the tools: packages into an environment of their own, and Eleventy beside this file."""
    install_hugo()
    subprocess.run(["npm", "ci", "--no-audit", "--no-fund", "--silent"], cwd=HERE, check=True)


def install_hugo() -> None:
    """Install those tools that are packages of the Python index, Hugo among them."""
    shutil.rmtree(ENVIRONMENT, ignore_errors=True)
    subprocess.run([sys.executable, "-m", "venv", str(ENVIRONMENT)], check=True)
    pip = [str(ENVIRONMENT / "bin" / "python"), "-m", "pip", "install", "--quiet"]
    subprocess.run(
        [*pip, "--require-hashes", "-r", str(ROOT / "requirements" / "benchmark-build.txt")], check=True
    )
