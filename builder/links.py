"""The build's last look: no dead link, no link out of the site that is not meant, nothing unused."""

from __future__ import annotations

import hashlib
import html
import posixpath
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

from builder import output, search
from builder.addresses import NOT_FOUND
from builder.errors import BuildError, raise_all
from builder.languages import FOLDERS
from builder.pages import Page
from builder.past import Past
from builder.project import Project
from builder.references import Document, of_page, of_style

HOME = "index.html"
STATIC = "static"
# Hosts a page may link to: the official site whose account the reader needs, and the guide's licence. Agency
# pages are never linked.
HOSTS = frozenset({"www.chsi.com.cn", "my.chsi.com.cn", "creativecommons.org"})


def check(
    out: Path,
    project: Project,
    pages: Iterable[Page],
    *,
    elsewhere: Iterable[str] = (),
    past: Past | None = None,
    known: Mapping[str, Document] | None = None,
) -> int:
    """Check every page below ``out`` and return how many links were looked at.

    ``elsewhere`` names files (site paths) that are made by another step and are not there yet. What ``past``
    has looked at already, or is ``known``, is not read again. Raises
    `BuildError` or `BuildFailedError` with the codes ``dead-link``, ``dead-anchor``, ``absolute-link``,
    ``bad-link``, ``folder-link``, ``external-link``, ``not-utf-8``, ``repeated-id``, ``unused-page``,
    ``unused-file``; each names the source file and line of the link.
    """
    by_path = {page.path: page for page in pages}
    files = sorted(output.files(out))
    documents = {
        name: (known or {}).get(name) or _document(out, name, past)
        for name in files
        if name.endswith(".html")
        and name != NOT_FOUND  # shown in any folder, so that its links are whole addresses
    }
    state = ""
    if past is not None:
        past.note("documents", {name: [one.ids, one.links] for name, one in documents.items()})
        state = _state(out, files, documents, by_path, elsewhere)
        if (before := past.noted("links")) is not None and before[0] == state:
            past.note("links", before)
            return int(before[1])
    found = _Found(project, by_path, out, frozenset([*files, *elsewhere]))
    targets: dict[str, set[str]] = {name: set() for name in documents}
    ids = {name: {value for value, _ in document.ids} for name, document in documents.items()}
    count = 0
    for name, document in documents.items():
        found.repeated_ids(name, document)
        for link, line in document.links:
            count += 1
            target, fragment = found.resolve(name, link, line)
            if target is None:
                continue
            # The search page lists every page, and each page leads to its translation, which helps nobody to
            # find one that is linked nowhere else.
            listed = posixpath.basename(name) == search.PATH and target in by_path
            if not listed and not _is_translation(name, target):
                targets[name].add(target)
            if target in documents:
                if fragment and fragment not in ids[target]:
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
    for name in files:
        if name.startswith(f"{STATIC}/") and name not in used:
            source = project.static / name.removeprefix(f"{STATIC}/")
            found.errors.append(BuildError("unused-file", "no page uses it; remove it", project.show(source)))
    raise_all(found.errors)
    if past is not None:
        past.note("links", [state, count])
    return count


def _document(out: Path, name: str, past: Past | None) -> Document:
    if past is not None and past.is_reused(name) and (known := (past.noted("documents") or {}).get(name)):
        ids, links = known
        return Document([(value, line) for value, line in ids], [(link, line) for link, line in links])
    return of_page((out / name).read_text(encoding="utf-8"))


def _state(
    out: Path,
    files: Iterable[str],
    documents: Mapping[str, Document],
    pages: Mapping[str, Page],
    elsewhere: Iterable[str],
) -> str:
    """Return a digest of all that a check without fault depends on: a good link may move to another line."""
    digest = hashlib.sha256()
    for file in files:
        digest.update(f"{file}\n".encode("utf-8", "surrogateescape"))
        if file.endswith(".css"):
            digest.update((out / file).read_bytes())
    for name, document in documents.items():
        values = [value for value, _ in document.ids], [link for link, _ in document.links]
        digest.update(repr((name, *values)).encode("utf-8", "surrogatepass"))
    digest.update(repr((sorted(pages), sorted(elsewhere))).encode())
    return digest.hexdigest()


def _reached(targets: Mapping[str, set[str]]) -> set[str]:
    """Everything a reader (or a page's own parts) can reach from the home page of either language."""
    seen: set[str] = set()
    todo = [folder + HOME for folder in FOLDERS.values()]
    while todo:
        name = todo.pop()
        if name not in seen:
            seen.add(name)
            todo.extend(targets.get(name, ()))
    return seen


def _is_translation(name: str, target: str) -> bool:
    """Whether two site paths are those of the same page in two languages."""
    folders = [folder for folder in FOLDERS.values() if folder]
    return any(name == folder + target or target == folder + name for folder in folders)


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
    files: frozenset[str]
    errors: list[BuildError] = field(default_factory=list)
    told: set[tuple[str, str, int, str]] = field(default_factory=set)
    # Where good links of a folder's pages lead, which by their frame link alike.
    known: dict[tuple[str, str], tuple[str, str]] = field(default_factory=dict)

    def add(self, code: str, message: str, name: str, link: str, line: int) -> None:
        file, number = self._place(name, link, line)
        key = (code, file, number, _from_root(link))
        if key not in self.told:  # a template's fault is on every page
            self.told.add(key)
            self.errors.append(BuildError(code, message, file, number))

    def resolve(self, name: str, link: str, line: int) -> tuple[str | None, str]:
        """The site path and anchor ``link`` on the page ``name`` means; None if it leads elsewhere."""
        folder = posixpath.dirname(name)
        if (known := self.known.get((folder, link))) is not None:
            return known
        target, fragment = self._resolve(name, link, line)
        if target is not None and target != name:
            self.known[folder, link] = target, fragment
        return target, fragment

    def _resolve(self, name: str, link: str, line: int) -> tuple[str | None, str]:
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
        return target in self.files

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
