"""The command line, run as a user runs it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import checker
from checker import standards
from checker.backgrounds import BACKGROUNDS
from checker.cli import main
from tests.checker.command import ROOT, run
from tests.checker.test_overrides import OWN
from tests.checker.test_report import VALIDATOR
from tests.corpus import PHOTOS


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
        assert item["summary"] in text
    assert len(text.splitlines()) == 2 * len(loaded), "a list that fits on a screen"
    assert main(["standards", "--lang", "en"]) == 0
    assert capsys.readouterr().out.replace(" · ", "").isascii()


@pytest.mark.parametrize("standard_id", list(standards.load_all()))
def test_a_standard_is_shown_whole(standard_id: str, capsys: pytest.CaptureFixture[str]) -> None:
    standard = standards.load(standard_id)
    assert main(["standards", "show", standard_id]) == 0
    text = capsys.readouterr().out
    assert main(["standards", "show", standard_id, "--format", "json"]) == 0
    loaded = json.loads(capsys.readouterr().out)
    for fact in ("id", "name", "summary", "note", "page", "checked"):
        assert loaded[fact] in text
    for name in loaded["background"]:
        assert BACKGROUNDS[name].title.zh in text
    rows = loaded["requirements"]
    assert [row["rule"] for row in rows] == [*standard.rules, *(manual.id for manual in standard.manual)]
    for row in rows:
        assert f"- {row['title']}：{row['text']}" in text
        source = row["source"]
        if source["trust"] != "own":
            assert source["cite"] in text
    assert main(["standards", "show", standard_id, "--lang", "en"]) == 0
    assert capsys.readouterr().out.replace(" · ", "").isascii()


def test_limits_are_given_as_numbers(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["standards", "--format", "json", "show", "chsi-2017"]) == 0
    loaded = json.loads(capsys.readouterr().out)
    limits = {row["rule"]: row["limits"] for row in loaded["requirements"]}
    assert limits["pixel-size"] == {"width": {"min": 480, "max": 480}, "height": {"min": 640, "max": 640}}
    assert limits["file-size"]["kb"] == {"min": 20, "max": 40}
    assert limits["eye-line"]["px"] == {"min": 200, "max": 300}
    assert limits["eye-line"]["share"] == {"min": 0.3125, "max": 0.46875}
    assert limits["recent"] is None
    assert main(["standards", "--format", "json", "show", "school-batch"]) == 0
    rows = json.loads(capsys.readouterr().out)["requirements"]
    assert next(row for row in rows if row["rule"] == "aspect-ratio")["limits"]["tolerance"] == 0.05


def test_a_file_of_one_s_own_is_shown_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "own.toml"
    file.write_text(OWN, encoding="utf-8")
    assert main(["standards", "show", str(file)]) == 0
    assert "文件大小：20–60 KB" in capsys.readouterr().out


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
        ["standards", "show"],
        ["standards", "show", "passport"],
        ["standards", "show", "none.toml"],
        ["check", "a.jpg", "--standard", "\x1b[31mred"],
        ["check", "a.jpg", "--standard", "none.toml"],
        ["check", "a.jpg", "--set", "kb"],
        ["check", "a.jpg", "--set", "kb=twenty"],
        ["check", "a.jpg", "--set", "kb=20-60", "--set", "kb=20-"],
    ],
)
def test_wrong_calls(args: list[str]) -> None:
    done = run(*args)
    assert done.returncode == 2
    assert not done.stdout
    assert b"[usage]" in done.stderr
    assert b"\x1b" not in done.stderr


def test_limits_are_set_for_all_standards(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command = ["check", str(folder / "white.jpg"), "--standard", "ouchn", "--standard", "online-upload"]
    assert main([*command, "--set", "bg=white", "--set", "kb=1-", "--format", "json"]) == 0
    for report in json.loads(capsys.readouterr().out):
        assert report["overrides"] == {"bg": "white", "kb": "1-"}
    assert main([*command, "--set", "bg=white", "--set", "kb=1-"]) == 0
    assert capsys.readouterr().out.count("本次改了这些要求：bg=white kb=1-") == 2


def test_a_standard_from_a_file(folder: Path) -> None:
    (folder / "own.toml").write_text(OWN, encoding="utf-8")
    (folder / "other.TOML").write_text(OWN.replace("max = 60", "max = 70"), encoding="utf-8")
    done = run("check", "good.jpg", "--standard", "own.toml", "--format", "json", cwd=folder)
    assert [report["standard"] for report in json.loads(done.stdout)] == ["my-school"]
    done = run("check", "good.jpg", "--standard", "own.toml", "--standard", "other.TOML", cwd=folder)
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"two files call themselves 'my-school'" in done.stderr
    (folder / "own.toml").write_text(OWN.replace("kb =", "size ="), encoding="utf-8")
    done = run("check", "good.jpg", "--standard", "own.toml", cwd=folder)
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"own.toml: rules: file-size: kb: is missing" in done.stderr


def test_an_unknown_standard_names_the_known_ones() -> None:
    assert b"online-upload, school-batch, chsi-2017, ouchn" in run("check", "a.jpg", "--standard", "x").stderr


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


def test_help_needs_neither_pillow_nor_a_standard() -> None:
    told = (
        "import sys; from checker.cli import main\n"
        "try: main(['--help'])\n"
        "except SystemExit: pass\n"
        "print([name for name in ('PIL', 'checker.engine', 'checker.standards') if name in sys.modules])\n"
    )
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert "make a file that passes" in done.stdout
    assert done.stdout.splitlines()[-1] == "[]"


def test_what_is_public_is_there_whatever_was_imported_before() -> None:
    told = (
        "import checker.fix.plan, checker\n"
        "assert callable(checker.fix) and checker.fix.__name__ == 'fix'\n"
        "from checker.fix import Wishes\n"
        "assert all(getattr(checker, name) is not None for name in checker.__all__)\n"
        "assert set(checker.__all__) <= set(dir(checker))\n"
        "try: checker.nonsense\n"
        "except AttributeError as error: print(error)\n"
    )
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", told], capture_output=True, text=True, check=True
    )
    assert done.stdout == "module 'checker' has no attribute 'nonsense'\n"
