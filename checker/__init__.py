"""gradphoto: checks a graduate's photo against published standards, offline.

`check` judges a photo given as bytes; `standards` holds what photos are judged by. The package knows nothing
of the web: the command line and the browser call the same functions.
"""

from . import standards
from .engine import check, judge
from .errors import PhotoError, StandardError
from .photo import Photo
from .report import Finding, Report, reports_to_json

__version__ = "0.1.0"

__all__ = [
    "Finding",
    "Photo",
    "PhotoError",
    "Report",
    "StandardError",
    "__version__",
    "check",
    "judge",
    "reports_to_json",
    "standards",
]
