"""Which photos are made, and what is true of each: told from the standards' limits and the declared bands.

No rule's code is asked: limits are read again here, from the figures in the standards' files.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from benchmarks.accuracy.catalogue import LOOKS
from benchmarks.accuracy.looks import BACKGROUNDS, STANDARD, WRONG_BACKGROUNDS
from benchmarks.accuracy.shots import PORTRAIT, Shot, Size, Truth
from benchmarks.accuracy.sources import Source
from checker.standards import Standard, common_bands
from checker.table import Range

# Rules whose limits are numbers that a file meets or does not: nothing may be wrong about them.
HARD = ("file-size", "pixel-size", "aspect-ratio", "image-format", "colour-mode", "image-integrity")

# Rules about head and face. Not every head in these photos is held as a standard wants it, and many smile:
# `benchmarks.accuracy.geometry` measures these rules.
FACES = frozenset({
    "crown-position", "head-height", "eye-line", "face-width", "head-centring", "side-margins", "shoulders",
    "inter-eye-distance", "roll", "yaw", "pitch", "face-count", "eyes-open", "mouth-closed", "ears-visible",
    "hair-over-eyes", "head-covering", "glasses", "ornaments", "selfie-distortion", "gaze",
})  # fmt: skip

_JPEGS = ("jpg", "jpg-progressive", "jpg-optimised", "jpg-444", "jpg-422", "jpg-restarts", "jpg-exif")
_NOT_JPEG = ("png", "gif", "bmp", "webp", "heic", "tif", "avif")


def _truth(truth: Truth, *ways: str) -> dict[str, Truth]:
    return dict.fromkeys(ways, truth)


# What is true of a way of saving, by rule; ways that are not named are not about that rule.
_SAVED: Mapping[str, Mapping[str, Truth]] = {
    "image-format": _truth("pass", *_JPEGS) | _truth("fail", *_NOT_JPEG),
    "image-integrity": _truth("pass", *_JPEGS, "png", "gif", "bmp", "heic")
    | _truth("warn-ok", "jpg-trailing", "jpg-video")
    | _truth("fail", "jpg-no-end"),
    "single-image": _truth("pass", *_JPEGS, "png", "heic")
    | _truth("warn-ok", "jpg-mpo")
    | _truth("fail", "png-animated", "gif-animated"),
    "colour-profile": _truth("pass", *_JPEGS, "jpg-srgb") | _truth("warn-ok", "jpg-p3", "jpg-broken-profile"),
    "embedded-location": _truth("pass", *_JPEGS, "jpg-srgb", "png") | _truth("warn-ok", "jpg-gps"),
}
_SMALL: tuple[Size, ...] = ((240, 320), (295, 413))
_SHAPES: tuple[Size, ...] = ((240, 320), (300, 320), (320, 320), (322, 320), (400, 300), (640, 480))
_RGB = (*_JPEGS, "jpg-srgb", "jpg-p3", "png", "bmp", "heic")
_NOT_RGB = ("jpg-grey", "jpg-cmyk", "png-alpha", "png-grey", "png-palette", "png-16", "gif", "heic-10")


def plan(sources: Sequence[Source], standards: Mapping[str, Standard]) -> list[Shot]:
    """Return every photo of the benchmark that is about rules which the standards have, in a fixed order."""
    real = [source for source in sources if source.kind != "chart"]
    cut = [source for source in real if source.cut is not None]
    shots: list[Shot] = []
    for standard in standards.values():
        shots += _bytes(standard)
        shots += _sizes(standard)
        shots += _ratios(standard)
        shots += _densities(standard)
        shots += _qualities(standard)
        shots += _saved(standard)
    shots = list(_distinct(shots, standards))
    shots = [replace(shot, source=_turn(sources, at).id) for at, shot in enumerate(shots)]
    main = standards[STANDARD]
    shots += _whole(main, sources)
    shots += _turned(main, sources)
    shots += _backgrounds(main, cut)
    shots += _clean(main, cut)
    bands = (*common_bands(), *main.bands)
    for look in LOOKS:
        shots += look.shots(real, bands)
    return [shot for shot in (_known(shot, standards) for shot in shots) if shot.rules]


def _known(shot: Shot, standards: Mapping[str, Standard]) -> Shot:
    """Return ``shot`` with those of its rules that its standard has."""
    rules = standards[shot.standard].rules
    return replace(shot, rules=tuple(rule for rule in shot.rules if rule in rules))


def _distinct(shots: Sequence[Shot], standards: Mapping[str, Standard]) -> Iterator[Shot]:
    """Yield ``shots`` without those that only repeat another standard's equal limits."""
    seen = set()
    for shot in shots:
        limits = [standards[shot.standard].rules.get(rule) for rule in shot.rules]
        key = (replace(shot, standard=""), str([entry and entry.limits for entry in limits]))
        if key not in seen:
            seen.add(key)
            yield shot


def _turn(sources: Sequence[Source], at: int) -> Source:
    return sources[at % len(sources)]


def _shot(rule: str, standard: Standard, mutation: str, step: float | str, truth: Truth) -> Shot:
    return Shot((rule,), standard.id, mutation, step, truth, "")


def _bytes(standard: Standard) -> Iterator[Shot]:
    """Files around each limit by both readings of KB: what one refuses warns, what both refuse fails."""
    entry = standard.rules.get("file-size")
    if entry is None:
        return
    kb, large = entry.limits.kb, 1024 * 1024 if entry.limits.megabytes else 1024
    small, count = (1_000_000, 1000) if entry.limits.megabytes else (1000, 1)
    steps: dict[str, float] = {}
    for name, limit in (("min", kb.min), ("max", kb.max)):
        if limit is not None:
            ends = {"1000": limit * small / count, "1024": limit * large / count}
            for reading, end in ends.items():
                for off in (-4000, -100, -1, 0, 1, 100, 4000):
                    steps[f"{name}×{reading}{off:+d}" if off else f"{name}×{reading}"] = end + off
    outside: Truth = "fail" if entry.limits.enforced else "warn-ok"
    strict = Range(
        None if kb.min is None else kb.min * large / count, None if kb.max is None else kb.max * small / count
    )
    loose = Range(
        None if kb.min is None else kb.min * small / count, None if kb.max is None else kb.max * large / count
    )
    for step, n_bytes in steps.items():
        n = round(n_bytes)
        truth: Truth = "pass" if strict.holds(n) else "warn-ok" if loose.holds(n) else outside
        yield replace(
            _shot("file-size", standard, "bytes", step, truth), variant=str(n), size=(180, 240), quality=60
        )


def _sizes(standard: Standard) -> Iterator[Shot]:
    """Sizes at, just within and just outside each limit of width and height."""
    entry = standard.rules.get("pixel-size")
    if entry is None:
        return
    width, height = entry.limits.width, entry.limits.height
    middle = (_middle(width, 480), _middle(height, 640))
    for axis, limits in enumerate((width, height)):
        for name, end in (("min", limits.min), ("max", limits.max)):
            for off in (-60, -10, -2, -1, 0, 1, 2, 10, 60):
                if end is not None:
                    size = (int(end) + off, middle[1]) if axis == 0 else (middle[0], int(end) + off)
                    good = width.holds(size[0]) and height.holds(size[1])
                    step = f"{('width', 'height')[axis]} {name}{off:+d}"
                    shot = _shot("pixel-size", standard, "size", step, "pass" if good else "fail")
                    yield replace(shot, size=size, quality=85)


def _middle(limits: Range, usual: int) -> int:
    low, high = limits.min, limits.max
    return int((low + high) // 2) if low is not None and high is not None else int(max(low or usual, usual))


def _ratios(standard: Standard) -> Iterator[Shot]:
    """Exact ratios, one pixel of rounding, and more: what rounding cannot explain fails."""
    entry = standard.rules.get("aspect-ratio")
    if entry is None:
        return
    wide, high, tolerance = entry.limits.width, entry.limits.height, entry.limits.tolerance
    for unit in (240 // high, 400 // high, 560 // high, 640 // high, 768 // high):
        width, height = wide * unit, high * unit
        sizes = {"exact": (width, height)}
        for across, down in ((1, 0), (-1, 0), (0, 1), (0, -1), (1, -1), (-2, 0), (3, 0), (0, 5)):
            sizes[f"{across:+d}×{down:+d}"] = (width + across, height + down)
        for percent in (-20, -10, -6, -5.2, -4.8, -3, 3, 4.8, 5.2, 6, 10, 20, 40):
            sizes[f"{percent:+g}%"] = (round(width * (1 + percent / 100)), height)
        for step, size in sizes.items():
            truth = ratio_truth(size, Fraction(wide, high), tolerance)
            yield replace(_shot("aspect-ratio", standard, "ratio", step, truth), size=size, quality=85)


def ratio_truth(size: Size, wanted: Fraction, tolerance: Fraction) -> Truth:
    """Return what is true of a size: within the tolerance, a pixel of rounding away, or wrong."""
    width, height = size
    deviation = Fraction(width, height) / wanted - 1
    # Rounding moves either side by up to a pixel.
    near = [Fraction(width + off, height) for off in (-1, 1)]
    near += [Fraction(width, height + off) for off in (-1, 1)]
    if abs(deviation) <= tolerance:
        return "pass"
    return "warn-ok" if min(near) <= wanted <= max(near) else "fail"


def _densities(standard: Standard) -> Iterator[Shot]:
    entry = standard.rules.get("print-resolution")
    if entry is None:
        return
    for dpi in (1, 50, 70, 71, 72, 73, 96, 150, 200, 299, 300, 301, 350, 600):
        truth: Truth = "pass" if entry.limits.dpi.holds(dpi) else "warn-ok"
        yield replace(_shot("print-resolution", standard, "dpi", dpi, truth), size=(240, 320))
    yield replace(_shot("print-resolution", standard, "dpi", 0, "pass"), size=(240, 320))  # says none


def _qualities(standard: Standard) -> Iterator[Shot]:
    """JPEG qualities around the lowest allowed; those less than ``doubt`` below it need only a warning."""
    entry = standard.rules.get("jpeg-quality")
    if entry is None:
        return
    low, doubt = entry.limits.min, entry.limits.doubt
    for quality in (
        5,
        15,
        25,
        35,
        40,
        45,
        48,
        49,
        50,
        51,
        54,
        55,
        56,
        58,
        59,
        60,
        61,
        62,
        65,
        70,
        80,
        90,
        95,
    ):
        truth: Truth = "pass" if quality >= low else "fail" if quality <= low - doubt else "warn-ok"
        yield replace(_shot("jpeg-quality", standard, "quality", quality, truth), size=(240, 320))


def _saved(standard: Standard) -> Iterator[Shot]:
    """Every way of saving; names that say something else than the content."""
    truths = {rule: dict(table) for rule, table in _SAVED.items()}
    mode = standard.rules.get("colour-mode")
    if mode is not None:
        wrong: Truth = "fail" if mode.limits.required else "warn-ok"
        truths["colour-mode"] = _truth("pass", *_RGB) | _truth(wrong, *_NOT_RGB)
    for rule, table in truths.items():
        for way, truth in table.items():
            for size in _SMALL:
                yield replace(_shot(rule, standard, "saved-as", way, truth), size=size)
    named = standard.rules.get("file-name")
    for extension in ("jpg", "JPG", "jpeg", "png", "heic", "jfif", "txt"):
        if named is not None and named.limits.pattern is None:
            good = extension.lower() in named.limits.extensions
            shot = _shot("file-name", standard, "named", extension, "pass" if good else "warn-ok")
            yield replace(shot, size=(240, 320))


def _whole(standard: Standard, sources: Sequence[Source]) -> Iterator[Shot]:
    """Files of which a part is missing, as they arrived, and mended by a program that adds an end mark."""
    for source in sources:
        for share in (0.02, 0.1, 0.25, 0.4, 0.5, 0.6, 0.75, 0.9, 0.95, 0.98):
            for variant in ("", "ended", "progressive"):
                shot = _shot("image-integrity", standard, "cut-short", share, "fail")
                yield replace(shot, source=source.id, variant=variant)


def _turned(standard: Standard, sources: Sequence[Source]) -> Iterator[Shot]:
    for source in sources:
        for orientation in range(1, 9):
            truth: Truth = "pass" if orientation == 1 else "warn-ok"
            shot = _shot("orientation", standard, "turned", orientation, truth)
            yield replace(shot, source=source.id, size=(240, 320))
        for size in _SHAPES:
            width, height = size
            upright: Truth = "pass" if width < height else "warn-ok" if width == height else "fail"
            shot = _shot("orientation", standard, "shape", "{}×{}".format(*size), upright)
            yield replace(shot, source=source.id, size=size)


def _backgrounds(standard: Standard, sources: Sequence[Source]) -> Iterator[Shot]:
    """Plain backgrounds of other colours, and the places in which the portraits were really taken."""
    for source in sources:
        for name in WRONG_BACKGROUNDS:
            shot = _shot("background-colour", standard, "other-colour", name, "fail")
            yield replace(shot, source=source.id, background=name)


def _clean(standard: Standard, sources: Sequence[Source]) -> Iterator[Shot]:
    """Good photos, about every rule of the standard for which their original is fit."""
    for source in sources:
        rules = tuple(rule for rule in standard.rules if rule not in source.unfit and rule not in FACES)
        for background in BACKGROUNDS:
            for quality in (62, 72, 82, 92):
                for variant in ("plain", "grain", "small-head"):
                    shot = Shot(rules, standard.id, "clean", variant, "pass", source.id, background, PORTRAIT)
                    seed = zlib.crc32(f"{source.id} {background} {quality} {variant}".encode())
                    yield replace(shot, quality=quality, seed=seed)
