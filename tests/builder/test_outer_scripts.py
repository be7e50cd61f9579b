"""The checker page's own scripts are handed out without the lines that only explain them."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from builder.runtime import page

ROOT = Path(__file__).resolve().parents[2]
FOLDER = page.source_folder(ROOT)


@pytest.mark.parametrize("name", page.OUTER_FILES)
def test_only_lines_of_comments_are_left_out(name: str) -> None:
    source = (FOLDER / name).read_text(encoding="utf-8").splitlines()
    kept = page.without_comments((FOLDER / name).read_bytes()).decode().splitlines()
    left_out = []
    at = 0
    for line in source:
        if at < len(kept) and kept[at] == line:
            at += 1
        else:
            left_out.append(line.strip())
    assert at == len(kept)
    assert not [line for line in left_out if not line.startswith(("//", "/*", "*"))]
    assert not [line for line in kept if line.strip().startswith(("//", "* ")) or line.endswith("*/")]


def test_what_is_handed_out_is_a_module(tmp_path: Path) -> None:
    scripts = [name for name in page.OUTER_FILES if name.endswith(".js")]
    for name in scripts:
        path = tmp_path / f"{name}.mjs"
        path.write_bytes(page.without_comments((FOLDER / name).read_bytes()))
        subprocess.run(["node", "--check", str(path)], check=True)


def test_a_comment_beside_code_and_one_in_a_text_stay() -> None:
    script = b'a(); // why\nconst b = "/* no */";\n  // gone\n  /** gone\n   * too */\nc();\n/* d */ e();\n'
    assert page.without_comments(script) == b'a(); // why\nconst b = "/* no */";\nc();\n/* d */ e();\n'
