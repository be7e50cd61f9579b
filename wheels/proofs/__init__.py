"""Proofs that the wheels work, run after every build: a failing proof fails the build.

Inside Pyodide, in Node: every import of each module resolves, the projects' own tests pass, and pictures
decode to the bytes that they decode to on this machine.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from pathlib import Path
from typing import Any

from wheels import progress, pypi, recipe, target
from wheels.compile import extract
from wheels.downloads import Downloads
from wheels.errors import WheelsError
from wheels.pins import PROOF_REQUIREMENTS
from wheels.progress import say, step
from wheels.recipe import Recipe, UpstreamTests

SCRIPTS = Path(__file__).parent / "in_pyodide"
AT_LEAST_PICTURES = 21


def run_all(wheels: Path, work: Path, downloads: Downloads, jobs: int) -> None:
    """Run every proof on the folder ``wheels``, in the new folder ``work``, ``jobs`` at a time.

    Raises:
        WheelsError: a tool is missing (``no-node``, ``no-host-pillow``) or a proof fails (``proof-failed``).
    """
    require_tools()
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    with_tests = [item for item in recipe.load_all().values() if item.tests]
    packages = install_packages(work / "packages")
    with ThreadPoolExecutor(jobs) as pool:
        proofs = [pool.submit(prove_imports, wheels, work / "imports")]
        for item in with_tests:
            folder = work / item.name
            proofs.append(pool.submit(prove_upstream, wheels, folder, item, packages, downloads))
        proofs.append(pool.submit(prove_decoding, wheels, work / "decoding"))
        for proof in proofs:
            proof.result()


def require_tools() -> None:
    """Check that the proofs can run here: Node.js, and a Pillow and pillow-heif to compare the pixels with.

    Raises:
        WheelsError: ``no-node`` or ``no-host-pillow``.
    """
    if shutil.which("node") is None:
        raise WheelsError(
            "no-node", "Node.js 20 or newer is needed to prove the wheels. Install it and try again."
        )
    python = str(pypi.project_python())
    if subprocess.run([python, "-c", "import PIL, pillow_heif"], check=False, capture_output=True).returncode:
        raise WheelsError(
            "no-host-pillow",
            f"{python} has no Pillow and pillow-heif to compare the wheels with. Run «make serve» or "
            "«make test», which set up .venv, and try again.",
        )


def install_packages(folder: Path) -> Path:
    """Install pytest and what else the upstream tests import into a new folder, and return it.

    Raises:
        WheelsError: a package cannot be fetched.
    """
    pypi.install(PROOF_REQUIREMENTS, folder, folder.with_name("packages.log"))
    return folder


def prove_imports(wheels: Path, work: Path) -> None:
    """Prove that each extension module finds every symbol in Pyodide's main module or in itself.

    Raises:
        WheelsError: one does not.
    """
    with step("proof: imports of each module"):
        command = ["node", str(SCRIPTS / "imports.mjs"), str(target.PYODIDE), str(wheels)]
        output = progress.run(command, work / "imports.log", failure="proof-failed")
        missing: dict[str, list[str]] = json.loads(output.splitlines()[-1])
    if not missing:
        raise WheelsError("proof-failed", f"No extension module was found in the wheels of {wheels}.")
    unresolved = [f"{module}: {', '.join(names)}" for module, names in missing.items() if names]
    if unresolved:
        raise WheelsError("proof-failed", f"Pyodide lacks what the modules import: {'; '.join(unresolved)}.")
    say(f"  every import of {len(missing)} modules resolves")


def prove_upstream(wheels: Path, work: Path, item: Recipe, packages: Path, downloads: Downloads) -> None:
    """Prove that a project's own tests, those of its recipe, pass inside Pyodide.

    Raises:
        WheelsError: one fails, or fewer pass than the recipe demands.
    """
    tests = item.tests
    assert isinstance(tests, UpstreamTests)
    with step(f"proof: {item.name}'s own tests"):
        downloads.fetch_source(item.source)
        extract(downloads.source(item.source), item.source.folder, work / "source")
        shutil.copytree(packages, work / "packages")
        shutil.rmtree(
            work / "source" / "src", ignore_errors=True
        )  # the wheel's code is tested, not the source's
        shutil.rmtree(work / "source" / "pillow_heif", ignore_errors=True)
        (work / "job.json").write_text(json.dumps(asdict(tests)), encoding="utf-8")
        result = _run_inside(wheels, work, "run_pytest.py")
    counts = result["counts"]
    text = ", ".join(f"{number} {outcome}" for outcome, number in sorted(counts.items()))
    say(f"  {item.name}: {text}")
    for reason, number in sorted(result["skips"].items()):
        say(f"    skipped {number}: {reason.removeprefix('Skipped: ')}")
    if result["failures"] or result["exit"] != 0:
        raise WheelsError(
            "proof-failed",
            f"{item.name}'s own tests fail inside Pyodide: {', '.join(result['failures'][:10])} "
            f"(pytest's exit code is {result['exit']}); their output is {work / 'pytest.txt'}.",
        )
    if counts["passed"] < tests.at_least:
        raise WheelsError(
            "proof-failed",
            f"Only {counts['passed']} tests of {item.name} ran; its recipe demands {tests.at_least}.",
        )


def prove_decoding(wheels: Path, work: Path) -> None:
    """Prove that pictures decode to this machine's bytes, and that an oversized one is refused.

    Raises:
        WheelsError: a picture decodes otherwise, or is not refused.
    """
    python = str(pypi.project_python())
    with step("proof: pictures decode to this machine's bytes"):
        root = pypi.ROOT
        make = [python, "-m", "wheels.proofs.pictures", str(work)]
        progress.run(make, work / "pictures.log", cwd=root, failure="proof-failed")
        here = progress.run([python, str(SCRIPTS / "decode.py"), str(work / "pictures")], work / "here.log")
        expected: dict[str, list[Any]] = json.loads(here.splitlines()[-1])
        result = _run_inside(wheels, work, "decode.py")
    differing = sorted(
        name for name in expected | result["decoded"] if expected.get(name) != result["decoded"].get(name)
    )
    if differing:
        raise WheelsError("proof-failed", f"Decoded otherwise than on this machine: {', '.join(differing)}.")
    pictures = len(list((work / "pictures").iterdir()))
    if pictures < AT_LEAST_PICTURES:
        raise WheelsError("proof-failed", f"Only {pictures} pictures were compared.")
    for name, error in result["refused"].items():
        if error is None or "limit" not in error.lower():
            raise WheelsError(
                "proof-failed", f"{name} should be refused for its size; the answer was: {error}."
            )
    say(f"  {len(expected)} decodings of {pictures} pictures are equal")
    say(f"  refused for its size: {', '.join(result['refused'])}")


def _run_inside(wheels: Path, work: Path, script: str) -> Any:
    """Run a script inside Pyodide with ``work`` as /host, and return its result."""
    command = [
        "node",
        str(SCRIPTS / "run.mjs"),
        str(target.PYODIDE),
        str(wheels),
        str(work),
        str(SCRIPTS / script),
    ]
    progress.run(command, work / f"{script}.log", failure="proof-failed")
    return json.loads((work / "result.json").read_text(encoding="utf-8"))


__all__ = [
    "install_packages",
    "prove_decoding",
    "prove_imports",
    "prove_upstream",
    "require_tools",
    "run_all",
]
