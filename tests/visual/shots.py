"""Pictures of the site's look, and how they are compared with those that are kept.

What is pictured does not change with the guide's text: a page with every style once (specimen.md), and the
page for addresses that are not there. ``python -m tests.visual`` (`make visual`) renews the kept pictures.
"""

from __future__ import annotations

import dataclasses
import io
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from PIL import Image, ImageChops, ImageFilter

from builder import site
from builder.project import Project
from tests.browser.drivers.chromium import Chromium

HERE = Path(__file__).parent
EXPECTED = HERE / "expected"
WIDTHS = (360, 768, 1280)
SCHEMES = ("light", "dark")
SMALLER = 2  # the pictures are kept at half their size, in few colours
COLOURS = 48
# Of 255 in a channel, after a slight blur: smoothing of letters differs between releases of Chromium.
NOTICED = 48
LEAST_SHARE = 0.004  # of a picture's pixels that differ noticeably


def build(project: Project, folder: Path) -> Path:
    """Render the guide with the specimen among its pages; return the site's folder."""
    shutil.copytree(project.content, folder / "content")
    shutil.copyfile(HERE / "specimen.md", folder / "content" / "specimen.md")
    shutil.copyfile(HERE / "specimen.en.md", folder / "content" / "en" / "specimen.md")
    out = folder / "site"
    out.mkdir()
    site.render(dataclasses.replace(project, content=folder / "content"), out)
    return out


def shots(out: Path) -> Iterator[tuple[str, Image.Image]]:
    """Yield the name and the picture of each page, width and look."""
    page = (out / "specimen.html").as_uri()
    for scheme in SCHEMES:
        with Chromium(color_scheme=scheme) as driver:
            for width in WIDTHS:
                yield f"specimen-{width}-{scheme}", _shot(driver, page, width)
            yield f"specimen-en-360-{scheme}", _shot(driver, (out / "en" / "specimen.html").as_uri(), 360)
            yield f"not-there-360-{scheme}", _shot(driver, (out / "404.html").as_uri(), 360)
            driver.page.emulate_media(contrast="more")
            yield f"specimen-768-{scheme}-more-contrast", _shot(driver, page, 768)
            driver.page.emulate_media(contrast="no-preference", forced_colors="active")
            yield f"specimen-768-{scheme}-forced-colours", _shot(driver, page, 768)
            driver.page.emulate_media(forced_colors="none", media="print")
            yield f"specimen-768-{scheme}-print", _shot(driver, page, 768)
            driver.page.emulate_media(media="screen")


def _shot(driver: Chromium, address: str, width: int) -> Image.Image:
    driver.page.set_viewport_size({"width": width, "height": 800})
    driver.page.goto(address)
    picture = Image.open(io.BytesIO(driver.page.screenshot(full_page=True, animations="disabled")))
    return small(picture)


def small(picture: Image.Image) -> Image.Image:
    """Return ``picture`` as it is kept: smaller, in RGB of few colours."""
    size = (picture.width // SMALLER, picture.height // SMALLER)
    return (
        picture.convert("RGB").resize(size, Image.Resampling.BOX).quantize(COLOURS, dither=Image.Dither.NONE)
    )


def difference(found: Image.Image, expected: Image.Image) -> float:
    """Return the share of pixels that differ noticeably, 0 to 1; 1 for pictures of unlike size."""
    # A line of text more or less moves what is below; a pixel of height is the smoothing's.
    if found.width != expected.width or abs(found.height - expected.height) > 1:
        return 1.0
    height = min(found.height, expected.height)
    blurred = [
        picture.convert("RGB").crop((0, 0, found.width, height)).filter(ImageFilter.BoxBlur(1))
        for picture in (found, expected)
    ]
    bands: list[Any] = list(ImageChops.difference(*blurred).split())
    worst = ImageChops.lighter(ImageChops.lighter(bands[0], bands[1]), bands[2])
    noticed = sum(worst.histogram()[NOTICED:])
    return noticed / (found.width * height)
