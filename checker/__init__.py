"""gradphoto: checks a graduate's photo against published standards, offline.

`check` judges a photo given as bytes, `checking` does where the face models have to be waited for; `fix`
makes a new file of it that satisfies the rules; `standards` holds what photos are judged by. The package
knows nothing of the web: the command line and the browser call the same functions.
"""

from . import standards
from .engine import check, checking, judge
from .errors import PhotoError, StandardError

# The function `fix` stands in front of the package of that name, from which all else can still be imported.
from .fix import Crop, Fixed, Note, crop_frame, fix
from .photo import Photo
from .report import Finding, Report, reports_to_json

__version__ = "0.1.0"

__all__ = [
    "Crop",
    "Finding",
    "Fixed",
    "Note",
    "Photo",
    "PhotoError",
    "Report",
    "StandardError",
    "__version__",
    "check",
    "checking",
    "crop_frame",
    "fix",
    "judge",
    "reports_to_json",
    "standards",
]
