"""Which part of a photo is the person and which the background, found by colour alone, without vision.

The background is followed down both sides of the photo, where it is seen beside the head whatever the person
does, and filled in between them; what differs from it in CIELAB and is not reached from the border is the
person. This holds for ID photos before a plain backdrop, with a gradient, a vignette, soft shadows or noise.
It cannot tell clothes from a background of the same colour: `Regions.state` then says so.

All figures here are our own.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, TypeVar

from PIL import Image, ImageChops, ImageFilter

from .copies import reduced
from .frame import Frame, measure_frame
from .lab import L_SCALE, percentile, squared, squared_distance, to_lab
from .labels import Part, draw, parts
from .levels import mapped, reaching, up_to

T = TypeVar("T")

# ``plain``: person and background are told apart. ``clothes-merge``: below the chin they are not, and the
# person's lower part is filled in below the head. ``no-person``: nothing differs from the background.
# ``not-plain``: the border is no even backdrop, so that the mask is a guess.
State = Literal["plain", "clothes-merge", "no-person", "not-plain"]

# The copy looked at has a longer side of 128-255 px: noise averages out, outlines stay within 1 % of the
# width.
_SIDE = 128
# CIE76 distance from the background up to which a pixel reached from the border belongs to it: the width of a
# soft shadow or a vignette, and less than the distance of skin or hair to any allowed background.
_NEAR = 10.0
# A shadow takes up to this share of the background's L* (more of a coloured one, whose shadow is no hair) and
# keeps a* and b*, scaled, within so much; it is looked for down to this share of the height.
_SHADE, _DEEP_SHADE, _COLOURED, _SAME_HUE, _SHADE_DOWN = 0.38, 0.55, 15, 6, 0.6
# Before a background darker than this (L*; no standard allows one) hair and skin could be its shadow.
_DARK = 40.0
# Going down a side, one row's colour may differ so much from those above it; more is the shoulder.
_STEP = 5.0
_ROWS = 64  # a side is followed in so many steps
_BESIDE = 0.45  # down to this share of the height there is background beside the head
# The outermost share of the width is left out: scans and exports often leave a line there.
_EDGE = 0.01


@dataclass(frozen=True, slots=True)
class Regions:
    """Person and background of a photo.

    ``person``, ``objects`` and ``background`` are masks (mode L, 255 inside) of the size of ``small``, a
    reduced RGB copy with a longer side of 128-255 px; each pixel is in one of the three, ``objects`` being
    what is neither background nor connected with the person. ``lab`` is ``small`` in CIELAB (as lcms writes
    8 bits), ``behind`` the background as the sides of the picture let expect it behind the person, likewise.
    ``state`` says how far the masks can be trusted. ``image`` is the picture that was looked at: all, or
    what ``frame`` surrounds.
    """

    image: Image.Image
    frame: Frame
    small: Image.Image
    lab: Image.Image
    behind: Image.Image
    person: Image.Image
    objects: Image.Image
    background: Image.Image
    state: State
    _measured: dict[Callable[["Regions"], Any], Any] = field(default_factory=dict, compare=False)

    def measure(self, how: Callable[["Regions"], T]) -> T:
        """Return ``how(self)``, measured once however many rules and standards ask for it."""
        if how not in self._measured:
            self._measured[how] = how(self)
        measured: T = self._measured[how]
        return measured


def person_mask(image: Image.Image) -> Image.Image:
    """Return a mask of the size of ``image`` (upright, sRGB), mode L: 255 where the person is believed to be.

    Rules that want the state as well, or share one measurement with others, call
    ``photo.measure(find_regions)`` instead.
    """
    regions = find_regions(image)
    mask = Image.new("L", image.size)
    mask.paste(
        regions.person.resize(regions.image.size, Image.Resampling.NEAREST),
        (regions.frame.left, regions.frame.top),
    )
    return mask


def find_regions(image: Image.Image) -> Regions:
    """Return person and background of an upright sRGB ``image`` of mode RGB, of any size.

    Where the picture has a frame (`checker.frame`), they are those of what it surrounds.
    """
    frame = measure_frame(image)
    return _find(image.crop(frame.inside(image.size)) if frame.widest else image, frame)


def _find(image: Image.Image, frame: Frame) -> Regions:
    factor = max(1, max(image.size) // _SIDE)
    small = reduced(image, factor)
    lab = to_lab(small)
    behind = backdrop = _backdrop(lab)
    seen = _reached(_near(lab, backdrop))
    # Once more with the background as it is seen, which follows vignettes and shadows.
    radius = max(2.0, small.width / 16)
    backdrop = _blurred(Image.composite(lab, backdrop, seen), radius)
    seen = _reached(_near(lab, backdrop))
    dark = shaded(lab, backdrop)
    if ImageChops.subtract(dark, seen).getbbox():
        seen = _reached(ImageChops.lighter(seen, dark))
    rest = parts(ImageChops.invert(seen))
    figure = _figure(rest, small.size)
    person = draw(small.size, figure)
    objects = draw(small.size, (part for part in rest if part not in figure))
    state = _state(person, seen)
    if state == "clothes-merge":
        person = _filled_below(person)
        seen = ImageChops.subtract(seen, person)
        objects = ImageChops.subtract(objects, person)
    return Regions(image, frame, small, lab, behind, person, objects, seen, state)


def _near(lab: Image.Image, backdrop: Image.Image) -> Image.Image:
    return mapped(squared_distance(lab, backdrop), up_to(squared(_NEAR)))


def shaded(
    lab: Image.Image, backdrop: Image.Image, deepest: float | None = None, down: float = _SHADE_DOWN
) -> Image.Image:
    """Return where the background's colour is seen darker, as in a shadow, by up to ``deepest`` of its L*.

    Grey clothes before a white background would look like its shadow, hence the limit ``down``, above the
    shoulders; the thin fringe where an outline mixes hair and background is left out.
    """
    lightness, *hues = backdrop.split()
    drop = ImageChops.subtract(lightness, lab.getchannel(0))
    middle = [percentile(band.histogram(), 50) for band in (lightness, *hues)]
    off = Image.new("L", lab.size)
    if middle[0] < _DARK * L_SCALE:
        return off
    for band, seen, neutral in zip(hues, lab.split()[1:], middle[1:], strict=True):
        # Less light scales L* + 16, a* and b* alike; light from other sides leaves more of a* and b*. What
        # counts is how far a pixel lies outside the span of the two.
        slope = (neutral - 128) / (middle[0] + 16 * L_SCALE)
        by = abs(slope)  # below 1, as the background is not dark
        shift = mapped(drop, bytes([round(by * value) for value in range(256)]))
        expected = ImageChops.subtract(band, shift) if slope > 0 else ImageChops.add(band, shift)
        both = ImageChops.add(ImageChops.difference(expected, seen), ImageChops.difference(band, seen))
        off = ImageChops.lighter(off, ImageChops.subtract(both, shift))
    same_hue = mapped(off, up_to(2 * _SAME_HUE))  # it was counted from both ends
    neutral_grey = max(abs(level - 128) for level in middle[1:]) < _COLOURED
    most = deepest or (_SHADE if neutral_grey else _DEEP_SHADE)
    drop = mapped(drop, up_to(most * middle[0]))
    found = ImageChops.darker(same_hue, drop)
    found.paste(0, (0, round(found.height * down), *found.size))
    return grown(shrunk(found))


def shrunk(mask: Image.Image, by: int = 1) -> Image.Image:
    """Return ``mask`` (0 and 255) without the pixels up to ``by`` from its edge, the picture's edge apart.

    A blur and a threshold do it far quicker than a rank filter.
    """
    return mapped(mask.filter(ImageFilter.BoxBlur(by)), reaching(255))


def grown(mask: Image.Image, by: int = 1) -> Image.Image:
    """Return ``mask`` (0 and 255) with the pixels up to ``by`` from it; ``by`` is at most 7."""
    return mapped(mask.filter(ImageFilter.BoxBlur(by)), reaching(1))


def _blurred(image: Image.Image, radius: float) -> Image.Image:
    return image.filter(ImageFilter.BoxBlur(radius)).filter(ImageFilter.BoxBlur(radius))


def _backdrop(lab: Image.Image) -> Image.Image:
    """Return the background as the two sides of the picture tell it, filled in evenly between them."""
    width, height = lab.size
    edge = round(width * _EDGE)
    strip = max(1, round(width * 0.03))
    rows = min(height, _ROWS)
    ends = Image.new("RGB", (2, rows))
    for at, left in ((0, edge), (1, width - edge - strip)):
        left = min(max(left, 0), width - 1)
        column = lab.crop((left, 0, min(left + strip, width), height)).resize((1, rows), Image.Resampling.BOX)
        ends.paste(_followed(column), (at, 0))
    return ends.resize(lab.size, Image.Resampling.BILINEAR, box=(0.5, 0, 1.5, rows))


def _followed(column: Image.Image) -> Image.Image:
    """Return a column of colours in which what is no part of a steady change is filled in.

    It is followed down and up from where it has the median colour of the part beside the head.
    """
    data = column.tobytes()
    rows = [data[at : at + 3] for at in range(0, len(data), 3)]
    upper = rows[: max(1, round(len(rows) * _BESIDE))]
    middle = tuple(sorted(row[band] for row in upper)[len(upper) // 2] for band in range(3))
    start = min(range(len(upper)), key=lambda at: _apart(upper[at], middle))
    down = _steady(rows[start:], middle)
    up = _steady(rows[start::-1], middle)
    return Image.frombytes("RGB", column.size, b"".join(up[:0:-1] + down))


def _apart(one: Sequence[float], other: Sequence[float]) -> float:
    """Return the squared CIE76 distance of two colours of 8-bit CIELAB."""
    return ((one[0] - other[0]) / L_SCALE) ** 2 + (one[1] - other[1]) ** 2 + (one[2] - other[2]) ** 2


def _steady(rows: list[bytes], now: tuple[float, ...]) -> list[bytes]:
    """Return the rows, smoothed, from ``now`` on; those too far from what came before are filled in."""
    out = []
    lightness, a, b = now
    for row in rows:
        if _apart(row, (lightness, a, b)) <= _STEP**2:
            lightness, a, b = (
                0.6 * lightness + 0.4 * row[0],
                0.6 * a + 0.4 * row[1],
                0.6 * b + 0.4 * row[2],
            )
        out.append(bytes((round(lightness), round(a), round(b))))
    return out


def _reached(near: Image.Image) -> Image.Image:
    """Return the part of ``near`` that is connected with the top or, above its lowest third, the sides."""
    width, height = near.size
    low = height * 2 // 3
    margin = max(1, round(width * 0.02))

    def outside(part: Part) -> bool:
        sides = part.left < margin or part.right > width - margin
        return part.top < margin or (sides and part.top < low)

    return draw(near.size, (part for part in parts(near) if outside(part)))


def _figure(rest: list[Part], size: tuple[int, int]) -> list[Part]:
    """Return the largest part in the middle, and others below that are not small: half a jacket, say."""
    width, height = size
    middle = [part for part in rest if part.left < width * 0.7 and part.right > width * 0.3]
    if not middle:
        return []
    main = max(middle, key=lambda part: part.area)
    inside = [
        part
        for part in middle
        if part is not main and part.area >= 0.02 * main.area and part.top >= height / 2
    ]
    return [main, *inside]


def _state(person: Image.Image, seen: Image.Image) -> State:
    """Say how far a mask can be trusted, by where an ID photo has its person."""
    width, height = person.size
    area = width * height
    if seen.histogram()[255] < 0.08 * area:
        return "not-plain"
    covered = person.histogram()[255] / area
    if covered < 0.03:
        return "no-person"
    # Beside the head there is background, and below it there is the person.
    head = person.crop((round(width * 0.2), height // 5, round(width * 0.8), height // 2))
    body = person.crop((round(width * 0.2), round(height * 0.85), round(width * 0.8), height))
    if body.histogram()[255] < 0.85 * body.width * body.height:
        return "clothes-merge" if head.histogram()[255] > 0.1 * head.width * head.height else "no-person"
    return "plain"


def _filled_below(person: Image.Image) -> Image.Image:
    """Return the mask with everything below the widest point of the head's lower half filled in."""
    width, height = person.size
    out = person.copy()
    box = person.getbbox()
    assert box is not None
    shadow = person
    step = 1
    while step < height:  # each pass doubles how far a pixel reaches down
        moved = shadow.copy()
        moved.paste(shadow, (0, step))
        shadow = ImageChops.lighter(shadow, moved)
        step *= 2
    low = round(box[1] + 0.62 * (height - box[1]))
    out.paste(shadow.crop((0, low, width, height)), (0, low))
    return out
