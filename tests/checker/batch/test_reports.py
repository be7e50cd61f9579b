"""Reports on whole folders: the same whatever the number of processes, and safe to open."""

import csv
import html.parser
import io
import json
import os
import re
from pathlib import Path

import pytest

from checker import check, reports_to_json
from checker.batch.writers import each_to_mend, plain_cell
from checker.cli import main
from checker.render import TROUBLES
from checker.text import Lang
from tests.checker.command import run
from tests.checker.test_report import VALIDATOR
from tests.corpus import PHOTOS, UNREADABLE, build

LARGE = {"12-megapixels.jpg", "5-megabytes.jpg", "12-megapixels.heic"}


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("corpus")
    for at, path in enumerate(build(folder)):
        if at % 3 == 0:
            (folder / "deeper").mkdir(exist_ok=True)
            path.rename(folder / "deeper" / path.name)
    return folder


@pytest.fixture(scope="module")
def reports(corpus: Path) -> dict[str, bytes]:
    """Return each format's report on the corpus, made by one process and by two, which must not differ."""
    found = {}
    for kind, where in (("json", corpus), ("html", corpus / "deeper")):
        one, two = (run("check", str(where), "--format", kind, "--jobs", n) for n in ("1", "2"))
        assert one.returncode == two.returncode == 2
        assert one.stdout == two.stdout
        assert one.stderr == two.stderr
        found[kind] = one.stdout
        found.setdefault("summary", one.stderr)
    return found


def test_json_is_what_single_files_give(corpus: Path, reports: dict[str, bytes]) -> None:
    loaded = json.loads(reports["json"])
    VALIDATOR.validate(loaded)
    names = [Path(report["file"]).name for report in loaded]
    assert set(names) == (PHOTOS.keys() | UNREADABLE.keys()) - {"clip.mp4", "paper.pdf"}
    assert len(names) == len(set(names))
    small = [report for report in loaded if Path(report["file"]).name not in LARGE]
    single = [
        report
        for item in small
        for report in check(Path(item["file"]).read_bytes(), item["file"], ["online-upload"])
    ]
    assert reports_to_json(single) == json.dumps(small, ensure_ascii=True, indent=2) + "\n"


def test_the_summary_counts_what_the_report_says(reports: dict[str, bytes]) -> None:
    loaded = json.loads(reports["json"])
    text = reports["summary"].decode()
    assert f"共检查 {len(loaded)} 张照片" in text
    for outcome, label in (("pass", "合格"), ("fail", "不合格"), ("unreadable", "打不开")):
        n = sum(report["outcome"] == outcome for report in loaded)
        assert re.search(rf"[：，]{label} {n}\b", text), label
    codes = [f["code"] for r in loaded for f in r["findings"] if f["outcome"] in {"fail", "warn", "unknown"}]
    n, code = re.findall(r"^  (\d+) × .*\((\S+)\)$", text, re.MULTILINE)[0]
    assert codes.count(code) == int(n) == max(codes.count(code) for code in codes)
    assert "clip.mp4" in text
    assert "paper.pdf" in text


_TAGS = {"html", "head", "meta", "title", "style", "body", "main", "h1", "h2", "p", "nav", "a", "span"}
_TAGS |= {"article", "img", "div", "ul", "li", "strong", "code"}
_TAGS |= {"svg", "g", "polygon", "polyline", "details", "summary", "label", "input"}


class _Page(html.parser.HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


def test_html_is_one_file_without_script(reports: dict[str, bytes]) -> None:
    text = reports["html"].decode("utf-8")
    page = _Page(text)
    tags = {tag for tag, _ in page.tags}
    assert not tags & {"script", "link", "iframe", "object", "form", "base"}
    for tag, attributes in page.tags:
        assert not any(name.startswith("on") for name in attributes), tag
        for name in ("src", "href"):
            if value := attributes.get(name):
                assert value.startswith(("#", "data:image/jpeg;base64,"))
    assert "url(" not in text
    articles = [attributes for tag, attributes in page.tags if tag == "article"]
    assert len(articles) == sum("deeper" in report["file"] for report in json.loads(reports["json"]))
    outcomes = {str(attributes["class"]).split()[1] for attributes in articles}
    marks = {attributes.get("id") for tag, attributes in page.tags if tag == "span"}
    links = {str(attributes["href"])[1:] for tag, attributes in page.tags if tag == "a"}
    assert outcomes <= links == marks - {None}
    for outcome in links - {"all"}:
        assert f"#{outcome}:target ~ .photo:not(.{outcome})" in text
    assert sum(tag == "img" for tag, _ in page.tags) > 20


def test_csv_for_spreadsheets(folder: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    (folder / "=HYPERLINK(1).jpg").write_bytes(PHOTOS["baseline.jpg"]())
    args = ["--standard", "chsi-2017", "--standard", "ouchn", "--format", "csv", "--jobs", "1"]
    table = folder / "report.csv"
    assert main(["check", str(folder), *args, "-o", str(table)]) == 2
    data = table.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert {len(row) for row in rows} == {len(rows[0])}
    assert len(rows) == 1 + 2 * 6
    by_file = {
        (Path(row[0].lstrip("'")).name, row[1]): dict(zip(rows[0], row, strict=True)) for row in rows[1:]
    }
    assert by_file["white.jpg", "chsi-2017"]["背景颜色 (background-colour)"].startswith("合格")
    assert by_file["text.jpg", "ouchn"]["结论"] == "打不开"
    assert "[not-an-image]" in by_file["text.jpg", "ouchn"]["要改的地方"]
    assert by_file["good.jpg", "ouchn"]["文件大小 (file-size)"].endswith(" B")


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(("name", "code"), [("lossless.webp", "not-decoded"), ("baseline.jpg", "left-out")])
def test_one_reason_is_said_once(name: str, code: str, lang: Lang) -> None:
    """Nobody reads a cell that says the same twenty times; which rules it keeps from judging is named."""
    [report] = check(PHOTOS[name](), name, ["online-upload"], lang, runtime="left-out")
    kept_back = [finding for finding in report.findings if finding.verdict.code == code]
    assert len(kept_back) > 5
    troubles = [finding for finding in report.findings if finding.outcome in TROUBLES]
    entries = each_to_mend(report)
    assert len(entries) == 1 + len(troubles) - len(kept_back)
    [entry] = [entry for entry in entries if kept_back[-1].title.to(lang) in entry]
    assert all(finding.title.to(lang) in entry for finding in kept_back)
    assert len(entry) < 600


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", " =", "＝", "\u3000+"])
def test_no_cell_is_a_formula(start: str) -> None:
    cell = plain_cell(f"{start}1+1|cmd")
    assert cell.startswith("'")
    assert cell.isprintable()
    assert plain_cell("照片 1.jpg") == "照片 1.jpg"
    behind = plain_cell(f"a; {start}1+1|cmd")
    assert not any(part.strip()[:1] in set("=+-@＝＋－＠") for part in behind.split(";"))
    assert plain_cell("a; b;c") == "a; b;c"


@pytest.mark.skipif(os.name != "posix", reason="such names exist on POSIX only")
@pytest.mark.parametrize("kind", ["text", "json", "csv", "html"])
def test_hostile_names(tmp_path: Path, kind: str) -> None:
    names = ["<script>alert(1).jpg", '"><img src=x onerror=1>.jpg', "=1+1.jpg", "a\nb\x1b[31m.jpg"]
    names += ["abc\u202egpj.jpg", os.fsdecode(b"\xff\xfe.jpg")]
    for name in names:
        (tmp_path / name).write_bytes(PHOTOS["baseline.jpg"]())
    done = run("check", ".", "--format", kind, cwd=tmp_path)
    assert done.returncode == 0
    text = done.stdout.decode("utf-8")
    if kind == "json":
        assert sorted(report["file"] for report in json.loads(text)) == sorted(f"./{name}" for name in names)
        return
    assert all(char.isprintable() or char in "\r\n\ufeff" for char in text)
    assert "a\\nb\\x1b[31m.jpg" in text
    assert "\\udcff\\udcfe.jpg" in text
    if kind == "html":
        assert {tag for tag, _ in _Page(text).tags} <= _TAGS
        assert "&lt;script&gt;" in text


def test_a_report_file_is_whole_or_the_old_one(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = folder / "report.html"
    target.write_text("the last report")
    assert main(["check", str(folder / "missing"), "--format", "html", "-o", str(target)]) == 2
    assert "no-such-file" in target.read_text(encoding="utf-8")
    assert main(["check", str(folder), "-o", str(folder / "no" / "report.txt")]) == 2
    assert main(["check", str(folder), "-o", str(folder)]) == 2
    assert capsys.readouterr().err.count("[output]") == 2
    assert not list(folder.glob(".*"))


def test_the_report_is_no_photo_of_the_next_run(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    args = ["check", str(folder), "--format", "csv", "-o", str(folder / "report.csv")]
    texts = []
    for _ in range(2):
        main(args)
        texts.append(capsys.readouterr().err)
    assert texts[0] == texts[1]
    assert "report.csv" not in texts[0]


@pytest.mark.parametrize(
    "args",
    [["--jobs", "0"], ["--jobs", "x"], ["--jobs", "-1"], ["--time-limit", "0"], ["-o", "photo.JPG"]],
)
def test_wrong_options(args: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["check", "a.jpg", *args])
    assert ended.value.code == 2
    assert "[usage]" in capsys.readouterr().err


def test_text_names_what_is_wrong_and_ends_with_the_summary(folder: Path) -> None:
    done = run("check", ".", cwd=folder)
    lines = done.stdout.decode().splitlines()
    assert any("./white.jpg" in line and "不合格" in line for line in lines)
    assert not any(line.startswith(("  [合格]", "  [请自查]")) for line in lines)
    assert "共检查 5 张照片" in lines
    assert "不保证" in lines[-1]
    assert done.stderr == b""
