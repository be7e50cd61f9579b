"""A scene: what was seen in one photo, in px of the upright photo."""

from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from PIL import Image

# Why there is no scene: nobody looked; the models were left out on purpose (data saver); the runtime that
# runs them is not installed; it failed.
Unseen = Literal["not-looked", "left-out", "no-runtime", "runtime-failed"]
# The points that a person can place by hand.
Handle = Literal["crown", "chin", "left-eye", "right-eye"]


class Point(NamedTuple):
    """A place in px from the photo's upper left corner; pixel (0, 0) has its centre at (0.5, 0.5)."""

    x: float
    y: float


class Mark(NamedTuple):
    """A place with how sure it is, 0-1."""

    x: float
    y: float
    confidence: float


class Pose(NamedTuple):
    """How a head is turned, in degrees.

    ``yaw`` is positive where the face looks to the picture's right, ``pitch`` where it looks up, ``roll``
    where the head leans clockwise as seen in the picture.
    """

    yaw: float
    pitch: float
    roll: float


@dataclass(frozen=True, slots=True)
class Face:
    """One face.

    ``box`` is left, top, right and bottom in px; ``score`` the detector's, ``confidence`` the mesh's belief,
    both 0-1, that there is a face; ``mesh`` the landmarks in MediaPipe's order. ``eyes`` are the centres of
    the eyes, that at the picture's left first (the subject's right), as are ``eye_openings``: the gap between
    the lids as a share of T, the distance from the eyes' midpoint to the chin. ``mouth_opening`` is the gap
    between the inner lips as a share of T, ``mouth_seen`` how surely, 0-1, lips are seen there and nothing
    before them. ``cheeks`` are the outer edges of the face, left and right.
    """

    box: tuple[float, float, float, float]
    score: float
    confidence: float
    mesh: tuple[Point, ...]
    pose: Pose
    eyes: tuple[Mark, Mark]
    chin: Mark
    cheeks: tuple[Mark, Mark]
    eye_openings: tuple[float, float]
    mouth_opening: float
    mouth_seen: float


@dataclass(frozen=True, slots=True)
class Scene:
    """What was seen in a photo of ``size`` (width and height in px, upright).

    ``faces`` has the largest first. ``person`` is the person's mask, mode L, 0-255 as the model's belief,
    over the whole photo but of a size of its own, None where there is no face. ``crown`` is the
    highest place of the hair above the main face (with confidence 0 where the picture cuts the head), and
    ``head_sides`` the outermost points of hair and head between it and the mouth, left and right;
    ``shoulders`` the points where the outline of the shoulders is, equally far left and right of the chin
    (0.78 face widths, less where the picture is narrower), so that their slope is that of the shoulders; each
    None where it cannot be found. ``labels`` is a mask of mode L with the numbers of
    `LABELS`, or None where that model was not run. ``by_hand`` names the points a person placed.
    ``turned`` tells, where there is no face but one lies on its side or upside down, by how many degrees the
    photo must be turned clockwise, 90, 180 or 270; else it is 0.
    """

    size: tuple[int, int]
    faces: tuple[Face, ...]
    person: Image.Image | None = None
    crown: Mark | None = None
    head_sides: tuple[Mark, Mark] | None = None
    shoulders: tuple[Mark, Mark] | None = None
    labels: Image.Image | None = None
    by_hand: frozenset[Handle] = frozenset()
    turned: int = 0

    @property
    def main(self) -> Face | None:
        """The largest face, which the photo is of."""
        return self.faces[0] if self.faces else None

    @property
    def marks(self) -> dict[Handle, Mark]:
        """Where the points are that a person can place, those that were seen or placed."""
        face = self.main
        found: dict[Handle, Mark] = {} if self.crown is None else {"crown": self.crown}
        if face is not None:
            found |= {"chin": face.chin, "left-eye": face.eyes[0], "right-eye": face.eyes[1]}
        return found

    def to_dict(self) -> dict[str, Any]:
        """Return a JSON object of what a page needs to know of the scene.

        ``points`` maps each `Handle` that was seen or placed to its x and y in px; ``by_hand`` lists those
        that were placed; ``faces`` counts the faces.
        """
        points = {name: [round(mark.x, 2), round(mark.y, 2)] for name, mark in self.marks.items()}
        return {"points": points, "by_hand": sorted(self.by_hand), "faces": len(self.faces)}


LABELS = ("background", "hair", "body-skin", "face-skin", "clothes", "other")
