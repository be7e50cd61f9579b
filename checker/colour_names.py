"""Plain names for colours, such as 深红色 or 米白.

A name never contradicts a verdict: a colour outside the bands of a background (`BACKGROUNDS`) is not called
by that background's name. Names and their borders are our own.
"""

import math

from .backgrounds import BACKGROUNDS, Lab
from .text import Text

# From here the bands of the backgrounds take over, so that the two cannot drift apart.
_NEUTRAL = BACKGROUNDS["white"].passes.chroma[1]
_GREY_FROM, _GREY_TO = BACKGROUNDS["light-grey"].passes.lightness
_PALE = BACKGROUNDS["light"].warns
assert _PALE is not None
_PALE_FROM, _PALE_CHROMA = _PALE.lightness[0], _PALE.chroma[1]
_NEAR_BLUE = BACKGROUNDS["blue"].warns
assert _NEAR_BLUE is not None
_BLUES, _BLUE_DARKEST, _BLUE_PALEST = _NEAR_BLUE.hue, _NEAR_BLUE.lightness[0], _NEAR_BLUE.chroma[0]

_DARK_NEUTRAL = 10  # chroma: in the dark the eye sees less of it
_BLUE_VIOLETS = 308  # hue angle; pure blue (#0000FF) has 306
_TINT = 12  # chroma up to which a pale colour is a white with a tint

_GREYS = (
    (20, Text("黑色", "black")),
    (45, Text("深灰色", "dark grey")),
    (_GREY_FROM, Text("灰色", "grey")),
    (_GREY_TO, Text("浅灰色", "light grey")),
)
_HUES = (
    (20, Text("粉红", "pink")),
    (50, Text("红", "red")),
    (75, Text("橙", "orange")),
    (110, Text("黄", "yellow")),
    (170, Text("绿", "green")),
    (_BLUES[0], Text("青", "cyan")),
    (_BLUES[1], Text("蓝", "blue")),
    (_BLUE_VIOLETS, Text("蓝紫", "blue-violet")),
    (340, Text("紫", "violet")),
    (361, Text("粉红", "pink")),
)


def colour_name(lab: Lab) -> Text:
    """Return a plain name for a colour."""
    lightness, a, b = lab
    chroma = math.hypot(a, b)
    hue = math.degrees(math.atan2(b, a)) % 360
    if chroma <= _NEUTRAL or (chroma < _DARK_NEUTRAL and lightness < 45):
        return next((name for limit, name in _GREYS if lightness < limit), Text("白色", "white"))
    name = next(name for limit, name in _HUES if hue < limit)
    if lightness >= _PALE_FROM:
        return _pale(name, chroma, hue)
    if _BLUES[0] <= hue < _BLUE_VIOLETS and lightness < _BLUE_DARKEST:
        return Text("很深的蓝", "very dark blue")
    if _BLUES[0] <= hue <= _BLUES[1]:
        return _blue(lightness, chroma)
    if lightness < 45:
        return Text(f"深{name.zh}色", f"dark {name.en}")
    if chroma < 25:
        return Text(f"灰{name.zh}色", f"greyish {name.en}")
    return Text(f"{name.zh}色", name.en)


def _blue(lightness: float, chroma: float) -> Text:
    """Return the name of a colour of blue hue that is neither pale nor very dark."""
    if chroma < _BLUE_PALEST:
        return Text("蓝灰色", "blue-grey")
    if lightness < 45:
        return Text("深蓝色", "dark blue")
    return Text("浅蓝色", "pale blue") if chroma < 25 else Text("蓝色", "blue")


def _pale(name: Text, chroma: float, hue: float) -> Text:
    """Return the name of a light colour that is neither white nor grey."""
    if chroma <= _TINT:
        if 50 <= hue < 110:
            return Text("米白", "off-white")
        return Text(f"偏{name.zh}的白", f"white with a tint of {name.en}")
    if _BLUES[0] <= hue <= _BLUES[1]:
        return Text("很浅的蓝", "very pale blue")
    if chroma <= _PALE_CHROMA:
        return Text(f"浅{name.zh}色", f"pale {name.en}")
    return Text(f"亮{name.zh}色", f"bright {name.en}")
