"""What holds for the whole tree: no addresses of registries, no paths of one machine, locks with hashes."""

import json
import re
import subprocess
from pathlib import Path

import pytest

import checker
from tests.conftest import ORDER

ROOT = Path(__file__).resolve().parents[1]

# Put together here, so that this file passes its own test.
REGISTRY_HOSTS = [
    "registry." + "npmjs",
    "pypi." + "org",
    "python" + "hosted.org",
    "deb." + "debian.org",
    "security." + "debian.org",
]
MACHINE_PATHS = ["/work" + "/", "/root" + "/", "/tmp" + "/bash", "../" + "shared"]
MAX_MODULE_LINES = 300
MAX_RULE_LINES = 120


def tracked(*patterns: str) -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", *patterns],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


def test_no_registry_address_and_no_machine_path_is_written_down() -> None:
    found = []
    for path in tracked():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # a picture
        found += [
            f"{path.relative_to(ROOT)}: {word}" for word in (*REGISTRY_HOSTS, *MACHINE_PATHS) if word in text
        ]
    assert found == []


@pytest.mark.parametrize(
    "lock",
    [
        "requirements/dev.txt",
        "models/requirements.txt",
        "wheels/toolchain/requirements.txt",
        "wheels/proofs/requirements.txt",
    ],
)
def test_python_lock_pins_and_hashes_every_package(lock: str) -> None:
    lines = [line for line in (ROOT / lock).read_text().splitlines() if not line.lstrip().startswith("#")]
    blocks = re.split(r"\n(?=\S)", "\n".join(lines).strip())
    assert len(blocks) > 3
    for block in blocks:
        assert re.match(r"[A-Za-z0-9._-]+==[^\s;]+", block), block
        assert "--hash=sha256:" in block, block


def test_npm_lock_has_integrity_and_no_address() -> None:
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    assert len(packages) > 2
    for name, entry in packages.items():
        if name:
            assert entry["integrity"].startswith("sha512-"), name
            assert "resolved" not in entry, name


def test_changelog_tells_of_this_version() -> None:
    assert f"## {checker.__version__}" in (ROOT / "CHANGELOG.md").read_text()


@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
def test_readmes_name_the_same_commands(readme: str) -> None:
    text = (ROOT / readme).read_text()
    for command in ("make serve", "make test", "gradphoto check", "gradphoto standards", "build.py"):
        assert command in text
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert set(re.findall(r"make ([a-z]+)", text)) <= targets


@pytest.mark.parametrize("start", ORDER)
def test_what_is_to_run_first_is_there(start: str) -> None:
    assert (ROOT / start).exists()


def test_modules_stay_short() -> None:
    long = []
    for path in tracked("*.py", "*.js", "*.mjs"):
        limit = MAX_RULE_LINES if path.parent == ROOT / "checker" / "rules" else MAX_MODULE_LINES
        lines = len(path.read_text(encoding="utf-8").splitlines())
        if lines > limit:
            long.append(f"{path.relative_to(ROOT)}: {lines} lines, at most {limit}")
    assert long == []
