"""The fixer: a new file, made of a photo, that satisfies several standards at once.

It cuts by the head, reduces and encodes. It never stretches, never enlarges beyond what nobody can see, and
touches neither face nor clothes. It levels the picture or replaces the background for those who ask for it.
"""

from .backdrop import COLOURS, background_colour
from .extras import Wishes
from .fixer import fix, fixing
from .frame import Band, CropFrame, crop_frame
from .hopeless import hopeless
from .model import FIXABLE, Crop, Fixed, Note
from .plan import Plan, plan

__all__ = [
    "COLOURS",
    "FIXABLE",
    "Band",
    "Crop",
    "CropFrame",
    "Fixed",
    "Note",
    "Plan",
    "Wishes",
    "background_colour",
    "crop_frame",
    "fix",
    "fixing",
    "hopeless",
    "plan",
]
