"""Copies of a picture that several measurements look at, grey or reduced: of one that is shared, made once.

They are kept for as long as the picture itself is.
"""

import weakref

from PIL import Image

_GREY = 0  # the key of the grey copy; a reduced one's is its factor
_Copies = dict[int, Image.Image]
# By the pictures' `id`, as a picture has no hash.
_shared: dict[int, tuple[weakref.ref[Image.Image], _Copies]] = {}


def share(image: Image.Image) -> None:
    """Have copies of ``image`` made once only; it must not be changed any more."""
    key = id(image)
    _shared[key] = weakref.ref(image, lambda _: _shared.pop(key)), {}


def grey(image: Image.Image) -> Image.Image:
    """Return ``image`` in mode L."""
    copies = _copies_of(image)
    if _GREY not in copies:
        copies[_GREY] = image.convert("L")
    return copies[_GREY]


def reduced(image: Image.Image, factor: int) -> Image.Image:
    """Return ``image`` reduced by a whole ``factor``: itself where that is 1 or less."""
    if factor <= 1:
        return image
    copies = _copies_of(image)
    if factor not in copies:
        copies[factor] = image.reduce(factor)
    return copies[factor]


def _copies_of(image: Image.Image) -> _Copies:
    """Return the copies of ``image`` so far, to which others may be added."""
    shared = _shared.get(id(image))
    return {} if shared is None else shared[1]
