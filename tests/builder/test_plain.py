"""What the browser gets of Python's modules means the same without comments and documenting strings."""

from __future__ import annotations

import ast
import base64
import hashlib
import io
import zipfile
from pathlib import Path

import PIL
import pytest

from builder.runtime.plain import plain, plain_zip

ROOT = Path(__file__).parents[2]
MODULES = [
    *sorted((ROOT / "checker").rglob("*.py"))[::2],
    *sorted(Path(PIL.__file__).parent.glob("*.py"))[::6],
]


def meaning(source: bytes) -> str:
    """Return the tree of a module, with one text for all strings that are statements."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Expr)
            and isinstance(node.value, ast.Constant)
            and isinstance(node.value.value, str)
        ):
            node.value.value = "."
    return ast.dump(tree)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_module_means_the_same(path: Path) -> None:
    source = path.read_bytes()
    made = plain(source)
    assert meaning(made) == meaning(source)
    assert len(made) <= len(source)
    assert plain(made) == made


CODING = "#!/usr/bin/python\n# -*- coding: utf-8 -*-\n"
FUNCTION = '''def f():
    """One.

    Two.
    """
    # so
    return "# no"
'''


@pytest.mark.parametrize(
    ("source", "made"),
    [
        ('"""Says what."""\n\nx = 1  # why\n', '"."\n\nx = 1\n'),
        (FUNCTION, 'def f():\n    "."\n    return "# no"\n'),
        ("x = '''\n\n# kept\n'''\n", "x = '''\n\n# kept\n'''\n"),
        ("f'{g()}'\nb'kept'\n'a' 'b'\n", "f'{g()}'\nb'kept'\n'a' 'b'\n"),
        (CODING + "# gone\nx = 1\n", CODING + "x = 1\n"),
        ("y = 1\n\nx = (  # gone\n    'kept'\n)\n", "y = 1\n\nx = (\n    'kept'\n)\n"),
        ("x = '''never ended\n", "x = '''never ended\n"),
    ],
)
def test_only_comments_and_documentation_go(source: str, made: str) -> None:
    assert plain(source.encode()).decode() == made


def test_a_wheel_s_record_tells_of_what_is_in_it() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as wheel:
        wheel.writestr("one/module.py", '"""Says what."""\n')
        wheel.writestr("one/data.txt", "# kept\n")
        wheel.writestr("one.dist-info/RECORD", "one/module.py,sha256=old,17\none/data.txt,sha256=same,7\n")
    with zipfile.ZipFile(io.BytesIO(plain_zip(out.getvalue()))) as wheel:
        module = wheel.read("one/module.py")
        digest = base64.urlsafe_b64encode(hashlib.sha256(module).digest()).rstrip(b"=").decode()
        record = wheel.read("one.dist-info/RECORD").decode()
        assert wheel.read("one/data.txt") == b"# kept\n"
    assert record == f"one/module.py,sha256={digest},{len(module)}\none/data.txt,sha256=same,7\n"
