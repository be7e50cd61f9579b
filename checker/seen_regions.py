"""Person and background by colour (`checker.regions`), mended by the mask of the person that a model saw.

Colour alone takes white hair before white for background, and a hard shadow that touches the head for a part
of the person. All figures here are our own.
"""

from typing import TYPE_CHECKING

from PIL import Image, ImageChops

from .border import Samples
from .levels import mapped, reaching, up_to
from .regions import Regions, find_regions, grown, shaded, shrunk

if TYPE_CHECKING:
    from .photo import Photo

# The mask's belief, of 255, from which on it is surely the person, and up to which it is surely not; and how
# many pixels of the reduced copy its outline may be off by.
_SURELY, _SURELY_NOT, _OFF = 230, 25, 2
# A shadow behind a person may take so much of the background's lightness, and reach down to the lower edge.
_DEEP, _DOWN = 0.65, 1.0
# What is not surely person ends so many pixels of a border's copy before it.
_PERHAPS, _BESIDE = 40, 3


def regions_of(photo: "Photo") -> Regions:
    """Return person and background of a decoded photo, by colour and by what the models saw of the person."""
    regions = photo.measure(find_regions)
    scene = photo.scene
    if scene is None or scene.person is None:
        return regions
    return regions.measure(_Mended(scene.person))


def samples_of(photo: "Photo") -> Samples:
    """Return the samples of the border of what a frame surrounds, or of all, where the person is not."""
    regions = photo.measure(find_regions)
    scene = photo.scene
    if scene is None or scene.person is None:
        return regions.measure(_samples)
    return regions.measure(_Beside(scene.person))


def _samples(regions: Regions) -> Samples:
    return Samples(regions.image)


class _ByMask:
    """A measurement of regions that is the same for the same mask of a person."""

    def __init__(self, person: Image.Image) -> None:
        self._person = person

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and other._person is self._person

    def __hash__(self) -> int:
        return hash((type(self), id(self._person)))


class _Beside(_ByMask):
    def __call__(self, regions: Regions) -> Samples:
        return Samples(regions.image, lambda size: self._outside(regions, size))

    def _outside(self, regions: Regions, size: tuple[int, int]) -> Image.Image:
        belief = _over(regions, self._person, size)
        perhaps = mapped(belief, reaching(_PERHAPS + 1))
        return ImageChops.invert(grown(perhaps, _BESIDE))


class _Mended(_ByMask):
    def __call__(self, regions: Regions) -> Regions:
        belief = _over(regions, self._person, regions.small.size)
        surely = shrunk(mapped(belief, reaching(_SURELY)), _OFF)
        far = shrunk(mapped(belief, up_to(_SURELY_NOT)), _OFF)
        dark = shaded(regions.lab, regions.behind, deepest=_DEEP, down=_DOWN)
        shadow = ImageChops.darker(ImageChops.darker(dark, far), ImageChops.invert(regions.background))
        return Regions(
            regions.image,
            regions.frame,
            regions.small,
            regions.lab,
            regions.behind,
            ImageChops.lighter(ImageChops.subtract(regions.person, shadow), surely),
            ImageChops.subtract(ImageChops.subtract(regions.objects, surely), shadow),
            ImageChops.lighter(ImageChops.subtract(regions.background, surely), shadow),
            regions.state,
        )


def _over(regions: Regions, person: Image.Image, size: tuple[int, int]) -> Image.Image:
    """Return the person's mask, which covers the whole photo, over what the regions' frame surrounds."""
    frame, (width, height) = regions.frame, regions.image.size
    across = person.width / (width + frame.left + frame.right)
    down = person.height / (height + frame.top + frame.bottom)
    left, top = frame.left * across, frame.top * down
    box = (left, top, left + width * across, top + height * down)
    return person.resize(size, Image.Resampling.BILINEAR, box)
