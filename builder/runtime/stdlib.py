"""The part of Python's standard library that the checker can come to need in the browser.

What is left out would never be imported: the rest is found by following import statements from the checker,
Pillow, pillow-heif, the bridge and Pyodide's own Python. Inside functions they are followed in our wheels, in
Pyodide and in the modules that these name; deeper in the standard library only those are followed that run
when a module is imported, or that stay in its package, for its functions know of nearly all of it. The
browser tests run on the result.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping

# What the interpreter starts with, and what it asks for by name instead of importing.
_ALWAYS = (
    "encodings.aliases",
    "encodings.ascii",
    "encodings.cp437",  # names in a zip
    "encodings.idna",
    "encodings.latin_1",
    "encodings.utf_16_be",
    "encodings.utf_16_le",
    "encodings.utf_8",
    "encodings.utf_8_sig",
    "importlib.readers",  # of what lies beside modules in a zip
    "importlib.resources._itertools",
    "importlib.resources.readers",
    "zipfile._path",
    "zipfile._path.glob",
    "codecs",
    "copyreg",
    "io",
    "os",
    "runpy",
    "site",
    "stat",
    "traceback",
    "warnings",
    "zipimport",
    "_compat_pickle",
    "_py_warnings",
    "_strptime",
    "_sysconfigdata__emscripten_wasm32-emscripten",
)
# A worker has no terminal and no other processes, and nobody asks for the metadata of what is installed.
_NEVER = ("_pyrepl", "importlib.metadata", "multiprocessing")
_OWN = ("pyodide", "_pyodide")

_CONTINUED = re.compile(r"\\\n")
_STATEMENT = re.compile(
    r"^(?P<indent>[ \t]*)(?:(?P<def>(?:async\s+)?def\b)|(?=(?:import|from)\b))", re.MULTILINE
)
_PROGRAM = re.compile(r"^if __name__ == ['\"]__main__", re.MULTILINE)  # at a module's end: not when imported
_REMARK = re.compile(r"#.*")
_LONGEST = 20_000  # characters of one import statement
_IMPORT = re.compile(r"import\s+([\w., \t]+)")
_FROM = re.compile(r"from\s+(\.*[\w.]*)\s+import\s*(\([^)]*\)|[\w., \t*]+)")

Graph = Mapping[str, bytes]


def pruned(stdlib: bytes, others: Iterable[Mapping[str, bytes]]) -> bytes:
    """Return ``stdlib``, a zip of .py files, with the modules that can be needed, in their order.

    ``others`` are the files of the wheels and of the bridge, contents by path. Only what a wheel imports
    counts; of a wheel itself nothing is left out.
    """
    with zipfile.ZipFile(io.BytesIO(stdlib)) as source:
        files = {member.filename: source.read(member) for member in source.infolist()}
        modules = {_module(path): content for path, content in files.items() if path.endswith(".py")}
        kept = _closure(modules, others)
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
            for member in source.infolist():
                path = member.filename
                if _module(path) in kept if path.endswith(".py") else _is_data(path, kept):
                    target.writestr(member, files[path])
    return out.getvalue()


def _is_data(path: str, kept: set[str]) -> bool:
    """Whether a file that is no module lies in a package that is kept."""
    return not path.endswith("/") and path.rpartition("/")[0].replace("/", ".") in kept


def _module(path: str) -> str:
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def _closure(modules: Graph, others: Iterable[Mapping[str, bytes]]) -> set[str]:
    """Return the names of the modules that can be needed."""
    packages = {name.rpartition(".")[0] for name in modules}
    named = set(_ALWAYS) | {name for name in modules if name.partition(".")[0] in _OWN}
    for name in sorted(named & modules.keys() - set(_ALWAYS)):
        named |= set(_imported(modules[name], name, lazy=True, package=name in packages))
    for files in others:
        for path, content in files.items():
            package = path.endswith("__init__.py")
            named |= set(_imported(content, _module(path), lazy=True, package=package))
    kept: set[str] = set()
    todo = sorted(named)
    while todo:
        for name in _with_parents(todo.pop()):
            if name in _NEVER:
                break
            if name in modules and name not in kept:
                kept.add(name)
                lazy = name in named and name not in _ALWAYS
                todo += _imported(modules[name], name, lazy=lazy, package=name in packages)
    return kept


def _with_parents(name: str) -> Iterator[str]:
    parts = name.split(".")
    for length in range(1, len(parts) + 1):
        yield ".".join(parts[:length])


def _imported(content: bytes, module: str, *, lazy: bool, package: bool) -> Iterator[str]:
    """Yield the names that a module's import statements may mean, with all of those in functions if ``lazy``.

    They are read line by line: the Python that builds the site is older than the one whose modules these are,
    and cannot parse them. A line of a docstring that looks like one only keeps more.
    """
    text = _PROGRAM.split(_CONTINUED.sub(" ", content.decode("utf-8")))[0]
    function: re.Match[str] | None = None  # the outermost one, whose body may hold what comes next
    for line in _STATEMENT.finditer(text):
        if function is not None and _is_left(text, function, line):
            function = None
        if line["def"]:
            function = function or line
        else:
            top = module.partition(".")[0]
            for name in _names(text[line.end() : line.end() + _LONGEST], module, package):
                if lazy or function is None or name.partition(".")[0] == top:
                    yield name


def _is_left(text: str, function: re.Match[str], line: re.Match[str]) -> bool:
    """Whether the body of ``function`` ends before ``line``."""
    indent = len(function["indent"])
    if len(line["indent"]) <= indent:
        return True
    between = text[text.index("\n", function.end()) : line.start()]
    return re.search(rf"^[ \t]{{0,{indent}}}[^\s#)\]}}]", between, re.MULTILINE) is not None


def _names(text: str, module: str, package: bool) -> Iterator[str]:
    """Yield what the statement at the beginning of ``text`` imports, if it imports."""
    if found := _IMPORT.match(text):
        yield from (part.split(" as ")[0].strip() for part in found[1].split(","))
    elif found := _FROM.match(text):
        base = _base(found[1], module, package)
        yield base
        for part in _REMARK.sub("", found[2]).strip("()").split(","):
            name = part.split(" as ")[0].strip()
            yield f"{base}.{name}"


def _base(written: str, module: str, package: bool) -> str:
    """Return the absolute name of the module that ``from`` names in ``module``."""
    name = written.lstrip(".")
    level = len(written) - len(name)
    if not level:
        return name
    parts = module.split(".")
    parts = parts[: len(parts) - level + (1 if package else 0)]
    return ".".join([*parts, *([name] if name else [])])
