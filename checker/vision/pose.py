"""How a head is turned: the canonical face laid over the landmarks that no expression moves.

The depths that the mesh gives are not used: pitch from them is off by degrees. The fit is one of weak
perspective, as portraits are taken from far enough.
"""

import math
from collections.abc import Sequence
from typing import NamedTuple

from .scene import Pose

# Places of landmarks in cm on the canonical face of MediaPipe's ``geometry_pipeline_metadata`` (Apache-2.0):
# x to the picture's right, y up, z towards the camera. Corners of the eyes, ridge and tip of the nose,
# temples, sides of the face, middle of the forehead.
_CANONICAL = {
    33: (-4.446, 2.664, 3.173),
    133: (-1.856, 2.585, 3.758),
    362: (1.856, 2.585, 3.758),
    263: (4.446, 2.664, 3.173),
    168: (0.000, 3.271, 5.236),
    6: (0.000, 2.473, 5.789),
    197: (0.000, 1.728, 6.317),
    195: (0.000, 1.059, 6.774),
    4: (0.000, -0.463, 7.587),
    1: (0.000, -1.127, 7.476),
    127: (-7.743, 2.365, -2.005),
    356: (7.743, 2.365, -2.005),
    234: (-7.664, 0.673, -2.436),
    454: (7.664, 0.673, -2.436),
    10: (0.000, 8.262, 4.482),
    151: (0.000, 6.546, 5.028),
    9: (0.000, 4.885, 5.386),
}

Vector = tuple[float, float, float]


class Fit(NamedTuple):
    """A pose; ``scale`` in px a cm of the canonical face; ``error``, root mean square, in such cm."""

    pose: Pose
    scale: float
    error: float


def fit_pose(points: Sequence[tuple[float, float, float]]) -> Fit | None:
    """Return how the canonical face must be turned to lie over the mesh's ``points`` (px).

    None where the points lie in a line or in one place.
    """
    seen = [points[i] for i in _CANONICAL]
    middle = [sum(each[axis] for each in seen) / len(seen) for axis in (0, 1)]
    centred = [(x - middle[0], y - middle[1]) for x, y, _ in seen]
    # The affine map from the canonical face to the picture, by least squares: two rows of three.
    rows = [_apply(_INVERSE, _weighted([each[axis] for each in centred])) for axis in (0, 1)]
    axes = _orthonormal(rows[0], rows[1])
    if axes is None:
        return None
    across, down, scale = axes
    squares = sum(
        (scale * _dot(across, place) - x) ** 2 + (scale * _dot(down, place) - y) ** 2
        for place, (x, y) in zip(_PLACES, centred, strict=True)
    )
    return Fit(_angles(across, down), scale, math.sqrt(squares / len(centred)) / scale)


def _angles(across: Vector, down: Vector) -> Pose:
    """Return the pose of a head whose axes right, down and away are seen at these places of the picture.

    ``across`` and ``down`` are the rows of the rotation. Roll is the last turn, in the picture's plane, so
    that turning the picture changes nothing else.
    """
    away = _cross(across, down)
    roll = math.atan2(down[0], across[0])
    cos, sin = math.cos(roll), math.sin(roll)
    # Where the face looks, against the axis that leads away from the camera, with the roll undone.
    ahead = (-across[2] * cos - down[2] * sin, across[2] * sin - down[2] * cos, -away[2])
    yaw = math.atan2(ahead[0], -ahead[2])
    pitch = math.asin(max(-1.0, min(1.0, -ahead[1])))
    return Pose(math.degrees(yaw), math.degrees(pitch), math.degrees(roll))


def _orthonormal(first: Vector, second: Vector) -> tuple[Vector, Vector, float] | None:
    """Return the two perpendicular unit vectors nearest to two vectors, and the mean of their lengths.

    That is (A Aᵀ)^-½ A with its scale, where A has the two as rows.
    """
    a, b, d = _dot(first, first), _dot(first, second), _dot(second, second)
    root = math.sqrt(max(0.0, a * d - b * b))
    if not root > 1e-9 * (a + d):
        return None
    trace = math.sqrt(a + d + 2 * root)
    # The square root of a symmetric matrix of two rows, and its inverse.
    p, q, r = (a + root) / trace, b / trace, (d + root) / trace
    det = p * r - q * q
    across = _sum(first, r / det, second, -q / det)
    down = _sum(first, -q / det, second, p / det)
    return across, down, (p + r) / 2


def _dot(one: Vector, other: Vector) -> float:
    return one[0] * other[0] + one[1] * other[1] + one[2] * other[2]


def _cross(one: Vector, other: Vector) -> Vector:
    return (
        one[1] * other[2] - one[2] * other[1],
        one[2] * other[0] - one[0] * other[2],
        one[0] * other[1] - one[1] * other[0],
    )


def _sum(one: Vector, by: float, other: Vector, other_by: float) -> Vector:
    return (
        one[0] * by + other[0] * other_by,
        one[1] * by + other[1] * other_by,
        one[2] * by + other[2] * other_by,
    )


def _apply(matrix: tuple[Vector, Vector, Vector], vector: Vector) -> Vector:
    return _dot(matrix[0], vector), _dot(matrix[1], vector), _dot(matrix[2], vector)


def _weighted(values: Sequence[float]) -> Vector:
    total = (0.0, 0.0, 0.0)
    for place, value in zip(_PLACES, values, strict=True):
        total = _sum(total, 1, place, value)
    return total


def _centred(places: Sequence[Vector]) -> list[Vector]:
    """Return places about their mean, y and z turned to the picture's axes, down and away."""
    x, y, z = (sum(each[axis] for each in places) / len(places) for axis in range(3))
    return [(place[0] - x, y - place[1], z - place[2]) for place in places]


def _inverse_of_squares(places: Sequence[Vector]) -> tuple[Vector, Vector, Vector]:
    """Return the inverse of the sum of the places' outer products."""
    a, b, c = (
        (
            sum(p[row] * p[0] for p in places),
            sum(p[row] * p[1] for p in places),
            sum(p[row] * p[2] for p in places),
        )
        for row in range(3)
    )
    det = _dot(a, _cross(b, c))
    # The matrix is symmetric, and so is its inverse.
    nothing = (0.0, 0.0, 0.0)
    first, second, third = (_sum(_cross(*pair), 1 / det, nothing, 0) for pair in ((b, c), (c, a), (a, b)))
    return first, second, third


_PLACES = _centred(list(_CANONICAL.values()))
_INVERSE = _inverse_of_squares(_PLACES)
