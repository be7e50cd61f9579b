"""The target that standards leave together."""

from fractions import Fraction

import pytest

from checker import standards
from checker.fix import plan
from checker.fix.plan import USUAL
from checker.fix.room import Room, Span
from checker.rules import RULES
from checker.standards import Standard
from checker.standards.loader import common
from checker.standards.parse import parse_standard
from checker.text import LANGUAGES

OWN = """
id = "{id}"
order = 90
page = "requirements.html"
name = {{ zh = "学校{id}", en = "school {id}" }}
summary = {{ zh = "自己的标准", en = "a standard of its own" }}
[source]
authority = {{ zh = "教务处{id}", en = "office {id}" }}
document = {{ zh = "通知", en = "notice" }}
year = 2026
trust = "A"
checked = "2026-11-24"
[rules]
{rules}
"""


def own(rules: str, name: str = "a") -> Standard:
    return parse_standard(
        OWN.format(id=name, rules=rules), f"{name}.toml", common(), standards.load, own=True
    )


@pytest.mark.parametrize(
    ("ids", "size", "window", "quality"),
    [
        (USUAL, (480, 640), (30_720, 40_000), 60),
        (["resident-id"], (358, 441), (14_336, 20_000), 60),
        (["self-study"], (480, 640), (30_720, 40_000), 60),
        (["online-upload"], (480, 640), (30_720, 40_000), 60),
        (["school-batch"], (480, 640), (30_720, 40_000), 60),
        (["chsi-2017"], (480, 640), (30_720, 40_000), 60),
        (["ouchn"], (480, 640), (153_600, 200_000), 60),
        (["ouchn", "school-batch"], (480, 640), (153_600, 200_000), 60),
    ],
)
def test_targets(ids: list[str], size: tuple[int, int], window: tuple[int, int], quality: int) -> None:
    target = plan([standards.load(standard_id) for standard_id in ids])
    assert target.conflicts == ()
    assert target.size == size
    assert target.aim.n_bytes == Span(*window)
    assert target.aim.quality.low == quality
    assert target.dpi == (350 if ids == ["resident-id"] else 300)
    assert target.extension == "jpg"


def test_the_aim_lies_within_what_is_allowed() -> None:
    for standard in standards.load_all().values():
        target = plan([standard])
        assert not target.conflicts
        room, aim = target.room, target.aim
        for wide, narrow in ((room.n_bytes, aim.n_bytes), (room.width, aim.width), (room.dpi, aim.dpi)):
            assert wide.meet(narrow) == narrow
        assert room.allows(*target.size)


def test_two_limits_that_exclude_each_other_are_named_with_both_sources() -> None:
    (conflict,) = plan([standards.load("ouchn"), standards.load("chsi-2017")]).conflicts
    assert (conflict.code, conflict.level) == ("limits-exclude", "problem")
    for standard_id in ("ouchn", "chsi-2017"):
        standard = standards.load(standard_id)
        entry = standard.rules["file-size"]
        for lang in LANGUAGES:
            text = conflict.text.to(lang)
            assert standard.name.to(lang) in text
            assert entry.source.cite(lang) in text
            assert RULES["file-size"].describe(entry.limits).to(lang).split()[-2] in text


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("file-size.kb = { min = 50 }", "file-size.kb = { max = 40 }"),
        # 41 KB in either reading at least is more than 41 KB in either reading at most.
        ("file-size.kb = { min = 41 }", "file-size.kb = { max = 41 }"),
        (
            "pixel-size = { width = { min = 500 }, height = { min = 640 } }",
            "pixel-size = { width = { max = 480 }, height = { max = 640 } }",
        ),
        (
            "pixel-size = { width = { min = 578, max = 600 }, height = { min = 640, max = 768 } }",
            "aspect-ratio = { width = 3, height = 4, tolerance = 0 }",
        ),
        ('file-name.extensions = ["jpg"]', 'file-name.extensions = ["jpeg"]'),
        ("print-resolution.dpi = { min = 350 }", "print-resolution.dpi = { max = 300 }"),
        (
            'image-format.formats = ["JPEG"]',
            'image-format.formats = ["PNG"]',
        ),
        (
            "aspect-ratio = { width = 3, height = 4, tolerance = 0 }",
            "aspect-ratio = { width = 5, height = 7, tolerance = 0.01 }",
        ),
        ("aspect-ratio = { width = 4, height = 3, tolerance = 0 }", ""),
    ],
)
def test_what_excludes_what(first: str, second: str) -> None:
    conflicts = plan([own(first, "a"), own(second, "b")]).conflicts
    assert [note.code for note in conflicts] == ["limits-exclude"]
    assert "学校a" in conflicts[0].text.zh
    if second:
        assert "学校b" in conflicts[0].text.zh


def test_three_limits_that_only_together_leave_nothing() -> None:
    narrow = own("pixel-size = { width = { min = 500, max = 510 }, height = { min = 600 } }", "a")
    low = own("pixel-size = { width = { min = 1 }, height = { max = 640 } }", "b")
    ratio = own("aspect-ratio = { width = 3, height = 4, tolerance = 0.01 }", "c")
    for pair in ([narrow, low], [narrow, ratio], [low, ratio]):
        assert not plan(pair).conflicts
    (conflict,) = plan([narrow, low, ratio]).conflicts
    for name in ("学校a", "学校b", "学校c"):
        assert name in conflict.text.zh


def test_only_jpeg_is_made() -> None:
    target = plan([own('image-format.formats = ["PNG"]')])
    assert [note.code for note in target.conflicts] == ["not-jpeg"]


def test_a_standard_s_own_dpi_and_extension() -> None:
    dpi = "print-resolution.dpi = { min = 350, max = 350 }"
    target = plan([own(dpi + '\nfile-name.extensions = ["jpeg"]')])
    assert (target.dpi, target.extension) == (350, "jpeg")


def test_the_ratio_is_kept_where_nobody_asks_for_one() -> None:
    ouchn, batch = plan([standards.load("ouchn")]), plan([standards.load("school-batch")])
    assert ouchn.shape(Fraction(2, 3)) == Fraction(2, 3)
    assert ouchn.shape(Fraction(4, 3)) == Fraction(3, 4), (
        "a picture wider than high is cut to the usual ratio"
    )
    assert batch.shape(Fraction(2, 3)) == Fraction(3, 4)


def test_exact_sizes_of_online_upload() -> None:
    room = plan([standards.load("online-upload")]).room
    sizes = list(room.sizes(Fraction(3, 4)))
    assert len(sizes) == 33, "as the guide says: 480×640 to 576×768"
    assert (sizes[0], sizes[-1]) == ((480, 640), (576, 768))


def test_an_empty_room() -> None:
    assert not Room().empty
    assert Room(width=Span(5, 4)).empty
    assert Room(formats=frozenset()).empty
    assert Room(width=Span(481, 482), height=Span(1, 900), ratio=Span(Fraction(3, 4), Fraction(3, 4))).empty
