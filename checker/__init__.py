"""gradphoto: checks a graduate's photo against published standards, offline.

`check` judges a photo given as bytes, `checking` does where the face models have to be waited for; `fix`
makes a new file of it that satisfies the rules; `standards` holds what photos are judged by. The package
knows nothing of the web: the command line and the browser call the same functions.
"""

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from . import standards
    from .engine import check, checking, judge
    from .errors import PhotoError, StandardError
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

# The module that each public name comes from.
_HOMES = {
    **dict.fromkeys(("check", "checking", "judge"), "engine"),
    **dict.fromkeys(("PhotoError", "StandardError"), "errors"),
    **dict.fromkeys(("Crop", "Fixed", "Note", "crop_frame"), "fix"),
    "Photo": "photo",
    **dict.fromkeys(("Finding", "Report", "reports_to_json"), "report"),
}


class _Package(ModuleType):
    """Imports what is public when it is first asked for: ``gradphoto --help`` need not wait for Pillow."""

    def __getattr__(self, name: str) -> Any:
        if name == "standards":
            return import_module(f"{__name__}.standards")
        if name not in _HOMES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}", name=name, obj=self)
        return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), *__all__})

    @property
    def fix(self) -> Any:
        """The function, which stands in front of the package of that name."""
        return import_module(f"{__name__}.fix").fix

    @fix.setter
    def fix(self, package: ModuleType) -> None:
        """Importing the package would put it in the function's place."""


if not TYPE_CHECKING:
    sys.modules[__name__].__class__ = _Package
