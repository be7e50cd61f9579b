"""Pillow and pillow-heif as WebAssembly wheels for Pyodide: build them, prove them, find them.

``locate()`` returns the folder that holds them; ``WheelsError`` is raised when they cannot be had.
Only the standard library is used, so that this runs before anything is installed.
"""

from wheels.cache import locate
from wheels.errors import WheelsError

__all__ = ["WheelsError", "locate"]
