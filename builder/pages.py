"""The guide's pages as they lie in ``content/``: Markdown after a front matter of known keys."""

from __future__ import annotations

import contextlib
import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from builder import output
from builder.errors import BuildError, BuildFailedError, raise_all
from builder.languages import FOLDERS, ORIGINAL
from builder.project import Project
from checker.text import Lang

RULES_FOLDER = "rules"
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_FENCE = "---"
_MARKUP = re.compile(r"\]\(|\{\{|\{%|<\w|\*\*|`")


@dataclass(frozen=True)
class Page:
    """One Markdown file of the guide.

    ``path`` is where it goes in the site (``faq.html``, ``en/rules/file-size.html``), ``body`` its text with
    as many blank lines before it as the front matter took, so that line numbers in it are the file's own.
    ``lead`` is its answer below the heading, ``nav`` its word in the navigation (``None``: not there),
    ``order`` its place, ``words`` what else readers call its subject.
    """

    file: Path
    path: str
    title: str
    description: str
    lead: str | None
    checked: dt.date
    order: int
    nav: str | None
    toc: bool
    words: str | None
    body: str
    lang: Lang = ORIGINAL

    @property
    def name(self) -> str:
        """Its path within its edition, the same in every language: ``faq.html``, ``rules/file-size.html``."""
        return self.path.removeprefix(FOLDERS[self.lang])

    @property
    def root(self) -> str:
        """The way from this page to its edition's root: ``""`` or ``"../"``."""
        return "../" * self.name.count("/")

    @property
    def site_root(self) -> str:
        """The way from this page to the site's root: ``""``, ``"../"`` or ``"../../"``."""
        return "../" * self.path.count("/")

    @property
    def rule_id(self) -> str | None:
        """The id of the rule this page explains, or ``None``."""
        folder, _, name = self.name.rpartition("/")
        return name.removesuffix(".html") if folder == RULES_FOLDER else None


# key → (type, what to write, default; `...` = the key must be there)
_KEYS: Mapping[str, tuple[type, str, object]] = {
    "title": (str, "the page's heading", ...),
    "description": (str, "one sentence for search engines", ...),
    "lead": (str, "the page's answer in a sentence or two, below its heading", None),
    "checked": (dt.date, "the day its facts were last checked, as 2026-11-24", ...),
    "order": (int, "its place among the pages, a whole number", 100),
    "nav": (str, "its word in the navigation", None),
    "toc": (bool, "true to list its headings beside it, else false", False),
    "words": (str, "words that readers search for and that its text has not", None),
}


def load(project: Project, lang: Lang = ORIGINAL) -> list[Page]:
    """Read every page of ``content/`` in a language, by ``order`` and then by path.

    Raises `BuildError` or `BuildFailedError` (code ``content-missing``, ``stray-file``, ``page-name``,
    ``unreadable-file``, ``not-utf-8``, ``front-matter-missing``, ``front-matter-broken``, ``unknown-key``,
    ``repeated-key``, ``missing-key``, ``wrong-value``), each with file and, where there is one, line.
    """
    if not project.content.is_dir():
        raise BuildError(
            "content-missing",
            "there is no such folder; it holds the guide's pages",
            project.show(project.content),
        )
    pages: list[Page] = []
    errors: list[BuildError] = []
    folder = project.content / FOLDERS[lang]
    translated = tuple(other for other in FOLDERS.values() if other and not FOLDERS[lang])
    shown = project.show(folder)
    for name in sorted(output.files(folder), key=lambda name: Path(name).parts):
        file = folder / name
        if name.startswith(translated):
            continue
        place = f"{shown}/{name}"
        relative = Path(name)
        if file.suffix != ".md":
            errors.append(
                BuildError("stray-file", "only .md pages may lie here; move it or remove it", place)
            )
            continue
        if relative.parent.as_posix() not in (".", RULES_FOLDER):
            errors.append(
                BuildError(
                    "stray-file",
                    f"pages lie in content/ or content/{RULES_FOLDER}/ only, translated ones in the same"
                    f" folders of content/{FOLDERS['en']}",
                    place,
                )
            )
            continue
        if not _NAME.fullmatch(file.stem):
            errors.append(
                BuildError(
                    "page-name", "a page's name has small letters, digits and single hyphens only", place
                )
            )
            continue
        try:
            path = FOLDERS[lang] + relative.with_suffix(".html").as_posix()
            pages.append(_read(file, path, place, lang))
        except BuildError as error:
            errors.append(error)
        except BuildFailedError as several:
            errors.extend(several.errors)
    raise_all(errors)
    return sorted(pages, key=lambda page: (page.order, page.path))


def _read(file: Path, path: str, place: str, lang: Lang) -> Page:
    try:
        # Some editors begin a file with a byte order mark.
        text = file.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise BuildError("unreadable-file", f"cannot be read: {error.strerror}", place) from error
    except UnicodeDecodeError as error:
        line = file.read_bytes()[: error.start].count(b"\n") + 1
        raise BuildError("not-utf-8", "save the file as UTF-8", place, line) from error
    lines = text.removesuffix("\n").split("\n")
    if lines[0].rstrip() != _FENCE:
        raise BuildError(
            "front-matter-missing", f"a page begins with its keys between two lines of {_FENCE}", place, 1
        )
    end = next((n for n, line in enumerate(lines[1:], 1) if line.rstrip() == _FENCE), None)
    if end is None:
        raise BuildError(
            "front-matter-missing", f"the keys end with a line of {_FENCE}; there is none", place, 1
        )
    try:
        front = "\n".join(lines[1:end])
        values, positions = _values(front, place)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        number = mark.line + 2 if mark else 1
        raise BuildError(
            "front-matter-broken", f"cannot be read as YAML: {error.problem}", place, number
        ) from error
    except yaml.YAMLError as error:
        raise BuildError("front-matter-broken", f"cannot be read as YAML: {error}", place, 1) from error
    found = _checked(values, positions, place)
    return Page(
        file=file,
        path=path,
        title=str(found["title"]),
        description=str(found["description"]),
        lead=_optional(found["lead"]),
        checked=_date(found["checked"]),
        order=_whole(found["order"]),
        nav=_optional(found["nav"]),
        toc=bool(found["toc"]),
        words=_optional(found["words"]),
        body="\n" * (end + 1) + "\n".join(lines[end + 1 :]) + "\n",
        lang=lang,
    )


def _values(front: str, place: str) -> tuple[dict[str, object], dict[str, int]]:
    """Key → value, and key → line in the file (the front matter begins on line 2)."""
    loader, node = _composed(front)
    if not isinstance(node, yaml.MappingNode):
        raise BuildError("front-matter-broken", "write keys and values, as «title: …»", place, 2)
    values: dict[str, object] = {}
    lines: dict[str, int] = {}
    for key_node, value_node in node.value:
        key, line = str(key_node.value), key_node.start_mark.line + 2
        if key in lines:
            raise BuildError("repeated-key", f"«{key}» is there twice", place, line)
        try:
            values[key] = loader.construct_object(value_node, deep=True)
        except (ValueError, OverflowError) as error:  # a date or a number that cannot be
            raise BuildError("wrong-value", f"«{key}» cannot be: {error}", place, line) from error
        lines[key] = line
    return values, lines


def _composed(front: str) -> tuple[yaml.SafeLoader | yaml.CSafeLoader, yaml.Node | None]:
    """Return the loader and the node of ``front``. Raises `yaml.YAMLError`."""
    if yaml.__with_libyaml__:
        quick = yaml.CSafeLoader(front)
        # What libyaml refuses is read again below: the messages of errors are those of PyYAML's own parser.
        with contextlib.suppress(yaml.YAMLError):
            return quick, quick.get_single_node()
    loader = yaml.SafeLoader(front)
    return loader, loader.get_single_node()


def _checked(values: Mapping[str, object], lines: Mapping[str, int], place: str) -> dict[str, object]:
    errors: list[BuildError] = []
    for key in values:
        if key not in _KEYS:
            known = ", ".join(_KEYS)
            errors.append(
                BuildError(
                    "unknown-key", f"«{key}» is no key of a page; known: {known}", place, lines.get(key)
                )
            )
    found: dict[str, object] = {}
    for key, (kind, what, default) in _KEYS.items():
        if key not in values:
            if default is ...:
                errors.append(BuildError("missing-key", f"«{key}» is missing: {what}", place, 1))
            found[key] = default
        elif type(values[key]) is not kind or values[key] == "":
            errors.append(BuildError("wrong-value", f"«{key}» must be {what}", place, lines.get(key)))
        elif kind is str and _MARKUP.search(str(values[key])):
            errors.append(
                BuildError(
                    "wrong-value", f"«{key}» is plain text, without links or tags", place, lines.get(key)
                )
            )
        else:
            found[key] = values[key]
    raise_all(errors)
    return found


def _optional(value: object) -> str | None:
    return None if value is None else str(value)


def _date(value: object) -> dt.date:
    assert isinstance(value, dt.date)
    return value


def _whole(value: object) -> int:
    assert isinstance(value, int)
    return value


def require(pages: Iterable[Page], names: Iterable[str], project: Project, why: str) -> None:
    """Raise ``missing-page`` for each site path of ``names`` that no page has; ``why`` says who needs it."""
    have = {page.path for page in pages}
    raise_all(
        [
            BuildError(
                "missing-page",
                f"this page must be there: {why}",
                project.show(project.content / name).removesuffix(".html") + ".md",
            )
            for name in sorted(set(names) - have)
        ]
    )
