"""Grey and reduced copies: like those that Pillow makes, made once, gone with the picture."""

import gc
import weakref

from checker.copies import grey, reduced, share
from tests.portrait import portrait


def test_copies_are_those_of_pillow() -> None:
    image = portrait((120, 160))
    assert grey(image).tobytes() == image.convert("L").tobytes()
    assert reduced(image, 3).tobytes() == image.reduce(3).tobytes()
    assert reduced(image, 1) is image


def test_of_a_shared_picture_each_copy_is_made_once() -> None:
    image, other = portrait((120, 160)), portrait((120, 160))
    share(image)
    share(other)
    assert grey(image) is grey(image)
    assert reduced(image, 2) is reduced(image, 2)
    assert reduced(image, 2) is not reduced(image, 4)
    assert grey(image) is not grey(other)


def test_a_picture_that_is_not_shared_may_change() -> None:
    image = portrait((120, 160))
    grey(image)
    image.paste("white", (0, 0, 120, 160))
    assert grey(image).getextrema() == (255, 255)


def test_copies_go_with_their_picture() -> None:
    image = portrait((120, 160))
    share(image)
    copy = weakref.ref(reduced(image, 2))
    del image
    gc.collect()
    assert copy() is None
