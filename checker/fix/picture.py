"""A photo's pixels on their way to a new file, with what was seen in them."""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

from PIL import Image

from ..vision.scene import Face, Mark, Point, Scene
from .model import Box, Crop, Size

Move = Callable[[tuple[float, float]], tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Picture:
    """``image``, upright, sRGB, mode RGB, and the ``scene`` in px of it, None where nothing was seen.

    ``left`` and ``top`` say where its upper left corner lies in the upright photo of ``photo`` px.
    """

    image: Image.Image
    scene: Scene | None
    photo: Size
    left: float = 0.0
    top: float = 0.0

    def part(self, crop: Crop) -> Box:
        """Return what of the picture a crop of the photo keeps, in px of the picture."""
        left, top, right, bottom = crop.box(self.photo)
        width, height = self.image.size
        return (
            min(max(left - self.left, 0.0), width - 1),
            min(max(top - self.top, 0.0), height - 1),
            max(min(right - self.left, float(width)), 1.0),
            max(min(bottom - self.top, float(height)), 1.0),
        )

    def crop(self, box: Box) -> Crop:
        """Return the part of the photo that ``box``, in px of the picture, shows."""
        width, height = self.photo
        left, top = max(0.0, box[0] + self.left), max(0.0, box[1] + self.top)
        right, bottom = min(width, box[2] + self.left), min(height, box[3] + self.top)
        return Crop.of((left, top, right, bottom), self.photo)

    def cut(self, box: Box) -> "Picture":
        """Return the picture of what is in ``box``, rounded outwards to whole px."""
        left, top = max(0, math.floor(box[0])), max(0, math.floor(box[1]))
        right = min(self.image.width, math.ceil(box[2]))
        bottom = min(self.image.height, math.ceil(box[3]))
        size = (right - left, bottom - top)
        scene = self.scene
        if scene is not None:
            scene = moved(scene, size, lambda at: (at[0] - left, at[1] - top))
        image = self.image.crop((left, top, right, bottom))
        return Picture(image, scene, self.photo, self.left + left, self.top + top)

    def levelled(self, degrees: float) -> "Picture":
        """Return the picture turned counter-clockwise, without the corners that are then empty."""
        width, height = self.image.size
        angle = math.radians(degrees)
        sine, lost = abs(math.sin(angle)), 1 - math.cos(angle)
        right = math.ceil((height * sine + width * lost) / 2) + 1
        down = math.ceil((width * sine + height * lost) / 2) + 1

        def turned(point: tuple[float, float]) -> tuple[float, float]:
            x, y = point[0] - width / 2, point[1] - height / 2
            across = x * math.cos(angle) + y * math.sin(angle) + width / 2 - right
            return across, y * math.cos(angle) - x * math.sin(angle) + height / 2 - down

        whole = self.image.rotate(degrees, Image.Resampling.BICUBIC)
        image = whole.crop((right, down, width - right, height - down))
        scene = self.scene
        if scene is not None:
            scene = moved(scene, image.size, turned, degrees)
        return Picture(image, scene, self.photo, self.left + right, self.top + down)


def moved(scene: Scene, size: Size, move: Move, degrees: float = 0.0) -> Scene:
    """Return the scene in a picture of ``size``, where ``move`` brings each point; masks are left out.

    ``degrees`` is by how much the picture was turned counter-clockwise.
    """

    def mark(old: Mark) -> Mark:
        return Mark(*move((old.x, old.y)), old.confidence)

    def both(old: tuple[Mark, Mark]) -> tuple[Mark, Mark]:
        return mark(old[0]), mark(old[1])

    def face(old: Face) -> Face:
        left, top, right, bottom = old.box
        corners = [move((x, y)) for x in (left, right) for y in (top, bottom)]
        across, down = [x for x, _ in corners], [y for _, y in corners]
        return replace(
            old,
            box=(min(across), min(down), max(across), max(down)),
            mesh=tuple(Point(*move(point)) for point in old.mesh),
            pose=old.pose._replace(roll=old.pose.roll - degrees),
            eyes=both(old.eyes),
            chin=mark(old.chin),
            cheeks=both(old.cheeks),
        )

    return Scene(
        size,
        tuple(face(old) for old in scene.faces),
        crown=None if scene.crown is None else mark(scene.crown),
        head_sides=None if scene.head_sides is None else both(scene.head_sides),
        shoulders=None if scene.shoulders is None else both(scene.shoulders),
        by_hand=scene.by_hand,
    )
