"""The checker page's own modules are handed out as one script, without the lines that only explain them."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from builder.errors import BuildError
from builder.runtime import page
from builder.runtime.linked import linked

ROOT = Path(__file__).resolve().parents[2]
FOLDER = page.source_folder(ROOT)
MODULES = sorted(path.name for path in FOLDER.glob("*.js"))
# The frame's only inline script, the worker, a classic one, and the module that it imports.
ALONE = {page.BOOTSTRAP, page.WORKER, page.PYTHON}


@pytest.mark.parametrize("name", sorted({*MODULES} - ALONE))
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


def test_a_comment_beside_code_and_one_in_a_text_stay() -> None:
    script = b'a(); // why\nconst b = "/* no */";\n  // gone\n  /** gone\n   * too */\nc();\n/* d */ e();\n'
    assert page.without_comments(script) == b'a(); // why\nconst b = "/* no */";\nc();\n/* d */ e();\n'


def test_both_scripts_are_whole_and_have_every_module(tmp_path: Path) -> None:
    found = set()
    for entry in (page.OUTER, page.MAIN):
        path = tmp_path / f"{entry}.mjs"
        path.write_bytes(page.script(FOLDER, entry))
        subprocess.run(["node", "--check", str(path)], check=True)
        text = path.read_text(encoding="utf-8")
        found |= {name for name in MODULES if f"const in_{name[:-3].replace('-', '_')}_js = " in text}
        assert entry in found
    assert found == set(MODULES) - ALONE


def run(tmp_path: Path, modules: dict[str, str]) -> object:
    """Return what the linked modules' ``main`` gives in Node.js, as JSON."""
    (tmp_path / "linked.mjs").write_text(linked(modules, "main.js"), encoding="utf-8")
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
        ('import { main } from "./main.js";\n', "circle"),
        ('import * as all from "./other.js";\n', "import * as all"),
        ("export default 1;\n", "export default 1"),
        ("export let count = 1;\n", "export let count"),
        ("await 1;\n", "await 1"),
    ],
)
def test_what_cannot_be_linked_is_an_error(text: str, told: str) -> None:
    modules = {"main.js": f"{text}export function main() {{}}\n", "other.js": ""}
    with pytest.raises(BuildError) as caught:
        linked(modules, "main.js")
    assert caught.value.code == "module-not-linked"
    assert told in caught.value.message
