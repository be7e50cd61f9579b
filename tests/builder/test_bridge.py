"""What the checker page asks of Python, here without a browser."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from typing import Any

import pytest
from PIL import Image

import checker
from builder.runtime import bridge
from checker import standards
from checker.fix import Crop, fix
from checker.vision.desktop import desktop
from checker.vision.look import look
from checker.vision.runtime import finish
from checker.vision.scene import Handle, Point
from tests.corpus import PHOTOS


class Bytes(bytes):
    """Bytes as JavaScript hands them in."""

    def to_bytes(self) -> bytes:
        return bytes(self)


def read(query: str) -> dict[str, Any]:
    return dict(json.loads(bridge.read(query)))


def wish(*ids: str, **overrides: str) -> str:
    return json.dumps({"standards": ids, "overrides": overrides})


def test_link_chooses_standards_and_changes_limits() -> None:
    reading = read("standard=chsi-2017&bg=white&kb=20-60")
    assert reading["standards"] == ["chsi-2017"]
    assert reading["overrides"] == {"bg": "white", "kb": "20-60"}
    assert reading["names"] == [standards.load("chsi-2017").name.zh]
    assert reading["error"] == ""
    [size, background] = reading["changes"]
    assert "20" in size
    assert "60" in size
    assert "原来是" in size
    assert "白" in background


@pytest.mark.parametrize(
    "query", ["standard=online-upload,school-batch", "standard=online-upload&standard=school-batch&standard="]
)
def test_link_may_name_several_standards(query: str) -> None:
    reading = read(query)
    assert reading["standards"] == ["online-upload", "school-batch"]
    assert reading["changes"] == []
    assert reading["error"] == ""


def test_link_may_change_a_limit_of_whatever_is_chosen() -> None:
    reading = read("kb=20-60")
    assert reading["standards"] == reading["names"] == []
    assert reading["overrides"] == {"kb": "20-60"}
    assert len(reading["changes"]) == 1


@pytest.mark.parametrize("query", ["", "from=singlemessage&isappinstalled=0", "utm_source=x&x", "%ff=%00"])
def test_link_that_asks_for_nothing_changes_nothing(query: str) -> None:
    assert read(query) == {"standards": [], "overrides": {}, "names": [], "changes": [], "error": ""}


@pytest.mark.parametrize(
    ("query", "word"),
    [
        ("standard=nonsense", "nonsense"),
        ("standard=chsi-2017&kb=viel", "kb"),
        ("kb=60-20", "kb"),
        ("bg=green", "bg"),
        ("kb=20-60&kb=30-40", "kb"),
        ("standard=<img src=x>", "<img"),
        ("&".join(["kb=20-60"] * 51), "50"),
    ],
)
def test_nonsense_gives_a_sentence_and_nothing_else(query: str, word: str) -> None:
    reading = read(query)
    assert word in reading.pop("error")
    assert not any(reading.values())


def test_part_that_is_not_understood_is_named() -> None:
    assert "backgroud" in read("standard=ouchn&backgroud=white")["changes"][0]
    assert read("standard=ouchn&from=timeline&faces=off")["changes"] == []


class Output:
    """A typed array as JavaScript hands it out."""

    def __init__(self, view: memoryview) -> None:
        self._view = view

    def to_memoryview(self) -> memoryview:
        return self._view


async def run(model: str, pixels: bytes) -> list[Output]:
    """Run a model as the page's worker does, by the desktop's runtime."""
    runtime = desktop()
    assert runtime is not None
    return [Output(view) for view in await runtime.run(model, pixels)]


async def fail(model: str, pixels: bytes) -> list[Output]:
    raise OSError(f"{model} cannot be run")


@pytest.fixture
def models() -> Iterator[None]:
    """The models are there."""
    bridge.look_by(run)
    yield
    bridge.look_by(None)


def judge(data: bytes, *asked: Any) -> dict[str, Any]:
    return dict(json.loads(finish(bridge.judge(Bytes(data), "photo.jpg", len(data), *asked))))


def codes(reports: str) -> list[str]:
    return [finding["code"].rpartition("/")[2] for finding in json.loads(reports)[0]["findings"]]


@pytest.mark.usefixtures("models")
def test_judge_gives_the_command_lines_report() -> None:
    data = PHOTOS["baseline.jpg"]()
    expected = checker.check(data, "photo.jpg", ["chsi-2017"], "zh", {"kb": "20-60"})
    judged = judge(data, wish("chsi-2017", kb="20-60"))
    assert judged["reports"] == checker.reports_to_json(expected)
    assert json.loads(judged["reports"])[0]["overrides"] == {"kb": "20-60"}
    with Image.open(io.BytesIO(data)) as picture:
        assert judged["size"] == list(picture.size)
    assert len(judged["drawings"]) == 1
    assert judged["trouble"] == ""


@pytest.mark.usefixtures("models")
def test_what_needs_no_face_is_told_before_the_models_look() -> None:
    data = PHOTOS["baseline.jpg"]()
    told: list[str] = []
    judged = judge(data, wish("chsi-2017"), "{}", told.append)
    [early] = told
    [before], [after] = json.loads(early), json.loads(judged["reports"])
    assert {finding["rule"] for finding in before["findings"]} >= {"file-size", "pixel-size", "jpeg-quality"}
    assert len(before["findings"]) < len(after["findings"])
    # What was told stays: each finding is word by word in the report.
    assert [finding for finding in after["findings"] if finding in before["findings"]] == before["findings"]
    assert judged["scene"]["faces"] == 1


@pytest.mark.parametrize(("how", "code"), [(fail, "runtime-failed"), (None, "left-out")])
@pytest.mark.usefixtures("models")
def test_models_that_fail_or_were_left_out_are_told(how: bridge.RunModel | None, code: str) -> None:
    data = PHOTOS["baseline.jpg"]()
    bridge.look_by(how)
    judged = judge(data, wish("chsi-2017"))
    assert code in codes(judged["reports"])
    assert judged["scene"] is None
    assert json.loads(judged["reports"])[0]["outcome"] == "unknown"


def test_judge_refuses_by_size_alone() -> None:
    text = finish(bridge.judge(Bytes(), "large.jpg", 1 << 30, wish("ouchn", kb="20-60")))
    judged = json.loads(text)
    assert judged["size"] is judged["scene"] is None
    assert judged["drawings"] == [[]]
    [report] = json.loads(judged["reports"])
    assert report["error"]["code"] == "too-many-bytes"
    assert report["overrides"] == {"kb": "20-60"}


@pytest.mark.usefixtures("models")
def test_points_placed_by_hand_are_judged_by() -> None:
    data = PHOTOS["baseline.jpg"]()
    points: dict[Handle, list[float]] = {
        "crown": [240, 64],
        "chin": [240, 460],
        "left-eye": [200, 270],
        "right-eye": [280.5, 270],
    }
    judged = judge(data, wish("chsi-2017"), json.dumps(points))
    assert judged["scene"] == {"points": points, "by_hand": sorted(points), "faces": 1}
    by_hand = {name: Point(x, y) for name, (x, y) in points.items()}
    expected = checker.check(data, "photo.jpg", ["chsi-2017"], points=by_hand)
    assert judged["reports"] == checker.reports_to_json(expected)


def test_impossible_points_give_a_sentence_and_no_report() -> None:
    data = PHOTOS["baseline.jpg"]()
    points = {"crown": [240, 640], "chin": [240, 64], "left-eye": [200, 270], "right-eye": [280, 270]}
    judged = judge(data, wish("chsi-2017"), json.dumps(points))
    assert "下巴" in judged["trouble"]
    assert json.loads(judged["reports"]) == judged["drawings"] == []


def test_framing_comes_with_a_picture_of_the_whole_photo() -> None:
    data = PHOTOS["rotated.heic"]()
    text, picture = finish(bridge.framing(Bytes(data), "rotated.heic", wish("online-upload")))
    frame = json.loads(text)
    assert picture is not None
    shown = Image.open(io.BytesIO(picture))
    assert max(shown.size) <= 1024
    assert shown.width * frame["picture"][1] == pytest.approx(shown.height * frame["picture"][0], rel=0.01)
    left, top, width, height = frame["default"]
    assert (left, top) == pytest.approx(((1 - width) / 2, (1 - height) / 2), abs=0.01)
    assert width * frame["picture"][0] * 4 == pytest.approx(height * frame["picture"][1] * 3)
    assert {"crown", "chin"} <= {band["id"] for band in frame["bands"]}


def test_what_cannot_be_shown_is_not_framed_and_the_fixer_says_why() -> None:
    data = PHOTOS["lossless.webp"]()
    assert finish(bridge.framing(Bytes(data), "lossless.webp", wish("ouchn"))) == ("", None)
    text, made = finish(bridge.fix(Bytes(data), "lossless.webp", wish("ouchn"), "null"))
    assert made is None
    assert [note["level"] for note in json.loads(text)["notes"]] == ["problem"]


@pytest.mark.usefixtures("models")
def test_the_first_crop_has_the_head_in_its_place() -> None:
    data = PHOTOS["12-megapixels.jpg"]()
    text, _ = finish(bridge.framing(Bytes(data), "photo.jpg", wish("chsi-2017")))
    photo = checker.Photo.from_bytes(data)
    photo.decode()
    finish(look(photo))
    frame = checker.crop_frame(photo.size, ["chsi-2017"], scene=photo.scene)
    assert json.loads(text) == json.loads(json.dumps(frame.to_dict("zh")))
    assert frame.default != checker.crop_frame(photo.size, ["chsi-2017"]).default


@pytest.mark.usefixtures("models")
def test_extras_only_for_those_who_ask() -> None:
    data = PHOTOS["size-1200x1600.jpg"]()

    def notes(*extras: str) -> set[str]:
        text, _ = finish(bridge.fix(Bytes(data), "photo.jpg", wish("chsi-2017"), "null", *extras))
        return {note["code"] for note in json.loads(text)["notes"]}

    asked = {"background-replaced", "level-already"}  # she holds her head upright
    assert not notes() & asked
    assert not notes('{"level": false, "background": null}') & asked
    assert notes('{"level": true, "background": "white"}') >= asked


@pytest.mark.usefixtures("models")
def test_fix_gives_the_fixers_file() -> None:
    data = PHOTOS["baseline.jpg"]()
    crop = [0.1, 0.05, 0.6, 0.6]
    text, made = finish(
        bridge.fix(Bytes(data), "photo.jpg", wish("online-upload", kb="20-60"), json.dumps(crop))
    )
    chosen = standards.resolve(["online-upload"], {"kb": "20-60"})
    expected = fix(data, "photo.jpg", chosen, Crop(*crop))
    assert made == expected.data
    assert json.loads(text) == json.loads(json.dumps(expected.to_dict("zh")))


def test_crop_and_new_file_go_by_points_placed_by_hand() -> None:
    out = io.BytesIO()
    Image.new("RGB", (1200, 1600), (100, 197, 255)).save(out, "JPEG", quality=90)
    points = {"crown": [600, 500], "chin": [600, 1000], "left-eye": [540, 770], "right-eye": [660, 770]}
    data, placed = Bytes(out.getvalue()), json.dumps(points)
    text, _ = finish(bridge.framing(data, "wall.jpg", wish("chsi-2017"), placed))
    _, top, _, height = json.loads(text)["default"]
    assert (500 / 1600 - top) / height == pytest.approx(0.1, abs=0.01)
    text, _ = finish(bridge.fix(data, "wall.jpg", wish("chsi-2017"), "null", "{}", placed))
    [report] = json.loads(text)["after"]
    [crown] = [finding for finding in report["findings"] if finding["rule"] == "crown-position"]
    assert crown["outcome"] == "pass"
    assert "手动标的点" in crown["message"]
