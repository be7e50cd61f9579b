"""Backgrounds and figures made for tests of the background: gradients, vignettes, shadows; the true mask."""

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from tests.portrait import portrait

SIZE = (480, 640)


def true_mask(size: tuple[int, int] = SIZE) -> Image.Image:
    """Return how much of each pixel of a test portrait is the person: mode L, 0-255.

    What shines through is where the same portrait on white and on black differ.
    """
    black, white = (portrait(size, colour) for colour in ("#000000", "#FFFFFF"))
    return ImageChops.invert(ImageChops.difference(white, black).convert("L"))


def gradient(first: str, last: str, angle: int = 0, size: tuple[int, int] = SIZE) -> Image.Image:
    """Return an even change from ``first`` to ``last``: downwards, or turned by ``angle`` degrees."""
    shade = Image.linear_gradient("L").resize((800, 800)).rotate(angle, Image.Resampling.BICUBIC)
    shade = shade.crop((120, 120, 680, 680)).resize(size)
    levels = shade.tobytes()
    low, high = min(levels), max(levels)
    shade = shade.point([min(255, max(0, round((value - low) * 255 / (high - low)))) for value in range(256)])
    return Image.composite(Image.new("RGB", size, last), Image.new("RGB", size, first), shade)


def vignette(middle: str, corners: str, size: tuple[int, int] = SIZE) -> Image.Image:
    """Return a round fall-off from ``middle`` to ``corners``."""
    shade = Image.radial_gradient("L").resize(size)
    return Image.composite(Image.new("RGB", size, corners), Image.new("RGB", size, middle), shade)


def shadow(colour: str, light: float, soft: float = 12, size: tuple[int, int] = SIZE) -> Image.Image:
    """Return a background with the shadow of the person to the right, ``light`` (0-1) of it left there."""
    mask = Image.new("L", size)
    mask.paste(true_mask(size), (round(size[0] * 0.08), round(size[1] * 0.02)))
    mask = mask.filter(ImageFilter.GaussianBlur(soft * size[0] / SIZE[0]))
    plain = Image.new("RGB", size, colour)
    return Image.composite(plain.point(lambda value: round(value * light)), plain, mask)


def dressed(figure: Image.Image, colour: str) -> Image.Image:
    """Return a test portrait whose clothes, all of the person beside and below the chin, have ``colour``.

    They keep a little of the figure's light and shade.
    """
    width, height = figure.size
    below = Image.new("L", figure.size)
    below.paste(255, (0, round(0.62 * height), width, height))
    ImageDraw.Draw(below).ellipse((0.24 * width, 0, 0.75 * width, 0.79 * height), fill=0)
    below = below.filter(ImageFilter.GaussianBlur(width / 160))
    clothes = ImageChops.multiply(true_mask(figure.size), below)
    light = figure.convert("L").filter(ImageFilter.GaussianBlur(width / 50))
    folds = light.point([round(225 + 30 * value / 255) for value in range(256)])
    cloth = ImageChops.multiply(Image.new("RGB", figure.size, colour), Image.merge("RGB", [folds] * 3))
    return Image.composite(cloth, figure, clothes)
