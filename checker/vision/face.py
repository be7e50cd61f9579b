"""What the rules ask of a face, from its landmarks. Coordinates are px of the picture looked at."""

import math
from collections.abc import Sequence

from PIL import Image

from .detector import Found
from .jaw import chin_of
from .likeness import likeness
from .mesh import Mesh
from .mouth import mouth_seen
from .pose import Fit, fit_pose
from .ramp import falling
from .scene import Face, Mark, Point, Pose
from .tiles import Box

# Landmarks by MediaPipe's numbers. «Right» is the subject's right, which is at the picture's left.
_RIGHT_EYE = (33, 246, 161, 160, 159, 158, 157, 173, 133, 155, 154, 153, 145, 144, 163, 7)
_LEFT_EYE = (263, 466, 388, 387, 386, 385, 384, 398, 362, 382, 381, 380, 374, 373, 390, 249)
_CORNERS = (33, 133), (362, 263)
_RIGHT_IRIS, _LEFT_IRIS, _WITH_IRISES = 468, 473, 478
_RIGHT_LIDS, _LEFT_LIDS = ((160, 144), (159, 145), (158, 153)), ((387, 373), (386, 374), (385, 380))
_LIPS = ((82, 87), (13, 14), (312, 317))  # the inner edges, upper and lower
_CHIN = 152
# Where the face is widest between eyes and mouth: its edge as people place it, 0.0 % of the width off in the
# mean over 20 portraits; 234 and 454 lie 0.5 % further apart.
_CHEEKS = (93, 323)

# All below is ours. A mesh is laid over whatever it is shown; it is a face's only where it believes so and
# the canonical face fits to so many cm (0.15-0.52 for 160 faces), closer where the detector is less sure. The
# mouth must lie so far below the eyes, as a multiple of the distance between these.
_PRESENCE, _FIT, _MOUTH = 0.9, 0.9, (0.45, 2.2)
_UNSURE, _UNSURE_FIT = 0.65, 0.5
# From this turn away from the camera on, in degrees, landmarks get less sure; at the second all is a guess.
_FRONTAL, _PROFILE = 20.0, 60.0
# The mesh lays eyes where none are seen; the detector then has them elsewhere. So far apart, as a share of T,
# landmarks get less sure, and are a guess: whole faces differ by 0.03 in the median and 0.084 in one of 100,
# faces of which a half is covered by 0.14.
_TOGETHER, _APART = 0.09, 0.18
# An eye that is covered does not look like the other: up to the first correlation, -1 to 1, where they are is
# a guess, from the second on it is not doubted. Of photos of 24 portraits none is below 0.46, of those with
# one eye covered none above 0.34; of 158 others five are below 0.24, for glare, hair or a hard shadow.
_UNLIKE, _ALIKE = 0.10, 0.38
# Lips so far apart, as a share of T, are open: nothing is before them. What hides lips mostly hides the chin
# as well: below this belief in lips it is a guess, where they are shut as the mesh lays them on a mask (0.013
# at most); teeth are no lips. All or nothing, so that two machines agree.
_OPEN, _SHUT, _HIDDEN = 0.05, 0.02, 0.17
# Two looks at one face may differ so much, as a share of T, before the landmarks get less sure.
_STEADY, _ADRIFT = 0.03, 0.2


def face_of(found: Found, looks: Sequence[Mesh], image: Image.Image) -> Face | None:
    """Return the face in ``image``, or None where the mesh is not that of a face.

    ``looks`` are the meshes of one look or more, the best last: landmarks are its, yaw and pitch the mean
    of all. Where they do not agree, landmarks get less sure.
    """
    mesh, fits = looks[-1], [fit_pose(look.points) for look in looks]
    fit = fits[-1]
    if fit is None or not _plausible(mesh, fit, found.score):
        return None
    flat = _flat(mesh)
    drift = max((_apart(look, flat) for look in looks[:-1]), default=0.0)
    right, left = _eyes(flat)
    roll = math.radians(fit.pose.roll)
    chin = chin_of(image, flat, Point(-math.sin(roll), math.cos(roll)), _unit(right, left, flat[_CHIN]))
    unit = _unit(right, left, chin)
    apart = max(math.dist(found.right_eye, right), math.dist(found.left_eye, left)) / unit
    agreed = falling(apart, _TOGETHER, _APART) * falling(drift, _STEADY, _ADRIFT)
    sure = mesh.presence * agreed * falling(_turned(fit), _FRONTAL, _PROFILE)

    alike = 1 - falling(likeness(image, flat), _UNLIKE, _ALIKE)

    def mark(point: Point, seen: float = 1.0) -> Mark:
        return Mark(*point, sure * seen * _inside(point, image.size, unit))

    opening = _gap(flat, _LIPS) / unit
    lips = mouth_seen(image, flat) if opening < _OPEN else 1.0
    cheeks = flat[_CHEEKS[0]], flat[_CHEEKS[1]]
    # The line of the pupils is a few px long: that of the eyes' corners steadies it. The whole face's roll is
    # another one where the face is turned or not symmetric.
    corners = (_mean([flat[i] for i in eye]) for eye in _CORNERS)
    turns = [(each.pose.yaw, each.pose.pitch) for each in fits if each is not None]
    yaw, pitch = (sum(turn[axis] for turn in turns) / len(turns) for axis in (0, 1))
    pose = Pose(yaw, pitch, (_slope(right, left) + _slope(*corners)) / 2)
    return Face(
        box=_bounds(flat),
        score=found.score,
        confidence=mesh.presence,
        mesh=flat,
        pose=pose,
        eyes=(mark(right, alike), mark(left, alike)),
        chin=mark(chin, 0.0 if opening < _SHUT and lips < _HIDDEN else 1.0),
        cheeks=(mark(cheeks[0]), mark(cheeks[1])),
        eye_openings=(_gap(flat, _RIGHT_LIDS) / unit, _gap(flat, _LEFT_LIDS) / unit),
        mouth_opening=opening,
        mouth_seen=lips,
    )


def _flat(mesh: Mesh) -> tuple[Point, ...]:
    xs, ys, _ = zip(*mesh.points, strict=True)
    return tuple(map(Point, xs, ys))


def _apart(one: Mesh, other: Sequence[Point]) -> float:
    """Return how far a look at a face lies from another one at eyes and chin, as a share of T."""
    (right, left), chin = _eyes(other), other[_CHIN]
    before = (*_eyes(one.points), one.points[_CHIN][:2])
    apart = max(math.dist(a, b) for a, b in zip(before, (right, left, chin), strict=True))
    return apart / _unit(right, left, chin)


def _slope(one: Point, other: Point) -> float:
    """Return how far the line between two points leans clockwise, in degrees."""
    return math.degrees(math.atan2(other.y - one.y, other.x - one.x))


def _unit(right: Point, left: Point, chin: Point) -> float:
    """Return T, the distance from the eyes' midpoint to the chin, in px."""
    return max(1e-6, math.hypot((right.x + left.x) / 2 - chin.x, (right.y + left.y) / 2 - chin.y))


def _plausible(mesh: Mesh, fit: Fit, score: float) -> bool:
    if mesh.presence < _PRESENCE or not fit.error < (_UNSURE_FIT if score < _UNSURE else _FIT):
        return False
    right, left, lips = (mesh.points[i] for i in (33, 263, 13))
    between = math.hypot(left[0] - right[0], left[1] - right[1])
    if between < 2:
        return False
    # How far the mouth lies below the line of the eyes, along the head.
    ux, uy = (left[0] - right[0]) / between, (left[1] - right[1]) / between
    x, y = lips[0] - (right[0] + left[0]) / 2, lips[1] - (right[1] + left[1]) / 2
    return _MOUTH[0] < (y * ux - x * uy) / between < _MOUTH[1]


def _eyes(points: Sequence[tuple[float, ...]]) -> tuple[Point, Point]:
    """Return the centres of the eyes: of the irises where the mesh has them, else of the lids' contours."""
    if len(points) >= _WITH_IRISES:
        return Point(*points[_RIGHT_IRIS][:2]), Point(*points[_LEFT_IRIS][:2])
    return _mean([points[i] for i in _RIGHT_EYE]), _mean([points[i] for i in _LEFT_EYE])


def _gap(points: Sequence[Point], pairs: Sequence[tuple[int, int]]) -> float:
    """Return the mean distance of the pairs."""
    return sum(math.dist(points[a], points[b]) for a, b in pairs) / len(pairs)


def _mean(points: Sequence[tuple[float, ...]]) -> Point:
    return Point(sum(p[0] for p in points) / len(points), sum(p[1] for p in points) / len(points))


def _bounds(points: Sequence[Point]) -> Box:
    xs, ys = [p.x for p in points], [p.y for p in points]
    return min(xs), min(ys), max(xs), max(ys)


def _turned(fit: Fit) -> float:
    return math.hypot(fit.pose.yaw, fit.pose.pitch)


def _inside(point: Point, size: tuple[int, int], unit: float) -> float:
    """Return how far a point is to be believed for its place: 1 inside, 0 from a tenth of T outside."""
    outside = max(-point.x, -point.y, point.x - size[0], point.y - size[1])
    return falling(outside / unit, 0.0, 0.1)
