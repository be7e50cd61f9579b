"""What the rules measured, as lines over the photo: data that the page and the HTML report draw alike."""

from .draw import drawing
from .shape import Shape

__all__ = ["Shape", "drawing"]
