"""What only a person can tell: asked under every standard, one thing a sentence."""

from checker import standards
from checker.standards.loader import common_manual

ALL = list(standards.load_all().values())


def test_what_people_look_at_is_asked_under_every_standard() -> None:
    ours = {manual.id: manual for manual in common_manual()}
    assert {"really-you", "no-retouching", "no-text"} <= set(ours)
    for standard in ALL:
        asked = {manual.id: manual for manual in standard.manual}
        assert set(ours) <= set(asked), standard.id
        assert asked["really-you"].source.trust == "own"
    chsi = {manual.id: manual for manual in standards.load("chsi-2017").manual}
    assert chsi["no-retouching"].source.trust == "C", "the standard's own words come first"
    assert "疤痕" in chsi["no-retouching"].sentence().zh


def test_manual_items_are_short() -> None:
    """One thing each, so that a person can say yes or no."""
    for standard in ALL:
        for manual in standard.manual:
            assert len(manual.sentence().zh) <= 36, manual.sentence().zh
