"""A batch that is handed over file by file gives what the command line writes, to the byte."""

import base64
import io
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from checker.batch.desk import FOLDER, Desk
from checker.vision.runtime import finish
from tests.checker.command import run
from tests.corpus import PHOTOS, UNREADABLE

JOB: dict[str, Any] = {"standards": ["online-upload", "ouchn"], "overrides": {}}
LIST = "学号,姓名\n1,张三\n2,李四\n3,王五\n"
FILES = {
    "class/2.jpg": PHOTOS["size-144x192.jpg"],
    "class/1 张三.jpg": PHOTOS["size-1200x1600.jpg"],
    "class/=1+1.jpg": PHOTOS["baseline.jpg"],
    "class/late/1.png": PHOTOS["rgb.png"],
    "class/late/torn.jpg": UNREADABLE["truncated.jpg"][1],
    "class/notes.txt": UNREADABLE["text.jpg"][1],
    "class/.hidden.jpg": PHOTOS["baseline.jpg"],
}


@pytest.fixture
def classroom(tmp_path: Path) -> Path:
    for name, make in FILES.items():
        (tmp_path / name).parent.mkdir(exist_ok=True, parents=True)
        (tmp_path / name).write_bytes(make())
    (tmp_path / "list.csv").write_text(LIST, encoding="utf-8-sig")
    return tmp_path


def call(desk: Desk, wanted: str, data: bytes = b"", /, **asked: Any) -> tuple[dict[str, Any], bytes]:
    answer, piece = finish(desk.call(wanted, data, asked))
    return answer, piece or b""


def sort(files: Sequence[tuple[str, bytes]]) -> dict[str, Any]:
    heads = [(name, base64.b64encode(data[:4096]).decode()) for name, data in files]
    return call(Desk("zh", "not-looked"), "sort", files=heads)[0]


def whole(
    folder: Path, *, fix: bool, pattern: str = "", roster: bytes = b""
) -> tuple[dict[str, bytes], list[str], list[dict[str, Any]]]:
    """Return the ZIP's files, the lines and the rows, from two desks as from two processes."""
    files = [(name, (folder / name).read_bytes()) for name in FILES]
    gathers, works = (Desk("zh", "not-looked") for _ in range(2))
    sorted_files = sort(files)
    opened, zipped = call(
        gathers,
        "open",
        roster,
        **JOB,
        fix=fix,
        roster="list.csv" if roster else "",
        pattern=pattern,
        folders=["class"],
    )
    assert opened == {"problem": ""}
    rows = []
    for index, (at, name, problem) in enumerate(sorted_files["rows"]):
        data = files[at][1]
        asked = {**JOB, "fix": fix, "index": index, "name": name, "problem": problem, "size": len(data)}
        row, parts = call(works, "work", data, **asked)
        thumbnail, made = row["split"]
        file, result = parts[thumbnail : thumbnail + made], parts[thumbnail + made :]
        row["place"], piece = call(gathers, "add", result + file, split=len(result))
        rows.append(row)
        zipped += piece
    closed, piece = call(gathers, "close", skipped=sorted_files["skipped"], interrupted=False)
    with zipfile.ZipFile(io.BytesIO(zipped + piece)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}, closed["lines"], rows


def command_line(folder: Path, *args: str) -> bytes:
    chosen = [part for name in JOB["standards"] for part in ("--standard", name)]
    done = run(*args, *chosen, "--lang", "zh", "--without-faces", "--roster", "list.csv", cwd=folder)
    assert done.returncode in {1, 2}, done.stderr
    return done.stderr


def test_checked_is_what_the_command_line_writes(classroom: Path) -> None:
    zipped, lines, rows = whole(classroom, fix=False, roster=LIST.encode())
    for kind in ("csv", "html"):
        told = command_line(
            classroom, "check", "class", "--format", kind, "-o", f"out.{kind}", "--messages", "m.csv"
        )
        assert zipped[f"report.{kind}"] == (classroom / f"out.{kind}").read_bytes()
        assert [line.strip() for line in lines] == [line.strip() for line in told.decode().splitlines()]
    assert zipped["messages.csv"] == (classroom / "m.csv").read_bytes()
    assert len(zipped) == 3
    assert [row["outcome"] for row in rows].count("unreadable") == 1
    small = next(row for row in rows if "".join(row["mend"]).count("太小"))
    assert len(small["mend"]) >= 2  # one a fault, so that the page can show them apart
    assert b"'=1+1" not in zipped["report.csv"]  # the name has a folder before it
    assert "class/.hidden.jpg" not in zipped["report.csv"].decode()


def test_fixed_is_what_the_command_line_writes(classroom: Path) -> None:
    zipped, _, _ = whole(classroom, fix=True, pattern="{id}_{name}", roster=LIST.encode())
    for kind in ("csv", "html"):
        folder = FOLDER if kind == "csv" else "again"
        command_line(
            *(classroom, "fix", "class", "-o", folder, "--format", kind, "--report", f"out.{kind}"),
            *("--rename", "{id}_{name}"),
        )
        written = (classroom / f"out.{kind}").read_bytes().replace(b"again/", f"{FOLDER}/".encode())
        assert zipped[f"report.{kind}"] == written
    made = {path.relative_to(classroom).as_posix() for path in (classroom / FOLDER).rglob("*.jpg")}
    assert made == {name for name in zipped if name.startswith(FOLDER)}
    assert made
    assert all(zipped[name] == (classroom / name).read_bytes() for name in made)


def test_hostile_names_lead_nowhere() -> None:
    photo = PHOTOS["baseline.jpg"]()
    names = [
        "../../up.jpg",
        "a/../../b.jpg",
        "a/\x1b[31m\u202ered.jpg",
        "a//x.jpg",
        "a/CON.jpg",
        f"a/{'长' * 200}.jpg",
    ]
    found = sort([(name, photo) for name in names])
    assert sorted(at for at, _, _ in found["rows"]) == list(range(len(names)))
    desk = Desk("zh", "not-looked")
    call(desk, "open", **JOB, fix=True, roster="", pattern="", folders=["a", "_"])
    zipped = b""
    for index, (_, name, problem) in enumerate(found["rows"]):
        asked = {**JOB, "fix": True, "index": index, "name": name, "problem": problem, "size": len(photo)}
        row, parts = call(Desk("zh", "not-looked"), "work", photo, **asked)
        thumbnail, made = row["split"]
        result = parts[thumbnail + made :]
        zipped += call(desk, "add", result + photo, split=len(result))[1]
    zipped += call(desk, "close", skipped=[], interrupted=True)[1]
    with zipfile.ZipFile(io.BytesIO(zipped)) as archive:
        inside = archive.namelist()
    assert len(set(map(str.casefold, inside))) == len(names) + 2
    for name in inside:
        assert ".." not in name.split("/")
        assert name.isprintable()
        assert not name.startswith("/")
        assert "\\" not in name


def test_lost_and_problems_are_rows() -> None:
    desk = Desk("zh", "not-looked")
    asked: dict[str, Any] = {**JOB, "index": 0, "name": "a.jpg", "problem": "", "size": 10}
    for code in ("worker-died", "too-slow", "not-readable"):
        for fix in (False, True):
            row, _ = call(desk, "lost", **asked, fix=fix, code=code, limit=60)
            assert (row["outcome"], row["code"], row["made"]) == ("unreadable", code, False)
    row, _ = call(desk, "work", **asked | {"size": 10**9}, fix=False)
    assert row["code"] == "too-many-bytes"
    row, _ = call(desk, "work", **asked | {"problem": "no-photos"}, fix=False)
    assert row["code"] == "no-photos"
    opened, _ = call(desk, "open", b"PK\3\4", **JOB, fix=False, roster="a.xlsx", pattern="", folders=[])
    assert "Excel" in opened["problem"]
