"""How much of each pixel is person: the model's coarse mask made fine against the picture itself.

The mask has 256 px a side and knows no hair. Before a backdrop of slowly changing colour, though, the
picture tells more: what a pixel at the edge shows is a mixture of the backdrop's colour, known from its
surroundings, and the person's, known from a little further inside; where in between it lies is the share of
person (alpha). The mask is believed where both colours are alike, and says where the edge is to be looked
for. All figures here are our own, tried with ``benchmarks/matting.py``.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PIL import Image, ImageChops, ImageFilter, ImageMath

# Beliefs (0-255) from which on the mask is surely person, and up to which surely background, away from the
# edge by these shares of the width: the model's own error, and how far hair may stand out of what it saw.
_SURE, _NONE = 230, 25
_INSIDE, _OUTSIDE = 0.004, 0.045
# The backdrop is known on a copy so wide at most; it changes slowly.
_COARSE = 160
# RGB levels: differences from the backdrop that its noise makes, and those from which on colour tells.
_NOISE, _CLEAR = 7.0, 40.0
# A patch that is broader than a strand by so much on all sides (share of the width), of another colour by so
# many levels, is no mixture, if it lies so near (share of the width) to what the model takes for person.
_BROAD, _OTHER, _NEXT = 0.005, 48.0, 0.01
_ENOUGH = 64.0  # of 255: with so much weight a scale needs no coarser one
_STRAY = 14.0  # levels: an outlier among what is taken for backdrop
# Such a share of outliers is no plain backdrop: the portraits before flags and rooms have 0.19 to 0.72, plain
# ones with noise, shades and a vignette less than 0.001.
_MOTLEY = 0.1
# What the mask's belief becomes where it alone tells: an edge of half the width, a little inside.
_NARROWED = [min(255, max(0, round((value - 112) * 2.2))) for value in range(256)]


@dataclass(frozen=True, slots=True)
class Matte:
    """``alpha``, mode L, 255 where only the person is; ``backdrop``, mode RGB, what is behind everywhere.

    Where that is of many colours, ``plain`` is False: alpha is then the coarse mask with a narrower edge, and
    the backdrop the picture itself, of which nothing can be taken off.
    """

    alpha: Image.Image
    backdrop: Image.Image
    plain: bool = True


def find_matte(image: Image.Image, person: Image.Image) -> Matte:
    """Return the matte of an RGB ``image``, both parts of its size; ``person`` is the model's mask of it.

    Meant for pictures up to some 1.5 megapixels.
    """
    belief = person.resize(image.size, Image.Resampling.BICUBIC)
    inside = _eroded(belief.point(_from(_SURE)), image.width * _INSIDE)
    outside = _eroded(belief.point(_up_to(_NONE)), image.width * _OUTSIDE)
    backdrop = _backdrop(image, outside)
    if not _is_plain(image, backdrop, outside):
        return Matte(belief.point(_NARROWED), image, plain=False)
    inside = ImageChops.lighter(inside, _solid(image, belief, backdrop))
    colours = _filled(image, inside)
    alpha = _alpha(image, belief, backdrop, colours)
    alpha = ImageChops.lighter(alpha, inside)
    alpha.paste(0, mask=outside)
    return Matte(alpha, backdrop)


def _is_plain(image: Image.Image, backdrop: Image.Image, outside: Image.Image) -> bool:
    """Return whether most of what is surely background has the backdrop's smooth colours."""
    levels = _largest(ImageChops.difference(image, backdrop)).histogram(outside)
    return sum(levels[round(_STRAY) + 1 :]) <= _MOTLEY * sum(levels)


def _from(limit: int) -> list[int]:
    return [255 if value >= limit else 0 for value in range(256)]


def _up_to(limit: int) -> list[int]:
    return [255 if value <= limit else 0 for value in range(256)]


def _eroded(mask: Image.Image, by: float) -> Image.Image:
    """Return a mask of 0 and 255 without what is within ``by`` px of its edge, the picture's edge apart."""
    return mask.filter(ImageFilter.BoxBlur(max(1.0, by))).point(_from(255))


def _backdrop(image: Image.Image, outside: Image.Image) -> Image.Image:
    """Return the backdrop's colours everywhere, as what is surely backdrop tells them."""
    factor = max(1, image.width // _COARSE)
    small, known = image.reduce(factor), outside.reduce(factor).point(_from(255))
    filled = _filled(small, known)
    away = _largest(ImageChops.difference(small, filled.filter(ImageFilter.BoxBlur(6))))
    known = ImageChops.darker(known, away.point(_up_to(round(_STRAY))))
    smooth = _filled(small, known).filter(ImageFilter.BoxBlur(2))
    return smooth.resize(image.size, Image.Resampling.BICUBIC)


def _solid(image: Image.Image, belief: Image.Image, backdrop: Image.Image) -> Image.Image:
    """Return where, in or next to what may be person, a broad patch clearly differs from what is behind it.

    Hair mixes with the backdrop along lines only; collars and shoulders that the model doubts are patches.
    """
    away = _largest(ImageChops.difference(image, backdrop)).point(_from(round(_OTHER)))
    near = (
        belief.point(_from(_NONE)).filter(ImageFilter.BoxBlur(image.width * _NEXT)).point([0] + [255] * 255)
    )
    return _eroded(ImageChops.darker(away, near), image.width * _BROAD)


def _largest(image: Image.Image) -> Image.Image:
    red, green, blue = image.split()
    return ImageChops.lighter(ImageChops.lighter(red, green), blue)


def _filled(image: Image.Image, known: Image.Image) -> Image.Image:
    """Return ``image`` with what is not ``known`` filled in from what is, nearest first.

    From one scale to the next, each twice as coarse, the mean of what is known is taken, and what is still
    unknown takes the next scale's.
    """
    weight = known.convert("F")
    sums = (_of(_times, band.convert("F"), weight) for band in image.split())
    return Image.merge("RGB", [_pulled(part, weight) for part in sums])


def _pulled(sums: Image.Image, weight: Image.Image) -> Image.Image:
    """Return sums divided by weights, mode L, with the next coarser scale's where the weight is too small."""
    levels = [(sums, weight)]
    while min(levels[-1][0].size) > 1:
        sums, weight = levels[-1]
        levels.append((sums.reduce(2), weight.reduce(2)))
    filled = Image.new("F", levels[-1][0].size, 128.0)
    for part, share in reversed(levels):
        width, height = part.size
        box = (0, 0, min(filled.width, width / 2), min(filled.height, height / 2))
        coarser = filled.resize(part.size, Image.Resampling.BILINEAR, box=box)
        filled = _of(_mean, part, share, coarser)
    return filled.point(lambda value: value * 1 + 0.5).convert("L")


def _times(of: Any) -> Any:
    return of["a"] * of["b"]


def _mean(of: Any) -> Any:
    """Sums, weights and the coarser scale's values to values."""
    trust = of["min"](of["b"] / _ENOUGH, 1.0)
    return trust * of["a"] / of["max"](of["b"], 1e-3) + (1.0 - trust) * of["c"]


def _of(how: Callable[[Any], Any], *images: Image.Image) -> Image.Image:
    """Return ``how`` of images of mode F, which it finds as ``a``, ``b`` and so on."""
    names = dict(zip("abcdefghijkl", images, strict=False))
    found: Image.Image = ImageMath.lambda_eval(how, **names)
    return found


def _alpha(
    image: Image.Image, belief: Image.Image, backdrop: Image.Image, colours: Image.Image
) -> Image.Image:
    """Return alpha as the colours tell it, and the mask where they are too alike to."""
    bands = [part.convert("F") for one in (image, backdrop, colours) for part in one.split()]
    return _of(_unmixed, *bands, belief.convert("F")).convert("L")


def _unmixed(of: Any) -> Any:
    seen, behind, person = ([of[name] for name in names] for names in ("abc", "def", "ghi"))
    apart = [one - other for one, other in zip(person, behind, strict=True)]
    length = sum(value * value for value in apart)
    along = sum((one - other) * value for one, other, value in zip(seen, behind, apart, strict=True))
    share = along / of["max"](length, 1.0)
    distance = length**0.5
    low = of["min"](_NOISE / of["max"](distance, 1.0), 0.25)
    share = of["min"](of["max"]((share - low) / (1.0 - 2.0 * low), 0.0), 1.0)
    trust = of["min"](of["max"]((distance - 2 * _NOISE) / (_CLEAR - 2 * _NOISE), 0.0), 1.0)
    return 255.0 * trust * share + (1.0 - trust) * of["j"] + 0.5
