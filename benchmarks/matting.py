"""How well person and background are parted, on composites whose alpha is known: the raw mask and the matte.

The truth is made, not found: the cut-outs of ``benchmarks/accuracy`` (drawn by hand along the edge, softened)
give the body; the colours of the person are drawn on beyond the cut, so that no old background is left in
them; and strands of hair, up to two px wide and curved, of colours taken from the hair, are drawn out of its
edge at four times the size and reduced. That is laid before a backdrop in linear mixture of sRGB values, as
cameras' files blur, given noise and a JPEG's losses, and the model looks at the result. What counts is the
mean absolute error of alpha, 0-1, within the edge band: where the true alpha is neither 0 nor 1, and all
within a hundredth of the width of it.

``python -m benchmarks.matting [FOLDER]`` prints both and, with a folder, writes pictures there:
composite, truth, raw mask, matte, replaced background. It ends with 1 where the matte's mean error is above
half of the raw mask's.
"""

from __future__ import annotations

import argparse
import functools
import io
import math
import random
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageStat

from benchmarks.accuracy.compose import compose, ramp
from benchmarks.accuracy.sources import Source, portraits
from checker.fix.backdrop import replaced
from checker.fix.matte import Matte, find_matte
from checker.vision.desktop import desktop
from checker.vision.models import SIZES
from checker.vision.runtime import Runtime, finish

SIZE = (720, 960)
_STRANDS, _FINER = 110, 4
_BLUE = "#438EDB"


@dataclass(frozen=True, slots=True)
class Case:
    """A composite: ``image`` of mode RGB and the true ``alpha``, mode L, of the same size."""

    name: str
    image: Image.Image
    alpha: Image.Image


def cases(sources: Iterable[Source]) -> Iterator[Case]:
    """Yield every portrait before every backdrop."""
    for source in sources:
        colours, alpha = _person(source)
        for name, backdrop in _backdrops().items():
            image = Image.composite(colours, backdrop, alpha)
            yield Case(f"{source.id}-{name}", _taken(image, f"{source.id}-{name}"), alpha)


def band(alpha: Image.Image) -> Image.Image:
    """Return the edge band of a true alpha, 255 inside."""
    soft = alpha.point([0] + [255] * 254 + [0])
    return soft.filter(ImageFilter.MaxFilter(2 * (alpha.width // 100) + 1))


def error(alpha: Image.Image, truth: Image.Image) -> float:
    """Return the mean absolute error within the truth's edge band."""
    return ImageStat.Stat(ImageChops.difference(alpha, truth), band(truth)).mean[0] / 255


def raw_mask(image: Image.Image, runtime: Runtime) -> Image.Image:
    """Return what the model believes, 256 px square."""
    side = SIZES["person-mask"]
    pixels = image.resize((side, side), Image.Resampling.BILINEAR).tobytes()
    (mask,) = finish(runtime.run("person-mask", pixels))
    return Image.frombytes("L", (side, side), mask.tobytes())


@functools.cache
def _backdrops() -> dict[str, Image.Image]:
    light = Image.radial_gradient("L").resize(SIZE).point([255 - value for value in range(256)])
    side = Image.linear_gradient("L").rotate(90).resize(SIZE)
    return {
        "blue": Image.new("RGB", SIZE, _BLUE),
        "white": Image.new("RGB", SIZE, "#F8F8F8"),
        "grey-wall": ramp(side, (82.0, 1.0, 3.0), 14.0),
        "blue-vignette": ramp(light, (66.0, -4.0, -38.0), 12.0),
        "beige-wall": ramp(side, (74.0, 4.0, 16.0), 10.0),
    }


def _person(source: Source) -> tuple[Image.Image, Image.Image]:
    """Return the person's colours, drawn on beyond the edge, and the alpha, with strands of hair."""
    scene = compose(source, SIZE, (0, 0, 0))
    alpha = scene.person
    inside = alpha.point([255 if value == 255 else 0 for value in range(256)]).filter(
        ImageFilter.MinFilter(5)
    )
    colours = _drawn_on(scene.image, inside)
    strands, paint = _strands(source, colours, inside, scene.clothes)
    merged = ImageChops.screen(alpha, strands)
    return Image.composite(paint, colours, strands.point([255 if v else 0 for v in range(256)])), merged


def _drawn_on(image: Image.Image, inside: Image.Image) -> Image.Image:
    """Return ``image`` with the colours nearest to ``inside`` everywhere outside it."""
    filled, known = image.copy(), inside.copy()
    for _ in range(60):
        wide = known.filter(ImageFilter.MaxFilter(3))
        weight = known.filter(ImageFilter.BoxBlur(1))
        bands = []
        for channel in filled.split():
            sums = ImageChops.multiply(channel, known).filter(ImageFilter.BoxBlur(1))
            bands.append(_quotient(sums, weight))
        ring = ImageChops.subtract(wide, known)
        filled.paste(Image.merge("RGB", bands), mask=ring)
        known = wide
    return filled


def _quotient(sums: Image.Image, weight: Image.Image) -> Image.Image:
    pairs = zip(sums.tobytes(), weight.tobytes(), strict=True)
    return Image.frombytes("L", sums.size, bytes(min(255, 255 * a // b) if b else 0 for a, b in pairs))


def _strands(
    source: Source, colours: Image.Image, inside: Image.Image, clothes: Image.Image
) -> tuple[Image.Image, Image.Image]:
    """Return the alpha of strands of hair and a picture of their colours."""
    rng = random.Random(source.id)
    width, height = SIZE
    hair = ImageChops.subtract(inside, clothes)
    box = hair.getbbox()
    assert box is not None
    middle = ((box[0] + box[2]) / 2, box[1] + (box[3] - box[1]) * 0.45)
    large = Image.new("L", (width * _FINER, height * _FINER))
    paint = colours.copy()
    draw, dye = ImageDraw.Draw(large), ImageDraw.Draw(paint)
    for _ in range(_STRANDS):
        angle = math.radians(rng.uniform(175, 365))
        root = _edge(hair, middle, angle)
        if root is None:
            continue
        tone = colours.getpixel((round(root[0]), round(root[1])))
        assert isinstance(tone, tuple)
        shade = rng.uniform(0.75, 1.1)
        points, heading = [root], angle + rng.uniform(-0.6, 0.6)
        bend = rng.uniform(-0.12, 0.12)
        for _ in range(rng.randint(5, 14)):
            heading += bend
            x, y = points[-1]
            points.append((x + 4 * math.cos(heading), y + 4 * math.sin(heading)))
        fine = [(x * _FINER, y * _FINER) for x, y in points]
        draw.line(fine, fill=255, width=round(_FINER * rng.uniform(0.7, 2.0)), joint="curve")
        dye.line(points, fill=tuple(min(255, round(value * shade)) for value in tone), width=5)
    return large.reduce(_FINER), paint


def _edge(hair: Image.Image, middle: tuple[float, float], angle: float) -> tuple[float, float] | None:
    """Return the outermost place of ``hair`` from the middle of the head, a little inside."""
    found = None
    for step in range(10, 600, 2):
        x, y = middle[0] + step * math.cos(angle), middle[1] + step * math.sin(angle)
        if 0 <= x < hair.width and 0 <= y < hair.height and hair.getpixel((int(x), int(y))):
            found = (x, y)
    return found


def _taken(image: Image.Image, seed: str) -> Image.Image:
    """Return ``image`` with the noise and the losses of a camera's JPEG."""
    rng = random.Random(seed)
    grain = Image.frombytes("L", SIZE, rng.randbytes(SIZE[0] * SIZE[1])).filter(ImageFilter.BoxBlur(0.6))
    noise = grain.point([max(0, min(255, 128 + round((value - 128) * 0.09))) for value in range(256)])
    noisy = ImageChops.add(image, Image.merge("RGB", [noise] * 3), 1, -128)
    stream = io.BytesIO()
    noisy.save(stream, "JPEG", quality=92)
    return Image.open(stream).convert("RGB")


def _sheet(case: Case, raw: Image.Image, matte: Matte) -> Image.Image:
    """Return the case's pictures side by side."""
    laid = replaced(case.image, matte, "white" if "blue" in case.name else _BLUE)
    parts = [case.image, case.alpha, raw, matte.alpha, laid]
    sheet = Image.new("RGB", (SIZE[0] * len(parts), SIZE[1]))
    for at, part in enumerate(parts):
        sheet.paste(part.convert("RGB"), (SIZE[0] * at, 0))
    return sheet


def main(argv: Sequence[str] | None = None) -> int:
    """Print both errors of each case and of all; write pictures into the folder named, if any."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", help="where pictures of each case go")
    folder: Path | None = parser.parse_args(argv).folder
    runtime = desktop()
    if runtime is None:
        print("onnxruntime is not installed: pip install .[vision]", file=sys.stderr)
        return 2
    errors = []
    for case in cases(portraits()):
        mask = raw_mask(case.image, runtime)
        raw = mask.resize(SIZE, Image.Resampling.BILINEAR)
        matte = find_matte(case.image, mask)
        errors.append((error(raw, case.alpha), error(matte.alpha, case.alpha)))
        print(f"{case.name:24} raw {errors[-1][0]:.4f}  matte {errors[-1][1]:.4f}")
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)
            _sheet(case, raw, matte).save(folder / f"{case.name}.png")
    raw_mean, mean = (sum(column) / len(errors) for column in zip(*errors, strict=True))
    ratio = mean / raw_mean
    print(f"{f'mean of {len(errors)}':24} raw {raw_mean:.4f}  matte {mean:.4f}  ratio {ratio:.2f}")
    return int(mean > raw_mean / 2)


if __name__ == "__main__":
    sys.exit(main())
