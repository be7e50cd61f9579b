"""What the guide tells schools about requirements of their own works as it is written there."""

import re
from pathlib import Path

import pytest

from checker import standards
from checker.cli import main
from checker.standards import parse_overrides, with_overrides
from tests.builder.rendered import Built
from tests.corpus import PHOTOS

PAGE = (Path(__file__).parents[2] / "content" / "own-standard.md").read_text(encoding="utf-8")
BLOCKS = [
    re.sub(r"^    ", "", block, flags=re.MULTILINE).strip("\n") + "\n"
    for block in re.findall(r"(?:^(?:    [^\n]*)?\n)*^    [^\n]*\n", PAGE, re.MULTILINE)
]


def block(start: str) -> str:
    """Return the one block of the page that begins so."""
    [found] = [text for text in BLOCKS if text.startswith(start)]
    return found


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the page's file and a photo, and the working one."""
    (tmp_path / "example-2027.toml").write_text(block("id = "), encoding="utf-8")
    (tmp_path / "photo.jpg").write_bytes(PHOTOS["baseline.jpg"]())
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_file_says_what_the_page_says_of_it(folder: Path) -> None:
    standard, base = standards.load_file("example-2027.toml"), standards.load("chsi-2017")
    assert set(standard.rules) == set(base.rules)
    assert standard.background == ("white",)
    assert (standard.rules["file-size"].limits.kb.min, standard.rules["file-size"].limits.kb.max) == (20, 60)
    ids = [manual.id for manual in base.manual if manual.id != "recent"]
    assert [manual.id for manual in standard.manual] == [*ids, "dark-clothes"]


def test_its_commands_run(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    commands = block("gradphoto standards show").splitlines()
    assert len(commands) == 2
    for command, code in zip(commands, (0, 1), strict=True):  # the photo's background is blue, not white
        program, *arguments = command.split()
        assert program == "gradphoto"
        assert main(arguments) == code
        assert "示例大学 2027 届" in capsys.readouterr().out


def test_the_commands_within_its_sentences_run(capsys: pytest.CaptureFixture[str]) -> None:
    commands = re.findall(r"`gradphoto ([^`]+)`", PAGE)
    assert len(commands) == 2
    for command in commands:
        assert main(command.split()) == 0


def test_every_limit_of_a_link_is_understood() -> None:
    written = re.findall(r"`((?:kb|px|bg|dpi)=[^`]+)`", PAGE)
    assert {assignment.partition("=")[0] for assignment in written} == {"kb", "px", "bg", "dpi"}
    for assignment in written:
        with_overrides(standards.load("chsi-2017"), parse_overrides([assignment]))
    query = block("?").strip().removeprefix("?").split("&")
    assert query[0] == "standard=chsi-2017"
    assert with_overrides(standards.load("chsi-2017"), parse_overrides(query[1:])).overrides == {
        "bg": "white",
        "kb": "20-60",
    }


def test_the_page_shows_the_file_as_it_is(guide: Built) -> None:
    page = guide.text("own-standard.html")
    for line in block("id = ").splitlines():
        assert line in page
