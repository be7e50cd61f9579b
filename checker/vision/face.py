"""What the rules ask of a face, from its landmarks. Coordinates are px of the picture looked at."""

import math
from collections.abc import Sequence

from PIL import Image

from .detector import Box, Found
from .jaw import chin_of
from .mesh import Mesh
from .pose import Fit, fit_pose
from .scene import Face, Mark, Point

# Landmarks by MediaPipe's numbers. «Right» is the subject's right, which is at the picture's left.
_RIGHT_EYE = (33, 246, 161, 160, 159, 158, 157, 173, 133, 155, 154, 153, 145, 144, 163, 7)
_LEFT_EYE = (263, 466, 388, 387, 386, 385, 384, 398, 362, 382, 381, 380, 374, 373, 390, 249)
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
# Two looks at one face may differ so much, as a share of T, before the landmarks get less sure.
_STEADY, _ADRIFT = 0.03, 0.2


def face_of(found: Found, mesh: Mesh, drift: float, image: Image.Image) -> Face | None:
    """Return the face in ``image``, or None where the mesh is not that of a face.

    ``drift`` is the distance between two looks at the chin as a share of T, 0 where there was one only.
    """
    points = mesh.points
    fit = fit_pose(points)
    if fit is None or not _plausible(mesh, fit, found.score):
        return None
    flat = tuple(Point(x, y) for x, y, _ in points)
    right, left = _eyes(flat)
    roll = math.radians(fit.pose.roll)
    chin = chin_of(image, flat, Point(-math.sin(roll), math.cos(roll)), _unit(right, left, flat[_CHIN]))
    unit = _unit(right, left, chin)
    apart = max(math.dist(found.right_eye, right), math.dist(found.left_eye, left)) / unit
    agreed = _falling(apart, _TOGETHER, _APART) * _falling(drift, _STEADY, _ADRIFT)
    sure = mesh.presence * agreed * _falling(_turned(fit), _FRONTAL, _PROFILE)

    def mark(point: Point) -> Mark:
        return Mark(*point, sure * _inside(point, image.size, unit))

    cheeks = flat[_CHEEKS[0]], flat[_CHEEKS[1]]
    # The line of the pupils alone is a few px long, and faces are not symmetric: the mean is nearer to the
    # line that people draw.
    level = math.degrees(math.atan2(left.y - right.y, left.x - right.x))
    pose = fit.pose._replace(roll=(fit.pose.roll + level) / 2)
    return Face(
        box=_bounds(flat),
        score=found.score,
        confidence=mesh.presence,
        mesh=flat,
        pose=pose,
        eyes=(mark(right), mark(left)),
        chin=mark(chin),
        cheeks=(mark(cheeks[0]), mark(cheeks[1])),
        eye_openings=(_gap(flat, _RIGHT_LIDS) / unit, _gap(flat, _LEFT_LIDS) / unit),
        mouth_opening=_gap(flat, _LIPS) / unit,
    )


def steadiness(one: Mesh, other: Mesh) -> float:
    """Return how far two looks at one face lie apart at eyes and chin, as a share of T."""
    flat = [tuple(Point(x, y) for x, y, _ in mesh.points) for mesh in (one, other)]
    (right, left), chin = _eyes(flat[1]), flat[1][_CHIN]
    before = (*_eyes(flat[0]), flat[0][_CHIN])
    apart = max(math.dist(a, b) for a, b in zip(before, (right, left, chin), strict=True))
    return apart / _unit(right, left, chin)


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


def _eyes(points: Sequence[Point]) -> tuple[Point, Point]:
    """Return the centres of the eyes: of the irises where the mesh has them, else of the lids' contours."""
    if len(points) >= _WITH_IRISES:
        return points[_RIGHT_IRIS], points[_LEFT_IRIS]
    return _mean([points[i] for i in _RIGHT_EYE]), _mean([points[i] for i in _LEFT_EYE])


def _gap(points: Sequence[Point], pairs: Sequence[tuple[int, int]]) -> float:
    """Return the mean distance of the pairs."""
    return sum(math.dist(points[a], points[b]) for a, b in pairs) / len(pairs)


def _mean(points: Sequence[Point]) -> Point:
    return Point(sum(p.x for p in points) / len(points), sum(p.y for p in points) / len(points))


def _bounds(points: Sequence[Point]) -> Box:
    xs, ys = [p.x for p in points], [p.y for p in points]
    return min(xs), min(ys), max(xs), max(ys)


def _turned(fit: Fit) -> float:
    return math.hypot(fit.pose.yaw, fit.pose.pitch)


def _falling(value: float, start: float, end: float) -> float:
    """Return 1 up to ``start``, 0 from ``end``, and what lies between them in between."""
    return max(0.0, min(1.0, (end - value) / (end - start)))


def _inside(point: Point, size: tuple[int, int], unit: float) -> float:
    """Return how far a point is to be believed for its place: 1 inside, 0 from a tenth of T outside."""
    outside = max(-point.x, -point.y, point.x - size[0], point.y - size[1])
    return _falling(outside / unit, 0.0, 0.1)
