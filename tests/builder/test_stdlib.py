"""The pruned standard library: all that is imported is there, nothing else."""

from __future__ import annotations

import io
import zipfile

import pytest

from builder.runtime import npm_files, stdlib
from tests.browser.variants import ROOT

SOURCE = {
    "os.py": "import stat\n",
    "stat.py": "",
    "gone.py": "",
    "asked.py": "def late():\n    import deep\n    return (\n        deep\n    )\n",
    "deep.py": "def later():\n    import gone\n\nclass A:\n    import inner\n",
    "inner.py": "from package import (\n    one,  # a remark\n    two as other,\n)\n",
    "package/__init__.py": "",
    "package/one.py": "from . import three\n",
    "package/two.py": "",
    "package/three.py": "try:\n    import tried\nexcept ImportError:\n    pass\n",
    "package/four.py": "",
    "package/table.txt": "data",
    "tried.py": "",
    "bare/__init__.py": "",
    "bare/table.txt": "data",
}


def zipped(files: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        for name, content in files.items():
            target.writestr(name, content)
    return out.getvalue()


def names(content: bytes) -> set[str]:
    with zipfile.ZipFile(io.BytesIO(content)) as found:
        return set(found.namelist())


@pytest.mark.parametrize(
    "statement", ["import asked", "def late():\n    from asked import late\n", "import a, \\\n asked"]
)
def test_imports_are_followed(statement: str) -> None:
    kept = names(stdlib.pruned(zipped(SOURCE), [{"wheel/module.py": statement.encode()}]))
    assert kept == {
        *("os.py", "stat.py", "asked.py", "deep.py", "inner.py", "tried.py"),
        *(f"package/{name}" for name in ("__init__.py", "one.py", "two.py", "three.py", "table.txt")),
    }


def test_the_real_one_keeps_what_it_keeps_as_it_was() -> None:
    whole = npm_files.core(ROOT)[npm_files.STDLIB]
    small = stdlib.pruned(
        whole, [{"checker/module.py": b"import json, tomllib\nfrom datetime import date\n"}]
    )
    assert small == stdlib.pruned(whole, [{"checker/module.py": b"import tomllib, json\nimport datetime\n"}])
    with zipfile.ZipFile(io.BytesIO(whole)) as before, zipfile.ZipFile(io.BytesIO(small)) as after:
        assert {"json/decoder.py", "tomllib/_parser.py", "re/_parser.py", "encodings/utf_8.py"} <= set(
            after.namelist()
        )
        assert not {"sqlite3/__init__.py", "xmlrpc/client.py", "imaplib.py"} & set(after.namelist())
        assert all(after.read(name) == before.read(name) for name in after.namelist())
    assert len(small) < 0.6 * len(whole)
