"""The command line, run as a user runs it."""

import json
import os
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

import checker
from checker import cli, standards
from checker.cli import main
from checker.photo import MAX_BYTES
from tests.checker.test_report import VALIDATOR
from tests.corpus import PHOTOS, UNREADABLE, encode
from tests.portrait import WHITE, portrait

ROOT = Path(__file__).parents[2]


def run(
    *args: str | bytes, encoding: str = "utf-8", cwd: Path | None = None
) -> "subprocess.CompletedProcess[bytes]":
    """Run ``python -m checker`` with its output in ``encoding`` and no tolerance of its own."""
    env = os.environ | {
        "PYTHONIOENCODING": f"{encoding}:strict",
        "PYTHONPATH": str(ROOT),
        "PYTHONWARNINGS": "error",
    }
    command = [sys.executable, "-m", "checker", *args]
    done = subprocess.run(command, capture_output=True, env=env, cwd=cwd, timeout=60, check=False)
    assert b"Traceback" not in done.stderr, done.stderr.decode(errors="replace")
    return done


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "good.jpg").write_bytes(PHOTOS["baseline.jpg"]())
    (tmp_path / "warn.jpg").write_bytes(PHOTOS["exif-6.jpg"]())
    (tmp_path / "white.jpg").write_bytes(encode(portrait(background=WHITE)))
    (tmp_path / "half.jpg").write_bytes(PHOTOS["half-blue.jpg"]())
    (tmp_path / "text.jpg").write_bytes(UNREADABLE["text.jpg"][1]())
    return tmp_path


@pytest.mark.parametrize(
    ("files", "code"),
    [
        (["good.jpg"], 0),
        (["warn.jpg"], 0),
        (["good.jpg", "warn.jpg"], 0),
        (["white.jpg"], 1),
        (["half.jpg"], 1),
        (["good.jpg", "half.jpg"], 1),
        (["text.jpg"], 2),
        (["white.jpg", "text.jpg", "good.jpg"], 2),
        (["missing.jpg"], 2),
    ],
)
def test_exit_code(folder: Path, files: list[str], code: int, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", *(str(folder / name) for name in files)]) == code
    assert all(name in capsys.readouterr().out for name in files[:1])


def test_json_of_several_photos_and_standards(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = [str(folder / "good.jpg"), str(folder / "text.jpg")]
    code = main(["check", *files, "--standard", "chsi-2017", "--standard", "ouchn", "--format", "json"])
    assert code == 2
    loaded = json.loads(capsys.readouterr().out)
    VALIDATOR.validate(loaded)
    assert [(Path(r["file"]).name, r["standard"]) for r in loaded] == [
        ("good.jpg", "chsi-2017"),
        ("good.jpg", "ouchn"),
        ("text.jpg", "chsi-2017"),
        ("text.jpg", "ouchn"),
    ]
    assert loaded[2]["error"]["code"] == "not-an-image"


def test_json_is_what_the_package_gives(folder: Path) -> None:
    data = (folder / "good.jpg").read_bytes()
    expected = checker.reports_to_json(checker.check(data, "good.jpg", ["online-upload"], "en"))
    done = run("check", "good.jpg", "--format", "json", "--lang", "en", cwd=folder)
    assert done.stdout.decode("ascii").replace(os.linesep, "\n") == expected


def test_text_is_worst_first_and_complete(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(folder / "white.jpg")]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert "不合格" in lines[0]
    assert "online-upload" in lines[0]
    labels = [line.split("]")[0].strip(" [") for line in lines if line.startswith("  [")]
    order = ["不合格", "无法判断", "提醒", "请自查", "合格"]
    assert labels == sorted(labels, key=order.index)
    assert len(labels) == len(standards.load("online-upload").requirements("zh"))
    assert "#FFFFFF" in lines[1]
    assert "要求蓝色" in lines[1]
    assert "rules/background-colour.html" in lines[1]
    assert "[brief]" in lines[1]
    assert "不保证" in lines[-2]
    assert "\x1b" not in "".join(lines), "it must be readable without colour"


def test_standards(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["standards"]) == 0
    text = capsys.readouterr().out
    assert main(["standards", "--format", "json"]) == 0
    loaded = json.loads(capsys.readouterr().out)
    assert [item["id"] for item in loaded] == list(standards.load_all())
    for item in loaded:
        assert item["id"] in text
        assert item["source"]["trust"]
        for row in item["requirements"]:
            assert row["text"] in text
    assert main(["standards", "--lang", "en"]) == 0
    assert "30-900 KB" in capsys.readouterr().out


@pytest.mark.parametrize("name", UNREADABLE)
def test_unreadable_files(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, make = UNREADABLE[name]
    (tmp_path / name).write_bytes(make())
    assert main(["check", str(tmp_path / name), "--format", "json"]) == 2
    assert json.loads(capsys.readouterr().out)[0]["error"]["code"] == code


@pytest.mark.timeout(10)
def test_a_large_file_is_not_read(tmp_path: Path) -> None:
    large = tmp_path / "large.jpg"
    with large.open("wb") as file:
        file.write(PHOTOS["baseline.jpg"]())
        file.truncate(200 * 1024 * 1024)
    script = (
        "import resource, sys; from checker.cli import main; code = main(sys.argv[1:]);"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, file=sys.stderr); sys.exit(code)"
    )
    command = [sys.executable, "-c", script, "check", str(large), "--format", "json"]
    done = subprocess.run(command, capture_output=True, cwd=ROOT, timeout=60, check=False)
    assert done.returncode == 2
    error = json.loads(done.stdout)[0]["error"]
    assert error["code"] == "too-many-bytes"
    assert "200 MB" in error["message"]
    assert int(done.stderr) < 150 * 1024, "KiB at the peak: the file's 200 MB were not read"


def test_size_limit_is_the_package_s(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    at_limit = tmp_path / "limit.jpg"
    at_limit.write_bytes(PHOTOS["baseline.jpg"]() + bytes(MAX_BYTES - len(PHOTOS["baseline.jpg"]())))
    assert main(["check", str(at_limit), "--format", "json"]) == 1
    assert "error" not in json.loads(capsys.readouterr().out)[0]


def _code(capsys: pytest.CaptureFixture[str], name: str) -> str:
    assert main(["check", name, "--format", "json"]) == 2
    loaded = json.loads(capsys.readouterr().out)
    VALIDATOR.validate(loaded)
    return str(loaded[0]["error"]["code"])


def test_no_photo_at_all(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _code(capsys, str(tmp_path)) == "is-a-folder"
    assert _code(capsys, str(tmp_path / "missing.jpg")) == "no-such-file"
    assert _code(capsys, str(tmp_path / "missing" / "a.jpg")) == "no-such-file"
    assert _code(capsys, str(tmp_path / ("a" * 5000))) == "no-such-file"
    assert _code(capsys, "with\0null.jpg") == "no-such-file"
    (tmp_path / "file.jpg").write_bytes(b"x")
    assert _code(capsys, str(tmp_path / "file.jpg" / "inside.jpg")) == "no-such-file"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs POSIX special files")
@pytest.mark.timeout(10)
def test_special_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    os.mkfifo(tmp_path / "pipe.jpg")
    assert _code(capsys, str(tmp_path / "pipe.jpg")) == "not-a-file"
    assert _code(capsys, os.devnull) == "not-a-file"


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="needs a file whose reading fails")
def test_a_file_that_cannot_be_read(capsys: pytest.CaptureFixture[str]) -> None:
    assert stat.S_ISREG(os.stat("/proc/self/mem").st_mode)  # noqa: PTH116
    assert _code(capsys, "/proc/self/mem") == "not-readable"


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
def test_a_file_without_permission(capsys: pytest.CaptureFixture[str]) -> None:
    with tempfile.TemporaryDirectory() as name, _without_privileges(Path(name)):
        photo = Path(name) / "photo.jpg"
        photo.write_bytes(PHOTOS["baseline.jpg"]())
        assert main(["check", str(photo)]) == 0
        capsys.readouterr()
        photo.chmod(0)
        assert _code(capsys, str(photo)) == "not-readable"


@contextmanager
def _without_privileges(folder: Path) -> Iterator[None]:
    """Act as a user who may not read everything, to whom ``folder`` belongs."""
    if os.geteuid() != 0:
        yield
        return
    nobody = 65534
    os.chown(folder, nobody, nobody)
    os.seteuid(nobody)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.mark.parametrize(
    "args",
    [
        [],
        ["check"],
        ["frobnicate"],
        ["check", "a.jpg", "--standard", "passport"],
        ["check", "a.jpg", "--format", "xml"],
        ["check", "a.jpg", "--lang", "fr"],
        ["check", "a.jpg", "--colour"],
        ["standards", "extra"],
        ["check", "a.jpg", "--standard", "\x1b[31mred"],
    ],
)
def test_wrong_calls(args: list[str]) -> None:
    done = run(*args)
    assert done.returncode == 2
    assert not done.stdout
    assert b"[usage]" in done.stderr
    assert b"\x1b" not in done.stderr


def test_an_unknown_standard_names_the_known_ones() -> None:
    assert b"online-upload, school-batch, chsi-2017, ouchn" in run("check", "a.jpg", "--standard", "x").stderr


@pytest.mark.parametrize("encoding", ["ascii", "cp936", "gbk", "cp437", "utf-8", "cp1252"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_consoles(folder: Path, encoding: str, lang: str) -> None:
    odd = "照片 ✗ 😀 é.jpg"
    (folder / odd).write_bytes(PHOTOS["two-pictures.jpg"]())
    done = run("check", odd, "good.jpg", "missing.jpg", "--lang", lang, encoding=encoding, cwd=folder)
    assert done.returncode == 2
    text = done.stdout.decode(encoding)
    assert "online-upload" in text
    if lang == "en":
        assert "This is no official review" in text
    elif encoding in {"cp936", "gbk", "utf-8"}:
        assert "以学校通知为准" in text
        assert "\\u" not in text.replace("\\u2717", "").replace("\\U0001f600", "")
    listing = run("standards", "--lang", lang, encoding=encoding)
    assert listing.returncode == 0
    json_done = run("check", odd, "--format", "json", "--lang", lang, encoding=encoding, cwd=folder)
    assert json.loads(json_done.stdout)[0]["file"] == odd
    assert run("check", "--help", encoding=encoding).returncode == 0


@pytest.mark.skipif(os.name != "posix", reason="such names exist on POSIX only")
def test_names_that_are_no_text(tmp_path: Path) -> None:
    names = [b"\xff\xfe.jpg", b"\x1b[31mred\x07.jpg", b"line\nbreak.jpg", "abc\u202egpj.exe.jpg".encode()]
    for name in names:
        (Path(os.fsencode(tmp_path).decode()) / os.fsdecode(name)).write_bytes(PHOTOS["baseline.jpg"]())
    done = run("check", *names, cwd=tmp_path)
    assert done.returncode == 0
    shown = done.stdout.decode("utf-8")
    assert all(char.isprintable() or char == "\n" for char in shown)
    assert "\\udcff\\udcfe.jpg" in shown
    assert "\\x1b[31mred\\x07.jpg" in shown
    assert "line\\nbreak.jpg" in shown
    assert "abc\\u202egpj.exe.jpg" in shown
    done = run("check", *names, "--format", "json", cwd=tmp_path)
    assert [os.fsencode(report["file"]) for report in json.loads(done.stdout)] == names


def _checked(capsys: pytest.CaptureFixture[str], name: Path) -> list[str]:
    main(["check", str(name), "--format", "json"])
    return [Path(report["file"]).name for report in json.loads(capsys.readouterr().out)]


def test_wildcards_where_no_shell_expands_them(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cli, "_EXPANDS_WILDCARDS", True)
    assert _checked(capsys, folder / "*.jpg") == ["good.jpg", "half.jpg", "text.jpg", "warn.jpg", "white.jpg"]
    assert _checked(capsys, folder / "w?rn.jpg") == ["warn.jpg"]
    assert _code(capsys, str(folder / "*.tiff")) == "no-such-file"
    (folder / "a[1].jpg").write_bytes(PHOTOS["baseline.jpg"]())
    assert _checked(capsys, folder / "a[1].*") == ["a[1].jpg"]


@pytest.mark.parametrize("expands", [False, True])
def test_brackets_are_part_of_a_name(
    expands: bool, folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cli, "_EXPANDS_WILDCARDS", expands)
    (folder / "IMG1.jpg").write_bytes(PHOTOS["baseline.jpg"]())
    assert _code(capsys, str(folder / "IMG[1].jpg")) == "no-such-file"
    (folder / "IMG[1].jpg").write_bytes(PHOTOS["baseline.jpg"]())
    assert _checked(capsys, folder / "IMG[1].jpg") == ["IMG[1].jpg"]


@pytest.mark.skipif(os.name == "nt", reason="wildcards are expanded there")
def test_wildcards_are_left_to_the_shell(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _code(capsys, str(folder / "good*.jpg")) == "no-such-file"


@pytest.mark.skipif(os.name == "nt", reason="needs a POSIX shell")
@pytest.mark.parametrize("args", ["check good.jpg", "check good.jpg --format json", "standards", "--version"])
def test_a_closed_output_is_named(folder: Path, args: str) -> None:
    command = f'"{sys.executable}" -m checker {args} >&-'
    env = os.environ | {"PYTHONPATH": str(ROOT)}
    for closed, error in (("", b"gradphoto: error: [output] there is no standard output\n"), (" 2>&-", b"")):
        done = subprocess.run(
            ["sh", "-c", command + closed],
            stderr=subprocess.PIPE,
            env=env,
            cwd=folder,
            timeout=60,
            check=False,
        )
        assert (done.returncode, done.stderr) == (2, error)


def test_a_reader_that_leaves_is_no_error(folder: Path) -> None:
    env = os.environ | {"PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "checker", "check", *(["good.jpg"] * 200)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=env, cwd=folder
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        errors = process.stderr.read()
        assert process.wait(timeout=60) == 141, "not 0: the rest was not checked"
    assert errors == b""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_is_named(folder: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        command = [sys.executable, "-m", "checker", "check", str(folder / "good.jpg")]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, cwd=ROOT, timeout=60, check=False)
    assert done.returncode == 2
    assert b"[output]" in done.stderr
    assert b"Traceback" not in done.stderr


def test_nothing_is_written(folder: Path) -> None:
    before = sorted(folder.iterdir())
    run("check", "good.jpg", cwd=folder)
    assert sorted(folder.iterdir()) == before


def test_heif_decoder_is_loaded_only_for_heif(folder: Path) -> None:
    (folder / "photo.heic").write_bytes(PHOTOS["8-bit.heic"]())
    script = (
        "import sys; from checker.cli import main; main(sys.argv[1:]); sys.exit('pillow_heif' in sys.modules)"
    )
    for name, expected in (("good.jpg", 0), ("photo.heic", 1)):
        command = [sys.executable, "-c", script, "check", str(folder / name)]
        done = subprocess.run(command, capture_output=True, cwd=ROOT, timeout=60, check=False)
        assert done.returncode == expected


def test_version_is_the_package_s(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--version"])
    assert ended.value.code == 0
    assert capsys.readouterr().out.strip() == f"gradphoto {checker.__version__}"
