"""What helps to take a photo: where the head belongs in a camera's picture, and how it lies there now."""

from .hints import CODES, Hint, hinting
from .outline import Outline, Viewfinder, viewfinder

__all__ = ["CODES", "Hint", "Outline", "Viewfinder", "hinting", "viewfinder"]
