"""Scenes made of numbers: a person in a photo of 480 x 640 px, as the models would see one."""

from __future__ import annotations

from dataclasses import replace

from PIL import Image

from checker.vision.scene import Face, Mark, Point, Pose, Scene

SIZE = (480, 640)


def face(**changes: object) -> Face:
    """Return a level face in the middle of the photo."""
    made = Face(
        box=(140.0, 180.0, 340.0, 470.0),
        score=0.98,
        confidence=0.99,
        mesh=(Point(240.0, 300.0),),
        pose=Pose(1.0, -2.0, 0.0),
        eyes=(Mark(200.0, 270.0, 0.99), Mark(280.0, 270.0, 0.99)),
        chin=Mark(240.0, 460.0, 0.95),
        cheeks=(Mark(120.0, 320.0, 0.9), Mark(360.0, 320.0, 0.9)),
        eye_openings=(0.1, 0.1),
        mouth_opening=0.01,
        mouth_seen=1.0,
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def scene(**changes: object) -> Scene:
    """Return a scene with that face."""
    made = Scene(
        size=SIZE,
        faces=(face(),),
        person=Image.new("L", (256, 256), 255),
        crown=Mark(244.0, 64.0, 0.9),
        head_sides=(Mark(96.0, 280.0, 0.9), Mark(384.0, 280.0, 0.9)),
        shoulders=(Mark(80.0, 520.0, 0.9), Mark(400.0, 520.0, 0.9)),
    )
    return replace(made, **changes)  # type: ignore[arg-type]
