"""What the person who crops needs to see: which parts may be chosen, and where the head belongs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

from .. import standards as registry
from ..geometry import Shares
from ..photo import Photo
from ..standards import Standard
from ..table import Range
from ..text import Lang, Text
from ..vision.scene import Scene
from .choose import choose
from .framing import default_part
from .model import Crop, Size
from .place import AIM
from .plan import plan
from .room import MAX_SIDE

# Requirements of standards that want more of the person than head and shoulders: our aim is none of theirs.
_MORE_THAN_HEAD = frozenset({"upper-body", "uncropped"})
# The rules that say where a point of the head lies, and the point: below the chin lie the shoulders.
_THEIRS = {
    "crown-position": ("crown", Text("头顶", "crown of the head")),
    "eye-line": ("eyes", Text("眼睛", "eyes")),
    "shoulders": ("chin", Text("下巴", "chin")),
}


@dataclass(frozen=True, slots=True)
class Band:
    """A stripe of the new picture in which something is to lie.

    ``edge`` is ``top`` for a horizontal stripe, ``low`` to ``high`` of the height below the upper edge, or
    ``left`` for an upright one, of the width from the left edge. ``standard`` is the id of the standard that
    says so, empty for our own aim, which is left out where a standard wants the head elsewhere.
    """

    id: str
    title: Text
    edge: Literal["top", "left"]
    low: float
    high: float
    standard: str = ""

    def to_dict(self, lang: Lang) -> dict[str, Any]:
        """Return the band's JSON object."""
        return {
            "id": self.id,
            "title": self.title.to(lang),
            "edge": self.edge,
            "low": self.low,
            "high": self.high,
            "standard": self.standard,
        }


# Where the fixer puts the head itself, for one who crops by hand.
_AIM = (
    Band("crown", Text("头顶", "crown of the head"), "top", AIM.crown.low, AIM.crown.high),
    Band("eyes", Text("眼睛", "eyes"), "top", AIM.eyes.low, AIM.eyes.high),
    Band("chin", Text("下巴", "chin"), "top", AIM.chin.low, AIM.chin.high),
    Band("left-side", Text("左侧留白", "room at the left"), "left", 0.0, AIM.margin.low),
    Band("right-side", Text("右侧留白", "room at the right"), "left", 1 - AIM.margin.low, 1.0),
)


@dataclass(frozen=True, slots=True)
class CropFrame:
    """What crops of one photo are allowed.

    ``picture`` is the photo's upright size in px; ``aspect`` the least and the greatest ratio of width to
    height; ``min_size`` the width and height in px of the photo below which a crop would be enlarged;
    ``size`` what the new picture gets by default; ``default`` the crop that is used when none is given;
    ``bands`` where the head is meant to be.
    """

    picture: Size
    aspect: tuple[float, float]
    min_size: Size
    size: Size
    default: Crop
    bands: tuple[Band, ...]

    def to_dict(self, lang: Lang) -> Mapping[str, Any]:
        """Return the JSON object of the frame."""
        crop = self.default
        return {
            "picture": list(self.picture),
            "aspect": list(self.aspect),
            "min_size": list(self.min_size),
            "size": list(self.size),
            "default": [crop.left, crop.top, crop.width, crop.height],
            "bands": [band.to_dict(lang) for band in self.bands],
        }


def crop_frame(
    photo: bytes | Size,
    standards: Sequence[str | Standard],
    overrides: Mapping[str, str] | None = None,
    scene: Scene | None = None,
) -> CropFrame:
    """Return what crops of ``photo`` are allowed under all ``standards`` together.

    ``photo`` is the file, of which only the header is read, or the size in px of the upright picture;
    ``scene`` is what was seen in it, by which the default crop puts the head in its place. Raises
    `PhotoError` for a file that is no photo and `StandardError` for an unknown standard.
    """
    size = Photo.from_bytes(photo).size if isinstance(photo, bytes) else photo
    chosen = registry.resolve(standards, overrides)
    target = plan(chosen)
    choice = choose(target, default_part(size, scene, target))
    shapes = target.aim.shapes if target.room.ruled else target.room.shapes
    own = Fraction(choice.size[0], choice.size[1])
    ends = float(min(shapes.low, own)), float(max(shapes.nearest(MAX_SIDE), own))
    smallest = min(next(target.room.sizes(target.shape(own)), choice.size), choice.size)
    theirs = [band for standard in chosen for band in _theirs(standard)]
    bands = (*_ours(chosen, theirs), *theirs)
    return CropFrame(size, ends, smallest, choice.size, Crop.of(choice.box, size), bands)


def _ours(chosen: Sequence[Standard], theirs: Sequence[Band]) -> tuple[Band, ...]:
    """Return the bands of our own aim, none where a standard wants the head elsewhere."""
    elsewhere = any(
        aim.id == band.id and (aim.high < band.low or band.high < aim.low) for aim in _AIM for band in theirs
    )
    more = any(manual.id in _MORE_THAN_HEAD for standard in chosen for manual in standard.manual)
    return () if elsewhere or more else _AIM


def _theirs(standard: Standard) -> list[Band]:
    """Return the bands in which a standard's rules let crown, eyes and chin lie."""
    found = []
    for rule_id, (band, title) in _THEIRS.items():
        entry = standard.rules.get(rule_id)
        share = _from_top(entry.limits) if entry is not None else None
        if share is not None:
            low, high = share.min or 0.0, 1.0 if share.max is None else share.max
            found.append(Band(band, title, "top", low, high, standard.id))
    return found


def _from_top(limits: Any) -> Range | None:
    """Return in which shares of the height a rule wants a point; None where it wants nothing of that kind."""
    if isinstance(limits, Shares):
        return limits.share
    below: Range | None = limits.share and limits.share.share
    if below is None:
        return None
    return Range(*(None if end is None else 1 - end for end in (below.max, below.min)))
