"""Put modules of the page into one script: each alone would cost a request, and some time on every visit.

A module becomes a function that is run once, when another first asks for what it exports; what is imported
late stays late. Only what the page's modules are written in is understood: named exports where they are
declared, imports by name of modules beside them, none in a circle.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from builder.errors import BuildError

_IMPORT = re.compile(r'^import \{([^}]*)\} from "\./([\w.-]+)";$', re.MULTILINE)
_DYNAMIC = re.compile(r'(?<!["\w{])import\("\./([\w.-]+)"\)(?!\.)')
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function|class|const) (\w+))", re.MULTILINE)
_LEFT = re.compile(r"^(?:import\b(?!\()|export\b|await\b).*", re.MULTILINE)
_ONCE = "const once = (make) => { let made; return () => (made ??= make()); };\n"


def linked(modules: Mapping[str, str], entry: str) -> str:
    """Return one module with the exports of ``entry``, made of ``modules``: their texts by file name.

    Raises `BuildError` (``module-not-linked``) where one is not written as above, or lacks another.
    """
    parts = [_ONCE]
    for name in _ordered(modules, entry):
        text, exported = _body(name, modules)
        parts.append(
            f"const {_variable(name)} = once(() => {{\n{text}\nreturn {{ {', '.join(exported)} }};\n}});\n"
        )
    names = ", ".join(_body(entry, modules)[1])
    parts.append(f"export const {{ {names} }} = {_variable(entry)}();\n")
    return "".join(parts)


def _ordered(modules: Mapping[str, str], entry: str) -> list[str]:
    """Return the names of all that ``entry`` leads to, each after those it imports."""
    done: list[str] = []

    def add(name: str, above: tuple[str, ...]) -> None:
        if name in above:
            raise BuildError("module-not-linked", f"{' → '.join([*above, name])} is a circle")
        if name not in done:
            for other in _imported(name, modules):
                add(other, (*above, name))
            done.append(name)

    add(entry, ())
    return done


def _imported(name: str, modules: Mapping[str, str]) -> Iterator[str]:
    if name not in modules:
        raise BuildError("module-not-linked", f"{name} is not among the page's modules")
    for pattern in (_IMPORT, _DYNAMIC):
        for found in pattern.finditer(modules[name]):
            yield found[found.re.groups]


def _body(name: str, modules: Mapping[str, str]) -> tuple[str, list[str]]:
    """Return the text of a module as that of a function, and the names it exports."""
    exported = [found[1] for found in _EXPORT.finditer(modules[name])]
    text = _EXPORT.sub("", modules[name])
    text = _IMPORT.sub(
        lambda found: f"const {{{found[1].replace(' as ', ': ')}}} = {_variable(found[2])}();", text
    )
    text = _DYNAMIC.sub(lambda found: f"Promise.resolve().then({_variable(found[1])})", text)
    if left := _LEFT.search(text):
        raise BuildError("module-not-linked", f"{name}: {left[0]}")
    return text.strip(), exported


def _variable(name: str) -> str:
    return "in_" + re.sub(r"\W", "_", name)
