"""Lines about where the head lies, and the bands in which they may."""

from .shape import Drawn, Path, View, across, box, level, upright

# How far a line about the face reaches beyond what it is about, as a share of the picture's width.
_BEYOND = 0.06


def crown(view: View) -> Drawn:
    """Draw the top of the hair, and the band in which it may be."""
    bands = across(view.low, view.high)
    crown = view.scene.crown
    if crown is None:
        return Drawn(bands=bands)
    _, y = view.at(crown)
    return Drawn((0.0, y), (level(y),), bands)


def head(view: View) -> Drawn:
    """Draw the chin's line, and how long the head is; the band is where the chin may be below this crown."""
    if view.face is None or view.scene.crown is None:
        return Drawn()
    (_, top), (_, bottom) = view.at(view.scene.crown), view.at(view.face.chin)
    bands: tuple[Path, ...] = ()
    if view.low is not None or view.high is not None:
        bands = across(top + (view.low or 0.0), 1.0 if view.high is None else top + view.high)
    return Drawn((0.0, bottom), (level(bottom), upright(_BEYOND / 2, top, bottom)), bands)


def eyes(view: View) -> Drawn:
    """Draw the line through both eyes, and the band in which it may be."""
    bands = across(view.low, view.high)
    if view.face is None:
        return Drawn(bands=bands)
    (x1, y1), (x2, y2) = (view.at(eye) for eye in view.face.eyes)
    slope = (y2 - y1) / (x2 - x1) if x2 > x1 else 0.0
    whole = (0.0, y1 - slope * x1), (1.0, y1 + slope * (1 - x1))
    return Drawn(whole[0], (whole,), bands)


def face_width(view: View) -> Drawn:
    """Draw the face's edges; the bands are where they may be around the same middle."""
    if view.face is None:
        return Drawn()
    (left, y1), (right, y2) = (view.at(cheek) for cheek in view.face.cheeks)
    middle, y, tick = (left + right) / 2, (y1 + y2) / 2, _BEYOND * view.aspect
    lines = (((left, y), (right, y)), upright(left, y - tick, y + tick), upright(right, y - tick, y + tick))
    bands: tuple[Path, ...] = ()
    if view.low is not None or view.high is not None:
        near, far = (view.low or 0.0) / 2, (1.0 if view.high is None else view.high) / 2
        bands = (
            box(middle - far, y - tick / 2, middle - near, y + tick / 2),
            box(middle + near, y - tick / 2, middle + far, y + tick / 2),
        )
    return Drawn((1.0, y), lines, bands)


def centring(view: View) -> Drawn:
    """Draw the head's middle; the band is how far it may be from the picture's."""
    bands = () if view.low is None or view.high is None else (box(0.5 + view.low, 0, 0.5 + view.high, 1),)
    if view.face is None:
        return Drawn(bands=bands)
    # Of a face that is known by hand-placed points alone, the rule goes by the eyes.
    sides = view.face.cheeks if view.face.mesh else view.face.eyes
    middle = sum(view.at(side)[0] for side in sides) / 2
    return Drawn((middle, 0.0), (upright(middle),), bands)


def margins(view: View) -> Drawn:
    """Draw the head's sides, and the stripes beside it that must stay free."""
    clear = () if not view.low else (box(0, 0, view.low, 1), box(1 - view.low, 0, 1, 1))
    if view.scene.head_sides is None:
        return Drawn(clear=clear)
    (left, y1), (right, y2) = (view.at(side) for side in view.scene.head_sides)
    tick = _BEYOND * view.aspect
    lines = (
        upright(left, y1 - 2 * tick, y1 + 2 * tick),
        upright(right, y2 - 2 * tick, y2 + 2 * tick),
        ((0.0, y1), (left, y1)),
        ((right, y2), (1.0, y2)),
    )
    return Drawn((left, y1), lines, clear=clear)


def below_chin(view: View) -> Drawn:
    """Draw the chin's line; the band is where it may be above the lower edge."""
    ends = (None if end is None else 1 - end for end in (view.high, view.low))
    bands = across(*ends)
    if view.face is None:
        return Drawn(bands=bands)
    _, y = view.at(view.face.chin)
    return Drawn((0.0, y), (level(y), upright(1 - _BEYOND / 2, y, 1.0)), bands)


def apart(view: View) -> Drawn:
    """Draw the distance between the eyes."""
    if view.face is None:
        return Drawn()
    one, other = (view.at(eye) for eye in view.face.eyes)
    tick = _BEYOND * view.aspect / 2
    ticks = tuple(upright(x, y - tick, y + tick) for x, y in (one, other))
    return Drawn((1.0, other[1]), ((one, other), *ticks))


def faces(view: View) -> Drawn:
    """Draw a box around each face."""
    width, height = view.scene.size
    boxes = []
    for face in view.scene.faces:
        left, top, right, bottom = face.box
        around = box(left / width, top / height, right / width, bottom / height)
        boxes.append((*around, around[0]))
    return Drawn(boxes[0][0] if boxes else (0.0, 0.0), tuple(boxes))
