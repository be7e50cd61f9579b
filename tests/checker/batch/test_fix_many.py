"""New files of whole folders."""

import csv
import io
import json
from pathlib import Path

import pytest

from checker import check, standards
from checker.batch.fixing import FixJob
from checker.batch.job import Task
from checker.cli import main
from checker.errors import photo_error
from tests.checker.command import run
from tests.corpus import PHOTOS, UNREADABLE


@pytest.fixture
def classroom(tmp_path: Path) -> Path:
    files = {
        "photos/20210001 张三.jpg": PHOTOS["size-1200x1600.jpg"],
        "photos/late/20210002.jpg": PHOTOS["size-1200x1600.jpg"],
        "photos/late/me.png": PHOTOS["rgb.png"],
        "photos/tiny.jpg": PHOTOS["size-144x192.jpg"],
        "photos/torn.jpg": UNREADABLE["truncated.jpg"][1],
        "photos/notes.txt": UNREADABLE["text.jpg"][1],
    }
    for name, make in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True, parents=True)
        (tmp_path / name).write_bytes(make())
    (tmp_path / "list.csv").write_text("学号,姓名\n20210001,张三\n20210002,李四\n", encoding="utf-8-sig")
    return tmp_path


def contents(folder: Path) -> dict[str, bytes]:
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def test_a_tree_is_fixed_into_another(classroom: Path) -> None:
    before = contents(classroom / "photos")
    results = []
    for n in ("1", "2"):
        done = run("fix", "photos", "-o", f"out{n}", "--jobs", n, "--format", "json", cwd=classroom)
        assert done.returncode == 2
        results.append((done.stdout.replace(f"out{n}".encode(), b"out"), contents(classroom / f"out{n}")))
    assert results[0] == results[1]
    loaded, made = json.loads(results[0][0]), results[0][1]
    assert sorted(made) == ["20210001_张三-480x640.jpg", "late/20210002-480x640.jpg", "late/me-480x640.jpg"]
    assert contents(classroom / "photos") == before
    by_name = {Path(item["file"]).name: item for item in loaded}
    assert by_name["torn.jpg"]["notes"][0]["code"] == "truncated"
    assert by_name["tiny.jpg"]["written"] is None
    for item in loaded:
        if item["written"] is not None:
            data = made[Path(item["written"]).relative_to("out").as_posix()]
            [again] = check(data, item["file_name"], ["online-upload"])
            assert item["complete"]
            assert item["after"] == [again.to_dict()]


def test_new_files_under_the_list_s_names(classroom: Path) -> None:
    options = ["--roster", "list.csv", "--rename", "{id}", "--format", "csv", "--messages", "messages.csv"]
    done = run("fix", "photos", "-o", "photos/out", *options, cwd=classroom)
    assert done.returncode == 2
    assert sorted(contents(classroom / "photos" / "out")) == ["20210001.jpg", "20210002.jpg"]
    rows = list(csv.DictReader(io.StringIO(done.stdout.decode("utf-8-sig"), newline="")))
    written = {Path(row["文件"]).name: Path(row["新文件"]).name for row in rows}
    assert written["20210001 张三.jpg"] == "20210001.jpg"
    assert written["me.png"] == ""
    assert "写好新文件 2 个，没有写的 3 个" in done.stderr.decode()
    assert "李四" in (classroom / "messages.csv").read_text(encoding="utf-8-sig")


def test_no_new_file_takes_another_s_place(classroom: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (classroom / "photos" / "late" / "me.jpg").write_bytes(PHOTOS["size-1200x1600.jpg"]())
    late, out = str(classroom / "photos" / "late"), classroom / "out"
    args = ["fix", late, "-o", str(out), "--force"]
    for _ in range(2):  # also when the files of an earlier run may be replaced
        assert main(args) == 2
        assert "[name-taken]" in capsys.readouterr().out
        assert len(contents(out)) == 2
    assert main(args[:-1]) == 2
    assert "[file-exists]" in capsys.readouterr().out


@pytest.mark.parametrize("out", ["photos", "photos/../photos", "."])
def test_the_originals_folder_is_refused(classroom: Path, out: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(classroom)
    before = contents(classroom)
    with pytest.raises(SystemExit) as ended:
        main(["fix", "photos", "-o", out, "--force"])
    assert ended.value.code == 2
    assert contents(classroom) == before


def test_the_page_shows_the_new_files(classroom: Path) -> None:
    done = run("fix", "photos", "-o", "out", "--format", "html", "--report", "report.html", cwd=classroom)
    assert done.stdout == b""
    page = (classroom / "report.html").read_text(encoding="utf-8")
    assert page.count("<article") == 5
    assert page.count("<img") == 3
    assert "写好新文件 3 个" in page


def test_a_lost_process_gives_no_file() -> None:
    job = FixJob((standards.load("online-upload"),), "en")
    result = job.lost(Task(3, "a.jpg", "a.jpg"), photo_error("worker-died"))
    assert result.fixed is not None
    assert result.fixed.data is None
    assert [note.code for note in result.fixed.notes] == ["worker-died"]
    assert result.error is not None
    assert result.error.code == "worker-died"


def test_wrong_calls_of_fix(classroom: Path, capsys: pytest.CaptureFixture[str]) -> None:
    photos = str(classroom / "photos")
    for extra in (["--rename", "{id}"], ["--messages", "m.csv"], ["--jobs", "0"], ["--report", "a.jpg"]):
        with pytest.raises(SystemExit) as ended:
            main(["fix", photos, "-o", str(classroom / "out"), *extra])
        assert ended.value.code == 2
        assert "[usage]" in capsys.readouterr().err
