"""CONTRIBUTING.md, followed literally in a copy of the project: a page, a standard and a rule are added."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
# <!-- create|append FILE -->, <!-- after "LINE" in FILE --> or <!-- run -->, and the block below it.
STEP = re.compile(
    r'^<!-- (?:(?P<verb>create|append) (?P<file>\S+)|after "(?P<line>[^\n]+)" in (?P<inside>\S+)|run) -->\n'
    r"```\w+\n(?P<text>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)

pytestmark = pytest.mark.wheels


@dataclass(frozen=True)
class Steps:
    """What one section of the text has its reader do."""

    title: str
    found: list[re.Match[str]]

    def follow(self, root: Path) -> None:
        for step in self.found:
            if step["verb"] == "create":
                path = root / step["file"]
                assert not path.exists(), path
                path.write_text(step["text"], encoding="utf-8")
            elif step["verb"] == "append":
                with (root / step["file"]).open("a", encoding="utf-8") as file:
                    file.write(step["text"])
            elif step["inside"]:
                insert(root / step["inside"], step["line"].replace('\\"', '"'), step["text"])
            else:
                run(step["text"], root)


def insert(path: Path, line: str, text: str) -> None:
    content = path.read_text(encoding="utf-8")
    assert f"\n{line}\n" in content, f"{path} has no line {line}"
    path.write_text(content.replace(f"\n{line}\n", f"\n{line}\n{text}"), encoding="utf-8")


def run(commands: str, root: Path) -> None:
    done = subprocess.run(["bash", "-euc", commands], cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{commands}\n{done.stdout}\n{done.stderr}"


def sections() -> list[Steps]:
    """The sections with steps, by their headings; what is in a block is no heading."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    blocks = re.sub(r"^```.*?^```$", lambda block: " " * len(block[0]), text, flags=re.MULTILINE | re.DOTALL)
    starts = [(found.start(), found[1]) for found in re.finditer(r"^## (.+)$", blocks, re.MULTILINE)]
    ends = [start for start, _ in starts[1:]] + [len(text)]
    parts = [
        Steps(title, [step for step in STEP.finditer(text) if start < step.start() < end])
        for (start, title), end in zip(starts, ends, strict=True)
    ]
    return [part for part in parts if part.found]


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project, with its tools, in which all sections are followed one after the other."""
    root = tmp_path_factory.mktemp("contributing") / "project"
    shutil.copytree(
        ROOT, root, ignore=shutil.ignore_patterns("node_modules", ".*", "dist", "build", "__pycache__")
    )
    for name in ("node_modules", ".venv"):
        (root / name).symlink_to(ROOT / name)
    return root


def test_every_block_is_a_step() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert len(re.findall(r"^```\w+$", text, re.MULTILINE)) == sum(len(part.found) for part in sections())
    assert [part.title for part in sections()] == [
        "Add or change a page of the guide",
        "Add or change a standard",
        "Add a rule",
    ]


@pytest.mark.parametrize("steps", sections(), ids=lambda steps: steps.title)
def test_the_steps_lead_there(steps: Steps, copy: Path) -> None:
    steps.follow(copy)
    dist = copy / "dist"
    made = [step["file"] for step in steps.found if step["verb"] == "create"]
    for file in made:
        if file.startswith("content/"):
            assert (dist / file.removeprefix("content/")).with_suffix(".html").is_file()
        if file.startswith("checker/standards/"):
            assert (dist / "standards" / Path(file).name).with_suffix(".html").is_file()
