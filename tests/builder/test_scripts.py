"""The checker page's own modules are handed out as one script each for the page and its frame."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest

from builder.errors import BuildError
from builder.runtime import page
from builder.runtime.linked import linked

ROOT = Path(__file__).resolve().parents[2]
FOLDER = page.source_folder(ROOT)
# The frame's only inline script, the worker, a classic one, and the module that it imports.
ALONE = {page.BOOTSTRAP, page.WORKER, page.PYTHON}


def test_both_scripts_are_whole_and_have_every_module(tmp_path: Path) -> None:
    """A sentence, a number or a name of each module is in one of them, and no comment."""
    texts = []
    for entry in (page.OUTER, page.MAIN):
        path = tmp_path / f"{entry}.mjs"
        path.write_bytes(linked(ROOT, FOLDER / entry))
        subprocess.run(["node", "--check", str(path)], check=True)
        texts.append(path.read_text(encoding="utf-8"))
    assert not [text for text in texts if "/*" in text.replace("image/*", "") or 'import("./' in text]
    for path in FOLDER.glob("*.js"):
        if path.name in ALONE:
            continue
        declared = re.findall(
            r"^export (?:async )?(?:function|class|const) (\w+)", path.read_text(), re.MULTILINE
        )
        assert declared or path.name == page.OUTER
        assert any(all(re.search(rf"\b{name}\b", text) for name in declared) for text in texts), path.name


def run(tmp_path: Path, modules: dict[str, str]) -> object:
    """Return what the linked modules' ``main`` gives in Node.js, as JSON."""
    for name, text in modules.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "linked.mjs").write_bytes(linked(ROOT, tmp_path / "main.js"))
    call = "console.log(JSON.stringify(await (await import('./linked.mjs')).main()));"
    command = ["node", "--input-type=module", "--eval", call]
    made = subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, text=True)
    return json.loads(made.stdout)


def test_linked_modules_do_what_modules_do(tmp_path: Path) -> None:
    """Each has names of its own and runs once, in order; one that is imported late runs late."""
    modules = {
        "log.js": """
const KEY = "log";
export const log = [KEY];
export async function told() { return log; }
""",
        "one-a.js": """
import { log } from "./log.js";
const KEY = 1;
log.push(`a${KEY}`);
export class A {}
""",
        "late.js": """
import { log } from "./log.js";
import { A } from "./one-a.js";
log.push("late");
export const same = (other) => other instanceof A;
""",
        "main.js": """
import { log, told } from "./log.js";
import { A } from "./one-a.js";
log.push("main");
export async function main() {
  log.push("called");
  const { same } = await import("./late.js");
  await import("./late.js");
  return [...(await told()), same(new A()), same({})];
}
""",
        "unused.js": "export const bad = (;",
    }
    assert run(tmp_path, modules) == ["log", "a1", "main", "called", "late", True, False]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('import { gone } from "./gone.js";\n', "gone.js"),
        ('import { missing } from "./other.js";\n', "missing"),
        ("export const main = (;\n", "Unexpected"),
    ],
)
def test_what_cannot_be_linked_is_an_error(tmp_path: Path, text: str, told: str) -> None:
    (tmp_path / "main.js").write_text(f"{text}export function other() {{ return gone + missing; }}\n")
    (tmp_path / "other.js").write_text("export const here = 1;\n")
    with pytest.raises(BuildError) as caught:
        linked(ROOT, tmp_path / "main.js")
    assert caught.value.code == "script-not-linked"
    assert told in caught.value.message


def test_without_what_links_the_build_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(BuildError, match="npm ci") as caught:
        linked(tmp_path, FOLDER / page.MAIN)
    assert caught.value.code == "runtime-incomplete"


def test_a_style_sheets_comment_beside_rules_and_one_in_a_text_stay() -> None:
    style = b'a {} /* why */\nb::after { content: "/* no */" }\n  /* gone\n   too */\nc {}\n/* d */ e {}\n'
    kept = b'a {} /* why */\nb::after { content: "/* no */" }\nc {}\n/* d */ e {}\n'
    assert page.without_comments(style) == kept
