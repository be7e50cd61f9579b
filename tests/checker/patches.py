"""Patches laid over the portrait's face, as a sticker or a mask would lie there: no face is retouched."""

from __future__ import annotations

import functools
from collections.abc import Callable

from PIL import Image, ImageDraw, ImageFilter

from checker.vision import finish
from checker.vision.desktop import desktop
from checker.vision.scene import Point
from checker.vision.see import see
from tests.portrait import portrait

# Landmarks: the corners of the eyes and the irises, those at the picture's left first; the corners of the
# mouth, the lips' upper and lower edge.
_EYES = ((33, 133, 468), (362, 263, 473))
_MOUTH = (61, 0, 291, 17)
_SIDES, _NOSE, _LID, _BROW, _FOREHEAD, _CHIN = (234, 454), 2, 159, 105, 10, 152
_SKIN, _LIPS, _LINE = "#F0CDBC", "#B45F55", "#6E2D2D"


@functools.cache
def landmarks() -> tuple[Point, ...]:
    """Return where the landmarks of the portrait lie, in px."""
    runtime = desktop()
    assert runtime is not None, "these tests need onnxruntime"
    image = portrait()
    main = finish(see(image, image.size, runtime)).main
    assert main is not None
    return main.mesh


def patched(draw: Callable[[ImageDraw.ImageDraw], None], blur: float = 0.7) -> Image.Image:
    """Return the portrait with what ``draw`` draws over it."""
    image = portrait()
    draw(ImageDraw.Draw(image))
    return image.filter(ImageFilter.GaussianBlur(blur))


def over_eyes(*which: int) -> Image.Image:
    """Return the portrait with a patch of the skin's colour over both eyes, or those chosen."""

    def draw(on: ImageDraw.ImageDraw) -> None:
        for left, right, iris in [[landmarks()[i] for i in _EYES[at]] for at in which or (0, 1)]:
            on.ellipse((left.x - 13, iris.y - 18, right.x + 13, iris.y + 16), fill=_SKIN)

    return patched(draw)


def over_mouth() -> Image.Image:
    """Return the portrait with closed lips, plainly drawn, over the smile."""

    def draw(on: ImageDraw.ImageDraw) -> None:
        left, top, right, bottom = (landmarks()[at] for at in _MOUTH)
        middle = (top.y + bottom.y) / 2
        on.ellipse((left.x - 8, top.y - 6, right.x + 8, bottom.y + 8), fill=_SKIN)
        on.ellipse((left.x + 10, middle - 7, right.x - 10, middle + 9), fill=_LIPS)
        on.line((left.x + 12, middle, right.x - 12, middle), fill=_LINE, width=2)

    return patched(draw, 1)


def in_a_mask(colour: str) -> Image.Image:
    """Return the portrait in a pleated mask, plainly drawn, from the nose to below the chin."""

    def draw(on: ImageDraw.ImageDraw) -> None:
        (left, right), nose, chin = (landmarks()[at] for at in _SIDES), landmarks()[_NOSE], landmarks()[_CHIN]
        top, low = nose.y - 22, chin.y + 8
        ends = (right.x, nose.y), (right.x - 32, chin.y - 18), (chin.x, low), (left.x + 32, chin.y - 18)
        on.polygon([(left.x, nose.y), (chin.x, top), *ends], fill=colour)
        for y in (nose.y + 12, nose.y + 26, nose.y + 40):
            on.line((left.x + 24, y, right.x - 24, y), fill="#808890", width=2)

    return patched(draw, 1.5)


def looking(aside: float) -> Image.Image:
    """Return the portrait with drawn eyes whose irises lie ``aside`` px to the picture's right."""

    def draw(on: ImageDraw.ImageDraw) -> None:
        for left, right, iris in ([landmarks()[i] for i in eye] for eye in _EYES):
            on.ellipse((left.x + 3, iris.y - 9, right.x - 3, iris.y + 8), fill="#E1D7D2")
            on.ellipse((iris.x + aside - 9, iris.y - 9, iris.x + aside + 9, iris.y + 8), fill="#3C2D23")

    return patched(draw)


def two(width: int = 100, at: tuple[int, int] = (370, 20)) -> Image.Image:
    """Return the portrait with another one, ``width`` px wide, as a poster in the background."""
    image = portrait()
    image.paste(portrait((width, width * 4 // 3)), at)
    return image


def in_a_shirt() -> Image.Image:
    """Return the portrait with plain dark clothes over the space suit, whose metal may pass for ornaments."""

    def draw(on: ImageDraw.ImageDraw) -> None:
        chin = landmarks()[_CHIN]
        neck, shoulder = chin.y + 30, chin.y - 45
        outline = [(chin.x - 70, neck), (chin.x + 70, neck), (370, shoulder), (480, shoulder)]
        on.polygon([(0, 640), (0, shoulder), (115, shoulder), *outline, (480, 640)], fill="#20242E")

    return patched(draw)


def with_ears() -> Image.Image:
    """Return the portrait with ears, plainly drawn, over the hair that hides hers."""

    def draw(on: ImageDraw.ImageDraw) -> None:
        lid, nose = landmarks()[_LID], landmarks()[_NOSE]
        for side, inner, outer in ((landmarks()[_SIDES[0]], 6, -34), (landmarks()[_SIDES[1]], 34, -6)):
            left, right = side.x + outer, side.x + inner
            on.ellipse((left, lid.y - 8, right, nose.y + 8), fill="#E0B49E")
            on.ellipse((left + 6, lid.y, right - 6, nose.y - 14), outline="#B98670", width=3)

    return patched(draw, 1)


def with_fringe() -> Image.Image:
    """Return the portrait with a piece of her own hair over the brows."""
    image = portrait()
    top, brow = landmarks()[_FOREHEAD], landmarks()[_BROW]
    hair = image.crop((round(top.x - 110), round(top.y - 70), round(top.x + 110), round(top.y + 10)))
    image.paste(hair, (round(top.x - 110), round(brow.y - 62)))
    return image


def in_a_cap() -> Image.Image:
    """Return the portrait with a cap, plainly drawn."""

    def draw(on: ImageDraw.ImageDraw) -> None:
        top = landmarks()[_FOREHEAD]
        on.pieslice((top.x - 135, top.y - 150, top.x + 135, top.y + 120), 180, 360, fill="#8A1C1C")
        on.ellipse((top.x - 140, top.y - 30, top.x + 140, top.y + 10), fill="#701515")

    return patched(draw, 1)


def with_glasses(lenses: str | None = None, *, glare: bool = False) -> Image.Image:
    """Return the portrait with round glasses, drawn; ``lenses`` is their colour, None: clear."""

    def draw(on: ImageDraw.ImageDraw) -> None:
        for left, right, iris in ([landmarks()[i] for i in eye] for eye in _EYES):
            box = (left.x - 16, iris.y - 26, right.x + 16, iris.y + 30)
            on.ellipse(box, fill=lenses, outline="#101010", width=5)
        inner, outer = (133, 362), ((127, 33), (356, 263))
        bridge = [(landmarks()[at].x, landmarks()[6].y - 4) for at in inner]
        on.line(
            [(bridge[0][0] + 14, bridge[0][1]), (bridge[1][0] - 14, bridge[1][1])], fill="#101010", width=5
        )
        for temple, corner in outer:
            on.line([landmarks()[temple], landmarks()[corner]], fill="#101010", width=5)
        if glare:
            x, y = landmarks()[468]
            on.polygon([(x - 14, y - 14), (x + 10, y - 16), (x + 16, y + 8), (x - 8, y + 12)], fill="white")

    return patched(draw, 1)


def with_earrings() -> Image.Image:
    """Return the portrait in a shirt with earrings, drawn."""
    image = in_a_shirt()
    on = ImageDraw.Draw(image)
    for at in _SIDES:
        x, y = landmarks()[at].x, landmarks()[_NOSE].y + 22
        on.ellipse((x - 8, y - 8, x + 8, y + 8), fill="#E8E4F0", outline="#807890")
        on.ellipse((x - 10, y + 8, x + 10, y + 40), fill="#1F8A5B", outline="#C9A227", width=3)
    return image.filter(ImageFilter.GaussianBlur(0.7))


def with_pearls() -> Image.Image:
    """Return the portrait in a shirt with a necklace, drawn."""
    image = in_a_shirt()
    on, chin = ImageDraw.Draw(image), landmarks()[_CHIN]
    for step in range(-9, 10):
        x, y = chin.x + step * 8, chin.y + 36 - abs(step) ** 1.6 / 2
        on.ellipse((x - 5, y - 5, x + 5, y + 5), fill="#F2EFE6", outline="#B0A890")
    return image
