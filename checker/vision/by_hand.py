"""Points that a person placed by hand, in place of what the models saw or failed to see."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from ..errors import PointsError
from ..report import Verdict
from ..text import Text
from .scene import Face, Handle, Mark, Point, Pose, Scene

HANDLES: Mapping[Handle, Text] = MappingProxyType(
    {
        "crown": Text("头顶", "crown"),
        "chin": Text("下巴", "chin"),
        "left-eye": Text("画面左边的眼睛", "eye at the picture's left"),
        "right-eye": Text("画面右边的眼睛", "eye at the picture's right"),
    }
)
"""The points that can be placed, and what a person calls them."""

_EYES: frozenset[Handle] = frozenset({"left-eye", "right-eye"})
_USES: Mapping[str, frozenset[Handle]] = MappingProxyType(
    {
        "crown-position": frozenset[Handle]({"crown"}),
        "head-height": frozenset[Handle]({"crown", "chin"}),
        "eye-line": _EYES,
        "inter-eye-distance": _EYES,
        "roll": _EYES,
        "head-centring": _EYES,
        "shoulders": frozenset[Handle]({"chin"}),
    }
)

# Eyes closer than this share of the picture's width are one point placed twice (ours): those of a face that
# fills a tenth of the picture are still twice as far apart.
_LEAST_APART = 0.02
# A face around four points, as shares of the distance between the eyes: half its width (an adult's face is
# about 140 mm wide, the eyes are 63 mm apart), and how far it reaches above the eyes. For a box that says
# where the face is; no rule measures it.
_HALF_WIDTH, _ABOVE = 1.1, 1.0

_PLACED = Text("这一项按手动标的点判断。", "This goes by points placed by hand.")
_MISSING = Text(
    "还缺这些点：{zh}。照片里没有找到可以沿用的脸，四个点都要标。",
    "These points are missing: {en}. No face to start from was found, so all four are needed.",
)
_OUTSIDE = Text(
    "「{zh}」标到照片外面了，请拖回照片里。",
    "The point of the {en} lies outside the picture; move it back in.",
)
_EYES_CROSSED = Text(
    "两只眼睛的点左右标反了，或者离得太近。请把画面左边、右边的眼睛各标一个点。",
    "The points of the eyes are crossed or too close: place one on the eye at the picture's left, one on the "
    "eye at its right.",
)
_CHIN_CROSSED = Text(
    "下巴的点应该在眼睛下面，请重新标。", "The point of the chin must be below the eyes; place it again."
)
_CROWN_CROSSED = Text(
    "头顶的点应该在眼睛上面，请重新标。", "The point of the crown must be above the eyes; place it again."
)


def with_points(scene: Scene | None, size: tuple[int, int], points: Mapping[Handle, Point]) -> Scene:
    """Return what was seen in a photo of ``size``, with ``points`` (px of it) in place of the models'.

    The face whose box holds the eyes' middle becomes the main one and keeps what the points do not tell.
    Where there is none, a face is made of all four points: its ``confidence`` is 0, its ``mesh`` empty, yaw,
    pitch and openings are NaN, its cheeks have the confidence 0. Where it was not the main face before, head
    sides, shoulders and masks, which belonged to another, are None. Placed points have the confidence 1, and
    where an eye was placed, the eyes give the roll. Raises `PointsError`
    (``points-missing``, ``points-outside``, ``points-crossed``) for points that make no face.
    """
    for name, point in points.items():
        if not all(0 <= at <= side for at, side in zip(point, size, strict=True)):  # nor is a NaN inside
            raise PointsError("points-outside", _named(_OUTSIDE, [name]))
    base = scene or Scene(size, ())
    face = _meant(base, points)
    if face is None or face is not base.main:
        base = replace(base, person=None, labels=None, crown=None, head_sides=None, shoulders=None)
    if face is None:
        lacking = [name for name in HANDLES if name not in points]
        if lacking:
            raise PointsError("points-missing", _named(_MISSING, lacking))
        face = _made(points, size)
    placed = {name: Mark(*point, 1.0) for name, point in points.items()}
    eyes = placed.get("left-eye", face.eyes[0]), placed.get("right-eye", face.eyes[1])
    chin, crown = placed.get("chin", face.chin), placed.get("crown", base.crown)
    _must_make_a_face(eyes, chin, crown, size)
    pose = face.pose._replace(roll=_roll(eyes)) if _EYES & points.keys() else face.pose
    others = tuple(other for other in base.faces if other is not face)
    faces = (replace(face, eyes=eyes, chin=chin, pose=pose), *others)
    return replace(base, faces=faces, crown=crown, by_hand=frozenset(points))


def uses(rule: str, unit: str, scene: Scene | None) -> frozenset[Handle]:
    """Return the points by which ``rule`` judges, or would judge were they placed.

    ``unit`` is its verdict's: shoulders are measured below the chin, or as an angle, which no point tells. A
    head's middle is that of the cheeks, and of the eyes where these are all that is known of a face.
    """
    if rule == "shoulders" and unit == "deg":
        return frozenset()
    if rule == "head-centring" and scene is not None and scene.main is not None and scene.main.mesh:
        return frozenset()
    return _USES.get(rule, frozenset())


def say(verdict: Verdict, rule: str, scene: Scene | None) -> Verdict:
    """Return ``verdict`` of ``rule``, with a sentence more where it rests on points placed by hand."""
    if scene is None or verdict.outcome == "unknown" or not scene.by_hand & uses(rule, verdict.unit, scene):
        return verdict
    return replace(verdict, message=verdict.message + _PLACED)


def _meant(scene: Scene, points: Mapping[Handle, Point]) -> Face | None:
    """Return the face that the points are of: the main one unless the eyes were placed elsewhere."""
    if not points.keys() >= _EYES:
        return scene.main
    middle = _middle(points["left-eye"], points["right-eye"])
    return next((face for face in scene.faces if _holds(face.box, middle)), None)


def _holds(box: tuple[float, float, float, float], point: Point) -> bool:
    left, top, right, bottom = box
    return left <= point.x <= right and top <= point.y <= bottom


def _made(points: Mapping[Handle, Point], size: tuple[int, int]) -> Face:
    """Return a face that knows nothing but four points."""
    left, right, chin = points["left-eye"], points["right-eye"], points["chin"]
    middle, apart = _middle(left, right), math.dist(left, right)
    across = ((right.x - left.x) * _HALF_WIDTH, (right.y - left.y) * _HALF_WIDTH)
    cheeks = (
        Mark(middle.x - across[0], middle.y - across[1], 0.0),
        Mark(middle.x + across[0], middle.y + across[1], 0.0),
    )
    box = (
        max(0.0, min(middle.x - apart * _HALF_WIDTH, chin.x)),
        max(0.0, min(middle.y - apart * _ABOVE, chin.y)),
        min(float(size[0]), max(middle.x + apart * _HALF_WIDTH, chin.x)),
        min(float(size[1]), max(middle.y + apart * _ABOVE, chin.y)),
    )
    nan = math.nan
    eyes = Mark(*left, 1.0), Mark(*right, 1.0)
    pose = Pose(nan, nan, _roll(eyes))
    return Face(box, 0.0, 0.0, (), pose, eyes, Mark(*chin, 1.0), cheeks, (nan, nan), nan, nan)


def _must_make_a_face(eyes: tuple[Mark, Mark], chin: Mark, crown: Mark | None, size: tuple[int, int]) -> None:
    """Raise unless the left eye is left of the right one, the chin below both and the crown above.

    Above and below are as the head leans.
    """
    left, right = eyes
    apart = math.hypot(right.x - left.x, right.y - left.y)
    if left.x >= right.x or apart < _LEAST_APART * size[0]:
        raise PointsError("points-crossed", _EYES_CROSSED)
    down = ((left.y - right.y) / apart, (right.x - left.x) / apart)
    middle = _middle(left, right)

    def below(mark: Mark) -> float:
        return (mark.x - middle.x) * down[0] + (mark.y - middle.y) * down[1]

    if below(chin) <= 0:
        raise PointsError("points-crossed", _CHIN_CROSSED)
    if crown is not None and below(crown) >= 0:
        raise PointsError("points-crossed", _CROWN_CROSSED)


def _named(text: Text, names: Sequence[Handle]) -> Text:
    """Return a sentence filled with what the points are called."""
    titles = [HANDLES[name] for name in names]
    return text.format(zh="、".join(title.zh for title in titles), en=", ".join(title.en for title in titles))


def _middle(one: Point | Mark, other: Point | Mark) -> Point:
    return Point((one.x + other.x) / 2, (one.y + other.y) / 2)


def _roll(eyes: tuple[Mark, Mark]) -> float:
    """Return how far the eyes' line leans clockwise, in degrees."""
    left, right = eyes
    return math.degrees(math.atan2(right.y - left.y, right.x - left.x))
