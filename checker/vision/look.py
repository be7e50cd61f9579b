"""The step between decoding a photo and judging it: let the models look, and say why where they cannot."""

from typing import TYPE_CHECKING

from . import models
from .desktop import desktop
from .runtime import Runtime
from .scene import Unseen
from .see import see

if TYPE_CHECKING:
    from ..photo import Photo


class RuntimeFailedError(Exception):
    """The runtime could not run a model: it is no fault of this code, and another try may do."""


class Guarded:
    """A runtime whose own failures are told from faults in what is made of its answers."""

    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime

    async def run(self, model: str, pixels: bytes) -> list[memoryview]:
        """Return what the runtime does; raise `RuntimeFailedError` where it raises anything."""
        models.check_pixels(model, pixels)
        try:
            return await self._runtime.run(model, pixels)
        except Exception as error:
            raise RuntimeFailedError from error


async def look(photo: "Photo", runtime: Runtime | Unseen | None = None, closely: bool = False) -> None:
    """Set ``photo.scene``, or ``photo.unseen`` to why there is none.

    ``runtime`` runs the models, or is the reason why none shall; None: the desktop's, where it is installed.
    ``closely``: also label what is around the face, which takes several times as long.
    Does nothing for a photo whose pixels are not known or that has been looked at. Where the runtime fails,
    ``photo.unseen`` is ``runtime-failed``; it does not raise.
    """
    if photo.working is None or photo.scene is not None:
        return
    if runtime is None:
        runtime = desktop() or "no-runtime"
    if isinstance(runtime, str):
        photo.unseen = runtime
        return
    try:
        photo.scene = await see(photo.working, photo.size, Guarded(runtime), closely)
    except RuntimeFailedError:
        photo.unseen = "runtime-failed"
