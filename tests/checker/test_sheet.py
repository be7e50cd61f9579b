"""Print sheets: exact places, marks beside the prints, sizes in mm, and what was cut off the photo."""

import io
import json
import re
from itertools import product
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageStat, PdfParser

from checker.cli import main
from checker.errors import PhotoError
from checker.sheet import DPI, PAPERS, PRINTS, Paper, Print, Sheet, arrange, most, sheet
from checker.sheet.layout import GAP, MARGIN
from checker.vision.scene import Unseen
from tests.corpus import PHOTOS, UNREADABLE, encode
from tests.portrait import BLUE, WHITE, portrait

MM = DPI / 25.4
NOT_LOOKED: Unseen = "not-looked"
EVERY = list(product(PAPERS.values(), PRINTS.values()))
ONE, TWO = PRINTS["1-inch"], PRINTS["2-inch"]
SIX, A4 = PAPERS["6-inch"], PAPERS["a4"]


def opened(made: Sheet) -> Image.Image:
    return Image.open(io.BytesIO(made.data)).convert("RGB")


def test_sizes_are_those_that_are_sold() -> None:
    assert (ONE.mm, ONE.size) == ((25, 35), (295, 413))
    assert (TWO.mm, TWO.size) == ((35, 49), (413, 579))
    assert (SIX.size, A4.size) == ((1800, 1200), (2480, 3508))
    for one in PRINTS.values():
        assert one.size == tuple(round(mm * MM) for mm in one.mm)
    for paper in PAPERS.values():
        assert all(abs(px / MM - mm) < 0.5 for px, mm in zip(paper.size, paper.mm, strict=True))


@pytest.mark.parametrize(
    ("paper", "size", "count", "turned"),
    [(SIX, ONE, 10, False), (SIX, TWO, 4, True), (A4, ONE, 50, True), (A4, TWO, 25, False)],
)
def test_a_sheet_holds(paper: Paper, size: Print, count: int, turned: bool) -> None:
    assert most(paper.size, size.size) == count
    assert arrange(paper.size, size.size, count).turned is turned


@pytest.mark.parametrize(("paper", "size"), EVERY)
def test_prints_have_their_size_and_do_not_touch(paper: Paper, size: Print) -> None:
    for count in range(1, most(paper.size, size.size) + 1):
        layout = arrange(paper.size, size.size, count)
        assert len(set(layout.prints)) == count
        wanted = size.size[::-1] if layout.turned else size.size
        for left, top, right, bottom in layout.prints:
            assert (right - left, bottom - top) == wanted
            assert min(left, top, paper.size[0] - right, paper.size[1] - bottom) >= MARGIN
        for (l1, t1, r1, b1), (l2, t2, r2, b2) in product(layout.prints, repeat=2):
            if (l1, t1) != (l2, t2):
                assert max(l1 - r2, l2 - r1, t1 - b2, t2 - b1) >= GAP


@pytest.mark.parametrize(("paper", "size"), EVERY)
@pytest.mark.parametrize("some", [1, 2, 3, None])
def test_each_corner_is_marked_on_both_sides_and_no_mark_is_on_a_print(
    paper: Paper, size: Print, some: int | None
) -> None:
    layout = arrange(paper.size, size.size, some or most(paper.size, size.size))
    sheet_of_marks = Image.new("1", layout.size)
    for mark in layout.marks:
        sheet_of_marks.paste(1, mark)
    for left, top, right, bottom in layout.prints:
        assert sheet_of_marks.crop((left, top, right, bottom)).getbbox() is None
        for x, y in product((left - 1, right), (top - 1, bottom)):
            beside, below = (left - 8, right + 7), (top - 8, bottom + 7)
            assert sheet_of_marks.getpixel((x, below[y == bottom]))
            assert sheet_of_marks.getpixel((beside[x == right], y))
    for left, top, right, bottom in layout.marks:
        assert min(right - left, bottom - top) == 1
        assert left >= 0
        assert top >= 0
        assert right <= paper.size[0]
        assert bottom <= paper.size[1]


@pytest.mark.parametrize("count", [0, -1, 11])
def test_a_count_that_does_not_fit(count: int) -> None:
    with pytest.raises(ValueError, match="1 to 10"):
        arrange(SIX.size, ONE.size, count)


@pytest.mark.parametrize(("paper", "size"), EVERY)
def test_every_print_shows_the_photo(paper: Paper, size: Print) -> None:
    """Without marks on it, at its place to the pixel, and turned by a quarter where more fit."""
    data = encode(portrait(size.size))
    photo = Image.open(io.BytesIO(data)).convert("RGB")
    made = sheet(data, "a.jpg", size, paper, runtime=NOT_LOOKED)
    picture = opened(made)
    assert picture.size == paper.size
    for left, top, right, bottom in made.layout.prints[:: max(1, made.count // 5)]:

        def off(right_by: int, down_by: int, at: tuple[int, ...] = (left, top, right, bottom)) -> float:
            one = picture.crop((at[0] + right_by, at[1] + down_by, at[2] + right_by, at[3] + down_by))
            if made.layout.turned:
                one = one.transpose(Image.Transpose.ROTATE_270)
            return max(ImageStat.Stat(ImageChops.difference(one, photo)).mean)

        assert off(0, 0) < 3 < min(off(1, 0), off(-1, 0), off(0, 1), off(0, -1))
    left, top, right, bottom = made.layout.prints[0]
    for at in ((left - 1, top - 20), (right, top - 20), (left - 20, top - 1), (left - 20, bottom)):
        value = picture.getpixel(at)
        assert isinstance(value, tuple)
        assert max(value) < 60
    for at in ((left - 2, top - 20), (left, top - 20), (left - 20, top - 2), (left - 20, top)):
        value = picture.getpixel(at)
        assert isinstance(value, tuple)
        assert min(value) > 180


@pytest.mark.parametrize(("paper", "size"), EVERY)
def test_both_files_have_the_size_of_the_paper(paper: Paper, size: Print) -> None:
    photo = PHOTOS["baseline.jpg"]()
    jpeg, pdf = (sheet(photo, "a.jpg", size, paper, 2, kind, runtime=NOT_LOOKED) for kind in ("jpeg", "pdf"))
    with Image.open(io.BytesIO(jpeg.data)) as picture:
        assert picture.format == "JPEG"
        assert picture.info["dpi"] == (300, 300)
        assert "exif" not in picture.info
    document = PdfParser.PdfParser(buf=pdf.data)
    [page] = [document.read_indirect(reference) for reference in document.pages]
    sides = page[b"MediaBox"]
    assert sides[:2] == [0, 0]
    for points, mm in zip(sides[2:], paper.mm, strict=True):
        assert abs(float(points) / 72 * 25.4 - mm) < 0.5
    drawn = document.read_indirect(page[b"Contents"]).decode()
    across, down = (float(points) for points in sides[2:])
    assert drawn == b"q %f 0 0 %f 0 0 cm /image Do Q\n" % (across, down)
    assert document.read_indirect(page[b"Resources"][b"XObject"][b"image"]).buf == jpeg.data
    assert not re.search(rb"/(Creation|Mod)Date", pdf.data)


def codes(made: Sheet) -> list[str]:
    return [note.code for note in made.notes]


def test_a_photo_is_cut_around_the_head_and_says_so() -> None:
    """The head is left of the middle: more is cut off at the right, and it is then in the middle."""
    wide = Image.new("RGB", (700, 640), BLUE)
    wide.paste(portrait((480, 640), BLUE), (40, 0))
    made = sheet(encode(wide), "a.jpg", ONE, SIX)
    assert codes(made) == ["sheet-cut", "print-unscaled"]
    crop = made.crop
    width, height = crop.width * wide.width, crop.height * wide.height
    assert abs(width / height - 295 / 413) < 1e-6
    assert crop.height == 1
    middle = 40 + 240
    assert abs(crop.left * wide.width + width / 2 - middle) < 12
    left, right = crop.left * wide.width, (1 - crop.left - crop.width) * wide.width
    said = made.notes[0].text.zh
    assert [int(px) for px in re.findall(r"(\d+) 像素", said)] == [
        round(px) for px in (left, right) if px >= 0.5
    ]


def test_a_photo_that_is_too_high_keeps_the_head() -> None:
    high = Image.new("RGB", (480, 960), WHITE)
    high.paste(portrait((480, 640), WHITE), (0, 300))
    made = sheet(encode(high), "a.jpg", ONE, SIX)
    crown = 300 + 64
    top, bottom = made.crop.top * 960, (made.crop.top + made.crop.height) * 960
    assert abs((crown - top) / (bottom - top) - 0.10) < 0.02
    assert "上边" in made.notes[0].text.zh


def test_where_no_head_is_seen_the_middle_is_kept_and_that_is_said() -> None:
    made = sheet(encode(portrait((480, 640))), "a.jpg", ONE, SIX, runtime=NOT_LOOKED)
    assert codes(made) == ["sheet-cut", "no-head", "print-unscaled"]
    assert made.crop.left == pytest.approx((1 - made.crop.width) / 2)


def test_nothing_is_said_of_a_cut_that_is_none() -> None:
    made = sheet(encode(portrait((295, 413))), "a.jpg", ONE, SIX, runtime=NOT_LOOKED)
    assert codes(made) == ["sheet-uncut", "print-unscaled"]


def test_too_few_px_are_said() -> None:
    made = sheet(encode(portrait((150, 210))), "a.jpg", TWO, SIX, runtime=NOT_LOOKED)
    assert "enlarged" in codes(made)
    assert "2.76" in next(note.text.zh for note in made.notes if note.code == "enlarged")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty-file"),
        (b"nonsense", "not-an-image"),
        (UNREADABLE["truncated.jpg"][1](), "truncated"),
        (PHOTOS["lossless.webp"](), "not-decoded"),
    ],
)
def test_what_is_no_whole_photo(data: bytes, code: str) -> None:
    with pytest.raises(PhotoError) as caught:
        sheet(data, "a.jpg", ONE, SIX)
    assert caught.value.code == code


def test_hostile_names_and_shapes() -> None:
    line = Image.new("RGB", (3000, 1), "red")
    made = sheet(encode(line), "../" + "长" * 300 + "\n;rm.jpg", ONE, SIX, runtime=NOT_LOOKED)
    assert re.fullmatch(r"[\w\-.]+\.jpg", made.file_name)
    assert len(made.file_name.encode()) < 200
    assert made.file_name.endswith("-1-inch-x10.jpg")
    dot = sheet(encode(Image.new("L", (1, 1))), "", ONE, A4, 1, "pdf", runtime=NOT_LOOKED)
    assert dot.file_name == "photo-1-inch-x1.pdf"


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "me.jpg"
    path.write_bytes(encode(portrait((480, 640))))
    return path


def test_command(photo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = photo.read_bytes()
    for name, args, kind in (("a.jpg", [], "jpeg"), ("b.pdf", ["--paper", "a4", "--print", "2-inch"], "pdf")):
        out = photo.with_name(name)
        assert main(["sheet", str(photo), "-o", str(out), *args]) == 0
        size, paper = (TWO, A4) if args else (ONE, SIX)
        assert out.read_bytes() == sheet(data, "me.jpg", size, paper, None, kind).data  # type: ignore[arg-type]
    said = capsys.readouterr().out
    for word in ("1800x1200", "10 张", "2480x3508", "25 张", "裁掉了", "实际大小"):
        assert word in said


def test_command_as_json_in_english(photo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = photo.with_name("a.jpg")
    args = ["--count", "3", "--format", "json", "--lang", "en", "--without-faces"]
    assert main(["sheet", str(photo), "-o", str(out), *args]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["written"], told["count"], told["most"], told["dpi"]) == (str(out), 3, 10, 300)
    assert told["bytes"] == out.stat().st_size
    assert [note["code"] for note in told["notes"]] == ["sheet-cut", "no-head", "print-unscaled"]
    assert "actual size" in told["notes"][-1]["message"]


@pytest.mark.parametrize(
    ("args", "word"),
    [
        (["-o", "a.png"], "must end in .jpg or .pdf"),
        (["-o", "a.jpg", "--count", "11"], "6-inch holds 1 to 10 prints of 1-inch, not 11"),
        (["-o", "a.jpg", "--count", "0"], "not 0"),
        (["-o", "a.jpg", "--print", "3-inch"], "3-inch"),
        ([], "-o"),
    ],
)
def test_wrong_calls(photo: Path, args: list[str], word: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["sheet", str(photo), *args])
    assert ended.value.code == 2
    said = capsys.readouterr().err
    assert "[usage]" in said
    assert word in said


def test_files_that_are_there_are_kept(photo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = photo.read_bytes()
    other = photo.with_name("other.jpg")
    other.write_bytes(b"precious")
    assert main(["sheet", str(photo), "-o", str(photo), "--force"]) == 2
    assert main(["sheet", str(photo), "-o", str(other)]) == 2
    assert main(["sheet", str(photo.with_name("none.jpg")), "-o", str(other), "--force"]) == 2
    said = capsys.readouterr().err
    assert [f"[{code}]" in said for code in ("same-file", "file-exists", "no-such-file")] == [True] * 3
    assert photo.read_bytes() == before
    assert other.read_bytes() == b"precious"
    assert main(["sheet", str(photo), "-o", str(other), "--force"]) == 0
