"""Where an ID photo has its head, for measurements that do not know where the person is."""

from PIL import Image

Box = tuple[float, float, float, float]

# Shares of width and height. Crops for these photos leave a tenth above the crown and end the head at 60-75 %
# of the height: the head lies within `HEAD`, and `FACE` within brows, cheeks and mouth.
HEAD: Box = (0.22, 0.12, 0.78, 0.72)
FACE: Box = (0.33, 0.28, 0.67, 0.66)


def cut(image: Image.Image, box: Box) -> Image.Image:
    """Return the part of ``image`` within ``box``, at least one pixel wide and high."""
    width, height = image.size
    left, top = round(box[0] * width), round(box[1] * height)
    return image.crop((left, top, max(left + 1, round(box[2] * width)), max(top + 1, round(box[3] * height))))
