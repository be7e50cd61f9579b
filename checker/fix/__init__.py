"""The fixer: a new file, made of a photo, that satisfies several standards at once.

It cuts, reduces and encodes. It never stretches, never enlarges beyond what nobody can see, and touches
neither face nor clothes nor background.
"""

from .fixer import fix
from .frame import Band, CropFrame, crop_frame
from .model import FIXABLE, Crop, Fixed, Note
from .plan import Plan, plan

__all__ = ["FIXABLE", "Band", "Crop", "CropFrame", "Fixed", "Note", "Plan", "crop_frame", "fix", "plan"]
