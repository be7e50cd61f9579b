"""Bands of tolerance: strictly read, and all of them sane."""

import re

import pytest

from checker import standards
from checker.errors import StandardError
from checker.rules import RULES
from checker.standards.bands import Band, read_bands
from checker.table import Table

BAND = """[[band]]
rule = "sharpness"
mutation = "defocus"
from = 0.8
to = 1.6
unit = "px"
note = { zh = "甲", en = "A" }
"""


def read(text: str) -> tuple[Band, ...]:
    return read_bands(Table.parse(text, "common.toml"))


def test_both_ends_lie_within() -> None:
    (band,) = read(BAND)
    assert (band.rule, band.mutation, band.unit) == ("sharpness", "defocus", "px")
    assert [band.holds(value) for value in (0.79, 0.8, 1.2, 1.6, 1.61)] == [False, True, True, True, False]


def test_no_bands_are_no_fault() -> None:
    assert read("") == ()


def test_a_mutation_may_have_a_band_on_either_side() -> None:
    other = BAND.replace("0.8", "-1.6").replace("to = 1.6", "to = -0.8")
    assert [band.low for band in read(BAND + other)] == [0.8, -1.6]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('rule = "sharpness"\n', "", "common.toml: band 1: rule: is missing"),
        ('"sharpness"', '"Sharpness"', "band 1: rule: must be lower-case words"),
        ('"defocus"', '"de focus"', "band 1: mutation: must be lower-case words"),
        ("from = 0.8", 'from = "0.8"', "band 1: from: must be a number"),
        ("to = 1.6", "to = 0.8", "band 1: to: must be above from, 0.8, not 0.8"),
        ('unit = "px"', 'unit = "pixels"', "band 1: unit: must be one of px, fraction"),
        ('unit = "px"', 'unit = "px"\nsource = "own"', "band 1: source: is unknown"),
        (BAND, BAND + BAND, "band 2: from: overlaps another band"),
        (BAND, "band = 1", "common.toml: band: must be an array of tables"),
    ],
)
def test_faults_are_named(old: str, new: str, message: str) -> None:
    assert old in BAND
    with pytest.raises(StandardError, match=re.escape(message)):
        read(BAND.replace(old, new, 1))


def test_a_standard_may_have_bands_of_its_own() -> None:
    assert all(isinstance(standard.bands, tuple) for standard in standards.load_all().values())
    assert len(standards.common_bands()) >= 15


@pytest.mark.parametrize("band", standards.common_bands(), ids=lambda band: f"{band.rule}-{band.mutation}")
def test_notes_say_what_is_seen(band: Band) -> None:
    assert band.note.en.isascii()
    band.note.zh.encode("cp936")
    assert len(band.note.zh) > 8
    assert band.rule in RULES
