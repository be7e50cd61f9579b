"""Lines about how the head is held: leaning, and turned to a side, up or down."""

import math

from .shape import At, Drawn, Path, View, box, upright

# Shares of the picture's width: each half of a line that shows a leaning; the arrow of a face seen from the
# side, the longest there can be; the stroke across an arrow's end.
_ARM, _ARROW, _END = 0.3, 0.5, 0.06


def shoulders(view: View) -> Drawn:
    """Draw the line between the shoulders, and the fan in which it may lean."""
    if view.scene.shoulders is None:
        return Drawn()
    (x1, y1), (x2, y2) = (view.at(shoulder) for shoulder in view.scene.shoulders)
    return Drawn((x1, y1), (((x1, y1), (x2, y2)),), _leaning((x1 + x2) / 2, (y1 + y2) / 2, view))


def roll(view: View) -> Drawn:
    """Draw the line through the eyes, as long as can be compared with the fan of what is allowed."""
    if view.face is None:
        return Drawn()
    (x1, y1), (x2, y2) = (view.at(eye) for eye in view.face.eyes)
    x, y = (x1 + x2) / 2, (y1 + y2) / 2
    if math.isnan(view.face.pose.roll):
        return Drawn((x, y))
    return Drawn((1.0, y), (_arm(x, y, view.face.pose.roll, view.aspect),), _leaning(x, y, view))


def _arm(x: float, y: float, degrees: float, aspect: float) -> Path:
    """Return a line through a point, leaning clockwise."""
    angle = math.radians(degrees)
    right, down = _ARM * math.cos(angle), _ARM * math.sin(angle) * aspect
    return (x - right, y - down), (x + right, y + down)


def _leaning(x: float, y: float, view: View) -> tuple[Path, ...]:
    """Return the two halves of the fan in which a line through a point may lean."""
    if view.low is None or view.high is None:
        return ()
    (left, right), (left_too, right_too) = (_arm(x, y, end, view.aspect) for end in (view.low, view.high))
    return ((x, y), left, left_too), ((x, y), right, right_too)


def yaw(view: View) -> Drawn:
    """Draw an arrow as far as the face is turned to the side; the band is how far it may be."""
    if view.face is None or math.isnan(view.face.pose.yaw):
        return Drawn()
    x, y = _middle_of_face(view)
    tick = _END * view.aspect / 2
    end = x + _turned(view.face.pose.yaw)
    lines = (((x, y), (end, y)), upright(end, y - tick, y + tick))
    bands: tuple[Path, ...] = ()
    if view.low is not None and view.high is not None:
        bands = (box(x + _turned(view.low), y - tick, x + _turned(view.high), y + tick),)
    return Drawn((1.0, y), lines, bands)


def pitch(view: View) -> Drawn:
    """Draw an arrow as far as the face looks up or down; the band is how far it may."""
    if view.face is None or math.isnan(view.face.pose.pitch):
        return Drawn()
    x, y = _middle_of_face(view)
    tick = _END / 2
    end = y - _turned(view.face.pose.pitch) * view.aspect
    lines = (((x, y), (x, end)), ((x - tick, end), (x + tick, end)))
    bands: tuple[Path, ...] = ()
    if view.low is not None and view.high is not None:
        low, high = (_turned(angle) * view.aspect for angle in (view.low, view.high))
        bands = (box(x - tick, y - high, x + tick, y - low),)
    return Drawn((1.0, end), lines, bands)


def _turned(degrees: float) -> float:
    """Return how long the arrow of an angle is, as a share of the width."""
    return _ARROW * math.sin(math.radians(degrees))


def _middle_of_face(view: View) -> At:
    """Return the middle between eyes and chin, near the tip of the nose."""
    assert view.face is not None
    (x1, y1), (x2, y2) = (view.at(eye) for eye in view.face.eyes)
    x, y = view.at(view.face.chin)
    return ((x1 + x2) / 2 + x) / 2, ((y1 + y2) / 2 + y) / 2
