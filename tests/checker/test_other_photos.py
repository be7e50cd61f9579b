"""The standards of photos that are confused with the graduation photo, on real photos."""

import pytest

from checker import standards
from checker.fix import fix
from tests.checker.examples import find, padded
from tests.corpus import encode
from tests.portrait import portrait

COLOURS = {"blue": "#438EDB", "white": "white"}
# Where a standard wants the head: of which size the original is, where the crown lies, how high the head is.
COMPOSITIONS = {"resident-id": ((1432, 1764), 0.03, 0.83), "open-com-cn": ((1200, 1600), 0.1, 0.5)}
USUAL = ((1200, 1600), 0.1, 0.64)
# What the only portrait there is cannot meet: she smiles, and in her space suit one shoulder seems higher.
BEYOND_HER = {key: {"shoulders/slight", "mouth-closed/open"} for key in ("chsi-2017", "self-study")}


@pytest.mark.parametrize("standard_id", list(standards.load_all()))
def test_a_good_photo_meets_the_standard_and_one_before_green_does_not(standard_id: str) -> None:
    first = next(name for name in standards.load(standard_id).background if name in COLOURS)
    size, crown, head = COMPOSITIONS.get(standard_id, USUAL)
    photo = encode(portrait(size, COLOURS[first], crown=crown, head=head), quality=95)
    fixed = fix(photo, "photo.jpg", [standard_id])
    (report,) = fixed.after
    troubles = {found.code for found in report.findings if found.outcome not in {"pass", "manual"}}
    assert troubles == BEYOND_HER.get(standard_id, set())
    green = encode(portrait((1200, 1600), background="#2E8B57"), quality=95)
    assert find(green, "background-colour", standard_id).outcome == "fail"


@pytest.mark.parametrize(
    ("standard", "good", "bad"),
    [
        ("self-study", (480, 640), (481, 640)),
        ("open-com-cn", (480, 640), (480, 639)),
        ("adult-exam", (480, 640), (600, 800)),
        ("resident-id", (358, 441), (358, 478)),
        ("cet", (144, 192), (143, 192)),
        ("ncre", (144, 192), (144, 191)),
        ("ntce", (150, 200), (151, 200)),
        ("civil-service", (295, 413), (295, 412)),
    ],
)
def test_sizes_in_pixels(standard: str, good: tuple[int, int], bad: tuple[int, int]) -> None:
    assert find(encode(portrait(good)), "pixel-size", standard).outcome == "pass"
    assert find(encode(portrait(bad)), "pixel-size", standard).outcome == "fail"


@pytest.mark.parametrize(
    ("standard", "n_bytes", "outcome"),
    [
        ("open-com-cn", 60_000, "pass"),
        ("open-com-cn", 61_440, "warn"),
        ("open-com-cn", 61_441, "fail"),
        ("adult-exam", 40_000, "pass"),
        ("adult-exam", 41_000, "fail"),
        ("self-study", 41_000, "fail"),
        ("cet", 200_000, "pass"),
        ("ncre", 205_000, "fail"),
        ("ntce", 200_001, "warn"),
        # 10 MB may be 10 x 1,000 x 1,000 or 10 x 1,024 x 1,024 bytes.
        ("postgraduate", 10_000_000, "pass"),
        ("postgraduate", 10_000_001, "warn"),
        ("postgraduate", 10_485_760, "warn"),
        ("postgraduate", 10_485_761, "fail"),
    ],
)
def test_sizes_of_files(standard: str, n_bytes: int, outcome: str) -> None:
    finding = find(padded(n_bytes)(), "file-size", standard)
    assert finding.outcome == outcome
    if standard == "postgraduate":
        assert "不超过 10 MB" in finding.message


def test_resident_id_files() -> None:
    photo = encode(portrait((358, 441), background="white"), quality=69, dpi=(350, 350))
    assert find(photo, "file-size", "resident-id").outcome == "pass"
    assert find(photo, "print-resolution", "resident-id").outcome == "pass"
    assert find(encode(portrait((358, 441)), quality=95), "file-size", "resident-id").outcome == "fail"
