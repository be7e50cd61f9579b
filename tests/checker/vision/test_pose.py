"""The pose is that in which the canonical face was drawn."""

from __future__ import annotations

import math

import pytest

from checker.vision.pose import _CANONICAL, fit_pose

Points = list[tuple[float, float, float]]


def drawn(yaw: float, pitch: float, roll: float, scale: float = 20.0, wide: float = 1.0) -> Points:
    """Return a mesh of the canonical face, turned as said: to the picture's right, up, and clockwise."""
    y, p, r = math.radians(yaw), math.radians(pitch), math.radians(roll)
    points = [(0.0, 0.0, 0.0)] * 478
    for landmark, (x, up, near) in _CANONICAL.items():
        x, up, near = wide * x, up, near
        # Up or down first, about the axis through the ears; then left or right; then in the picture's plane.
        up, near = up * math.cos(p) + near * math.sin(p), near * math.cos(p) - up * math.sin(p)
        x, near = x * math.cos(y) + near * math.sin(y), near * math.cos(y) - x * math.sin(y)
        down = -up
        x, down = x * math.cos(r) - down * math.sin(r), x * math.sin(r) + down * math.cos(r)
        points[landmark] = (240 + scale * x, 320 + scale * down, -scale * near)
    return points


@pytest.mark.parametrize("yaw", [-25, -5, 0, 10])
@pytest.mark.parametrize("pitch", [-15, 0, 7, 20])
@pytest.mark.parametrize("roll", [-15, 0, 4, 100])
def test_pose_is_found_again(yaw: float, pitch: float, roll: float) -> None:
    fit = fit_pose(drawn(yaw, pitch, roll))
    assert fit is not None
    assert fit.pose == pytest.approx((yaw, pitch, roll), abs=0.01)
    assert fit.scale == pytest.approx(20.0, rel=1e-4)
    assert fit.error == pytest.approx(0.0, abs=1e-6)


def test_depths_of_the_mesh_play_no_part() -> None:
    points = drawn(10, -5, 3)
    flat = fit_pose([(x, y, 0.0) for x, y, _ in points])
    assert flat == fit_pose(points)


def test_other_proportions_leave_an_error_and_nearly_the_pose() -> None:
    fit = fit_pose(drawn(0, 0, 5, wide=1.15))
    assert fit is not None
    assert fit.pose == pytest.approx((0, 0, 5), abs=1.5)
    assert 0.1 < fit.error < 0.6


@pytest.mark.parametrize("at", [(0.0, 0.0, 0.0), (17.0, 3.0, 1.0)])
def test_one_place_has_no_pose(at: tuple[float, float, float]) -> None:
    assert fit_pose([at] * 478) is None


def test_line_has_no_pose() -> None:
    assert fit_pose([(x, 2 * x, 0.0) for x, _, _ in drawn(10, 5, 0)]) is None
