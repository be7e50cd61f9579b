"""Seeded cases hold, what failed before still holds, and the supervision notices what it must notice."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from fuzz import seeds, supervise
from fuzz.attempt import attempt
from fuzz.mutate import case
from fuzz.supervise import ROOT, Figures
from fuzz.worker import read_seeds

REGRESSIONS = sorted((ROOT / "fuzz" / "regressions").iterdir())
# The first of the cases that `make fuzz` runs all of.
NATIVE, INSIDE = 2000, 500


@pytest.fixture(scope="module")
def seed_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("seeds")
    assert len(seeds.write(folder)) > 500
    return folder


@pytest.mark.parametrize("path", REGRESSIONS, ids=lambda path: path.name)
def test_what_failed_before_holds(path: Path) -> None:
    assert attempt(0, path.read_bytes())


@pytest.mark.wheels
def test_the_first_cases_hold_natively(seed_folder: Path) -> None:
    figures = supervise.run(supervise.native, seed_folder, 0, NATIVE, 1, _say_nothing)
    assert figures.failures == []
    assert figures.verdicts.total() == NATIVE
    # They reach the decoders, and most come back with something to say.
    assert figures.verdicts["fail"] > NATIVE / 5
    assert figures.verdicts["damaged"] > NATIVE / 10


@pytest.mark.wheels
def test_the_first_cases_hold_in_pyodide(seed_folder: Path) -> None:
    figures = supervise.run(supervise.in_pyodide, seed_folder, 0, INSIDE, 1, _say_nothing)
    assert figures.failures == []
    assert figures.verdicts.total() == INSIDE
    assert figures.verdicts["fail"] > INSIDE / 5


@pytest.mark.wheels
def test_cases_are_made_anew_from_their_number(seed_folder: Path) -> None:
    contents = read_seeds(seed_folder)
    made = [case(number, contents) for number in range(200)]
    assert made == [case(number, contents) for number in range(200)]
    assert len(set(made)) > 190
    assert sum(data in contents for data in made) < 10


# Stand for a worker: each tells of its cases as a worker does, and does one thing wrong.
WRONG = {
    "crashed": "if n == 3: os.abort()",
    "hung": "if n == 3: time.sleep(60)",
    "raised": "trace = 'Traceback' if n == 3 else ''",
    "slow": "seconds = 9.0 if n == 3 else 0.1",
    "grew": "held = 2**31 if n == 3 else 2**20",
}


@pytest.mark.parametrize("what", WRONG)
def test_one_wrong_case_is_told_and_costs_no_other(
    what: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(supervise, "_SILENT_SECONDS", 1.0)
    script = tmp_path / "worker.py"
    script.write_text(
        "import json, os, sys, time\n"
        "trace, seconds, held = '', 0.1, 2**20\n"
        "for n in range(int(sys.argv[1]), int(sys.argv[2])):\n"
        f"    {WRONG[what]}\n"
        "    print(json.dumps([n, 'fail', seconds, held, trace]), flush=True)\n"
    )

    def command(seeds: Path, first: int, last: int) -> list[str]:
        return [sys.executable, str(script), str(first), str(last)]

    figures = supervise.run(command, tmp_path, 0, 6, 1, _say_nothing)
    assert [(failure.number, failure.what) for failure in figures.failures] == [(3, what)]
    assert figures.verdicts["fail"] == (5 if what in {"crashed", "hung"} else 6)


def _say_nothing(figures: Figures) -> None:
    pass
