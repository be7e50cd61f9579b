"""The build's last look: no dead link, no link out of the site that is not meant, nothing unused."""

from __future__ import annotations

import html
import os
import posixpath
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

from builder import search
from builder.addresses import NOT_FOUND
from builder.errors import BuildError, raise_all
from builder.pages import Page
from builder.project import Project
from builder.references import Document, of_page, of_style

HOME = "index.html"
STATIC = "static"
# Hosts a page may link to: the official site whose account the reader needs, and the guide's licence. Agency
# pages are never linked.
HOSTS = frozenset({"www.chsi.com.cn", "my.chsi.com.cn", "creativecommons.org"})


def check(out: Path, project: Project, pages: Iterable[Page], *, elsewhere: Iterable[str] = ()) -> int:
    """Check every page below ``out`` and return how many links were looked at.

    ``elsewhere`` names files (site paths) that are made by another step and are not there yet. Raises
    `BuildError` or `BuildFailedError` with the codes ``dead-link``, ``dead-anchor``, ``absolute-link``,
    ``bad-link``, ``folder-link``, ``external-link``, ``not-utf-8``, ``repeated-id``, ``unused-page``,
    ``unused-file``; each names the source file and line of the link.
    """
    by_path = {page.path: page for page in pages}
    documents = {
        path.relative_to(out).as_posix(): of_page(path.read_text(encoding="utf-8"))
        for path in sorted(out.rglob("*.html"))
        if path != out / NOT_FOUND  # shown in any folder, so that its links are whole addresses
    }
    found = _Found(project, by_path, out, frozenset(elsewhere))
    targets: dict[str, set[str]] = {name: set() for name in documents}
    count = 0
    for name, document in documents.items():
        found.repeated_ids(name, document)
        for link, line in document.links:
            count += 1
            target, fragment = found.resolve(name, link, line)
            if target is None:
                continue
            # The search page lists every page, which helps nobody to find one that is linked nowhere else.
            if name != search.PATH or target not in by_path:
                targets[name].add(target)
            if target in documents:
                if fragment and fragment not in {value for value, _ in documents[target].ids}:
                    found.add(
                        "dead-anchor", f"«{link}»: there is no id «{fragment}» in {target}", name, link, line
                    )
            else:
                found.must_be_there(target, name, link, line)
    used = _from_styles(out, _reached(targets), found)
    for page_path, page in by_path.items():
        if page_path not in used:
            found.errors.append(
                BuildError(
                    "unused-page",
                    f"no link leads here from {HOME}; link it or remove it",
                    project.show(page.file),
                    1,
                )
            )
    for file in sorted((out / STATIC).rglob("*")):
        name = file.relative_to(out).as_posix()
        if file.is_file() and name not in used:
            source = project.static / file.relative_to(out / STATIC)
            found.errors.append(BuildError("unused-file", "no page uses it; remove it", project.show(source)))
    raise_all(found.errors)
    return count


def unused_templates(project: Project, used: Iterable[str]) -> None:
    """Raise ``unused-file`` for each template that nothing loaded."""
    names = {
        path.relative_to(project.templates).as_posix()
        for path in project.templates.rglob("*")
        if path.is_file()
    }
    raise_all(
        [
            BuildError(
                "unused-file", "no page uses this template; remove it", project.show(project.templates / name)
            )
            for name in sorted(names - set(used))
        ]
    )


def _reached(targets: Mapping[str, set[str]]) -> set[str]:
    """Everything a reader (or a page's own parts) can reach from the home page."""
    seen: set[str] = set()
    todo = [HOME]
    while todo:
        name = todo.pop()
        if name not in seen:
            seen.add(name)
            todo.extend(targets.get(name, ()))
    return seen


def _from_styles(out: Path, used: set[str], found: _Found) -> set[str]:
    """``used`` and what its style sheets, and those that they import, refer to."""
    seen = set(used)
    todo = sorted(name for name in used if name.endswith(".css") and (out / name).is_file())
    while todo:
        sheet = todo.pop()
        content = (out / sheet).read_bytes()
        try:
            text = content.decode("utf-8")
        except UnicodeDecodeError as error:
            line = content[: error.start].count(b"\n") + 1
            found.add("not-utf-8", "save the file as UTF-8", sheet, "", line)
            continue
        for link, line in of_style(text):
            target, _ = found.resolve(sheet, link, line)
            if target is None:
                continue
            found.must_be_there(target, sheet, link, line)
            if target not in seen and target.endswith(".css") and (out / target).is_file():
                todo.append(target)
            seen.add(target)
    return seen


def _from_root(link: str) -> str:
    """``link`` without the steps up to the site's root."""
    while link.startswith("../"):
        link = link[3:]
    return link


@dataclass
class _Found:
    """The faults found so far, and how to name the place they come from."""

    project: Project
    pages: Mapping[str, Page]
    out: Path
    elsewhere: frozenset[str]
    errors: list[BuildError] = field(default_factory=list)
    told: set[tuple[str, str, int, str]] = field(default_factory=set)

    def add(self, code: str, message: str, name: str, link: str, line: int) -> None:
        file, number = self._place(name, link, line)
        key = (code, file, number, _from_root(link))
        if key not in self.told:  # a template's fault is on every page
            self.told.add(key)
            self.errors.append(BuildError(code, message, file, number))

    def resolve(self, name: str, link: str, line: int) -> tuple[str | None, str]:
        """The site path and anchor ``link`` on the page ``name`` means; None if it leads elsewhere."""
        try:
            parts = urlsplit(link)
            host = parts.hostname
        except ValueError as error:
            self.add("bad-link", f"«{link}» cannot be read as an address ({error})", name, link, line)
            return None, ""
        if parts.scheme in ("data", "blob"):
            return None, ""
        if parts.scheme or parts.netloc:
            if parts.scheme != "https" or host not in HOSTS:
                self.add(
                    "external-link",
                    f"«{link}»: only https and only {', '.join(sorted(HOSTS))} may be linked",
                    name,
                    link,
                    line,
                )
            return None, ""
        if not parts.path:
            return name, unquote(parts.fragment)
        if parts.path.startswith("/"):
            self.add(
                "absolute-link",
                f"«{link}» would break in a sub-path; write it relative to this page",
                name,
                link,
                line,
            )
            return None, ""
        target = posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(parts.path)))
        if target == ".." or target.startswith("../"):
            self.add("dead-link", f"«{link}» leads out of the site", name, link, line)
            return None, ""
        # Some licences' files have no extension.
        is_file = bool(posixpath.splitext(target)[1]) or self._is_there(target)
        if parts.path.endswith("/") or not is_file:
            self.add(
                "folder-link",
                f"«{link}»: name the file (index.html), so that it works from a folder too",
                name,
                link,
                line,
            )
            return None, ""
        return target, unquote(parts.fragment)

    def must_be_there(self, target: str, name: str, link: str, line: int) -> None:
        """Note a dead link unless the site path ``target`` is a file."""
        if not self._is_there(target):
            self.add("dead-link", f"«{link}» leads to {target}, which is not there", name, link, line)

    def _is_there(self, target: str) -> bool:
        return target in self.elsewhere or os.path.isfile(self.out / target)  # noqa: PTH113 - false for impossible names

    def repeated_ids(self, name: str, document: Document) -> None:
        seen: set[str] = set()
        for value, line in document.ids:
            if value in seen:
                self.add("repeated-id", f"the id «{value}» is there twice in {name}", name, value, line)
            seen.add(value)

    def _place(self, name: str, link: str, line: int) -> tuple[str, int]:
        """Where ``link`` (or id) stands in the sources; in the built page if it was put together by a tag.

        An empty ``link`` means the file itself, whose ``line`` is then its source's too.
        The last of a page's places counts: of two equal ids that is the one too many.
        """
        candidates = [self.pages[name].file] if name in self.pages else []
        if name.startswith(f"{STATIC}/"):
            candidates.append(self.project.static.parent / name)
        if not link:
            return self.project.show(candidates[0]) if candidates else name, line
        candidates.extend(sorted(self.project.templates.rglob("*.html")))
        candidates.extend(sorted((self.project.root / "checker").rglob("*.toml")))
        # Whole, as Markdown, HTML, CSS or TOML write it; templates have their way to the root before it.
        written = re.compile(rf"[(<\"'#=,;}}\s](\.\./)*{re.escape(_from_root(link))}[)>\"',}}\s]")
        for candidate in candidates:
            # A file that is not UTF-8 is another check's fault; here it only must not hide this one.
            lines = html.unescape(candidate.read_text(encoding="utf-8", errors="replace")).split("\n")
            found = [number for number, text in enumerate(lines, 1) if written.search(f" {text} ")]
            if found:
                return self.project.show(candidate), found[-1]
        return name, line
