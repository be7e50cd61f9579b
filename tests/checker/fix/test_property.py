"""What must hold for any photo and any standards: the fixer satisfies every fixable rule or says why not."""

import random
from fractions import Fraction
from typing import Any

import pytest
from PIL import Image

from checker import Photo, standards
from checker.fix import FIXABLE, Crop, Fixed, fix, plan
from checker.fix.choose import MAX_ENLARGEMENT
from checker.fix.segments import is_plain
from checker.standards import Standard
from tests.corpus import encode, heic, png16, rotated
from tests.portrait import portrait

CASES = 150
OVERRIDES = (
    "kb=20-40",
    "kb=60-100",
    "kb=150-",
    "kb=-15",
    "px=480x640",
    "px=600x800",
    "px=295x413",
    "dpi=350",
)

# Which note may stand for a fixable rule that fails on the new file. Nothing else excuses one.
EXCUSES = {
    "file-size": {"too-few-bytes", "too-many-bytes"},
    "jpeg-quality": {"quality-not-reached"},
}
REFUSALS = {"limits-exclude", "too-few-pixels", "picture-incomplete"}


def picture(rng: random.Random) -> Image.Image:
    """A picture of any size and content; half of them are such as people send."""
    if rng.random() < 0.5:
        height = rng.randint(600, 1400)
        size = (round(height * rng.choice([3 / 4, 2 / 3, 5 / 7, 9 / 16, 1, rng.uniform(0.4, 1.6)])), height)
        return portrait(size, noise=rng.choice([0, 2, 5, 20, 50]))
    size = (round(2 ** rng.uniform(0, 10.5)), round(2 ** rng.uniform(0, 10.5)))
    kind = rng.choice(["flat", "grey", "noise", "slope"])
    if kind == "noise":
        return Image.frombytes("RGB", size, rng.randbytes(size[0] * size[1] * 3))
    if kind == "slope":
        return Image.linear_gradient("L").resize(size).convert("RGB")
    return Image.new(
        "RGB", size, "#808080" if kind == "grey" else rng.choice(["#438EDB", "#FFFFFF", "#000000"])
    )


def file(rng: random.Random, image: Image.Image) -> bytes:
    """The picture in any format and mode."""
    quality = rng.randint(5, 100)
    makers: list[Any] = [
        lambda: encode(image, quality=quality, dpi=(rng.randint(0, 600),) * 2),
        lambda: encode(image, quality=quality, progressive=True, subsampling=rng.choice(["4:4:4", "4:2:0"])),
        lambda: rotated(rng.randint(1, 8), image),
        lambda: encode(image.convert("L"), quality=quality),
        lambda: encode(image.convert("CMYK"), quality=quality),
        lambda: encode(image, "PNG"),
        lambda: encode(image.convert("LA"), "PNG"),
        lambda: encode(image.quantize(rng.randint(2, 256)), "PNG", transparency=0),
        lambda: encode(image.convert("1"), "PNG"),
        lambda: png16(image),
        lambda: encode(image, "GIF"),
        lambda: encode(image, "GIF", save_all=True, append_images=[image.rotate(180)]),
        lambda: encode(image, "BMP"),
        lambda: heic(image, quality=max(quality, 20)),
        lambda: encode(image, quality=quality)[: rng.randint(0, 20_000)],
    ]
    data: bytes = rng.choice(makers)()
    return data


def chosen(rng: random.Random) -> list[Standard]:
    """One to three standards, some with a limit of the person's own."""
    some = rng.sample(list(standards.load_all().values()), rng.choice([1, 1, 1, 2, 3]))
    if rng.random() < 0.3:
        some = standards.resolve(some, standards.parse_overrides([rng.choice(OVERRIDES)]))
    return some


def crop(rng: random.Random) -> Crop | None:
    if rng.random() < 0.7:
        return None
    left, top = rng.uniform(0, 0.5), rng.uniform(0, 0.5)
    return Crop(left, top, rng.uniform(0.05, 1 - left), rng.uniform(0.05, 1 - top))


@pytest.mark.parametrize("seed", range(CASES))
def test_any_photo_and_any_standards(seed: int) -> None:
    rng = random.Random(seed)
    data, wanted, part = file(rng, picture(rng)), chosen(rng), crop(rng)
    fixed = fix(data, "photo", wanted, part)
    codes = {note.code for note in fixed.notes}
    assert [report.standard for report in fixed.before] == [standard.id for standard in wanted]
    problems = {note.code for note in fixed.notes if note.level == "problem"}
    if fixed.data is None:
        error = fixed.before[0].error
        assert len(problems) >= 1
        assert problems <= (REFUSALS if error is None else {error.code}), problems
        return
    assert_sound(fixed, Photo.from_bytes(data).size, wanted)
    for report in fixed.after:
        for finding in report.findings:
            if finding.rule in FIXABLE and finding.outcome not in {"pass", "warn"}:
                excused = EXCUSES.get(finding.rule, set()) & codes
                grey = finding.rule == "image-integrity" and finding.verdict.code in {
                    "grey-area",
                    "grey-corner",
                }
                assert excused or (grey and "still-fails" in codes), finding.message
    if fixed.complete:  # a quality just below the limit only warns
        assert problems <= {"quality-not-reached"}, problems
    else:
        assert problems


def assert_sound(fixed: Fixed, picture_size: tuple[int, int], wanted: list[Standard]) -> None:
    """The new file is of the promised kind, is not stretched and not enlarged without a word."""
    assert fixed.data is not None
    assert fixed.size is not None
    assert fixed.crop is not None
    width, height = fixed.size
    left, top, right, bottom = fixed.crop.box(picture_size)
    assert is_plain(fixed.data)
    assert Photo.from_bytes(fixed.data).size == fixed.size
    assert plan(wanted).room.allows(width, height)
    added = any(note.code == "background-extended" for note in fixed.notes)  # the crop is what the photo gave
    assert added or abs((right - left) / (bottom - top) * height / width - 1) < 1e-6, "stretched"
    scale = (right - left) / width
    assert scale >= 1 / MAX_ENLARGEMENT - 1e-9
    assert (scale < 1 - 1e-9) == ("enlarged" in {note.code for note in fixed.notes})
    target = plan(wanted)
    low, high = target.room.n_bytes.low, target.room.n_bytes.high
    codes = {note.code for note in fixed.notes}
    if len(fixed.data) < low:
        assert (fixed.quality, "too-few-bytes" in codes) == (100, True)
    if high is not None and len(fixed.data) > high:
        assert codes & {"too-many-bytes", "usual-bytes-exceeded"}
    if (fixed.quality or 0) < target.room.quality.low:
        assert "quality-not-reached" in codes
        assert high is not None, "without an upper limit there is room for quality"


@pytest.mark.parametrize("seed", range(40))
def test_too_few_px_is_said_only_when_it_is_so(seed: int) -> None:
    rng = random.Random(1_000 + seed)
    size = (rng.randint(250, 800), rng.randint(300, 1000))
    wanted = chosen(rng)
    target = plan(wanted)
    fixed = fix(encode(Image.new("RGB", size, "#438EDB")), "photo", wanted)
    if target.conflicts:
        assert fixed.data is None
        return
    fits = any(
        target.room.allows(width, height)
        for width in range(1, size[0] + 1)
        for height in nearby(target.room.ratio, width, size[1])
    )
    if fits:
        assert fixed.data is not None
    if fixed.data is not None and not fits:
        assert "enlarged" in {note.code for note in fixed.notes}


def nearby(ratio: Any, width: int, highest: int) -> range:
    """All heights, at most ``highest``, that the ratio allows for a width."""
    low = int(Fraction(width) / ratio.high) if ratio.high else 1
    return range(max(1, low), min(highest, int(Fraction(width) / ratio.low) + 1) + 1)
