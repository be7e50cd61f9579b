"""Pillow's compiled modules, put off until Python's memory was kept for the next visit, or restored from it.

Runs inside Pyodide. A compiled module lives outside of Python's memory, so that no copy of the memory holds
it. What is imported before the copy is made finds stand-ins; `load` fills them with the real ones.
"""

from __future__ import annotations

import importlib.util
import random
import sys
import zipfile
from pathlib import Path
from types import ModuleType
from typing import Any

PACKAGE = "PIL"
NAMES = ("_imaging", "_imagingcms", "_imagingmath")


class Later:
    """What a stand-in gives for a name of its module: it can be called once the module is loaded."""

    def __init__(self, module: str, name: str) -> None:
        self.module, self.name = module, name

    def __call__(self, *values: Any, **named: Any) -> Any:
        """Call what the module has under this name."""
        return self.real()(*values, **named)

    def real(self) -> Any:
        """Return what the module has under this name; raises `AttributeError` where it has nothing."""
        return sys.modules[self.module].__dict__[self.name]


class StandIn(ModuleType):
    """Takes the place of a compiled module for those that are imported before it is loaded."""

    def __getattr__(self, name: str) -> Later:
        if name.startswith("__") or "__file__" in self.__dict__:
            raise AttributeError(f"module {self.__name__!r} has no attribute {name!r}")
        return Later(self.__name__, name)


def put_off() -> None:
    """Put stand-ins where the compiled modules belong; none of them may be loaded yet."""
    from PIL._version import __version__ as version

    for name in NAMES:
        module = StandIn(f"{PACKAGE}.{name}")
        module.__dict__["PILLOW_VERSION"] = version  # compared while Pillow is imported; `load` does so again
        sys.modules[module.__name__] = module


def load() -> None:
    """Load the compiled modules into their stand-ins, and draw new random numbers from now on.

    Raises `ImportError` where one is missing, or is of another Pillow.
    """
    from PIL import _version

    random.seed()
    folder = Path(__file__).parent
    for wheel in folder.glob("wheels/*.whl"):
        _extract(wheel)
    for name in NAMES:
        stand_in = sys.modules[f"{PACKAGE}.{name}"]
        [file] = folder.glob(f"{PACKAGE}/{name}.*.so")
        spec = importlib.util.spec_from_file_location(stand_in.__name__, file)
        if spec is None or spec.loader is None:
            raise ImportError(f"{file} is no module")
        real = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(real)
        stand_in.__dict__.update(real.__dict__)
    if sys.modules[f"{PACKAGE}._imaging"].__dict__["PILLOW_VERSION"] != _version.__version__:
        raise ImportError("the compiled part is of another Pillow")
    for module in list(sys.modules.values()):
        for name, value in list(getattr(module, "__dict__", {}).items()):
            if isinstance(value, Later):
                setattr(module, name, value.real())


def add(wheel: str) -> None:
    """Have Python import from one more wheel, which came after the others."""
    _extract(Path(wheel))
    sys.path.insert(0, wheel)


def _extract(wheel: Path) -> None:
    """Put a wheel's compiled modules where they can be loaded from."""
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(
            Path(__file__).parent, [name for name in archive.namelist() if name.endswith(".so")]
        )
