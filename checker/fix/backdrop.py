"""Another background behind the person, for those who ask for it. The face stays bit for bit."""

import math
import re
from collections.abc import Mapping
from types import MappingProxyType

from PIL import Image, ImageChops, ImageDraw

from ..colour import srgb_to_lab
from ..colour_names import colour_name
from ..text import Text
from ..vision.head import Head
from ..vision.models import SIZES
from ..vision.runtime import Runtime
from ..vision.scene import Face
from .matte import Matte, find_matte
from .model import Box, Note
from .picture import Picture

# The colours that chsi-2017 gives for its backgrounds.
COLOURS: Mapping[str, str] = MappingProxyType(
    {"blue": "#64C5FF", "white": "#FFFFFF", "light-grey": "#F0F0F0"}
)
# The landmarks around the face, in MediaPipe's numbers.
OVAL = (
    10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377,
    152, 148, 176, 149, 150, 136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109,
)  # fmt: skip
_HEX = re.compile(r"#[0-9A-Fa-f]{6}")
_MASK = "person-mask"
# Ours: px of the picture in which the matte is sought, more than twice those of a 480x640 photo; and how far
# beyond the head, in head heights, the background of a photo cut by the head may reach.
_MOST_PIXELS = 1_500_000
_ABOVE, _BELOW, _BESIDE = 1.0, 1.2, 1.5

WARNING = Text(
    "背景换成了{zh}，脸部像素没有改。请先问清学校收不收换过背景的照片：采集规范不许修图，"
    "有人用证件照软件换背景被退过。请放大看头发和肩膀的边缘；能在纯色背景前重拍，就重拍。",
    "The background was replaced by {en}; the face's pixels are untouched. Ask your school first: the rules "
    "of 2017 forbid retouching, and photos whose background had been replaced were refused. Look at the "
    "edges of hair and shoulders; better take the photo before a plain background.",
)
NO_PERSON = Note(
    "background-kept",
    Text(
        "没有看清人脸或没有运行人像模型，分不出人和背景，背景没有换。",
        "No face was seen, or the models did not run, so the background was not replaced.",
    ),
    "problem",
)


ROUGH = Note(
    "edge-rough",
    Text(
        "原来的背景不是均匀的纯色，头发和肩膀的边缘只能抠个大概，看得出来。请在纯色背景前重拍。",
        "The old background is not plain, so hair and shoulders could only be cut out roughly, and it shows. "
        "Take the photo before a plain background.",
    ),
    "problem",
)


def background_colour(name: str) -> str:
    """Return ``#RRGGBB`` of a name of `COLOURS` or of such a colour; raises ValueError for anything else."""
    colour = COLOURS.get(name.lower(), name)
    if not _HEX.fullmatch(colour):
        raise ValueError(f"a background is {', '.join(COLOURS)} or #RRGGBB, not {name!r}")
    return colour.upper()


def warning(colour: str) -> Note:
    """Return the note that the background was replaced by ``colour``, with what speaks against it."""
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    name = colour_name(srgb_to_lab(red, green, blue))
    named = Text(f"{name.zh}（{colour}）", f"{name.en} ({colour})")
    return Note("background-replaced", WARNING.format(zh=named.zh, en=named.en), "advice")


def around_head(head: Head) -> Box:
    """Return what can be of use in a photo of a head, in px of the picture, beyond which it may reach."""
    aside, top, bottom = _BESIDE * head.height, _ABOVE * head.height, _BELOW * head.height
    return head.middle - aside, head.crown - top, head.middle + aside, head.chin + bottom


def union(one: Box, other: Box) -> Box:
    """Return the smallest box that holds both."""
    return min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3])


async def with_background(picture: Picture, colour: str, runtime: Runtime) -> tuple[Picture, bool] | None:
    """Return the picture with ``colour`` behind the person, None where no person was seen.

    The truth value says whether the old background was plain, so that hair could be cut out finely.

    The person is sought anew, in this picture alone, so that the mask is as fine as can be. Raises what
    ``runtime`` raises.
    """
    face = None if picture.scene is None else picture.scene.main
    if face is None:
        return None
    image = picture.image
    side = SIZES[_MASK]
    shown = image.resize((side, side), Image.Resampling.BILINEAR, reducing_gap=2.0)
    (belief,) = await runtime.run(_MASK, shown.tobytes())
    person = Image.frombytes("L", (side, side), belief.tobytes())
    factor = math.ceil(math.sqrt(image.width * image.height / _MOST_PIXELS))
    small = find_matte(image.reduce(factor) if factor > 1 else image, person)
    matte = small
    if factor > 1:
        box = (0, 0, image.width / factor, image.height / factor)
        how = Image.Resampling.BICUBIC
        backdrop = small.backdrop.resize(image.size, how, box=box)
        matte = Matte(small.alpha.resize(image.size, how, box=box), backdrop, small.plain)
    keep_face(matte.alpha, face)
    new = replaced(image, matte, colour)
    return Picture(new, picture.scene, picture.photo, picture.left, picture.top), matte.plain


def keep_face(alpha: Image.Image, face: Face) -> None:
    """Set alpha to 255 within the oval of the face, whose pixels then stay bit for bit."""
    if face.mesh:
        oval = [(face.mesh[at].x - 0.5, face.mesh[at].y - 0.5) for at in OVAL]
        ImageDraw.Draw(alpha).polygon(oval, fill=255)


def replaced(image: Image.Image, matte: Matte, colour: str) -> Image.Image:
    """Return an RGB ``image`` with ``colour`` behind the person, without what the old backdrop lent the edge.

    A pixel of the edge shows alpha of the person's colour and, for the rest, the old backdrop's; the latter
    is taken off and the new one's put in its place. Where alpha is 255 the pixel stays bit for bit.
    """
    rest = ImageChops.invert(matte.alpha)
    new = Image.new("RGB", image.size, colour)
    bands = []
    for seen, old, fresh in zip(image.split(), matte.backdrop.split(), new.split(), strict=True):
        own = ImageChops.darker(ImageChops.subtract(seen, ImageChops.multiply(old, rest)), matte.alpha)
        bands.append(ImageChops.add(own, ImageChops.multiply(fresh, rest)))
    return Image.merge("RGB", bands)
