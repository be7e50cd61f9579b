"""A build tells of standards whose source nobody has looked at for a year."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from builder import checked, cli
from builder.project import Project
from checker import StandardError, standards

ALL = standards.load_all()
NEWEST = max(standard.checked for standard in ALL.values())
OLDEST = min(standard.checked for standard in ALL.values())


def test_a_year_is_no_reason_to_warn(project: Project) -> None:
    assert checked.warnings(ALL.values(), project, max(NEWEST, OLDEST + timedelta(days=366))) == []


def test_more_than_a_year_is(project: Project) -> None:
    lines = checked.warnings(ALL.values(), project, NEWEST + timedelta(days=367))
    assert [line.split(": ")[:2] for line in lines] == [
        [f"checker/standards/{standard_id}.toml", "old-source"] for standard_id in ALL
    ]
    assert f"last checked on {ALL['ouchn'].checked}" in next(line for line in lines if "ouchn" in line)


def test_a_day_to_come_is_an_error(project: Project) -> None:
    with pytest.raises(StandardError, match=r"^checker/standards/[a-z0-9-]+\.toml: source: checked: "):
        checked.warnings(ALL.values(), project, OLDEST - timedelta(days=2))


def run(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, today: date
) -> tuple[int, list[str]]:
    """Build as on ``today`` until the wheels are missed."""
    said: list[str] = []
    monkeypatch.setenv("GRADPHOTO_WHEELS", str(tmp_path))
    monkeypatch.setattr(cli, "_today", lambda: today)
    monkeypatch.setattr(cli, "_say", said.append)
    return cli.main(["--out", str(tmp_path / "dist")], project), said


def test_the_build_goes_on_after_a_warning(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code, said = run(project, tmp_path, monkeypatch, NEWEST + timedelta(days=400))
    assert [line.partition(": ")[0] for line in said[: len(ALL) + 1]] == ["warning"] * len(ALL) + ["guide"]
    assert (code, capsys.readouterr().err.split(":")[0]) == (1, "no-wheels"), "it came to the next step"
    assert run(project, tmp_path, monkeypatch, NEWEST)[1] == said[len(ALL) :]


def test_the_build_ends_at_a_day_to_come(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(project, tmp_path, monkeypatch, date(2020, 1, 1)) == (1, [])
    assert capsys.readouterr().err.startswith("bad-standard: checker/standards/")
