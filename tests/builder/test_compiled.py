"""The part of Python's library that is handed out compiled."""

from __future__ import annotations

import io
import json
import subprocess
import zipfile
from pathlib import Path

import pytest

from builder.errors import BuildError
from builder.runtime import compiled, npm_files

ROOT = Path(__file__).resolve().parents[2]
# Starts Pyodide with the library at its address, and says what its modules do.
RUN = """
import { loadPyodide } from %s;
const pyodide = await loadPyodide({ stdLibURL: process.argv.at(-1) });
console.log(pyodide.runPython(`
import importlib, json, re, subprocess, traceback, typing
names = %s
files = {name: importlib.import_module(name).__file__ for name in names}
try:
    re.compile("(")
except re.error:
    told = traceback.format_exc()
try:
    subprocess.run(["nothing"])
except OSError as error:
    refused = traceback.format_exc()
class Pair(typing.NamedTuple):
    one: int
    two: int = 2
json.dumps([files, told, refused, list(Pair(1)), str(importlib.import_module("inspect").signature(Pair))])
`));
"""


@pytest.fixture
def library(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The whole library of the npm package, compiled now."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    path = tmp_path / "library.zip"
    path.write_bytes(compiled.library(ROOT, npm_files.core(ROOT)[npm_files.STDLIB]))
    return path


def test_compiled_modules_do_what_their_sources_do(library: Path, tmp_path: Path) -> None:
    script = tmp_path / "run.mjs"
    pyodide = (ROOT / "node_modules" / "pyodide" / "pyodide.mjs").as_uri()
    script.write_text(RUN % (json.dumps(pyodide), json.dumps(compiled.MODULES)), encoding="utf-8")
    done = subprocess.run(
        ["node", str(script), str(library)], check=True, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    )
    files, told, refused, pair, signature = json.loads(done.stdout)
    for name in compiled.MODULES:
        path = name.replace(".", "/")
        assert files[name] in {f"/lib/python314.zip/{path}.pyc", f"/lib/python314.zip/{path}/__init__.pyc"}
    assert "missing ), unterminated subpattern" in told
    assert "in _parse_sub" in told  # a function of re._parser: without lines, tracebacks have its name
    assert "in run" in refused
    assert pair == [1, 2]
    assert signature == "(one: int, two: int = 2)"


def test_nothing_else_changes_and_a_second_time_gives_the_same_bytes(
    library: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    stock = npm_files.core(ROOT)[npm_files.STDLIB]
    with zipfile.ZipFile(io.BytesIO(stock)) as source, zipfile.ZipFile(library) as target:
        before = {name: source.read(name) for name in source.namelist()}
        after = {name: target.read(name) for name in target.namelist()}
    for name in compiled.MODULES:
        path = name.replace(".", "/")
        path = path if f"{path}.py" in before else f"{path}/__init__"
        assert before.pop(f"{path}.py")
        assert after.pop(f"{path}.pyc")
    assert after == before
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "other"))
    assert compiled.library(ROOT, stock) == library.read_bytes()


def test_a_library_without_these_modules_is_an_error(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("enum.py", b"")
    with pytest.raises(BuildError, match="lacks one of"):
        compiled.library(ROOT, out.getvalue())


def test_pyodide_that_does_not_run_is_an_error(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    core = tmp_path / "node_modules" / "pyodide"
    core.mkdir(parents=True)
    (core / "package.json").write_text("{}", encoding="utf-8")
    with pytest.raises(BuildError, match="compiling Python's library failed"):
        compiled.library(tmp_path, npm_files.core(ROOT)[npm_files.STDLIB])
